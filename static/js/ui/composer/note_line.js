import { monotonicMs } from "../../lib/clock.js";
import { part, showText } from "../../lib/dom.js";
import { oncePerFrame } from "../../lib/frames.js";
import { composerNote } from "./composer_notes.js";

/** A shorter interruption is not worth a word. */
const OFFLINE_AFTER_MS = 1_500;
const TICK_MS = 250;

/** The line below the composer. */
export class NoteLine {
  #place;
  #chat;
  #look;
  #timer = 0;

  /**
   * @param {HTMLElement} root
   * @param {Chat} chat
   * @param {() => Parameters<typeof composerNote>[0]} look What there is to say now, without pauses and the network.
   */
  constructor(root, chat, look) {
    this.#place = part(root, "note");
    this.#chat = chat;
    this.#look = look;
    chat.outbox.changed.subscribe(oncePerFrame(() => this.draw()));
    chat.sender.paused.subscribe(() => this.#countDown());
    chat.roomChanged.subscribe(() => this.#countDown());
    chat.connection.statusChanged.subscribe(() => {
      this.draw();
      setTimeout(() => this.draw(), OFFLINE_AFTER_MS);
    });
  }

  draw() {
    const pauseS = Math.ceil((this.#pausedUntilMs - monotonicMs()) / 1000);
    const { text, tone } = composerNote({ ...this.#look(), pauseS, isOffline: this.#isOffline });
    showText(this.#place, text);
    this.#place.dataset.tone = tone;
  }

  /** Count down to when the sender goes on in this room. */
  #countDown() {
    clearTimeout(this.#timer);
    this.draw();
    if (this.#pausedUntilMs > monotonicMs()) this.#timer = window.setTimeout(() => this.#countDown(), TICK_MS);
  }

  get #pausedUntilMs() {
    const { live, sender } = this.#chat;
    return live.roomId === null ? 0 : sender.pausedUntil(live.roomId);
  }

  get #isOffline() {
    const { phase, sinceMs } = this.#chat.connection.status;
    return phase !== "online" && monotonicMs() - sinceMs >= OFFLINE_AFTER_MS;
  }
}
