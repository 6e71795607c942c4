import { monotonicMs } from "./lib/clock.js";
import { Signal } from "./lib/signal.js";
import { ChatError, isPassing, Unreachable } from "./net/errors.js";

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;

/** @typedef {import("./state/outbox.js").Outbox} Outbox */
/** @typedef {{ request(event: string, payload: object): Promise<any>, readonly online: boolean }} Wire */
/** @typedef {(entry: OutboxEntry) => Promise<string[]>} Attach Upload a message's files; their attachments' ids. */

/**
 * Empties the outbox: per room one message at a time, so that they arrive in the order in which they were
 * typed. A passing trouble keeps the message waiting; a refusal marks it as failed and goes on with the next.
 */
export class Sender {
  #outbox;
  #wire;
  #attach;
  /** @type {Set<number>} */
  #busy = new Set();
  /** Rooms where the server asked for patience, with the monotonic time it ends. @type {Map<number, number>} */
  #pausedUntil = new Map();
  /** What ends each pause early. @type {Map<number, () => void>} */
  #waking = new Map();
  /** Since when each room's first message waits for an answer. @type {Map<number, number>} */
  #unansweredSince = new Map();
  paused = /** @type {Signal<{ roomId: number, untilMs: number }>} */ (new Signal());

  /** @param {Outbox} outbox @param {Wire} wire @param {Attach} [attach] */
  constructor(outbox, wire, attach = async () => []) {
    this.#outbox = outbox;
    this.#wire = wire;
    this.#attach = attach;
  }

  /** When the server takes messages for a room again; 0 when it does now. @param {number} roomId */
  pausedUntil(roomId) {
    return this.#pausedUntil.get(roomId) ?? 0;
  }

  /** How long the message that waits longest has had no answer. @param {number} nowMs */
  unansweredMs(nowMs) {
    return Math.max(0, ...[...this.#unansweredSince.values()].map((sinceMs) => nowMs - sinceMs));
  }

  /**
   * What stood in the way may be over, or the machine slept: ask now, not at the end of the pause.
   * @param {number} [roomId] Without it, in every room.
   */
  wake(roomId) {
    for (const [paused, end] of [...this.#waking]) if (roomId === undefined || roomId === paused) end();
  }

  /** Send whatever waits, in every room. */
  sendAll() {
    for (const roomId of this.#outbox.waitingRooms()) void this.send(roomId);
  }

  /** @param {number} roomId */
  async send(roomId) {
    if (this.#busy.has(roomId)) return;
    this.#busy.add(roomId);
    try {
      await this.#drain(roomId);
    } finally {
      this.#busy.delete(roomId);
    }
  }

  /** @param {number} roomId */
  async #drain(roomId) {
    let delayMs = FIRST_RETRY_MS;
    for (let entry = this.#outbox.next(roomId); entry && this.#wire.online; entry = this.#outbox.next(roomId)) {
      try {
        await this.#sendOne(entry);
        delayMs = FIRST_RETRY_MS;
      } catch (error) {
        if (!this.#outbox.has(entry)) continue; // taken back, or sent by another tab
        if (!(error instanceof ChatError)) throw error;
        if (error.code === "not_authenticated") return;
        if (!isPassing(error)) this.#outbox.fail(entry, { code: error.code, message: error.about("content") });
        else if (this.#wire.online) await this.#pause(roomId, error, delayMs);
        delayMs = Math.min(delayMs * 2, LONGEST_RETRY_MS);
      }
    }
  }

  /** @param {OutboxEntry} entry */
  async #sendOne(entry) {
    const { client_id, room_id, content, reply_to } = entry;
    const attachment_ids = entry.files && await this.#attach(entry);
    if (!this.#outbox.has(entry)) return; // taken back meanwhile
    const payload = { room_id, content, client_id, attachment_ids, reply_to: reply_to ?? undefined };
    if (!this.#unansweredSince.has(room_id)) this.#unansweredSince.set(room_id, monotonicMs());
    try {
      const ack = await this.#wire.request("send_message", payload);
      this.#unansweredSince.delete(room_id);
      this.#outbox.acknowledge(entry, ack.message);
    } catch (error) {
      if (!(error instanceof Unreachable) || !this.#wire.online) this.#unansweredSince.delete(room_id);
      throw error;
    }
  }

  /** @param {number} roomId @param {ChatError} error @param {number} delayMs */
  async #pause(roomId, error, delayMs) {
    const waitMs = error.retryAfterS === null ? delayMs * (0.5 + Math.random()) : error.retryAfterS * 1000;
    if (error.code === "rate_limited") {
      this.#pausedUntil.set(roomId, monotonicMs() + waitMs);
      this.paused.emit({ roomId, untilMs: monotonicMs() + waitMs });
    }
    await this.#sleep(roomId, waitMs);
    if (this.#pausedUntil.delete(roomId)) this.paused.emit({ roomId, untilMs: 0 });
  }

  /** @param {number} roomId @param {number} waitMs @returns {Promise<void>} */
  async #sleep(roomId, waitMs) {
    let timer;
    await /** @type {Promise<void>} */ (new Promise((resolve) => {
      timer = setTimeout(resolve, waitMs);
      this.#waking.set(roomId, resolve);
    }));
    clearTimeout(timer);
    this.#waking.delete(roomId);
  }
}
