import { Signal } from "../lib/signal.js";

/** The pinned messages of the room on the screen, the newest pin first. */
export class Pins {
  /** @type {Message[]} */
  messages = [];
  changed = /** @type {Signal<void>} */ (new Signal());

  /** @param {Message[]} messages */
  replace(messages) {
    this.messages = messages;
    this.changed.emit();
  }

  /** A message changed, or is on the screen: it may be pinned, or no longer. @param {Message} message */
  note(message) {
    const known = this.messages.find(({ id }) => id === message.id);
    if (known ? known.version >= message.version : !isPinned(message)) return;
    const others = this.messages.filter((other) => other !== known);
    this.replace(isPinned(message) ? [...others, message].sort(byPin) : others);
  }
}

/** @param {Message} message */
function isPinned({ pinned_at, deleted_at }) {
  return Boolean(pinned_at) && deleted_at === null;
}

/** @param {Message} a @param {Message} b */
function byPin(a, b) {
  return (b.pinned_at ?? "").localeCompare(a.pinned_at ?? "") || b.seq - a.seq;
}
