import { catchUp } from "./catching_up.js";
import { Backoff } from "./lib/backoff.js";
import { Signal } from "./lib/signal.js";
import { ChatError } from "./net/errors.js";
import { PageLoader } from "./page_loader.js";
import { MessageLog } from "./state/message_log.js";
import { RememberedLogs } from "./state/remembered_logs.js";

const PAGE = 50;

/**
 * @typedef {{ prev_version: number, version: number, message?: Message }} Change
 * @typedef {{ request(event: string, data: object, timeoutMs?: number): Promise<any>, readonly online: boolean }} Wire
 */

/**
 * Keeps the conversation on the screen complete: joins its room, catches up from the cursor after every interruption,
 * applies live changes in order, and pages through older messages.
 */
export class LiveRoom {
  #wire;
  #log = new MessageLog();
  #roomId = /** @type {number | null} */ (null);
  /** Changes that came while the answer of join_room is on its way. @type {Change[] | null} */
  #held = null;
  #isGuest = false;
  /** Whether the room was joined since it was opened: then its members were asked for before. */
  #hasJoined = false;
  /** No answer, or not now: ask again, less and less often. Without a connection, the next one asks. */
  #again = new Backoff(() => this.retry());
  #pages = new PageLoader((error) => this.#failed(this.#roomId, error));
  logs = new RememberedLogs();
  changed = /** @type {Signal<void>} */ (new Signal());
  /** The room is gone or not mine to read. @type {Signal<{ roomId: number, error: ChatError }>} */
  refused = new Signal();
  /** Something arrived at the end of the conversation. @type {Signal<Message>} */
  arrived = new Signal();
  /** Someone joined, left or got another role while this was not connected. @type {Signal<void>} */
  membersChanged = new Signal();
  /** What joining answers: messages that changed meanwhile, in the log or not. @type {Signal<JoinAck>} */
  caughtUp = new Signal();
  /** Something that is to be shown began to be on its way, or came. @type {Signal<void>} */
  waitingChanged = new Signal();
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

  /** Whether something that is to be shown is on its way: the room, its news or a page. */
  get waiting() {
    return this.state === "loading" || this.catchingUp || this.#again.isDue || this.#pages.waiting;
  }

  get paging() {
    return this.#pages.waiting;
  }

  /** @param {number} roomId @param {{ around?: number | null }} [place] A seq to show instead of the newest page. */
  async open(roomId, { around = null } = {}) {
    if (this.#roomId !== null && this.#roomId !== roomId) this.#part(this.#roomId);
    this.#roomId = roomId;
    this.#log = this.logs.of(roomId);
    this.#held = null;
    this.#hasJoined = this.#isGuest = false;
    this.#again.settle();
    this.#pages.forget();
    this.state = this.#log.version === null ? "loading" : "ready";
    this.changed.emit();
    const page = this.#first(around)?.catch((error) => this.#failed(roomId, error));
    await (page ? page.then(() => this.join()) : this.join()); // at once: what draws the room asks what is on its way
  }

  close() {
    if (this.#roomId !== null) this.#part(this.#roomId);
    this.#roomId = null;
    this.#log = new MessageLog();
    this.#again.settle();
    this.#pages.forget();
    this.state = "idle";
    this.changed.emit();
  }

  /** The page that is shown first; none where joining brings it. @param {number | null} around */
  #first(around) {
    const isNew = this.#log.version === null;
    if (around !== null && (isNew || !this.#log.covers(around))) return this.showAround(around);
    return isNew && !this.#wire.online ? this.showNewest() : null;
  }

  /** Show what was kept until the server answers. @param {number} roomId @param {Message[]} messages */
  recall(roomId, messages) {
    const log = this.logs.of(roomId);
    if (log.version === null && messages.length > 0) log.messages = messages;
  }

  /** Receive the room's events on this connection, from the cursor on. @param {number} [timeoutMs] */
  async join(timeoutMs) {
    const roomId = this.#roomId;
    if (roomId === null || !this.#wire.online || this.#held !== null) return undefined;
    if (this.#log.version === null && this.#pages.waiting) return this.#pages.retry(); // the page joins
    const held = (this.#held = /** @type {Change[]} */ ([]));
    this.waitingChanged.emit();
    try {
      await this.#catchUp(roomId, timeoutMs);
    } catch (error) {
      if (this.#held === held) this.#held = null;
      this.#failed(roomId, error);
      this.waitingChanged.emit();
      if (timeoutMs) throw error;
      return;
    }
    if (this.#held !== held) return;
    this.#held = null;
    this.#again.settle();
    for (const change of held) this.receive(roomId, change);
    this.#showReady();
  }

  /** A live event of a room. @param {number} roomId @param {Change} change */
  receive(roomId, change) {
    if (roomId !== this.#roomId) return undefined;
    if (this.#held !== null) return void this.#held.push(change);
    const isNew = change.message?.seq === change.version;
    const verdict = this.#log.apply(change);
    if (verdict === "gap") void this.join();
    if (verdict !== "applied") return undefined;
    if (isNew && change.message) this.arrived.emit(change.message);
    return this.changed.emit();
  }

  async loadOlder() {
    const { first, hasMoreBefore } = this.#log;
    if (first === null || !hasMoreBefore || this.paging) return;
    await this.#page(`before=${first.seq}&`, (log, page) => log.addOlder(page));
  }

  async loadNewer() {
    const { last, hasMoreAfter } = this.#log;
    if (last === null || !hasMoreAfter || this.paging) return;
    await this.#page(`after=${last.seq}&`, (log, page) => log.addNewer(page));
  }

  /** @param {number} seq */
  showAround(seq) {
    return this.#page(`around=${seq}&`, (log, page) => log.show(page));
  }

  /** @param {Date} at */
  showAt(at) {
    return this.#page(`at=${at.toISOString()}&`, (log, page) => log.show(page));
  }

  showNewest() {
    return this.#page("", (log, page) => log.show(page));
  }

  /** @param {string} cursor @param {(log: MessageLog, page: MessagePage) => void} place */
  async #page(cursor, place) {
    const log = this.#log;
    const path = `/rooms/${this.#roomId}/messages?${cursor}limit=${PAGE}`;
    const loaded = this.#pages.load({ path, place: (page) => this.#place(log, page, place) });
    this.waitingChanged.emit();
    await loaded.finally(() => this.waitingChanged.emit());
  }

  /**
   * When a change came between the server's reading and our placing, catch up from where the page was read.
   * @param {MessageLog} log @param {MessagePage} page @param {(log: MessageLog, page: MessagePage) => void} place
   */
  #place(log, page, place) {
    const isFirst = log.version === null;
    const isOutdated = log.version !== null && page.version < log.version;
    place(log, page);
    if (isOutdated) log.version = page.version;
    this.#showReady();
    if (isOutdated || (isFirst && !this.#isGuest)) void this.join();
  }

  #showReady() {
    this.state = "ready";
    this.changed.emit();
    this.waitingChanged.emit();
  }

  /** @param {number} roomId @param {number} [timeoutMs] */
  async #catchUp(roomId, timeoutMs) {
    const log = this.#log;
    const join = async (/** @type {{ since?: number }} */ cursor) => {
      const ack = await this.#wire.request("join_room", { room_id: roomId, ...cursor }, timeoutMs);
      this.caughtUp.emit(ack);
      if (ack.members_changed && this.#hasJoined) this.membersChanged.emit();
      this.#hasJoined ||= ack.complete;
      return ack;
    };
    await catchUp(log, join, () => log === this.#log);
  }

  /** @param {number | null} roomId @param {unknown} error @param {boolean} [asGuest] Not even that is allowed. */
  #failed(roomId, error, asGuest = false) {
    if (!(error instanceof ChatError)) throw error;
    if (roomId === null || roomId !== this.#roomId) return;
    if (error.code === "conflict") {
      this.#log.reset();
      void this.join();
    } else if (error.code === "not_allowed" && !asGuest) {
      void this.#readAsGuest(roomId, this.#isGuest && this.#log.version !== null);
    } else if (error.code === "not_found" || error.code === "not_allowed") {
      this.refused.emit({ roomId, error });
    } else {
      this.#again.later(error.retryAfterS);
    }
  }

  /** Ask again now for what is not there yet. */
  async retry() {
    if (this.#roomId === null) return;
    if (this.#log.version === null && !this.#wire.online && !this.paging) await this.showNewest();
    else await Promise.all([this.#log.version === null ? null : this.#pages.retry(), this.join()]);
  }

  /** Without live events; who is banned may not read either. @param {number} roomId @param {boolean} isKnown To me. */
  async #readAsGuest(roomId, isKnown) {
    const log = this.#log;
    this.#isGuest = true;
    const read = () => this.showNewest().then(() => true, (error) => this.#failed(roomId, error, true));
    if ((isKnown || (await read())) && log === this.#log && log.version !== null) this.#showReady();
  }

  /** @param {number} roomId */
  #part(roomId) {
    this.#log.trimStart();
    if (this.#wire.online) void this.#wire.request("leave_room", { room_id: roomId }).catch(() => null);
  }
}
