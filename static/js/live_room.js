import { Backoff, LONGEST_MS } from "./lib/backoff.js";
import { Signal } from "./lib/signal.js";
import { call } from "./net/api.js";
import { ChatError, isPassing } from "./net/errors.js";
import { MessageLog } from "./state/message_log.js";
import { RememberedLogs } from "./state/remembered_logs.js";

const PAGE = 50;
/** After this many pages of missed changes the newest page is shown instead. */
const MOST_CATCH_UPS = 4;

/** @typedef {{ prev_version: number, version: number, message?: Message }} Change */
/**
 * @typedef {{ request(event: string, payload: object, timeoutMs?: number): Promise<any>, readonly online: boolean }}
 *   Wire
 */

/**
 * Keeps the conversation of the room on the screen complete: joins it on the connection, catches up from the
 * cursor after every interruption, applies live changes in order, and pages through older messages.
 */
export class LiveRoom {
  #logs = new RememberedLogs();
  #wire;
  #log = new MessageLog();
  #roomId = /** @type {number | null} */ (null);
  /** Changes that came while the answer of join_room is on its way. @type {Change[] | null} */
  #held = null;
  #turn = 0;
  #pagesUnderWay = 0;
  /** Whether the room was joined since it was opened: then its members were asked for before. */
  #hasJoined = false;
  /** No answer, or not now: ask again, less and less often. Without a connection, the next one asks. */
  #again = new Backoff(() => this.retry());

  changed = /** @type {Signal<void>} */ (new Signal());
  /** The room answered that it is gone or not mine to read. @type {Signal<{ roomId: number, error: ChatError }>} */
  refused = new Signal();
  /** Something arrived at the end of the conversation. @type {Signal<Message>} */
  arrived = new Signal();
  /** Somebody joined, left or got another role while this was not connected. @type {Signal<void>} */
  membersChanged = new Signal();
  state = /** @type {"idle" | "loading" | "ready"} */ ("idle");

  /** @param {Wire} wire */
  constructor(wire) {
    this.#wire = wire;
  }

  get roomId() {
    return this.#roomId;
  }

  get log() {
    return this.#log;
  }

  /** Whether what happened since the last visit is still on its way. */
  get catchingUp() {
    return this.#held !== null;
  }

  /** @param {number} roomId @param {{ around?: number | null }} [place] A seq to show instead of the newest page. */
  async open(roomId, { around = null } = {}) {
    if (this.#roomId !== null && this.#roomId !== roomId) this.#part(this.#roomId);
    this.#roomId = roomId;
    this.#log = this.#logs.of(roomId);
    this.#held = null;
    this.#hasJoined = false;
    this.#again.settle();
    this.state = this.#log.version === null ? "loading" : "ready";
    this.changed.emit();
    if (around !== null && !this.#log.covers(around)) await this.showAround(around);
    else if (this.#log.version === null && !this.#wire.online) await this.showNewest();
    await this.join();
  }

  close() {
    if (this.#roomId !== null) this.#part(this.#roomId);
    this.#roomId = null;
    this.#log = new MessageLog();
    this.#again.settle();
    this.state = "idle";
    this.changed.emit();
  }

  /** @param {number} roomId */
  forget(roomId) {
    this.#logs.forget(roomId);
  }

  /**
   * Put what was kept from the last visit on the screen until the server answers.
   * @param {number} roomId
   * @param {Message[]} messages
   */
  recall(roomId, messages) {
    const log = this.#logs.of(roomId);
    if (log.version === null && messages.length > 0) log.messages = messages;
  }

  /** Receive the room's events on this connection, from the cursor on. @param {number} [timeoutMs] */
  async join(timeoutMs) {
    const roomId = this.#roomId;
    if (roomId === null || !this.#wire.online || this.#held !== null) return;
    if (this.#log.version === null && this.#pagesUnderWay > 0) return; // the page sets the cursor, then joins
    const held = (this.#held = /** @type {Change[]} */ ([]));
    try {
      await this.#catchUp(roomId, timeoutMs);
    } catch (error) {
      if (this.#held === held) this.#held = null;
      this.#failed(roomId, error);
      if (timeoutMs) throw error;
      return;
    }
    if (this.#held !== held) return;
    this.#held = null;
    this.#again.settle();
    for (const change of held) this.receive(roomId, change);
    this.state = "ready";
    this.changed.emit();
  }

  /** A live event of a room. @param {number} roomId @param {Change} change */
  receive(roomId, change) {
    if (roomId !== this.#roomId) return;
    if (this.#held !== null) {
      this.#held.push(change);
      return;
    }
    const isNew = change.message?.seq === change.version;
    const verdict = this.#log.apply(change);
    if (verdict === "gap") void this.join();
    if (verdict !== "applied") return;
    if (isNew && change.message) this.arrived.emit(change.message);
    this.changed.emit();
  }

  /** @returns {Promise<void>} */
  async loadOlder() {
    const first = this.#log.first;
    if (first === null || !this.#log.hasMoreBefore || this.#pagesUnderWay > 0) return;
    await this.#page(`before=${first.seq}&`, (log, page) => log.addOlder(page));
  }

  /** @returns {Promise<void>} */
  async loadNewer() {
    const last = this.#log.last;
    if (last === null || !this.#log.hasMoreAfter || this.#pagesUnderWay > 0) return;
    await this.#page(`after=${last.seq}&`, (log, page) => log.addNewer(page));
  }

  /** @param {number} seq */
  async showAround(seq) {
    await this.#page(`around=${seq}&`, (log, page) => log.show(page));
  }

  async showNewest() {
    await this.#page("", (log, page) => log.show(page));
  }

  /**
   * Fetch a page and place it, unless a later wish overtook it. When a change came between the server's reading
   * and our placing, catch up from where the page was read.
   * @param {string} cursor
   * @param {(log: MessageLog, page: MessagePage) => void} place
   */
  async #page(cursor, place) {
    const log = this.#log;
    const turn = (this.#turn += 1);
    this.#pagesUnderWay += 1;
    try {
      const page = await call("GET", `/rooms/${this.#roomId}/messages?${cursor}limit=${PAGE}`);
      if (turn !== this.#turn || log !== this.#log) return;
      const outdated = log.version !== null && page.version < log.version;
      place(log, page);
      if (outdated) log.version = page.version;
      this.state = "ready";
      this.changed.emit();
      if (outdated) void this.join();
    } catch (error) {
      if (!isPassing(error)) throw error;
      if (log !== this.#log) return;
      if (log.version === null) this.#again.later(/** @type {ChatError} */ (error).retryAfterS);
      else setTimeout(() => this.changed.emit(), LONGEST_MS / 5); // who draws asks again for what is in sight
    } finally {
      this.#pagesUnderWay -= 1;
    }
  }

  /** @param {number} roomId @param {number} [timeoutMs] */
  async #catchUp(roomId, timeoutMs) {
    const log = this.#log;
    for (let round = 0, complete = false; !complete && log === this.#log; round += 1) {
      if (round === MOST_CATCH_UPS) log.reset();
      complete = await this.#joinOnce(log, roomId, timeoutMs);
    }
  }

  /** @param {MessageLog} log @param {number} roomId @param {number} [timeoutMs] */
  async #joinOnce(log, roomId, timeoutMs) {
    const fresh = log.version === null;
    const since = fresh ? {} : { since: log.version };
    /** @type {JoinAck} */
    const ack = await this.#wire.request("join_room", { room_id: roomId, ...since }, timeoutMs);
    if (fresh) log.showNewest(ack);
    else log.catchUp(ack.messages, ack.version);
    if (ack.members_changed && this.#hasJoined) this.membersChanged.emit();
    this.#hasJoined ||= ack.complete;
    return ack.complete;
  }

  /** @param {number} roomId @param {unknown} error */
  #failed(roomId, error) {
    if (!(error instanceof ChatError)) throw error;
    if (roomId !== this.#roomId) return;
    if (error.code === "conflict") {
      this.#log.reset();
      void this.join();
    } else if (error.code === "not_allowed") {
      void this.#readAsGuest();
    } else if (error.code === "not_found") {
      this.refused.emit({ roomId, error });
    } else {
      this.#again.later(error.retryAfterS);
    }
  }

  /** Ask again now for what is not there yet. */
  async retry() {
    if (this.#roomId === null) return;
    if (this.#log.version === null && !this.#wire.online) await this.showNewest();
    await this.join();
  }

  /** Who is no member may read, and gets no live events. */
  async #readAsGuest() {
    const log = this.#log;
    if (log.version === null) await this.showNewest();
    if (log !== this.#log) return;
    this.state = "ready";
    this.changed.emit();
  }

  /** @param {number} roomId */
  #part(roomId) {
    this.#log.trimStart();
    if (this.#wire.online) void this.#wire.request("leave_room", { room_id: roomId }).catch(() => null);
  }
}
