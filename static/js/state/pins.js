import { Signal } from "../lib/signal.js";

/** The pinned messages of the room on the screen, the newest pin first. */
export class Pins {
  /** @type {Message[]} */
  messages = [];
  changed = /** @type {Signal<void>} */ (new Signal());
  /** Whether these are all of them. */
  isRead = false;
  /** Whether those of people whom I blocked are shown too. */
  showsBlocked = false;
  /** Noted before the server answered, which may know less. @type {Map<number, Message>} */
  #early = new Map();

  /** The server's answer. @param {Message[]} messages */
  replace(messages) {
    this.isRead = true;
    this.#show(messages);
    for (const message of this.#early.values()) this.note(message);
    this.#early.clear();
  }

  /** Another room is on the screen. */
  forget() {
    this.isRead = false;
    this.showsBlocked = false;
    this.#early.clear();
    this.#show([]);
  }

  /** I want to see those of people whom I blocked, in this room. */
  showBlocked() {
    this.showsBlocked = true;
    this.changed.emit();
  }

  /** @param {Message[]} messages */
  #show(messages) {
    this.messages = messages;
    this.changed.emit();
  }

  /** A message changed, or is on the screen: it may be pinned, or no longer. @param {Message} message */
  note(message) {
    if (!this.isRead) this.#early.set(message.id, message);
    const known = this.messages.find(({ id }) => id === message.id);
    if (known ? known.version >= message.version : !isPinned(message)) return;
    const others = this.messages.filter((other) => other !== known);
    this.#show(isPinned(message) ? [...others, message].sort(byPin) : others);
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
