import { m as monotonicMs, c as call, i as isPassing, S as Signal, C as ChatError, U as Unreachable, n as now, a as isDirect, b as isMeantFor, J as JsonStore, d as nowMs, e as named, f as browserStorage, g as Snapshot, h as chooseClock, s as setServerTime, j as goBack, k as historyState, l as sectionAt, o as goTo, r as replaceAddress, p as addressBelow, q as addressChanged, t as travelled, u as part, v as patiently, w as onFirstOpen, x as openDialog, y as onKey, z as dialog, A as loaded, B as openDialogAtOnce, D as parts, E as hideIf, F as gettext, G as interpolate, H as partnerIn, I as showText$1, K as oncePerFrame, L as hasModifier, M as attempt, N as timeOfDay, O as momentOf, P as calendar, Q as dayKey, R as calendarChanged, T as whenIdle, V as ngettext, W as othersIn, X as isolated, Y as nameOf, Z as fromTemplate, _ as dayName, $ as sinceTime, a0 as contentOf, a1 as mentionsPerson, a2 as drawAvatar, a3 as fullTime, a4 as showSaying, a5 as showServerHtml, a6 as toast, a7 as isListed, a8 as briefTime, a9 as plainText, aa as KeyedList, ab as deviceMs, ac as followSignOut, ad as renewCalendar, ae as leaveEverywhere } from "./app.js";
import { io } from "../vendor/socket.io-client-4.8.4/socket.io.esm.min.js";
const MOST_CATCH_UPS = 4;
async function catchUp(log, join, isWanted) {
  for (let round = 0, complete = false; !complete && isWanted(); round += 1) {
    if (round === MOST_CATCH_UPS) log.reset();
    const since = log.version;
    const ack = await join(since === null ? {} : { since });
    if (since === null) log.showNewest(ack);
    else log.catchUp(ack.messages, ack.version);
    complete = ack.complete;
  }
}
const FIRST_MS = 1e3;
const LONGEST_MS = 15e3;
class Backoff {
  #act;
  #timer = (
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    void 0
  );
  #pauseMs = FIRST_MS;
  /** @param {() => unknown} act */
  constructor(act) {
    this.#act = act;
  }
  /** Whether something will be done again. */
  get isDue() {
    return this.#timer !== void 0;
  }
  /** @param {number | null} afterS The server asked for at least so many seconds. */
  later(afterS) {
    clearTimeout(this.#timer);
    const waitMs = Math.max(this.#pauseMs, (afterS ?? 0) * 1e3) * (1 + Math.random() / 2);
    this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_MS);
    this.#timer = setTimeout(() => {
      this.#timer = void 0;
      void this.#act();
    }, waitMs);
  }
  /** It worked, or is no longer wanted. */
  settle() {
    clearTimeout(this.#timer);
    this.#timer = void 0;
    this.#pauseMs = FIRST_MS;
  }
}
const FRESH_MS = 4e3;
class PageLoader {
  #wanted = (
    /** @type {WantedPage | null} */
    null
  );
  #again;
  #underWay = { wanted: (
    /** @type {WantedPage | null} */
    null
  ), sinceMs: 0 };
  /** @param {(error: unknown) => void} refused The server refused a page that was asked for again. */
  constructor(refused) {
    this.#again = new Backoff(() => void this.retry().catch(refused));
  }
  get waiting() {
    return this.#wanted !== null;
  }
  /**
   * Returns after the first answer, or the first try without one.
   * @param {WantedPage} wanted
   * @throws {import("./net/errors.js").ChatError} What the server refused.
   */
  async load(wanted) {
    this.#again.settle();
    this.#wanted = wanted;
    await this.retry();
  }
  /** Ask now for what is wanted. */
  async retry() {
    const wanted = this.#wanted;
    if (wanted === null || this.#isUnderWay(wanted)) return;
    const asked = this.#underWay = { wanted, sinceMs: monotonicMs() };
    const page = await call("GET", wanted.path).catch((error) => this.#failed(wanted, error));
    if (asked === this.#underWay) this.#underWay = { wanted: null, sinceMs: 0 };
    if (page === null || wanted !== this.#wanted) return;
    this.forget();
    wanted.place(page);
  }
  /** @param {WantedPage} wanted */
  #isUnderWay(wanted) {
    return this.#underWay.wanted === wanted && monotonicMs() - this.#underWay.sinceMs < FRESH_MS;
  }
  /** What was wanted is no longer. */
  forget() {
    this.#wanted = null;
    this.#again.settle();
  }
  /** @param {WantedPage} wanted @param {unknown} error */
  #failed(wanted, error) {
    if (wanted !== this.#wanted) return null;
    if (!isPassing(error)) {
      this.forget();
      throw error;
    }
    this.#again.later(
      /** @type {import("./net/errors.js").ChatError} */
      error.retryAfterS
    );
    return null;
  }
}
function requoted(message, changed) {
  const quote = message.reply_to;
  if (quote === null || changed.excerpt === void 0) return message;
  if (quote.id !== changed.id || quote.version >= changed.version) return message;
  const { id, seq, version, author, excerpt: excerpt2 } = changed;
  return { ...message, reply_to: { id, seq, version, author, excerpt: excerpt2 } };
}
const MAX_MESSAGES = 300;
const SPARE = 30;
class MessageLog {
  /** Oldest first, by seq, without holes. @type {Message[]} */
  messages = [];
  /** @type {number | null} */
  version = null;
  hasMoreBefore = false;
  hasMoreAfter = false;
  /** Messages that came while the window did not reach the end. */
  beyond = 0;
  /** Whether the reader is at the end: then old messages make room for new ones, else new ones wait outside. */
  following = true;
  get first() {
    return this.messages[0] ?? null;
  }
  get last() {
    return this.messages[this.messages.length - 1] ?? null;
  }
  /** Show the newest page, as an answer to join_room brings it. @param {JoinAck} ack */
  showNewest({ messages, version }) {
    this.show({ messages, version, has_more_before: messages.length > 0, has_more_after: false });
  }
  /** Whether a message, or its place, is among those here. @param {number} seq */
  covers(seq) {
    const { first, last } = this;
    return first !== null && last !== null && first.seq <= seq && seq <= last.seq;
  }
  /** Forget everything: the next page starts anew. */
  reset() {
    this.messages = [];
    this.version = null;
    this.hasMoreBefore = false;
    this.hasMoreAfter = false;
    this.beyond = 0;
  }
  /** Someone has another name or picture. @param {User} user */
  rename(user) {
    this.messages = this.messages.map((message) => [message.author?.id, message.reply_to?.author?.id].includes(user.id) ? renamed(message, user) : message);
  }
  /**
   * Put a page in place of what was here.
   * @param {{ messages: Message[], version: number, has_more_before: boolean, has_more_after: boolean }} page
   */
  show(page) {
    this.messages = page.messages;
    this.hasMoreBefore = page.has_more_before;
    this.hasMoreAfter = page.has_more_after;
    this.version = page.version;
    this.beyond = 0;
  }
  /** @param {MessagePage} page Older messages, that end right before this window. */
  addOlder(page) {
    const first = this.first;
    this.messages = [...page.messages.filter(({ seq }) => first === null || seq < first.seq), ...this.messages];
    this.hasMoreBefore = page.has_more_before;
    this.#trimEnd();
  }
  /** @param {MessagePage} page Newer messages, that begin right after this window. */
  addNewer(page) {
    const last = this.last;
    this.messages = [...this.messages, ...page.messages.filter(({ seq }) => last === null || seq > last.seq)];
    this.hasMoreAfter = page.has_more_after;
    if (!page.has_more_after) this.beyond = 0;
    this.trimStart();
  }
  /**
   * Apply one live change.
   * @param {{ prev_version: number, version: number, message?: Message }} change
   * @returns {"applied" | "known" | "gap"}
   */
  apply({ prev_version, version, message }) {
    if (this.version === null || prev_version > this.version) return "gap";
    if (version <= this.version) return "known";
    this.version = version;
    if (message) this.#put(message);
    return "applied";
  }
  /** @param {Message[]} messages All that changed after the cursor. @param {number} version */
  catchUp(messages, version) {
    for (const message of messages) this.#put(message);
    this.version = Math.max(this.version ?? 0, version);
  }
  /** Keep the newest MAX_MESSAGES. */
  trimStart() {
    const surplus = this.messages.length - MAX_MESSAGES;
    if (surplus <= 0) return;
    this.messages = this.messages.slice(surplus);
    this.hasMoreBefore = true;
  }
  #trimEnd() {
    if (this.messages.length <= MAX_MESSAGES) return;
    this.messages = this.messages.slice(0, MAX_MESSAGES);
    this.hasMoreAfter = true;
  }
  /** @param {Message} message */
  #put(message) {
    if (message.version > message.seq) this.#requote(message);
    const index = this.#indexOf(message.seq);
    if (this.messages[index]?.seq === message.seq) {
      if (this.messages[index].version <= message.version) this.messages[index] = message;
    } else if (index === this.messages.length) {
      this.#append(message);
    } else if (index > 0) {
      this.messages.splice(index, 0, message);
    }
  }
  /** A quote follows the message that it shows, also where that one is outside the window. @param {Message} changed */
  #requote(changed) {
    this.messages = this.messages.map((message) => requoted(message, changed));
  }
  /** @param {Message} message */
  #append(message) {
    if (!this.following && this.messages.length >= MAX_MESSAGES) this.hasMoreAfter = true;
    if (this.hasMoreAfter) {
      this.beyond += 1;
      return;
    }
    this.messages.push(message);
    if (this.following && this.messages.length >= MAX_MESSAGES + SPARE) this.trimStart();
  }
  /** Where a seq is, or would be. @param {number} seq */
  #indexOf(seq) {
    let low = 0;
    let high = this.messages.length;
    while (low < high) {
      const middle = low + high >> 1;
      if (this.messages[middle].seq < seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
function renamed({ author, reply_to, ...rest }, user) {
  const named2 = (person) => person?.id === user.id ? user : person;
  return { ...rest, author: named2(author), reply_to: reply_to && { ...reply_to, author: named2(reply_to.author) } };
}
const MOST_ROOMS = 12;
class RememberedLogs {
  /** @type {Map<number, MessageLog>} */
  #logs = /* @__PURE__ */ new Map();
  /** The room's log, now the most recent one; an empty one when it is not remembered. @param {number} roomId */
  of(roomId) {
    const log = this.#logs.get(roomId) ?? new MessageLog();
    this.#logs.delete(roomId);
    this.#logs.set(roomId, log);
    const [oldest] = this.#logs.keys();
    if (this.#logs.size > MOST_ROOMS) this.#logs.delete(oldest);
    return log;
  }
  /** Someone has another name or picture. @param {User} user */
  rename(user) {
    for (const log of this.#logs.values()) log.rename(user);
  }
  /** @param {number} roomId */
  forget(roomId) {
    this.#logs.delete(roomId);
  }
}
const PAGE = 50;
class LiveRoom {
  #wire;
  #log = new MessageLog();
  #roomId = (
    /** @type {number | null} */
    null
  );
  /** Changes that came while the answer of join_room is on its way. @type {Change[] | null} */
  #held = null;
  #isGuest = false;
  /** Whether the room was joined since it was opened: then its members were asked for before. */
  #hasJoined = false;
  /** No answer, or not now: ask again, less and less often. Without a connection, the next one asks. */
  #again = new Backoff(() => this.retry());
  #pages = new PageLoader((error) => this.#failed(this.#roomId, error));
  logs = new RememberedLogs();
  changed = (
    /** @type {Signal<void>} */
    new Signal()
  );
  /** The room is gone or not mine to read. @type {Signal<{ roomId: number, error: ChatError }>} */
  refused = new Signal();
  /** Something arrived at the end of the conversation. @type {Signal<Message>} */
  arrived = new Signal();
  /** Someone joined, left or got another role while this was not connected. @type {Signal<void>} */
  membersChanged = new Signal();
  /** Messages that changed while this was not connected, in the log or not. @type {Signal<Message[]>} */
  caughtUp = new Signal();
  /** Something that is to be shown began to be on its way, or came. @type {Signal<void>} */
  waitingChanged = new Signal();
  state = (
    /** @type {"idle" | "loading" | "ready"} */
    "idle"
  );
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
    if (around !== null && (this.#log.version === null || !this.#log.covers(around))) await this.showAround(around);
    else if (this.#log.version === null && !this.#wire.online) await this.showNewest();
    await this.join();
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
  /** @param {number} roomId */
  forget(roomId) {
    this.logs.forget(roomId);
  }
  /** Show what was kept until the server answers. @param {number} roomId @param {Message[]} messages */
  recall(roomId, messages) {
    const log = this.logs.of(roomId);
    if (log.version === null && messages.length > 0) log.messages = messages;
  }
  /** Receive the room's events on this connection, from the cursor on. @param {number} [timeoutMs] */
  async join(timeoutMs) {
    const roomId = this.#roomId;
    if (roomId === null || !this.#wire.online || this.#held !== null) return void 0;
    if (this.#log.version === null && this.#pages.waiting) return this.#pages.retry();
    const held = this.#held = /** @type {Change[]} */
    [];
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
    if (roomId !== this.#roomId) return void 0;
    if (this.#held !== null) return void this.#held.push(change);
    const isNew = change.message?.seq === change.version;
    const verdict = this.#log.apply(change);
    if (verdict === "gap") void this.join();
    if (verdict !== "applied") return void 0;
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
    const loaded2 = this.#pages.load({ path, place: (page) => this.#place(log, page, place) });
    this.waitingChanged.emit();
    await loaded2.finally(() => this.waitingChanged.emit());
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
    if (isOutdated || isFirst && !this.#isGuest) void this.join();
  }
  #showReady() {
    this.state = "ready";
    this.changed.emit();
    this.waitingChanged.emit();
  }
  /** @param {number} roomId @param {number} [timeoutMs] */
  async #catchUp(roomId, timeoutMs) {
    const log = this.#log;
    const join = async (cursor) => {
      const ack = await this.#wire.request("join_room", { room_id: roomId, ...cursor }, timeoutMs);
      this.caughtUp.emit(ack.messages);
      if (ack.members_changed && this.#hasJoined) this.membersChanged.emit();
      this.#hasJoined ||= ack.complete;
      return ack;
    };
    await catchUp(log, join, () => log === this.#log);
  }
  /** @param {number | null} roomId @param {unknown} error */
  #failed(roomId, error) {
    if (!(error instanceof ChatError)) throw error;
    if (roomId === null || roomId !== this.#roomId) return;
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
    if (this.#log.version === null && !this.#wire.online && !this.paging) await this.showNewest();
    else await Promise.all([this.#log.version === null ? null : this.#pages.retry(), this.join()]);
  }
  /** Who is no member may read, and gets no live events. */
  async #readAsGuest() {
    const log = this.#log;
    this.#isGuest = true;
    if (log.version === null) await this.showNewest();
    if (log === this.#log && log.version !== null) this.#showReady();
  }
  /** @param {number} roomId */
  #part(roomId) {
    this.#log.trimStart();
    if (this.#wire.online) void this.#wire.request("leave_room", { room_id: roomId }).catch(() => null);
  }
}
const MOST_MEMBERS = 500;
const SPREAD_MS = 3e3;
class MembersReader {
  #chat;
  #timer = 0;
  /** Requests without an answer yet, and whether it is to be asked again when that brings nothing. */
  #unanswered = 0;
  #isMissed = false;
  /** @param {Chat} chat */
  constructor(chat) {
    this.#chat = chat;
  }
  async read() {
    const { live, members } = this.#chat;
    const roomId = live.roomId;
    if (roomId === null) return;
    this.#unanswered += 1;
    const answer = await call("GET", `/rooms/${roomId}/members?limit=${MOST_MEMBERS}`).catch(() => null);
    this.#unanswered -= 1;
    if (answer === null && this.#isMissed) this.readSoon();
    this.#isMissed = false;
    if (answer !== null && roomId === live.roomId) members.replace(answer.members);
  }
  /** Read what is not known, once: the first answer may still be on its way. */
  readMissing() {
    if (!this.#chat.members.isEmpty) return;
    if (this.#unanswered > 0) this.#isMissed = true;
    else this.readSoon();
  }
  /** As above, but not with everyone else who learns of it now. */
  readSoon() {
    this.#timer ||= window.setTimeout(() => {
      this.#timer = 0;
      void this.read();
    }, Math.random() * SPREAD_MS);
  }
}
const PATIENCE_MS = 1500;
const BACK_ONLINE_MS = 2500;
class ConnectionStatus {
  /** @type {Phase} */
  phase = "connecting";
  #sinceMs;
  #toldOffline = false;
  /** The network was lost since the last connection: each new try to connect changes nothing about that. */
  #isOffline = false;
  /** @param {number} nowMs */
  constructor(nowMs2) {
    this.#sinceMs = nowMs2;
  }
  get sinceMs() {
    return this.#sinceMs;
  }
  /** @param {Phase} phase @param {number} nowMs */
  enter(phase, nowMs2) {
    if (phase === this.phase) return;
    const stillWithout = this.phase !== "online" && phase !== "online";
    this.phase = phase;
    this.#isOffline = phase === "offline" || this.#isOffline && phase === "connecting";
    if (!stillWithout) this.#sinceMs = nowMs2;
  }
  /**
   * The notice to show now.
   * @param {number} nowMs
   * @returns {"none" | "connecting" | "offline" | "back" | "signed_out"}
   */
  notice(nowMs2) {
    if (this.phase === "signed_out") return "signed_out";
    if (this.phase === "online") return this.#backOnline(nowMs2);
    if (nowMs2 - this.#sinceMs < PATIENCE_MS) return this.#toldOffline ? "offline" : "none";
    this.#toldOffline = true;
    return this.#isOffline ? "offline" : "connecting";
  }
  /** @param {number} nowMs */
  #backOnline(nowMs2) {
    const back = this.#toldOffline && nowMs2 - this.#sinceMs < BACK_ONLINE_MS;
    if (!back) this.#toldOffline = false;
    return back ? "back" : "none";
  }
}
const ACK_TIMEOUT_MS = 1e4;
const PROBE_TIMEOUT_MS = 800;
const RETRY_MS = 3e3;
class Connection {
  status = new ConnectionStatus(monotonicMs());
  statusChanged = (
    /** @type {Signal<void>} */
    new Signal()
  );
  #socket;
  #endedReason = (
    /** @type {string | null} */
    null
  );
  constructor() {
    this.#socket = io({
      autoConnect: false,
      transports: ["websocket", "polling"],
      reconnectionDelay: 500,
      reconnectionDelayMax: 5e3,
      randomizationFactor: 0.5,
      timeout: 8e3
    });
    this.#socket.on("connect", () => this.#enter("online"));
    this.#socket.on("disconnect", (reason) => this.#disconnected(reason));
    this.#socket.on("connect_error", (error) => this.#refused(error));
    this.#socket.on("session_ended", ({ reason }) => this.#endedReason = reason);
    this.#socket.io.on("reconnect_attempt", () => this.#enter("connecting"));
  }
  get online() {
    return this.#socket.connected;
  }
  /** Why the server ended this session; null while it lasts. */
  get endedReason() {
    return this.#endedReason;
  }
  connect() {
    this.#endedReason = null;
    if (this.status.phase === "signed_out") this.#enter("connecting");
    this.#socket.connect();
  }
  /** @param {string} event @param {(payload: any) => void} listener */
  on(event, listener) {
    this.#socket.on(event, listener);
  }
  /**
   * Send an event and wait for its acknowledgement.
   * @param {string} event
   * @param {object} payload
   * @returns {Promise<any>}
   * @throws {ChatError} What the server refused; Unreachable when it did not answer in time.
   */
  async request(event, payload, timeoutMs = ACK_TIMEOUT_MS) {
    if (!this.#socket.connected) throw new Unreachable();
    const ack = await this.#socket.timeout(timeoutMs).emitWithAck(event, payload).catch(() => null);
    if (ack === null) throw new Unreachable();
    if (!ack.ok) throw new ChatError(ack.error);
    return ack;
  }
  /** Send an event that is not worth waiting for. @param {string} event @param {object} payload */
  tell(event, payload) {
    if (this.#socket.connected) this.#socket.volatile.emit(event, payload);
  }
  /**
   * The network came back: a connection may be dead without knowing.
   * @param {(timeoutMs: number) => Promise<unknown>} probe A request that answers soon on a live connection.
   */
  async wake(probe) {
    if (this.status.phase === "signed_out") return;
    if (this.#socket.connected) {
      const alive = await probe(PROBE_TIMEOUT_MS).then(() => true, (error) => !(error instanceof Unreachable));
      if (alive) return;
    }
    this.renew();
  }
  /** Connect anew at once: after a sleep the server has long closed the old connection. */
  renew() {
    if (this.status.phase !== "signed_out") this.#socket.disconnect().connect();
  }
  /** @param {string} reason */
  #disconnected(reason) {
    if (this.#endedReason !== null) this.#enter("signed_out");
    else this.#enter("offline");
    if (reason === "io server disconnect" && this.#endedReason === null) this.#retryLater();
  }
  /** @param {Error & { data?: { code?: string, retry_after_s?: number } }} error */
  #refused(error) {
    if (error.data?.code === "not_authenticated") return this.#enter("signed_out");
    this.#enter("offline");
    if (!this.#socket.active) this.#retryLater(error.data?.retry_after_s);
    return void 0;
  }
  /**
   * The client itself retries lost connections, but not refused ones.
   * @param {number} [afterS] What the server asked for.
   */
  #retryLater(afterS = 0) {
    const waitMs = Math.max(RETRY_MS * (0.5 + Math.random()), afterS * 1e3 * (1 + Math.random() / 2));
    setTimeout(() => this.status.phase !== "signed_out" && this.#socket.connect(), waitMs);
  }
  /** @param {import("../state/connection_status.js").Phase} phase */
  #enter(phase) {
    if (this.status.phase === phase) return;
    this.status.enter(phase, monotonicMs());
    this.statusChanged.emit();
  }
}
const READ_DELAY_MS = 250;
class ReadMarker {
  #chat;
  #timer = 0;
  /** @param {Chat} chat */
  constructor(chat) {
    this.#chat = chat;
  }
  markSoon() {
    this.#timer ||= window.setTimeout(() => void this.#mark(), READ_DELAY_MS);
  }
  /** Mark now what was to be marked soon. */
  flush() {
    if (this.#timer) void this.#mark();
  }
  /** What was to be marked soon is to stay unread. */
  forget() {
    clearTimeout(this.#timer);
    this.#timer = 0;
  }
  async #mark() {
    this.forget();
    const { connection, live, reading, rooms } = this.#chat;
    const roomId = live.roomId;
    if (roomId === null) return;
    const { log } = live;
    const isAllRead = !log.hasMoreAfter && reading.lastRead >= (log.last?.seq ?? 0);
    const seq = isAllRead ? Math.max(reading.lastRead, log.version ?? 0) : reading.lastRead;
    const ack = await connection.request("mark_read", { room_id: roomId, seq }).catch(() => null);
    if (ack === null) return;
    rooms.setReading(roomId, { last_read_seq: seq, unread_count: ack.unread_count, mention_count: ack.mention_count });
    if (roomId === live.roomId) reading.counted(ack.unread_count, reading.lastRead);
  }
}
const MARK = /<@(\d+|room)>/g;
const ROOM = "room";
const mayHoldMentions = (content) => content.includes("<@");
function readable(content, nameOf2) {
  return content.replace(MARK, (mark, id) => labelOf$1(id, nameOf2) ?? mark);
}
function labelOf$1(id, nameOf2) {
  const name = id === ROOM ? ROOM : nameOf2(Number(id));
  return name === void 0 ? void 0 : `@${name}`;
}
function takeRoomAway(chat, roomId, reason) {
  const room = chat.rooms.get(roomId);
  const onScreen = roomId === chat.live.roomId;
  chat.live.forget(roomId);
  chat.rooms.remove(roomId);
  if (!onScreen) return null;
  chat.closeRoom();
  const waiting = chat.outbox.inRoom(roomId);
  const texts = [...waiting.map((entry) => entry.content), chat.drafts.of(roomId)].join("\n").trim();
  for (const entry of waiting) chat.outbox.discard(entry.client_id);
  return { room, reason, unsent: readable(texts, (id) => chat.names.of(id)) };
}
function roomDeleted(chat, roomId) {
  if (chat.leaving === roomId) chat.rooms.remove(roomId);
  else chat.loseRoom(roomId, chat.rooms.get(roomId)?.membership ? "deleted" : "gone");
}
function losePrivate(chat, roomId) {
  if (chat.leaving !== roomId) chat.loseRoom(roomId, "removed");
}
function listen(chat) {
  const { connection, presence } = chat;
  connection.on("ready", () => void caughtUp(chat));
  connection.on("online_users", ({ users }) => presence.replace(users));
  connection.on("user_online", ({ user }) => presence.add(user));
  connection.on("user_offline", ({ user_id }) => {
    chat.members.left(user_id, now().toISOString());
    presence.remove(user_id);
  });
  connection.on("new_message", (change) => messageChanged(chat, change));
  connection.on("message_updated", (change) => messageChanged(chat, change));
  connection.on("typing", (notice) => someoneTypes(chat, notice));
  connection.on("user_updated", ({ user }) => userUpdated(chat, user));
  connection.on("room_created", ({ room }) => chat.rooms.update(room));
  connection.on("room_updated", (change) => roomUpdated(chat, change));
  connection.on("member_joined", (change) => memberJoined(chat, change));
  connection.on("member_updated", (change) => memberUpdated(chat, change));
  connection.on("member_left", (change) => memberLeft(chat, change));
  connection.on("membership_changed", (mine) => void membershipChanged(chat, mine).catch(() => null));
  connection.on("room_closed", (change) => roomClosed(chat, change));
  connection.on("room_deleted", ({ room_id }) => roomDeleted(chat, room_id));
  connection.on("blocks_changed", ({ user_id, block }) => chat.blocks.set(user_id, block !== null));
  connection.on("room_activity", (activity) => roomActivity(chat, activity));
  connection.on("room_read", (read) => roomRead(chat, read));
  connection.on("mentioned", ({ mention }) => mentioned(chat, mention));
  chat.live.arrived.subscribe((message) => messageArrived(chat, message));
  chat.live.refused.subscribe(({ roomId, error }) => chat.loseRoom(roomId, error.code));
  chat.live.membersChanged.subscribe(() => chat.membersReader.readSoon());
  chat.live.changed.subscribe(() => settleOutbox(chat));
  chat.live.changed.subscribe(() => listNewest(chat));
  wakeSenderWhenFree(chat);
}
function wakeSenderWhenFree(chat) {
  const restraints = /* @__PURE__ */ new Map();
  chat.sender.paused.subscribe(({ roomId, untilMs }) => {
    if (untilMs > 0) restraints.set(roomId, restraint(chat, roomId));
    else restraints.delete(roomId);
  });
  chat.rooms.changed.subscribe(() => {
    for (const [roomId, before] of restraints) if (restraint(chat, roomId) !== before) chat.sender.wake(roomId);
  });
}
function restraint({ rooms }, roomId) {
  const room = rooms.get(roomId);
  return `${room?.slow_mode_s} ${room?.membership?.role} ${room?.membership?.muted_until}`;
}
async function caughtUp(chat) {
  chat.membersReader.readMissing();
  await Promise.all([chat.live.join(), chat.sync().catch(() => null)]);
  chat.sender.wake();
  chat.sender.sendAll();
}
function messageChanged(chat, { room_id, prev_version, message }) {
  chat.outbox.arrived(message);
  if (message.version > message.seq) chat.rooms.messageChanged(message);
  countAnew(chat, message);
  chat.live.receive(room_id, { prev_version, version: message.version, message });
}
function countAnew(chat, message) {
  if (message.room_id !== chat.live.roomId || message.author?.id === chat.me.id) return;
  const known = chat.live.log.messages.find(({ seq }) => seq === message.seq);
  if (!known || known.deleted_at === null === (message.deleted_at === null)) return;
  const isBack = message.deleted_at === null;
  const isForMe = isMeantFor(chat.me, isBack ? message : known);
  if (isForMe && message.seq > chat.reading.lastRead) countMentions(chat, message.room_id, isBack ? 1 : -1);
  chat.reading.changed(message.seq, isBack);
  chat.rooms.setReading(message.room_id, { unread_count: chat.reading.unreadCount });
}
function listNewest(chat) {
  const { log, roomId, state } = chat.live;
  if (roomId === null || state !== "ready" || !log.last || log.hasMoreAfter) return;
  chat.rooms.setLastMessage(roomId, log.last);
}
function messageArrived(chat, message) {
  chat.rooms.setLastMessage(message.room_id, message);
  if (message.author && chat.typing.ended(message.author.id)) chat.typingChanged.emit();
  if (message.author?.id === chat.me.id) return;
  const isSeen = chat.looking && chat.endInSight && !chat.reading.isKept;
  chat.reading.arrived(message.seq, isSeen);
  const count = chat.reading.unreadCount;
  const meant = isDirect(chat.room) ? { mention_count: count } : {};
  if (!isSeen) chat.rooms.setReading(message.room_id, { unread_count: count, ...meant });
  if (message.mentions_room && !isSeen) countMentions(chat, message.room_id, 1);
  if (chat.room) chat.newsElsewhere.emit({ room: chat.room, message });
}
function settleOutbox(chat) {
  const roomId = chat.live.roomId;
  if (roomId === null) return;
  const waiting = /* @__PURE__ */ new Set([
    ...chat.outbox.acknowledgedIn(roomId).map((message) => message.client_id),
    ...chat.outbox.inRoom(roomId).map((entry) => entry.client_id)
  ]);
  if (waiting.size === 0) return;
  for (const message of chat.live.log.messages) if (waiting.has(message.client_id ?? "")) chat.outbox.arrived(message);
}
function someoneTypes(chat, { room_id, user, is_typing }) {
  if (room_id !== chat.live.roomId || user.id === chat.me.id || chat.blocks.has(user)) return;
  chat.typing.note(user, is_typing, monotonicMs());
  chat.typingChanged.emit();
}
function roomUpdated(chat, { room, prev_version }) {
  chat.rooms.update(room);
  if (prev_version !== void 0) chat.live.receive(room.id, { prev_version, version: room.version });
}
function memberJoined(chat, change) {
  memberChanged(chat, change);
  if (change.room_id === chat.live.roomId) chat.members.put(change.user, change.role, now().toISOString());
}
function memberUpdated(chat, change) {
  memberChanged(chat, change);
  if (change.user.id === chat.me.id) chat.rooms.setReading(change.room_id, { role: change.role });
  if (change.room_id === chat.live.roomId) chat.members.put(change.user, change.role, now().toISOString());
}
function memberLeft(chat, change) {
  memberChanged(chat, change);
  if (change.user.id === chat.me.id) chat.rooms.setMembership(change.room_id, null);
  else if (change.room_id === chat.live.roomId) chat.members.remove(change.user.id);
}
async function membershipChanged(chat, { room_id, membership }) {
  const known = chat.rooms.get(room_id);
  if (membership === null && known && known.visibility !== "public") return losePrivate(chat, room_id);
  const room = known ?? await chat.refreshRoom(room_id);
  if (known === null) announceNew(chat, room);
  chat.rooms.setMembership(room_id, membership);
  if (membership === null || room.membership !== null || room_id !== chat.live.roomId) return;
  chat.reading.start(membership);
  await Promise.all([chat.live.join(), chat.membersReader.read()]);
}
function announceNew(chat, room) {
  const message = room.last_message;
  if (isDirect(room) && message && message.author?.id !== chat.me.id) chat.newsElsewhere.emit({ room, message });
}
function memberChanged(chat, { room_id, prev_version, version, member_count }) {
  chat.live.receive(room_id, { prev_version, version });
  chat.rooms.setMemberCount(room_id, member_count);
}
function userUpdated(chat, user) {
  chat.members.rename(user);
  chat.live.logs.rename(user);
  chat.live.changed.emit();
  chat.rooms.rename(user);
  if (chat.presence.isOnline(user.id)) chat.presence.add(user);
  if (user.id === chat.me.id) chat.changeMe(user);
}
function roomClosed(chat, { room_id, version }) {
  chat.rooms.setActive(room_id, false);
  chat.live.receive(room_id, { prev_version: version - 1, version });
}
function roomActivity(chat, activity) {
  if (activity.room_id === chat.live.roomId) return;
  const message = activity.last_message;
  if (!chat.rooms.takeActivity(activity) || message?.author?.id === chat.me.id) return;
  const room = chat.rooms.get(activity.room_id);
  if (room) chat.newsElsewhere.emit({ room, message });
}
function roomRead(chat, { room_id, last_read_seq, unread_count, mention_count, marked_unread }) {
  chat.rooms.setReading(room_id, { last_read_seq, unread_count, mention_count });
  if (room_id !== chat.live.roomId) return;
  if (marked_unread) chat.reading.markedUnread(last_read_seq, unread_count);
  else chat.reading.counted(unread_count, last_read_seq);
  chat.live.changed.emit();
}
function mentioned(chat, { message, read }) {
  if (read || message.room_id !== chat.live.roomId) return;
  if (chat.looking && chat.endInSight) chat.readMarker.markSoon();
  else countMentions(chat, message.room_id, 1);
}
function countMentions({ rooms }, roomId, more) {
  const known = rooms.get(roomId)?.membership?.mention_count ?? 0;
  rooms.setReading(roomId, { mention_count: Math.max(0, known + more) });
}
const MOST_SYNCS = 20;
const MOST_REREADS = 2;
async function readRooms(rooms) {
  await rooms.reread(async () => (await Promise.all([allRooms("closed=1"), allRooms("joined=1")])).flat());
}
async function syncRooms({ rooms, blocks, connection }, lose) {
  let ack = (
    /** @type {any} */
    { complete: false }
  );
  for (let round = 0, complete = false; !complete && round < MOST_SYNCS; round += 1) {
    const { changes } = rooms;
    ack = await connection.request("sync", rooms.known());
    complete = ack.complete && (changes === rooms.changes || round >= MOST_REREADS);
    for (const room of ack.rooms) rooms.put(room);
    for (const roomId of ack.gone) lose(roomId);
    blocks.replace(ack.blocked ?? []);
    for (const { room_id, ...attention } of ack.attention ?? []) rooms.setReading(room_id, attention);
  }
  return ack.complete && ack.has_notices;
}
async function allRooms(query) {
  const rooms = [];
  for (let more = true; more; ) {
    const page = await call("GET", `/rooms?${query}&after=${rooms.at(-1)?.id ?? 0}`);
    rooms.push(...page.rooms);
    more = page.has_more;
  }
  return rooms;
}
const FIRST_RETRY_MS = 1e3;
const LONGEST_RETRY_MS = 3e4;
class Sender {
  #outbox;
  #wire;
  /** @type {Set<number>} */
  #busy = /* @__PURE__ */ new Set();
  /** Rooms where the server asked for patience, with the monotonic time it ends. @type {Map<number, number>} */
  #pausedUntil = /* @__PURE__ */ new Map();
  /** What ends each pause early. @type {Map<number, () => void>} */
  #waking = /* @__PURE__ */ new Map();
  /** Since when each room's first message waits for an answer. @type {Map<number, number>} */
  #unansweredSince = /* @__PURE__ */ new Map();
  paused = (
    /** @type {Signal<{ roomId: number, untilMs: number }>} */
    new Signal()
  );
  /** @param {Outbox} outbox @param {Wire} wire */
  constructor(outbox, wire) {
    this.#outbox = outbox;
    this.#wire = wire;
  }
  /** When the server takes messages for a room again; 0 when it does now. @param {number} roomId */
  pausedUntil(roomId) {
    return this.#pausedUntil.get(roomId) ?? 0;
  }
  /** How long the message that waits longest has had no answer. @param {number} nowMs */
  unansweredMs(nowMs2) {
    return Math.max(0, ...[...this.#unansweredSince.values()].map((sinceMs) => nowMs2 - sinceMs));
  }
  /**
   * What stood in the way may be over, or the machine slept: ask now, not at the end of the pause.
   * @param {number} [roomId] Without it, in every room.
   */
  wake(roomId) {
    for (const [paused, end] of [...this.#waking]) if (roomId === void 0 || roomId === paused) end();
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
        if (!(error instanceof ChatError)) throw error;
        if (error.code === "not_authenticated") return;
        if (!isPassing(error)) this.#outbox.fail(entry, { code: error.code, message: error.message });
        else if (this.#wire.online) await this.#pause(roomId, error, delayMs);
        delayMs = Math.min(delayMs * 2, LONGEST_RETRY_MS);
      }
    }
  }
  /** @param {OutboxEntry} entry */
  async #sendOne(entry) {
    const { client_id, room_id, content, reply_to } = entry;
    const payload = { room_id, content, client_id, ...reply_to === null ? {} : { reply_to } };
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
    const waitMs = error.retryAfterS === null ? delayMs * (0.5 + Math.random()) : error.retryAfterS * 1e3;
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
    await /** @type {Promise<void>} */
    new Promise((resolve) => {
      timer = setTimeout(resolve, waitMs);
      this.#waking.set(roomId, resolve);
    });
    clearTimeout(timer);
    this.#waking.delete(roomId);
  }
}
const KEY = "ids";
class Blocks {
  changed = (
    /** @type {Signal<void>} */
    new Signal()
  );
  #store;
  /** @type {Set<number>} */
  #ids;
  /** @param {KeyValueStorage} storage @param {number} userId */
  constructor(storage, userId) {
    this.#store = new JsonStore(storage, `blocked:${userId}:`);
    const kept = this.#store.get(KEY);
    this.#ids = new Set(Array.isArray(kept) ? kept : []);
  }
  /** @param {{ id: number } | null | undefined} person */
  has(person) {
    return this.#ids.size > 0 && this.#ids.has(person?.id ?? 0);
  }
  get size() {
    return this.#ids.size;
  }
  /** What the server says. @param {number[]} ids */
  replace(ids) {
    if (ids.length === this.#ids.size && ids.every((id) => this.#ids.has(id))) return;
    this.#ids = new Set(ids);
    this.#store.set(KEY, ids);
    this.changed.emit();
  }
  /** @param {number} userId @param {boolean} isBlocked */
  set(userId, isBlocked) {
    const others = [...this.#ids].filter((id) => id !== userId);
    this.replace(isBlocked ? [...others, userId] : others);
  }
}
class Drafts {
  #texts;
  #edits;
  /** A room has a draft now, or no longer. @type {Signal<void>} */
  changed = new Signal();
  /** @param {KeyValueStorage} storage @param {number} userId */
  constructor(storage, userId) {
    this.#texts = new JsonStore(storage, `draft:${userId}:`);
    this.#edits = new JsonStore(storage, `edit:${userId}:`);
  }
  /** @param {number} roomId @returns {string} */
  of(roomId) {
    return this.#texts.get(String(roomId)) ?? "";
  }
  /** @param {number} roomId @returns {MessageEdit | null} */
  editIn(roomId) {
    return this.#edits.get(String(roomId));
  }
  /** Whether something unsent waits in a room. @param {number} roomId */
  isIn(roomId) {
    const edit = this.editIn(roomId);
    return this.of(roomId) !== "" || edit !== null && edit.text !== edit.before;
  }
  /** @param {number} roomId @param {string} text */
  keep(roomId, text) {
    this.#change(roomId, this.#texts, text.trim() === "" ? null : text);
  }
  /** @param {number} roomId @param {MessageEdit | null} edit */
  keepEdit(roomId, edit) {
    this.#change(roomId, this.#edits, edit);
  }
  /** Another tab wrote to the storage. @param {string | null} storageKey */
  storageChanged(storageKey) {
    if (this.#texts.owns(storageKey) || this.#edits.owns(storageKey)) this.changed.emit();
  }
  /** @param {number} roomId @param {JsonStore} store @param {unknown} value */
  #change(roomId, store, value) {
    const was = this.isIn(roomId);
    if (value === null) store.remove(String(roomId));
    else store.set(String(roomId), value);
    if (this.isIn(roomId) !== was) this.changed.emit();
  }
}
class Members {
  /** @type {Map<number, Member>} */
  #members = /* @__PURE__ */ new Map();
  changed = (
    /** @type {Signal<void>} */
    new Signal()
  );
  /** @param {Member[]} members */
  replace(members) {
    this.#members = new Map(members.map((member) => [member.user.id, member]));
    this.changed.emit();
  }
  get isEmpty() {
    return this.#members.size === 0;
  }
  /** Someone joined, or has another role. @param {User} user @param {Membership["role"]} role @param {string} now */
  put(user, role, now2) {
    const known = this.#members.get(user.id);
    const { joined_at = now2, online = true, last_seen_at = null } = known ?? {};
    this.#members.set(user.id, { user, role, joined_at, online, last_seen_at });
    this.changed.emit();
  }
  /** @param {User} user */
  rename(user) {
    const known = this.#members.get(user.id);
    if (!known) return;
    this.#members.set(user.id, { ...known, user });
    this.changed.emit();
  }
  /** Someone went offline; of people who hide it, nothing is known. @param {number} userId @param {string} now */
  left(userId, now2) {
    const known = this.#members.get(userId);
    if (known?.last_seen_at) this.#members.set(userId, { ...known, last_seen_at: now2 });
  }
  /** @param {number} userId */
  remove(userId) {
    if (this.#members.delete(userId)) this.changed.emit();
  }
  /** @returns {Member | null} */
  get owner() {
    return [...this.#members.values()].find(({ role }) => role === "owner") ?? null;
  }
  /** @param {number} userId @returns {Member | null} */
  get(userId) {
    return this.#members.get(userId) ?? null;
  }
  /** Those who are here first, then by name. @param {(userId: number) => boolean} isOnline @returns {Member[]} */
  sorted(isOnline) {
    const absence = ({ user }) => isOnline(user.id) ? 0 : 1;
    return [...this.#members.values()].sort(
      (a, b) => absence(a) - absence(b) || a.user.name.localeCompare(b.user.name) || a.user.id - b.user.id
    );
  }
}
const MOST_STORED = 200;
class Names {
  #chat;
  /** @param {Pick<Chat, "storage" | "me" | "members" | "live">} chat */
  constructor(chat) {
    this.#chat = chat;
  }
  get #store() {
    return new JsonStore(this.#chat.storage, `mentioned:${this.#chat.me.id}:`);
  }
  /** @param {number} id @returns {string | undefined} */
  of(id) {
    const { me, members } = this.#chat;
    return (id === me.id ? me : members.get(id)?.user ?? this.#inConversation(id))?.name ?? this.#store.get(String(id)) ?? void 0;
  }
  /** Remember someone in a text that is not sent yet. @param {{ id: number | "room", name: string }} who */
  keep({ id, name }) {
    if (id === "room" || this.#store.get(String(id)) === name) return;
    const keys = this.#store.keys();
    if (keys.length >= MOST_STORED) this.#store.remove(keys[0]);
    this.#store.set(String(id), name);
  }
  /** @param {number} id */
  #inConversation(id) {
    const people = this.#chat.live.log.messages.flatMap(({ author, mentions = [] }) => [author, ...mentions]);
    return people.find((person) => person?.id === id);
  }
}
function uuidv7(timeMs = nowMs(), fill = (bytes) => crypto.getRandomValues(bytes)) {
  const bytes = fill(new Uint8Array(16));
  for (let i = 0; i < 6; i += 1) bytes[i] = Math.floor(timeMs / 2 ** (8 * (5 - i))) % 256;
  bytes[6] = bytes[6] & 15 | 112;
  bytes[8] = bytes[8] & 63 | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
class UuidClock {
  #lastMs = 0;
  next(timeMs = nowMs()) {
    this.#lastMs = Math.max(timeMs, this.#lastMs + 1);
    return uuidv7(this.#lastMs);
  }
}
class Outbox {
  #store;
  #userId;
  #tab;
  #ids = new UuidClock();
  /** Acknowledged, but not yet in the conversation. @type {Map<string, Message>} */
  #acknowledged = /* @__PURE__ */ new Map();
  /** Kept here only, because the browser's storage is full. @type {Map<string, OutboxEntry>} */
  #unsaved = /* @__PURE__ */ new Map();
  /** Says which room's messages changed; null means any. */
  changed = (
    /** @type {Signal<number | null>} */
    new Signal()
  );
  /** The server refused a message. @type {Signal<OutboxEntry>} */
  failed = new Signal();
  /** @param {KeyValueStorage} storage @param {number} userId @param {string} tab */
  constructor(storage, userId, tab) {
    this.#store = new JsonStore(storage, `outbox:${userId}:`);
    this.#userId = userId;
    this.#tab = tab;
  }
  /**
   * @param {{ roomId: number, content: string, replyTo?: number | null }} message
   * @returns {OutboxEntry}
   */
  add({ roomId, content, replyTo = null }, typed = now()) {
    const entry = {
      client_id: this.#ids.next(typed.getTime()),
      room_id: roomId,
      content,
      reply_to: replyTo,
      created_at: typed.toISOString(),
      tab: this.#tab,
      error: null
    };
    this.#save(entry);
    return entry;
  }
  /** @returns {OutboxEntry[]} In the order in which they were typed. */
  entries() {
    const keys = [...this.#store.keys(), ...this.#unsaved.keys()].sort();
    return keys.map((key) => this.#entry(key)).filter((entry) => entry !== null);
  }
  /** @param {number} roomId */
  inRoom(roomId) {
    return this.entries().filter((entry) => entry.room_id === roomId);
  }
  /**
   * The message that this tab sends next to a room: failed ones wait for the person's decision.
   * @param {number} roomId
   */
  next(roomId) {
    return this.inRoom(roomId).find((entry) => entry.tab === this.#tab && entry.error === null) ?? null;
  }
  /** Rooms with something to send from this tab. */
  waitingRooms() {
    const mine = this.entries().filter((entry) => entry.tab === this.#tab && entry.error === null);
    return [...new Set(mine.map((entry) => entry.room_id))];
  }
  /** @param {OutboxEntry} entry @param {Message} message */
  acknowledge(entry, message) {
    this.#acknowledged.set(entry.client_id, message);
    this.#drop(entry);
  }
  /** @param {number} roomId @returns {Message[]} */
  acknowledgedIn(roomId) {
    return [...this.#acknowledged.values()].filter((message) => message.room_id === roomId);
  }
  /** The conversation has it now, from whatever source. @param {Message} message */
  arrived(message) {
    if (message.client_id === null || message.author?.id !== this.#userId) return;
    this.#acknowledged.delete(message.client_id);
    const entry = this.#entry(message.client_id);
    if (entry !== null && entry.room_id === message.room_id) this.#drop(entry);
  }
  /** @param {OutboxEntry} entry @param {{ code: string, message: string }} error */
  fail(entry, error) {
    const failed = { ...entry, error };
    this.#save(failed);
    this.failed.emit(failed);
  }
  /** @param {string} clientId */
  retry(clientId) {
    const entry = this.#entry(clientId);
    if (entry !== null) this.#save({ ...entry, error: null, tab: this.#tab });
  }
  /** @param {string} clientId */
  discard(clientId) {
    const entry = this.#entry(clientId);
    if (entry !== null) this.#drop(entry);
  }
  /** Take over what closed tabs left behind. @param {Set<string>} liveTabs */
  adopt(liveTabs2) {
    const orphans = this.entries().filter((entry) => entry.tab !== this.#tab && !liveTabs2.has(entry.tab));
    for (const entry of orphans) this.#save({ ...entry, tab: this.#tab });
    return orphans.length;
  }
  /** Another tab wrote to the storage. @param {string | null} storageKey */
  storageChanged(storageKey) {
    if (this.#store.owns(storageKey)) this.changed.emit(null);
  }
  /** @param {string} clientId @returns {OutboxEntry | null} */
  #entry(clientId) {
    return this.#unsaved.get(clientId) ?? this.#store.get(clientId);
  }
  /** @param {OutboxEntry} entry */
  #save(entry) {
    if (this.#store.set(entry.client_id, entry)) this.#unsaved.delete(entry.client_id);
    else this.#unsaved.set(entry.client_id, entry);
    this.changed.emit(entry.room_id);
  }
  /** @param {OutboxEntry} entry */
  #drop(entry) {
    this.#store.remove(entry.client_id);
    this.#unsaved.delete(entry.client_id);
    this.changed.emit(entry.room_id);
  }
}
class Presence {
  /** @type {Map<number, User>} */
  #online = /* @__PURE__ */ new Map();
  changed = (
    /** @type {Signal<void>} */
    new Signal()
  );
  /** @param {User[]} users */
  replace(users) {
    this.#online = new Map(users.map((user) => [user.id, user]));
    this.changed.emit();
  }
  /** @param {User} user */
  add(user) {
    this.#online.set(user.id, user);
    this.changed.emit();
  }
  /** @param {number} userId */
  remove(userId) {
    if (this.#online.delete(userId)) this.changed.emit();
  }
  /** @param {number} userId */
  isOnline(userId) {
    return this.#online.has(userId);
  }
  get count() {
    return this.#online.size;
  }
}
const SURELY_IN_A_PAGE = 40;
function farNews(membership) {
  return membership && membership.unread_count > SURELY_IN_A_PAGE ? membership.last_read_seq : null;
}
class Reading {
  /** The last seq that was read when news began; null when there is no line to draw. @type {number | null} */
  unreadAfter = null;
  #lastRead = 0;
  #counted = 0;
  /** I marked messages as unread: seeing them does not read them. */
  isKept = false;
  /** @type {Set<number>} */
  #since = /* @__PURE__ */ new Set();
  /** Enter a room. @param {Membership | null} membership */
  start(membership) {
    this.#lastRead = membership?.last_read_seq ?? 0;
    this.isKept = false;
    this.#since.clear();
    this.unreadAfter = membership && membership.unread_count > 0 ? this.#lastRead : null;
    this.counted(membership?.unread_count ?? 0);
  }
  get lastRead() {
    return this.#lastRead;
  }
  get unreadCount() {
    return this.#counted + this.#since.size;
  }
  /**
   * What the server counts after a read pointer. Its word may be older than a message that arrived meanwhile.
   * @param {number} unreadCount
   * @param {number} [lastReadSeq]
   */
  counted(unreadCount, lastReadSeq = this.#lastRead) {
    this.#lastRead = lastReadSeq;
    this.#since = new Set([...this.#since].filter((seq) => seq > lastReadSeq));
    this.#counted = Math.max(0, unreadCount - this.#since.size);
  }
  /**
   * A message of someone else arrived.
   * @param {number} seq
   * @param {boolean} seen Whether it is before the reader's eyes.
   */
  arrived(seq, seen) {
    if (seq <= this.#lastRead) return;
    this.#since.add(seq);
    if (!seen) this.unreadAfter ??= this.#lastRead;
  }
  /** A message of someone else was deleted, or restored. @param {number} seq @param {boolean} isThere */
  changed(seq, isThere) {
    if (seq <= this.#lastRead || this.#since.delete(seq)) return;
    this.#counted = Math.max(0, this.#counted + (isThere ? 1 : -1));
  }
  /**
   * The reader saw everything up to here.
   * @param {number} seq
   * @returns {boolean} Whether that is news for the server.
   */
  saw(seq) {
    if (this.isKept || seq <= this.#lastRead) return false;
    this.#lastRead = seq;
    return true;
  }
  /**
   * I marked messages as unread, here or on another device. They stay so until I enter the room again, answer, or mark
   * it as read.
   * @param {number} lastReadSeq
   * @param {number} unreadCount
   */
  markedUnread(lastReadSeq, unreadCount) {
    this.isKept = true;
    this.#since.clear();
    this.#lastRead = lastReadSeq;
    this.#counted = unreadCount;
    this.unreadAfter = lastReadSeq;
  }
  /** I marked the room as read up to here. @param {number} seq */
  markedRead(seq) {
    this.clearLine();
    if (seq > this.#lastRead) this.counted(0, seq);
  }
  /** The reader answered: what is above is no longer new. */
  clearLine() {
    this.isKept = false;
    this.unreadAfter = null;
  }
}
const MAX_READS = 3;
class Rooms {
  /** @type {Map<number, MyRoom>} */
  #rooms = /* @__PURE__ */ new Map();
  /**
   * The version at which each room was last received as a whole: a broadcast of one change says less.
   * @type {Map<number, number>}
   */
  #whole = /* @__PURE__ */ new Map();
  /** How many changes were received: an answer to an earlier request may lack them. */
  #changes = 0;
  changed = (
    /** @type {Signal<void>} */
    new Signal()
  );
  /** After whom direct rooms are not called. @type {User | null} */
  me = null;
  /** Whether these are all my rooms; before, none may only mean that the answer is on its way. */
  isRead = false;
  /** All my rooms are here. */
  markRead() {
    if (this.isRead) return;
    this.isRead = true;
    this.changed.emit();
  }
  /** @param {MyRoom[]} rooms */
  replace(rooms) {
    this.#changes += 1;
    this.isRead ||= rooms.length > 0;
    this.#rooms = new Map(rooms.map((room) => [room.id, named(room, this.me)]));
    this.#whole.clear();
    this.changed.emit();
  }
  /**
   * Replace my rooms by those that `read` brings; when a change comes meanwhile, read again, a few times at most.
   * @param {() => Promise<MyRoom[]>} read
   */
  async reread(read) {
    for (let left = MAX_READS; left > 0; left -= 1) {
      const changes = this.#changes;
      const mine = await read();
      if (changes !== this.#changes && left > 1) continue;
      this.replace([...this.all().filter((room) => room.membership === null), ...mine]);
      for (const { id, version } of mine) this.#whole.set(id, version);
      return this.markRead();
    }
  }
  /** @param {number} roomId @returns {MyRoom | null} */
  get(roomId) {
    return this.#rooms.get(roomId) ?? null;
  }
  /** @returns {MyRoom[]} */
  all() {
    return [...this.#rooms.values()];
  }
  /** Rooms I am a member of, by name. */
  joined() {
    return this.all().filter((room) => room.membership !== null).sort(byName);
  }
  /**
   * Take a room as the server sees it for me. An answer may come later than news that it does not know.
   * @param {MyRoom} room
   */
  put(room) {
    if ((this.get(room.id)?.version ?? 0) > room.version) return;
    this.#whole.set(room.id, room.version);
    this.#show(room);
  }
  /** How many changes were received so far. */
  get changes() {
    return this.#changes;
  }
  /**
   * What the server compares with what it knows. A room in which I am muted is always sent again: that has no version.
   */
  known() {
    const joined = this.joined();
    const certain = joined.filter(({ id, membership }) => this.#whole.has(id) && !membership?.muted_until);
    return {
      rooms: Object.fromEntries([
        ...joined.map(({ id }) => [id, 0]),
        ...certain.map(({ id }) => [id, this.#whole.get(id) ?? 0])
      ]),
      read: Object.fromEntries(joined.map(({ id, membership }) => [id, membership?.last_read_seq ?? 0]))
    };
  }
  /**
   * Messages of a room that I have not opened changed.
   * @param {Activity} activity
   * @returns {boolean} Whether one of them is new, and unread.
   */
  takeActivity({ room, unread_count, mention_count, last_message, seq }) {
    const known = this.get(room.id);
    if (!known?.membership) return false;
    const isNew = seq > (known.last_message?.seq ?? 0);
    const is_hidden = known.membership.is_hidden && !isNew;
    this.put({ ...room, last_message, membership: { ...known.membership, unread_count, mention_count, is_hidden } });
    return isNew && unread_count > 0;
  }
  /** A broadcast tells nothing personal: my membership and the last message stay. @param {Room} room */
  update(room) {
    const known = this.get(room.id);
    if ((known?.version ?? 0) > room.version) return;
    this.#show({ ...room, membership: known?.membership ?? null, last_message: known?.last_message ?? null });
  }
  /** @param {number} roomId */
  remove(roomId) {
    this.#changes += 1;
    this.#whole.delete(roomId);
    if (this.#rooms.delete(roomId)) this.changed.emit();
  }
  /** @param {number} roomId @param {boolean} isActive */
  setActive(roomId, isActive) {
    this.#change(roomId, (room) => ({ ...room, is_active: isActive }));
  }
  /** @param {number} roomId @param {Membership | null} membership */
  setMembership(roomId, membership) {
    this.#change(roomId, (room) => ({ ...room, membership }));
  }
  /** What the server counted. @param {number} roomId @param {Partial<Membership>} reading */
  setReading(roomId, reading) {
    const room = this.get(roomId);
    if (!room?.membership) return;
    const membership = { ...room.membership, ...reading };
    const isShown = !isSameBesidesReading(membership, room.membership);
    this.#changes += 1;
    this.#rooms.set(roomId, { ...room, membership });
    if (isShown) this.changed.emit();
  }
  /** @param {number} roomId @param {Message} message */
  setLastMessage(roomId, message) {
    this.#change(
      roomId,
      (room) => isLater(message, room.last_message) ? { ...room, last_message: message } : room
    );
  }
  /** The last message shows a change of its own, and one of what it answers. @param {Message} message */
  messageChanged(message) {
    this.#change(message.room_id, (room) => {
      const last = room.last_message;
      if (last === null) return room;
      const shown = last.id === message.id && last.version < message.version ? message : requoted(last, message);
      return shown === last ? room : { ...room, last_message: shown };
    });
  }
  /** Someone who wrote last, or whom a direct room is called after, has another name. @param {User} user */
  rename(user) {
    for (const { id, last_message: last, members } of this.all()) {
      if (members?.some((member) => member.id === user.id)) {
        this.#change(id, (room) => ({ ...room, members: members.map((one) => one.id === user.id ? user : one) }));
      }
      if (last?.author?.id !== user.id) continue;
      this.#change(id, (room) => ({ ...room, last_message: { ...last, author: user } }));
    }
  }
  /** @param {number} roomId @param {number} memberCount */
  setMemberCount(roomId, memberCount) {
    this.#change(roomId, (room) => ({ ...room, member_count: memberCount }));
  }
  get unreadTotal() {
    return this.joined().reduce((sum, room) => sum + newsIn(room), 0);
  }
  /** @param {number} roomId @param {(room: MyRoom) => MyRoom} change */
  #change(roomId, change) {
    this.#changes += 1;
    const room = this.#rooms.get(roomId);
    if (!room) return;
    const changed = change(room);
    if (changed !== room) this.#show(changed);
  }
  /** @param {MyRoom} room */
  #show(room) {
    this.#changes += 1;
    this.#rooms.set(room.id, named(room, this.me));
    this.changed.emit();
  }
}
function isSameBesidesReading(a, b) {
  const names = (
    /** @type {(keyof Membership)[]} */
    Object.keys(a)
  );
  return names.every((name) => name === "last_read_seq" || a[name] === b[name]);
}
function newsIn({ membership }) {
  if (membership === null || membership.notify === "nothing") return 0;
  return membership.notify === "mentions" ? membership.mention_count : membership.unread_count;
}
function meantIn(room) {
  return isDirect(room) ? newsIn(room) : room.membership?.mention_count ?? 0;
}
const isFavourite = ({ membership }) => membership?.is_favourite ?? false;
function isLater(message, known) {
  if (known === null || message.seq !== known.seq) return message.seq > (known?.seq ?? 0);
  return message.version > known.version;
}
function byName(a, b) {
  return a.name.localeCompare(b.name) || a.id - b.id;
}
const TYPING_TTL_MS = 6e3;
const TYPING_REPEAT_MS = 3e3;
class TypingPeople {
  /** @type {Map<number, { user: User, until: number }>} */
  #people = /* @__PURE__ */ new Map();
  /** @param {User} user @param {boolean} isTyping @param {number} nowMs */
  note(user, isTyping, nowMs2) {
    if (isTyping) this.#people.set(user.id, { user, until: nowMs2 + TYPING_TTL_MS });
    else this.#people.delete(user.id);
  }
  /** A message ends its author's typing. @param {number} userId @returns {boolean} Whether they were typing. */
  ended(userId) {
    return this.#people.delete(userId);
  }
  clear() {
    this.#people.clear();
  }
  /** @param {number} nowMs @returns {User[]} */
  current(nowMs2) {
    for (const [id, { until }] of this.#people) if (until <= nowMs2) this.#people.delete(id);
    return [...this.#people.values()].map(({ user }) => user);
  }
}
class TypingSignal {
  /** @type {number | null} */
  #lastSent = null;
  /** @param {number} nowMs @returns {boolean} Whether to tell the others now. */
  keyPressed(nowMs2) {
    if (this.#lastSent !== null && nowMs2 - this.#lastSent < TYPING_REPEAT_MS) return false;
    this.#lastSent = nowMs2;
    return true;
  }
  /** @param {number} nowMs @returns {boolean} Whether the others still believe that I type. */
  stopped(nowMs2) {
    const believed = this.#lastSent !== null && nowMs2 - this.#lastSent < TYPING_TTL_MS;
    this.#lastSent = null;
    return believed;
  }
}
const PREFIX = "chatsite-tab:";
function keepTabAlive(tab) {
  void navigator.locks?.request(PREFIX + tab, () => new Promise(() => {
  }));
}
async function liveTabs(ownTab) {
  const held = (await navigator.locks?.query())?.held ?? [];
  const tabs = held.map((lock) => lock.name ?? "").filter((name) => name.startsWith(PREFIX));
  return /* @__PURE__ */ new Set([ownTab, ...tabs.map((name) => name.slice(PREFIX.length))]);
}
const STALE_MS = 3e4;
class Chat {
  storage = browserStorage();
  tab = crypto.getRandomValues(new Uint32Array(2)).join("-");
  connection = new Connection();
  rooms = new Rooms();
  presence = new Presence();
  members = new Members();
  typing = new TypingPeople();
  reading = new Reading();
  live = new LiveRoom(this.connection);
  membersReader = new MembersReader(this);
  blocks;
  outbox;
  drafts;
  sender;
  typingChanged = (
    /** @type {Signal<void>} */
    new Signal()
  );
  /** Another room, or none, is on the screen. @type {Signal<void>} */
  roomChanged = new Signal();
  /** The room on the screen ended for me. @type {Signal<import("./room_loss.js").RoomLoss>} */
  roomLost = new Signal();
  /** Something new that I may not have before my eyes. @type {Signal<{ room: MyRoom, message: Message | null }>} */
  newsElsewhere = new Signal();
  /** My own name or picture is another. @type {Signal<void>} */
  meChanged = new Signal();
  /** Something was done to me that I have not read. @type {Signal<void>} */
  noticesWaiting = new Signal();
  /** Whether the end of the conversation is before the reader's eyes; the conversation view keeps it. */
  endInSight = false;
  /** Whether it is known which room this visit opens: before, an empty table only means that it loads. */
  hasOpened = false;
  readMarker = new ReadMarker(this);
  names = new Names(this);
  /** What I leave myself is not lost. */
  leaving = 0;
  #roomsReadMs = 0;
  #firstRead = (
    /** @type {Promise<unknown>} */
    Promise.resolve()
  );
  /** @param {Me} me */
  constructor(me) {
    this.me = me;
    this.rooms.me = me;
    this.snapshot = new Snapshot(this.storage);
    this.snapshot.keepMe(me);
    chooseClock(me.preferences?.clock ?? "auto");
    this.blocks = new Blocks(this.storage, me.id);
    this.outbox = new Outbox(this.storage, me.id, this.tab);
    this.drafts = new Drafts(this.storage, me.id);
    this.sender = new Sender(this.outbox, this.connection);
    this.connection.on("ready", ({ server_time }) => setServerTime(server_time));
    listen(this);
    this.outbox.changed.subscribe(() => this.live.changed.emit());
    addEventListener("storage", ({ key }) => {
      this.outbox.storageChanged(key);
      this.drafts.storageChanged(key);
    });
    keepTabAlive(this.tab);
  }
  /** @returns {MyRoom | null} */
  get room() {
    return this.live.roomId === null ? null : this.rooms.get(this.live.roomId);
  }
  /** Whether a person is looking at this tab now. */
  get looking() {
    return document.visibilityState === "visible" && document.hasFocus();
  }
  /** Read the rooms, and connect. */
  async start() {
    this.connection.connect();
    this.#firstRead = this.refreshRooms().catch((error) => this.#showKeptRooms(error));
    await this.#firstRead;
    await this.adoptOrphans();
  }
  async refreshRooms() {
    await readRooms(this.rooms);
    this.#roomsReadMs = monotonicMs();
    this.#countAnew();
  }
  /** After an interruption: ask over the connection for what my list of rooms lacks. */
  async sync() {
    await this.#firstRead.catch(() => null);
    const hasNotices = await syncRooms(this, (roomId) => this.loseRoom(roomId, "not_found"));
    this.rooms.markRead();
    if (hasNotices) this.noticesWaiting.emit();
    this.#roomsReadMs = monotonicMs();
    this.#countAnew();
  }
  /**
   * Another device's joining and leaving is announced, but may be missed: look again when a person returns to the tab.
   */
  async refreshIfStale() {
    if (monotonicMs() - this.#roomsReadMs > STALE_MS && this.connection.online) await this.sync().catch(() => null);
  }
  /** @param {number} roomId */
  async refreshRoom(roomId) {
    const { room } = await call("GET", `/rooms/${roomId}`);
    this.rooms.put(room);
    return room;
  }
  /** @param {number} roomId @param {{ around?: number | null }} [place] */
  async openRoom(roomId, place = {}) {
    const same = roomId === this.live.roomId;
    if (!same) this.#enter(roomId);
    this.live.recall(roomId, this.snapshot.messagesIn(roomId));
    const around = place.around ?? (same ? null : farNews(this.rooms.get(roomId)?.membership ?? null));
    const opened = this.live.open(roomId, { around });
    if (!same) this.roomChanged.emit();
    if (!same) void this.membersReader.read();
    await opened;
  }
  /** Keep what is on the screen for the next visit, which may be without a network. */
  keepSnapshot() {
    const { roomId, log } = this.live;
    this.snapshot.keepRooms(this.rooms.joined());
    if (roomId !== null && !log.hasMoreAfter) this.snapshot.keepScreen(roomId, log.messages);
  }
  closeRoom() {
    this.live.close();
    this.roomChanged.emit();
  }
  /** @param {Partial<Me>} changes */
  changeMe(changes) {
    this.me = { ...this.me, ...changes };
    this.snapshot.keepMe(this.me);
    chooseClock(this.me.preferences?.clock ?? "auto");
    this.meChanged.emit();
  }
  /** Become a member. @param {number} roomId */
  async joinRoom(roomId) {
    const { room } = await call("POST", `/rooms/${roomId}/join`);
    this.rooms.put(room);
    if (roomId !== this.live.roomId) return;
    this.reading.start(room.membership);
    await Promise.all([this.live.join(), this.membersReader.read()]);
  }
  /** Stop being a member. @param {number} roomId @param {number | null} newOwnerId Whom I hand my own room to. */
  async leaveRoom(roomId, newOwnerId) {
    this.leaving = roomId;
    await call("POST", `/rooms/${roomId}/leave`, newOwnerId === null ? {} : { new_owner_id: newOwnerId });
    this.rooms.setMembership(roomId, null);
    if (this.rooms.get(roomId)?.visibility !== "public") this.rooms.remove(roomId);
    if (roomId === this.live.roomId) this.closeRoom();
  }
  /** The room is gone for me: give back what was not sent. @param {number} roomId @param {string} reason */
  loseRoom(roomId, reason) {
    const loss = takeRoomAway(this, roomId, reason);
    if (loss) this.roomLost.emit(loss);
  }
  /** The network came back: make sure that the connection lives, or renew it. */
  async wake() {
    this.sender.wake();
    await this.connection.wake((timeoutMs) => this.live.join(timeoutMs));
  }
  /**
   * Queue a message for a room and send it as soon as possible.
   * @param {number} roomId
   * @param {string} content
   * @param {number | null} replyTo The seq of the message that this one answers.
   */
  post(roomId, content, replyTo) {
    this.outbox.add({ roomId, content, replyTo });
    this.reading.clearLine();
    void this.sender.send(roomId);
  }
  /** @param {string} clientId @param {number} roomId */
  retry(clientId, roomId) {
    this.outbox.retry(clientId);
    void this.sender.send(roomId);
  }
  /** Everything up to here is read. @param {number} seq */
  saw(seq) {
    if (!this.room?.membership || !this.reading.saw(seq)) return;
    this.readMarker.markSoon();
  }
  /** Take over messages that a closed tab could not send. */
  async adoptOrphans() {
    if (this.outbox.adopt(await liveTabs(this.tab)) > 0) this.sender.sendAll();
  }
  /** @param {number} roomId */
  #enter(roomId) {
    this.readMarker.flush();
    this.reading.start(this.rooms.get(roomId)?.membership ?? null);
    this.members.replace([]);
    this.typing.clear();
    this.typingChanged.emit();
  }
  /** @param {unknown} error */
  #showKeptRooms(error) {
    if (!isPassing(error)) throw error;
    this.rooms.replace(this.snapshot.rooms);
  }
  #countAnew() {
    const membership = this.room?.membership;
    if (membership) this.reading.counted(membership.unread_count, membership.last_read_seq);
  }
}
const PHONE = matchMedia("(max-width: 44.99em)");
function isPhone() {
  return PHONE.matches;
}
function showScreen(screen) {
  document.documentElement.dataset.screen = screen;
  nameMain();
}
function nameMain() {
  const isList = isPhone() && document.documentElement.dataset.screen === "rooms";
  document.getElementById("rooms-panel")?.setAttribute("role", isList ? "main" : "complementary");
}
PHONE.addEventListener("change", nameMain);
function aboveList() {
  return (
    /** @type {number | undefined} */
    historyState().above
  );
}
function stateAbove() {
  const above = aboveList();
  return above === void 0 ? {} : { above: above + 1 };
}
function goBackToList() {
  const above = aboveList() ?? 0;
  if (above > 0) goBack(above);
  return above > 0;
}
const LIST = { above: 0 };
const VIEWS = (
  /** @type {const} */
  ["catch-up", "inbox", "saved"]
);
function readAddress(url = new URL(addressBelow(), location.origin)) {
  const message = url.pathname.match(/^\/rooms\/(\d+)\/(\d+)$/);
  if (message) return { roomId: Number(message[1]), seq: Number(message[2]) };
  const room = url.searchParams.get("room");
  return { roomId: room && /^\d+$/.test(room) ? Number(room) : null, seq: null };
}
function goToRoom(roomId, seq = null) {
  goTo(pathTo(roomId, seq), stateAbove());
}
function setAddress(roomId, seq = null) {
  if (isCovered()) return;
  replaceAddress(pathTo(roomId, seq), roomId === null ? LIST : void 0);
}
function setFirstAddress(roomId, seq) {
  if (!isPhone() || isCovered() || aboveList() !== void 0) return setAddress(roomId, seq);
  setAddress(null);
  return goToRoom(roomId, seq);
}
function currentView() {
  const { pathname } = new URL(addressBelow(), location.origin);
  return VIEWS.find((name) => pathname === `/${name}/`);
}
function goToView(name) {
  goTo(`/${name}/`, stateAbove());
}
function isAtList() {
  return isPhone() && aboveList() === 0;
}
function isCovered() {
  return sectionAt() !== null;
}
function pathTo(roomId, seq) {
  if (roomId === null) return "/";
  return seq === null ? `/?room=${roomId}` : `/rooms/${roomId}/${seq}`;
}
class Navigation {
  #body;
  #chat;
  #table;
  #isCovered = isCovered();
  #wasCovered = false;
  /** @param {HTMLElement} body @param {Chat} chat @param {Table} table */
  constructor(body, chat, table) {
    this.#body = body;
    this.#chat = chat;
    this.#table = table;
    addressChanged.subscribe(() => {
      this.#wasCovered = this.#isCovered;
      this.#isCovered = isCovered();
    });
    travelled.subscribe(() => this.#travel());
    part(body, "to-rooms").addEventListener("click", () => this.openList());
  }
  /** Show where this visit begins, once that is known. */
  start() {
    const { changed } = this.#chat.rooms;
    const unsubscribe = changed.subscribe(() => this.#openFirst() && unsubscribe());
    if (this.#openFirst()) unsubscribe();
  }
  /** @param {number} roomId @param {number | null} [seq] A message of it. */
  open(roomId, seq = null) {
    goToRoom(roomId, seq);
    this.#goTo(roomId, seq);
  }
  /** Go to a list from all rooms. @param {import("./page_address.js").ViewName} name */
  openView(name) {
    goToView(name);
    this.#showView(name);
  }
  /** Go to the list of rooms, which is a screen of its own on a phone. */
  openList() {
    if (goBackToList()) return;
    setAddress(null);
    this.#showList();
  }
  /** The room on the screen is not mine any longer: go on to another one, or to the list. */
  leaveRoom() {
    const next = this.#firstRoom();
    if (!next || isPhone()) return this.openList();
    setAddress(next.id);
    return this.#goTo(next.id, null);
  }
  /** Follow Back and Forward; what the settings lay over is as it was. */
  #travel() {
    const { roomId, seq } = readAddress();
    if (this.#isCovered || this.#wasCovered && roomId === this.#chat.live.roomId) return;
    const view = currentView();
    if (view) this.#showView(view);
    else if (roomId === null) this.#showList();
    else this.#goTo(roomId, seq);
  }
  /** @returns {boolean} Whether the first location is known. */
  #openFirst() {
    const { roomId, seq } = readAddress();
    const view = currentView();
    if (view) return this.#chat.rooms.isRead && this.#showView(view);
    const chosen = roomId ?? this.#lastRoom() ?? this.#firstRoom()?.id;
    if (chosen === void 0 && !this.#chat.rooms.isRead) return false;
    if (chosen === void 0 || isAtList()) {
      setAddress(null);
      this.#showList();
    } else {
      setFirstAddress(chosen, seq);
      this.#goTo(chosen, seq);
    }
    return true;
  }
  /** @param {number} roomId @param {number | null} seq */
  #goTo(roomId, seq) {
    showScreen("room");
    this.#table.showView(null);
    void this.#open(roomId, seq).then(() => seq !== null && this.#table.log.reveal(seq));
    if (seq === null && matchMedia("(pointer: fine)").matches) this.#table.composer.focus();
  }
  /** @param {import("./page_address.js").ViewName} name @returns {true} */
  #showView(name) {
    showScreen("room");
    this.#chat.closeRoom();
    this.#table.showView(name);
    this.#opened();
    return true;
  }
  #showList() {
    const left = this.#chat.live.roomId;
    this.#table.showView(null);
    showScreen("rooms");
    this.#chat.closeRoom();
    this.#opened();
    if (isPhone()) this.#body.querySelector(
      /** @type {"a"} */
      `.room[data-room="${left}"]`
    )?.focus();
  }
  /** @param {number} roomId @param {number | null} around */
  async #open(roomId, around) {
    const chat = this.#chat;
    try {
      if (!chat.rooms.get(roomId)) await this.#find(roomId);
      await chat.openRoom(roomId, { around });
      chat.storage.setItem(`last-room:${chat.me.id}`, String(roomId));
    } catch (error) {
      this.#table.complain(error);
    } finally {
      this.#opened();
    }
  }
  #opened() {
    if (this.#chat.hasOpened) return;
    this.#chat.hasOpened = true;
    this.#chat.rooms.changed.emit();
  }
  /** Ask for a room that my list lacks, until it is there or the person goes elsewhere. @param {number} roomId */
  async #find(roomId) {
    const isWanted = () => readAddress().roomId === roomId && !this.#chat.rooms.get(roomId);
    await patiently(() => this.#chat.refreshRoom(roomId), isWanted);
  }
  #firstRoom() {
    const joined = this.#chat.rooms.joined();
    return joined.find((room) => !isDirect(room)) ?? joined[0];
  }
  #lastRoom() {
    const roomId = Number(this.#chat.storage.getItem(`last-room:${this.#chat.me.id}`));
    return this.#chat.rooms.get(roomId)?.id;
  }
}
const ROOM_DIALOGS = ["create-room", "edit-room", "close-room", "leave-room", "delete-room"];
function mountChatDialogs(chat, page) {
  onFirstOpen(ROOM_DIALOGS, async () => (await import("./room_dialogs.js")).mountRoomDialogs(chat, page));
  onFirstOpen(["new-message", "add-people"], async () => {
    (await import("./people_dialogs.js")).mountPeopleDialogs(chat, page);
  });
  onFirstOpen(["browse-rooms"], async () => (await import("./browse_dialog.js")).mountBrowseDialog(chat, page));
  onFirstOpen(["switcher"], async () => (await import("./switcher.js")).mountSwitcher(chat, page));
  onFirstOpen(["sign-in"], async () => (await import("./sign_in_dialog.js")).mountSignInDialog(chat));
  onFirstOpen(["room-moderation"], async () => {
    (await import("./room_moderation.js")).mountRoomModeration(chat);
  });
  onFirstOpen(["my-reports"], async () => (await import("./moderation_notices.js")).mountMyReports());
  tellOfModeration(chat);
  askToSignInAgain(chat);
  openByKey("k", "switcher", openDialogAtOnce);
  openByKey("n", "new-message", openDialog);
  tellOfLostRooms(chat, page);
  return openers(chat);
}
function openers(chat) {
  const messages = () => loaded(() => import("./message_dialogs.js"));
  const moderation = () => loaded(() => import("./moderation.js"));
  return {
    remove: async (message) => {
      const dialogs = await messages();
      (message.author?.id === chat.me.id ? dialogs?.deleteMessage : dialogs?.removeMessage)?.(message);
    },
    restore: async (message) => (await messages())?.restoreMessage(message),
    report: async (message) => {
      (await moderation())?.reportMessage(message, isDirect(chat.rooms.get(message.room_id)));
    }
  };
}
function tellOfLostRooms(chat, page) {
  chat.roomLost.subscribe(async (loss) => {
    const isKnown = loss.reason === "banned" || dialog("delete-room").open;
    page.roomGone();
    if (isKnown && loss.unsent === "") return;
    (await loaded(() => import("./room_lost_dialog.js")))?.showRoomLost(loss);
  });
}
function tellOfModeration(chat) {
  const notices = () => loaded(() => import("./moderation_notices.js"));
  chat.connection.on("sanctioned", async ({ sanction }) => (await notices())?.sanctioned(chat, sanction));
  chat.connection.on("report_updated", async ({ report }) => (await notices())?.tellReport(report));
  chat.noticesWaiting.subscribe(async () => {
    const { sanctions, seen } = await call("GET", "/auth/sanctions").catch(() => ({ sanctions: [], seen: 0 }));
    const missed = sanctions.filter(({ id }) => id > seen);
    if (missed.length > 0) (await notices())?.tell(missed);
  });
}
function askToSignInAgain(chat) {
  chat.connection.statusChanged.subscribe(() => {
    if (chat.connection.status.phase === "signed_out") void openDialog("sign-in");
  });
}
function openByKey(letter, id, open) {
  onKey(window, (event) => {
    const isAsked = event.key.toLowerCase() === letter && (event.ctrlKey || event.metaKey);
    if (!isAsked || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (dialog(id).open) dialog(id).close();
    else void open(id);
  });
}
function mayInvite(room, me) {
  if (!room.is_active || room.visibility === "direct") return false;
  return moderates(room.membership, me) || room.members_may_invite && room.membership !== null;
}
function mayAdd(room, me) {
  return room.visibility === "direct" ? (room.members?.length ?? 0) < 10 : mayInvite(room, me);
}
function moderates(membership, me) {
  return me.role === "admin" || membership !== null && membership !== void 0 && membership.role !== "member";
}
function mayWriteIn(room, me) {
  return room?.who_may_write !== "moderators" || moderates(room.membership, me);
}
function isHeldBack({ room }, why) {
  return Date.parse(room?.membership?.[why] ?? "") > nowMs();
}
function drawForm(root, chat) {
  const { room } = chat;
  const { form, ...instead } = parts(root, "form", "muted", "closed", "outside", "announcing", "blocked");
  const shown = room && (reasonNotToWrite(chat, room) ?? "form");
  hideIf(form, shown !== "form");
  for (const [name, place] of Object.entries(instead)) hideIf(place, shown !== name);
}
function reasonNotToWrite(chat, room) {
  if (!room.is_active) return "closed";
  if (!room.membership) return "outside";
  if (isHeldBack(chat, "muted_until")) return "muted";
  if (chat.blocks.has(partnerIn(room, chat.me))) return "blocked";
  return mayWriteIn(room, chat.me) ? null : "announcing";
}
async function explainRestraint(root, chat, over) {
  if (!isHeldBack(chat, "muted_until") && !isHeldBack(chat, "next_message_at")) return;
  const restraint2 = await import("./restraint.js").catch(() => null);
  restraint2?.showRestraint(root, chat, over);
}
function labelOf(room, isEditing) {
  if (isDirect(room) && (room.members?.length ?? 0) > 2 && !isEditing) return gettext("Message everyone here");
  return isEditing ? gettext("Edit message") : interpolate(gettext("Message %(room)s"), { room: room.name });
}
function drawSend(root, { isEditing, isReady }) {
  const send = (
    /** @type {HTMLButtonElement} */
    part(root, "send")
  );
  const label = isEditing ? gettext("Save") : gettext("Send");
  send.disabled = !isReady;
  if (send.title === label) return;
  send.title = label;
  send.setAttribute("aria-label", label);
  part(root, "send-icon").toggleAttribute("hidden", isEditing);
  part(root, "save-icon").toggleAttribute("hidden", !isEditing);
}
function sendsMessage(event, storage) {
  if (event.key !== "Enter" || event.shiftKey || event.altKey) return false;
  return event.ctrlKey || event.metaKey || enterSends(storage);
}
function enterSends(storage) {
  const chosen = storage.getItem("enter-key");
  return chosen === "send" || chosen !== "break" && !matchMedia("(pointer: coarse)").matches;
}
function startSlowMode({ room, rooms, me }, roomId) {
  if (!room?.slow_mode_s || room.membership?.role !== "member" || me.role === "admin") return;
  rooms.setReading(roomId, { next_message_at: new Date(nowMs() + room.slow_mode_s * 1e3).toISOString() });
}
const MAX_CONTENT_CHARS = 4e3;
const COMMAND = /^\/[a-z]+(?!\S)/;
const MENTIONS_ROOM = "<@room>";
let emoji = null;
class Sending {
  #chat;
  #box;
  #writing;
  /** @param {Chat} chat @param {import("./text_box.js").TextBox} box @param {Writing} writing */
  constructor(chat, box, writing) {
    this.#chat = chat;
    this.#box = box;
    this.#writing = writing;
  }
  submit() {
    const typed = this.#box.text.trim();
    if (!this.#maySend(typed)) return void 0;
    if (COMMAND.test(typed)) return void this.#command(typed);
    return typed.includes(MENTIONS_ROOM) ? void this.#askFirst(typed) : this.#post(typed);
  }
  /** @param {string} typed */
  #post(typed) {
    const content = typed.includes(":") ? emoji?.withEmojiNow(typed) ?? null : typed;
    if (content === null) void this.#postSoon(typed);
    else this.#send(content, "");
  }
  /** @param {string} content */
  #maySend(content) {
    if (this.#roomId === null || content === "" || [...content].length > MAX_CONTENT_CHARS) return false;
    return !isHeldBack(this.#chat, "next_message_at");
  }
  get #roomId() {
    return this.#chat.live.roomId;
  }
  /** The text stays in its box until it is sent: what is typed meanwhile stays there too. @param {string} typed */
  async #postSoon(typed) {
    const isStillHere = this.#watch();
    emoji ??= await import("./writing.js").then(function(n) {
      return n.e;
    }).catch(() => null);
    const content = await emoji?.withEmojiSoon(typed) ?? typed;
    const text = this.#box.text.trimStart();
    const sent = [typed, content].find((beginning) => text.startsWith(beginning));
    if (sent === void 0 || !isStillHere() || !this.#maySend(sent)) return;
    this.#send(content, text.slice(sent.length));
  }
  /** Everyone in the room gets a notification: ask whether that is meant. @param {string} typed */
  async #askFirst(typed) {
    const isStillHere = this.#watch();
    const asked = await loaded(() => import("./writing.js").then(function(n) {
      return n.a;
    }));
    if (!await asked?.mayNotifyRoom(this.#chat) || !isStillHere() || this.#box.text.trim() !== typed) return;
    this.#post(typed);
  }
  /** @param {string} typed */
  async #command(typed) {
    const isStillHere = this.#watch();
    const commands = await loaded(() => import("./writing.js").then(function(n) {
      return n.a;
    }));
    const outcome = await commands?.run(typed, this.#chat);
    if (!outcome || !isStillHere() || this.#box.text.trim() !== typed) return;
    if (outcome.say) this.#post(outcome.say);
    else if (outcome.isDone) this.#empty("");
  }
  /** @returns {() => boolean} Whether the same room is on the screen, and no message is edited. */
  #watch() {
    const roomId = this.#roomId;
    return () => roomId === this.#roomId && !this.#writing.now().isEditing;
  }
  /** @param {string} content @param {string} rest What stays in the box. */
  #send(content, rest) {
    const roomId = (
      /** @type {number} */
      this.#roomId
    );
    startSlowMode(this.#chat, roomId);
    this.#chat.post(roomId, content, this.#writing.now().replyTo);
    this.#empty(rest);
  }
  /** @param {string} rest */
  #empty(rest) {
    this.#box.show(rest);
    this.#writing.sent();
  }
}
const SIZES_ITSELF = globalThis.CSS?.supports("field-sizing", "content") ?? false;
class TextBox {
  #list;
  #label;
  #chat;
  #ready;
  #loading = (
    /** @type {Promise<import("./typing_aids.js").TypingAids> | null} */
    null
  );
  #aids = (
    /** @type {import("./typing_aids.js").TypingAids | null} */
    null
  );
  /**
   * @param {HTMLElement} root @param {Chat} chat
   * @param {() => void} ready Called when there may be a hint about what was typed before.
   */
  constructor(root, chat, ready) {
    this.#ready = ready;
    this.node = /** @type {HTMLTextAreaElement} */
    part(root, "text");
    this.#list = part(root, "suggestions");
    this.#label = part(root, "label");
    this.#chat = chat;
    this.node.addEventListener("input", (event) => this.#edited(
      /** @type {InputEvent} */
      event
    ));
  }
  /** What is sent, where a mention is `<@12>`. */
  get text() {
    return this.#aids?.mentions.content ?? this.node.value;
  }
  /** What there is to say of the text. */
  get hint() {
    return this.#aids?.hint ?? "";
  }
  /** The number of characters that would be sent. */
  get length() {
    return [...this.text.trim()].length;
  }
  /** @param {string} text */
  show(text) {
    if (this.#aids) this.#aids.show(text);
    else this.node.value = text;
    if (!this.#aids && mayHoldMentions(text)) void this.#load();
    this.fit();
  }
  /** Get what helps while one types, before it is needed: Enter after "@b" is to choose someone. */
  prepare() {
    void this.#load();
  }
  /** Mention someone after what is written. @param {User} user */
  async mention(user) {
    (await this.#load())?.mentions.add(user);
  }
  focus() {
    this.node.focus({ preventScroll: true });
  }
  /** What the stylesheet does in browsers that know `field-sizing`. */
  fit() {
    if (SIZES_ITSELF) return;
    this.node.style.height = "auto";
    this.node.style.height = `${this.node.scrollHeight}px`;
  }
  /** @param {string} label What the field is for. */
  name(label) {
    showText$1(this.#label, label);
    if (this.node.placeholder !== label) this.node.placeholder = label;
  }
  /** @param {InputEvent} event */
  #edited(event) {
    this.fit();
    if (/[:@/]/.test(this.node.value)) void this.#load().then((aids) => aids?.update(event));
  }
  /** Get what a plain text does not need, once. */
  async #load() {
    this.#loading ??= import("./writing.js").then(function(n) {
      return n.t;
    }).then(({ TypingAids }) => {
      this.#aids = new TypingAids(this.node, this.#list, this.#chat);
      this.fit();
      this.#ready();
      return this.#aids;
    });
    return this.#loading.catch(() => this.#loading = null);
  }
}
class TypingNotice {
  #chat;
  #signal = new TypingSignal();
  /** @param {Chat} chat */
  constructor(chat) {
    this.#chat = chat;
  }
  /** @param {number | null} roomId @param {string} text What has been written so far. */
  typed(roomId, text) {
    if (text === "") this.stop(roomId);
    else if (this.#signal.keyPressed(monotonicMs())) this.#tell(roomId, true);
  }
  /** @param {number | null} roomId */
  stop(roomId) {
    if (this.#signal.stopped(monotonicMs())) this.#tell(roomId, false);
  }
  /** The message itself ends it for everyone. */
  sent() {
    this.#signal = new TypingSignal();
  }
  /** @param {number | null} roomId @param {boolean} isTyping */
  #tell(roomId, isTyping) {
    this.#chat.connection.tell("typing", { room_id: roomId, is_typing: isTyping });
  }
}
const DRAFT_DELAY_MS = 300;
class Composer {
  #root;
  #chat;
  #page;
  #form;
  #box;
  #typing;
  #sending;
  /** @type {import("./floors.js").Floors | null} */
  #floors = null;
  #roomId = (
    /** @type {number | null} */
    null
  );
  #reply = (
    /** @type {Message | null} */
    null
  );
  #draftTimer = 0;
  /**
   * @param {HTMLElement} root
   * @param {Chat} chat
   * @param {{ onSend(): void, remove(message: Message): void, toLastMessage(): void }} page
   */
  constructor(root, chat, page) {
    this.#root = root;
    this.#chat = chat;
    this.#page = page;
    this.#form = /** @type {HTMLFormElement} */
    part(root, "form");
    this.#box = new TextBox(root, chat, () => this.#drawText());
    this.#typing = new TypingNotice(chat);
    this.#sending = new Sending(chat, this.#box, {
      now: () => ({ isEditing: this.#isEditing, replyTo: this.#reply?.seq ?? null }),
      sent: () => this.#sent()
    });
    this.#listen();
    chat.roomChanged.subscribe(() => this.#roomChanged());
    chat.rooms.changed.subscribe(oncePerFrame(() => this.#draw()));
    this.#draw();
  }
  prepare() {
    this.#box.prepare();
    void this.#load().catch(() => null);
  }
  /** @param {User} user */
  mention(user) {
    void this.#box.mention(user);
  }
  focus() {
    if (!this.#form.hidden) this.#box.focus();
  }
  /** The next message answers this one. @param {Message} message */
  async replyTo(message) {
    if (await loaded(() => this.#load()) === null || !await this.#leaveEdit()) return;
    this.#setReply(message);
    this.focus();
  }
  /** Change the text of an own message here. @param {Message} message */
  async edit(message) {
    const floors = await loaded(() => this.#load());
    if (floors === null) return;
    if (floors.edit.current?.seq !== message.seq) {
      if (!await this.#leaveEdit()) return;
      this.#typing.stop(this.#roomId);
      floors.edit.start(message);
      this.#showEdited();
    }
    this.focus();
  }
  /** Edit what I wrote last, or else go to the messages. */
  async #up() {
    const floors = this.#floors ?? await loaded(() => this.#load());
    if (floors?.lastOwn) void this.edit(floors.lastOwn);
    else if (floors) this.#page.toLastMessage();
  }
  #listen() {
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.#isEditing) this.#saveEdit();
      else this.#sending.submit();
    });
    this.#box.node.addEventListener("input", () => this.#typed());
    this.#box.node.addEventListener("blur", () => this.#typing.stop(this.#roomId));
    onKey(this.#box.node, (event) => this.#key(event));
    part(this.#root, "strip-cancel").addEventListener("click", () => this.#leave());
    part(this.#root, "join").addEventListener("click", () => void this.#join());
    part(this.#root, "unblock").addEventListener("click", () => void this.#unblock());
    this.#chat.blocks.changed.subscribe(() => this.#draw());
    addEventListener("pagehide", () => this.#keepDraft());
  }
  /** Get what a first message does not need, once. */
  async #load() {
    const { Floors } = await import("./writing.js").then(function(n) {
      return n.d;
    });
    if (this.#floors) return this.#floors;
    const floors = new Floors(this.#root, this.#chat, () => {
      const { text, hint } = this.#box;
      return { text, hint, left: this.#left };
    });
    this.#keepDraft();
    this.#floors = floors;
    floors.edit.changed.subscribe(() => this.#draw());
    floors.edit.ended.subscribe(() => this.#showEdited());
    floors.edit.enter(this.#roomId);
    if (this.#isEditing) this.#showEdited();
    else this.#draw();
    return floors;
  }
  get #isEditing() {
    return Boolean(this.#floors?.edit.current);
  }
  get #isEmpty() {
    return this.#box.text === "" && !this.#isEditing;
  }
  get #left() {
    return MAX_CONTENT_CHARS - this.#box.length;
  }
  #sent() {
    this.#typing.sent();
    this.#keepDraft();
    this.#setReply(null);
    this.#page.onSend();
  }
  /** Without any text, the message is to be deleted. */
  #saveEdit() {
    this.#keepDraft();
    const message = this.#floors?.edited;
    if (this.#box.length === 0 && message) this.#page.remove(message);
    else if (this.#box.length > 0 && this.#left >= 0) void this.#floors?.edit.save();
  }
  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.defaultPrevented) return;
    if (event.key === "Escape" && (this.#isEditing || this.#reply)) this.#leave();
    else if (event.key === "ArrowUp" && !hasModifier(event) && this.#isEmpty) void this.#up();
    else if (sendsMessage(event, this.#chat.storage)) this.#form.requestSubmit();
    else return;
    event.preventDefault();
  }
  /** Leave the edit or else the reply. */
  #leave() {
    if (this.#isEditing) return void this.#leaveEdit().then(() => this.focus());
    this.#setReply(null);
    return this.focus();
  }
  /** Whether no message is edited any more. */
  async #leaveEdit() {
    this.#keepDraft();
    const mayDiscard = async () => (await import("./writing.js").then(function(n) {
      return n.c;
    })).confirmed("discard-edit");
    if (this.#floors?.edit.isChanged && !await mayDiscard()) return false;
    this.#floors?.edit.cancel();
    return true;
  }
  #typed() {
    this.#floors?.edit.typed(this.#box.text);
    this.#drawText();
    clearTimeout(this.#draftTimer);
    this.#draftTimer = window.setTimeout(() => this.#keepDraft(), DRAFT_DELAY_MS);
    if (!this.#isEditing) this.#typing.typed(this.#roomId, this.#box.text);
  }
  #keepDraft() {
    clearTimeout(this.#draftTimer);
    if (this.#isEditing) this.#floors?.edit.typed(this.#box.text);
    else if (this.#roomId !== null) this.#chat.drafts.keep(this.#roomId, this.#box.text);
  }
  #roomChanged() {
    this.#typing.stop(this.#roomId);
    this.#keepDraft();
    this.#roomId = this.#chat.live.roomId;
    this.#reply = null;
    this.#floors?.edit.enter(this.#roomId);
    this.#showEdited();
  }
  /** Show the text of the edit, else the draft. */
  #showEdited() {
    this.#box.show(this.#floors?.edit.current?.text ?? this.#chat.drafts.of(this.#roomId ?? 0));
    this.#draw();
  }
  /** @param {Message | null} message */
  #setReply(message) {
    this.#reply = message;
    this.#draw();
  }
  #draw() {
    const { room } = this.#chat;
    const wasHidden = this.#form.hidden;
    drawForm(this.#root, this.#chat);
    void explainRestraint(this.#root, this.#chat, () => this.#draw());
    this.#box.node.readOnly = this.#floors?.edit.state === "saving";
    if (room) this.#box.name(labelOf(room, this.#isEditing));
    if (wasHidden && !this.#form.hidden) this.#box.fit();
    this.#drawText();
  }
  #drawText() {
    const mayPost = this.#box.length > 0 && !isHeldBack(this.#chat, "next_message_at");
    const maySave = this.#floors?.edit.state !== "saving";
    this.#form.toggleAttribute("data-over", this.#left < 0);
    const isReady = this.#left >= 0 && (this.#isEditing ? maySave : mayPost);
    drawSend(this.#root, { isEditing: this.#isEditing, isReady });
    this.#floors?.draw(this.#reply);
  }
  async #unblock() {
    const { room, me } = this.#chat;
    const partner = room && partnerIn(room, me);
    const blocking = await loaded(() => import("./blocking.js"));
    if (partner) await blocking?.unblockPerson(this.#chat, partner);
    this.focus();
  }
  async #join() {
    if (await attempt(() => this.#chat.joinRoom(
      /** @type {number} */
      this.#roomId
    ))) this.focus();
  }
}
const CHECK_MS$1 = 500;
const UNANSWERED_MS = 5e3;
function mount$3(root, chat) {
  const { status, statusChanged } = chat.connection;
  const line = part(root, "text");
  const draw = () => {
    const isUnanswered = chat.sender.unansweredMs(monotonicMs()) > UNANSWERED_MS;
    const said = status.notice(monotonicMs());
    const notice = said === "none" && isUnanswered ? "unanswered" : said;
    root.dataset.notice = notice;
    document.documentElement.toggleAttribute("data-unconnected", status.phase !== "online");
    const text = noticeText(notice, status.sinceMs);
    showText$1(line, text);
    hideIf(part(root, "sign-in"), notice !== "signed_out");
  };
  statusChanged.subscribe(draw);
  setInterval(draw, CHECK_MS$1);
  draw();
}
function noticeText(notice, sinceMs) {
  switch (notice) {
    case "connecting":
      return gettext("Connecting\u2026");
    case "offline":
      return offlineText(timeOfDay(momentOf(sinceMs)));
    case "unanswered":
      return gettext("Waiting for a response. Your message is saved.");
    case "back":
      return gettext("Back online.");
    case "signed_out":
      return gettext("You're signed out. Anything you wrote is saved.");
    default:
      return "";
  }
}
function offlineText(time) {
  const text = gettext("Offline since %(time)s. Your messages will be sent when you're back online.");
  return interpolate(text, { time });
}
const GROUP_GAP_MS = 5 * 6e4;
let drawn = (
  /** @type {WeakMap<Message, DrawnMessage>} */
  /* @__PURE__ */ new WeakMap()
);
calendarChanged.subscribe(() => drawn = /* @__PURE__ */ new WeakMap());
function drawnMessage(message) {
  const known = drawn.get(message) ?? withPosition({ ...message, state: "stored", error: null });
  drawn.set(message, known);
  return known;
}
function drawnEntry(entry, author, nameOf2) {
  return withPosition({
    room_id: entry.room_id,
    version: 0,
    author,
    content: readable(entry.content, nameOf2),
    html: "",
    created_at: entry.created_at,
    seq: null,
    client_id: entry.client_id,
    edited_at: null,
    deleted_at: null,
    deleted_by: null,
    reply_to: null,
    mentions: [],
    mentions_room: false,
    reactions: [],
    pinned_at: null,
    state: entry.error ? "failed" : "sending",
    error: entry.error?.message ?? null
  });
}
function withPosition(message) {
  const { author, client_id, seq, created_at } = message;
  return {
    ...message,
    key: client_id === null ? `s${seq}` : `c${author?.id}:${client_id}`,
    day: dayKey(created_at),
    sentMs: Date.parse(created_at),
    calendar: calendar()
  };
}
function rowsOf(messages, { unreadAfter = null, me }) {
  const rows = [];
  let previous = (
    /** @type {DrawnMessage | null} */
    null
  );
  let previousDay = "";
  const days = (
    /** @type {Map<string, number>} */
    /* @__PURE__ */ new Map()
  );
  let lineDue = unreadAfter !== null;
  for (const message of messages) {
    const { key, day } = message;
    const newDay = day !== previousDay;
    if (newDay) rows.push({ key: dayLineKey(days, day), kind: "day", time: message.created_at });
    const newsBegin = lineDue && isNews(
      message,
      /** @type {number} */
      unreadAfter,
      me
    );
    if (newsBegin) rows.push({ key: "unread", kind: "unread", time: message.created_at });
    lineDue &&= !newsBegin;
    const startsGroup = newDay || newsBegin || !continues(
      /** @type {DrawnMessage} */
      previous,
      message
    );
    rows.push({ key, kind: "message", message, startsGroup });
    previous = message;
    previousDay = day;
  }
  return rows;
}
function dayLineKey(days, day) {
  const times = (days.get(day) ?? 0) + 1;
  days.set(day, times);
  return times === 1 ? `d${day}` : `d${day}.${times}`;
}
function isNews(message, unreadAfter, me) {
  return message.seq !== null && message.seq > unreadAfter && message.author?.id !== me;
}
function continues(previous, message) {
  const pause = Math.abs(message.sentMs - previous.sentMs);
  return previous.author?.id === message.author?.id && pause < GROUP_GAP_MS && message.reply_to === null;
}
const BLOCK_LINES = 30;
class LineBlocks {
  #shown = (
    /** @type {Map<string, Line>} */
    /* @__PURE__ */ new Map()
  );
  /** In the order of the conversation. @type {HTMLElement[]} */
  nodes = [];
  /**
   * @param {HTMLElement} container
   * @param {{ create: (row: Row) => HTMLElement,
   *   update: (node: HTMLElement, row: Row, previous: Row | null) => void }} how
   */
  constructor(container, how) {
    this.container = container;
    this.how = how;
  }
  /** @param {Row[]} rows */
  show(rows) {
    const next = new Map(rows.map((row) => [row.key, this.#drawn(row)]));
    for (const [key, { node }] of this.#shown) if (!next.has(key)) remove(node);
    this.#shown = next;
    const nodes = [...next.values()].map(({ node }) => node);
    this.#arrange(nodes);
    this.nodes = nodes;
  }
  /** @param {string} key @returns {HTMLElement | null} */
  node(key) {
    return this.#shown.get(key)?.node ?? null;
  }
  /** The last message, if there is one. */
  get last() {
    return this.nodes.findLast(isMessage) ?? null;
  }
  /** @param {Row} row @returns {Line} */
  #drawn(row) {
    const known = this.#shown.get(row.key);
    const node = known?.node ?? this.how.create(row);
    this.how.update(node, row, known?.row ?? null);
    return { row, node };
  }
  /** Put the lines in order; most are where they belong. @param {HTMLElement[]} nodes */
  #arrange(nodes) {
    const before = this.nodes.filter((node) => node.isConnected);
    const moved = /* @__PURE__ */ new Set();
    let at = 0;
    for (const [index, node] of nodes.entries()) {
      while (moved.has(before[at])) at += 1;
      if (node === before[at]) {
        at += 1;
      } else {
        moved.add(node);
        remove(node);
        this.#insert(node, nodes[index - 1] ?? null);
      }
    }
  }
  /** @param {HTMLElement} node @param {HTMLElement | null} previous */
  #insert(node, previous) {
    const isFull = (previous?.parentElement?.childElementCount ?? 0) >= BLOCK_LINES;
    if (isFull && previous?.nextElementSibling) splitAfter(previous);
    const block = previous?.parentElement ?? null;
    if (block && block.childElementCount < BLOCK_LINES) previous?.after(node);
    else if (block) block.after(blockOf(node));
    else this.container.prepend(blockOf(node));
  }
}
function isMessage(line) {
  return line.classList.contains("message");
}
function remove(node) {
  const block = node.parentElement;
  node.remove();
  if (block?.childElementCount === 0) block.remove();
}
function blockOf(...lines) {
  const block = document.createElement("div");
  block.className = "block";
  block.append(...lines);
  return block;
}
function splitAfter(line) {
  const block = (
    /** @type {HTMLElement} */
    line.parentElement
  );
  const lines = [...block.children];
  const end = lines.indexOf(line) + 1;
  if (end * 2 < lines.length) block.before(blockOf(...lines.slice(0, end)));
  else block.after(blockOf(...lines.slice(end)));
}
function reactionStore(storage, userId) {
  return new JsonStore(storage, `reactions:${userId}:`);
}
class LineExtras {
  #chat;
  #lines;
  #redraw;
  #blocked = (
    /** @type {import("./blocked_lines.js").BlockedLines | null} */
    null
  );
  #extras = (
    /** @type {Extras | null} */
    null
  );
  /** @param {Chat} chat @param {import("./line_blocks.js").LineBlocks} lines @param {() => void} redraw */
  constructor(chat, lines, redraw) {
    this.#chat = chat;
    this.#lines = lines;
    this.#redraw = redraw;
    chat.blocks.changed.subscribe(redraw);
    if (reactionStore(chat.storage, chat.me.id).keys().length > 0) whenIdle(() => void this.load().catch(() => null));
  }
  /** Messages of people whom I blocked become one line; until its code is there, none. @param {Row[]} rows */
  fold(rows) {
    const { blocks, room } = this.#chat;
    if (blocks.size === 0 || isDirect(room)) return rows;
    if (this.#blocked) return this.#blocked.fold(rows);
    void this.#loadFolding().catch(() => null);
    return rows.filter((row) => row.kind !== "message" || !blocks.has(row.message.author));
  }
  async #loadFolding() {
    const { BlockedLines } = await import("./blocked_lines.js");
    this.#blocked ??= new BlockedLines(this.#chat, this.#lines.container, this.#redraw);
    this.#redraw();
  }
  /** @param {Row[]} rows */
  draw(rows) {
    if (this.#extras) this.#extras.draw(rows);
    else if (rows.some(hasExtras)) void this.load().catch(() => null);
  }
  /** @returns {Promise<Extras>} */
  async load() {
    const { Extras } = await import("./extras.js");
    if (this.#extras) return this.#extras;
    this.#extras = new Extras(this.#chat, this.#lines);
    this.#redraw();
    return this.#extras;
  }
}
function hasExtras(row) {
  return row.kind === "message" && (row.message.reactions.length > 0 || Boolean(row.message.pinned_at));
}
class LogEdges {
  #parts;
  #chat;
  /** @param {HTMLElement} root @param {Chat} chat */
  constructor(root, chat) {
    const begin2 = (
      /** @type {const} */
      ["beginning", "beginning-title", "beginning-text", "readers"]
    );
    this.#parts = parts(root, ...begin2, "older", "loading", "news", "news-text");
    this.#chat = chat;
  }
  draw() {
    const { live, room } = this.#chat;
    const { log } = live;
    hideIf(this.#parts.older, !(log.hasMoreBefore && log.messages.length > 0));
    hideIf(this.#parts.beginning, room === null || log.hasMoreBefore || live.state !== "ready");
    const isLoading = live.state === "loading" || !this.#chat.hasOpened;
    hideIf(this.#parts.loading, !isLoading || log.messages.length > 0);
    if (!room) return;
    const title = isDirect(room) ? room.name : interpolate(gettext("Welcome to %(room)s"), { room: room.name });
    showText$1(this.#parts["beginning-title"], title);
    showText$1(this.#parts["readers"], readersText(room, this.#chat.me));
    showText$1(this.#parts["beginning-text"], isDirect(room) ? "" : beginningText(room, log.messages.length > 0));
  }
  /** @param {boolean} atEnd */
  drawNews(atEnd) {
    const { live, reading } = this.#chat;
    const pill = this.#parts.news;
    const count = atEnd ? 0 : Math.max(reading.unreadCount, live.log.beyond);
    hideIf(pill, atEnd || live.log.messages.length === 0);
    pill.toggleAttribute("data-quiet", count === 0);
    showText$1(this.#parts["news-text"], count === 0 ? gettext("Jump to latest") : interpolate(ngettext("%(count)s new message", "%(count)s new messages", count), { count }));
  }
}
function readersText(room, me) {
  if (room.visibility === "private") {
    const text = ngettext(
      "Only its member can read this room.",
      "Only its %(count)s members can read this room.",
      room.member_count
    );
    return interpolate(text, { count: room.member_count });
  }
  if (!isDirect(room)) return "";
  const others = othersIn(room, me).map(({ name }) => isolated(name));
  const last = others.pop();
  if (last === void 0) return gettext("Only you can read this. It's a place for notes.");
  return others.length === 0 ? interpolate(gettext("Only you and %(name)s can read this."), { name: last }) : interpolate(gettext("Only you, %(names)s and %(name)s can read this."), { names: others.join(", "), name: last });
}
function beginningText(room, hasMessages) {
  const about = room.description ? `${isolated(room.description)} ` : "";
  if (hasMessages) return about + gettext("This is where the conversation begins.");
  const mayWrite = room.membership && room.is_active;
  return about + (mayWrite ? gettext("No messages yet. Say hello.") : gettext("No messages yet."));
}
const AHEAD_PX = 900;
function pageWhileScrolling(root, scroller, live) {
  const page = () => {
    const { scrollTop, scrollHeight, clientHeight } = scroller;
    if (scrollTop < AHEAD_PX) void live.loadOlder();
    if (scrollHeight - scrollTop - clientHeight < AHEAD_PX) void live.loadNewer();
  };
  const sentinels = new IntersectionObserver((seen) => seen.some((entry) => entry.isIntersecting) && page(), {
    root: scroller,
    rootMargin: `${AHEAD_PX}px 0px`
  });
  sentinels.observe(part(root, "top"));
  sentinels.observe(part(root, "bottom"));
  scroller.addEventListener("scroll", page, { passive: true });
  return page;
}
function showForwarded(text, { room_id, seq, author }, isReadable) {
  const line = document.createElement("p");
  line.className = "message-forwarded";
  line.append(interpolate(gettext("Forwarded from %(name)s"), { name: nameOf(author) }));
  if (isReadable) line.append(" \xB7 ", original(room_id, seq));
  text.prepend(line);
}
function original(roomId, seq) {
  const link = document.createElement("a");
  link.href = `/rooms/${roomId}/${seq}`;
  link.tabIndex = -1;
  link.textContent = gettext("Show the original");
  return link;
}
function showMentions(text, { mentions = [] }, me) {
  for (const mention of text.querySelectorAll(
    /** @type {"a"} */
    "a.mention"
  )) {
    const id = Number(mention.dataset.user);
    const name = mentions.find((user) => user.id === id)?.name;
    if (name) mention.textContent = `@${name}`;
    mention.toggleAttribute("data-me", id === me.id || Number.isNaN(id));
    if (!Number.isNaN(id)) mention.setAttribute("role", "button");
  }
}
function showAction(text, { author }) {
  const name = document.createElement("bdi");
  name.textContent = nameOf(author);
  text.querySelector(".action")?.prepend(name, " ");
}
function createRow(row) {
  return fromTemplate(`${row.kind}-row`);
}
function drawRow(node, row, previous, reader) {
  if (row.kind === "day") drawDay(node, row.time);
  if (row.kind === "unread") drawUnreadLine(node, row.time);
  if (row.kind === "blocked") drawFold(node, row);
  if (row.kind === "message") drawLine(node, row, previous?.kind === "message" ? previous : null, reader);
}
function drawFold(node, { keys, seq, text }) {
  node.dataset.seq = String(seq);
  node.dataset.keys = keys.join(" ");
  part(node, "text").textContent = text;
}
function drawUnreadLine(node, time) {
  const since = sinceTime(time);
  if (node.dataset.since === since) return;
  node.dataset.since = since;
  part(node, "text").textContent = interpolate(gettext("New \xB7 since %(time)s"), { time: since });
}
function drawLine(node, row, before, reader) {
  const isAnother = before?.startsGroup !== row.startsGroup;
  if (isAnother) begin(node, row.startsGroup);
  const hides = before?.hidesQuote !== row.hidesQuote;
  if (isAnother || hides || !sameMessage(before.message, row.message)) drawMessage(node, row, reader);
}
function begin(node, starts) {
  node.toggleAttribute("data-starts", starts);
  node.replaceChildren(contentOf(starts ? "message-first" : "message-next"));
}
function sameMessage(a, b) {
  if (a === b) return true;
  return a.seq === b.seq && a.html === b.html && a.content === b.content && a.state === b.state && a.error === b.error && a.edited_at === b.edited_at && a.deleted_at === b.deleted_at && a.calendar === b.calendar && samePerson(a.author, b.author) && sameQuote(a.reply_to, b.reply_to) && samePeople(a.mentions, b.mentions);
}
function samePerson(a, b) {
  return a?.id === b?.id && a?.name === b?.name && a?.avatar_url === b?.avatar_url;
}
function samePeople(a = [], b = []) {
  return a === b || a.length === b.length && a.every((person, at) => samePerson(person, b[at]));
}
function sameQuote(a, b) {
  return a?.seq === b?.seq && a?.excerpt === b?.excerpt && samePerson(a?.author ?? null, b?.author ?? null);
}
function drawDay(node, time) {
  const day = (
    /** @type {HTMLTimeElement} */
    part(node, "day")
  );
  const name = dayName(time);
  if (day.textContent === name) return;
  day.textContent = name;
  day.dateTime = time;
}
function drawMessage(node, { message, startsGroup, hidesQuote }, { me, roomId, room, rooms }) {
  const { dataset } = node;
  dataset.state = message.state;
  dataset.seq = String(message.seq ?? "");
  dataset.client = message.client_id ?? "";
  node.toggleAttribute("data-own", message.author?.id === me.id);
  node.toggleAttribute("data-for-me", mentionsPerson(me, message));
  if (startsGroup) drawHead$1(node, message, roomId);
  else drawHour(part(node, "hour"), message, roomId);
  const text = part(node, "text");
  drawQuote(text, message.reply_to, roomId, hidesQuote ?? false);
  const mayLookBack = message.author?.id === me.id || moderates(room?.membership, me);
  drawText(text, message, { me, mayLookBack });
  const { forward_of: original2 } = message;
  if (original2 && message.deleted_at === null) showForwarded(text, original2, rooms.get(original2.room_id) !== null);
  drawState(text, message);
}
function drawHead$1(node, message, roomId) {
  const author = part(node, "author");
  author.textContent = nameOf(message.author);
  author.dataset.user = String(message.author?.id ?? "");
  drawAvatar(part(node, "avatar"), message.author);
  const clock = (
    /** @type {HTMLTimeElement} */
    part(node, "clock")
  );
  clock.textContent = timeOfDay(message.created_at);
  clock.dateTime = message.created_at;
  clock.title = fullTime(message.created_at);
  lead(part(node, "time"), message, roomId);
}
function drawHour(hour, message, roomId) {
  const time = timeOfDay(message.created_at);
  const name = interpolate(gettext("%(name)s, %(time)s"), { name: nameOf(message.author), time });
  hour.textContent = time;
  lead(hour, message, roomId);
  if (message.seq === null) hour.prepend(hidden(`${nameOf(message.author)}, `));
  else hour.setAttribute("aria-label", name);
}
function hidden(text) {
  const place = document.createElement("span");
  place.className = "visually-hidden";
  place.textContent = text;
  return place;
}
function lead(link, { seq }, roomId) {
  if (seq === null) link.removeAttribute("href");
  else link.setAttribute("href", `/rooms/${roomId}/${seq}`);
}
function drawQuote(text, quoted, roomId, isBlocked) {
  if (text.previousElementSibling?.matches(".message-quote")) text.previousElementSibling.remove();
  if (quoted === null) return;
  const quote = fromTemplate("message-quote");
  if (isBlocked) quote.textContent = gettext("A message from someone you blocked");
  else showSaying(quote, nameOf(quoted.author), quoted.excerpt || gettext("This message was deleted."));
  quote.setAttribute("href", `/rooms/${roomId}/${quoted.seq}`);
  text.before(quote);
}
function drawText(place, message, { me, mayLookBack }) {
  place.toggleAttribute("data-deleted", message.deleted_at !== null);
  place.toggleAttribute("data-plain", message.html === "");
  if (message.deleted_by === "moderator") place.textContent = gettext("This message was removed by a moderator.");
  else if (message.deleted_at !== null) place.textContent = gettext("This message was deleted.");
  else if (message.html === "") place.textContent = message.content;
  else showText(place, message.html);
  if (message.html.includes('class="mention"')) showMentions(place, message, me);
  if (message.html.includes('class="action"')) showAction(place, message);
  if (message.edited_at === null || message.deleted_at !== null) return;
  place.append(editedMark(message.edited_at, mayLookBack));
}
function showText(place, html) {
  showServerHtml(place, html);
  if (html.includes("<pre")) for (const pre of place.querySelectorAll("pre")) frameCode(pre);
  if (html.includes("<a ")) for (const link of place.querySelectorAll("a")) link.tabIndex = -1;
}
function frameCode(pre) {
  const frame = fromTemplate("code-block");
  pre.replaceWith(frame);
  frame.prepend(pre);
  pre.tabIndex = 0;
  const code = pre.querySelector(
    /** @type {"code"} */
    "code[class]"
  );
  if (code) void import("./code_colours.js").then(({ colour }) => colour(code)).catch(() => null);
}
function editedMark(editedAt, mayLookBack) {
  const mark = mayLookBack ? fromTemplate("message-history-button") : document.createElement("span");
  mark.className = "message-edited";
  mark.textContent = gettext("edited");
  mark.title = interpolate(gettext("Edited %(time)s"), { time: fullTime(editedAt) });
  return mark;
}
function drawState(text, message) {
  if (text.nextElementSibling?.matches(".message-state")) text.nextElementSibling.remove();
  if (message.state === "stored") return;
  const state = fromTemplate(`message-${message.state}`);
  if (message.state === "failed") {
    part(state, "error").textContent = interpolate(gettext("Not sent. %(reason)s"), { reason: message.error ?? "" });
  }
  text.after(state);
}
const END_TOLERANCE_PX = 32;
class ScrollKeeper {
  #scroller;
  #list;
  #size = "";
  /** Whether the reader is at the end and wants to stay there. */
  pinned = true;
  /** @param {HTMLElement} scroller @param {import("./line_blocks.js").LineBlocks} list */
  constructor(scroller, list) {
    this.#scroller = scroller;
    this.#list = list;
    scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    const sizes = new ResizeObserver(() => this.pinned && this.toEnd());
    sizes.observe(scroller);
    sizes.observe(list.container);
  }
  /** Change the lines without moving the one that is being read. @param {() => void} change */
  around(change) {
    const line = this.pinned ? null : this.firstMessage();
    const before = line ? this.#offset(line) : 0;
    change();
    if (this.pinned) this.toEnd();
    else if (line?.isConnected) this.#scroller.scrollTop += this.#offset(line) - before;
  }
  toEnd() {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.pinned = true;
  }
  /** Bring a line into view, with some of what is before it. @param {HTMLElement} line */
  show(line) {
    this.#scroller.scrollTop += this.#offset(line) - this.#scroller.clientHeight / 4;
    this.pinned = this.#nearEnd();
  }
  /** The seq of the last stored message that is wholly in view. */
  lastSeenSeq() {
    const end = this.#scroller.getBoundingClientRect().bottom + 1;
    const { nodes } = this.#list;
    for (let at = this.#firstAt((line) => line.getBoundingClientRect().bottom > end) - 1; at >= 0; at -= 1) {
      const seq = Number(nodes[at].dataset.seq);
      if (seq > 0) return seq;
    }
    return 0;
  }
  /** The first line of which something is in view. */
  firstInView() {
    const top = this.#scroller.getBoundingClientRect().top;
    return this.#list.nodes[this.#firstAt((line) => line.getBoundingClientRect().bottom > top)] ?? null;
  }
  /** Learn whether the reader left the end; a keyboard that opens or a line that grows takes no one away from it. */
  #scrolled() {
    const { scrollHeight, clientHeight } = this.#scroller;
    const size = `${scrollHeight}/${clientHeight}`;
    const resized = size !== this.#size;
    this.#size = size;
    this.pinned = this.#nearEnd() || this.pinned && resized;
  }
  #nearEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    return scrollHeight - scrollTop - clientHeight <= END_TOLERANCE_PX;
  }
  /** Where a line is, seen from the top of the view. @param {HTMLElement} line */
  #offset(line) {
    return line.getBoundingClientRect().top - this.#scroller.getBoundingClientRect().top;
  }
  /** Of those in view. A day's name goes up when older lines of that day come: only a message stays where it is. */
  firstMessage() {
    const { nodes } = this.#list;
    const first = this.firstInView();
    return first && nodes.slice(nodes.indexOf(first)).find(({ dataset }) => dataset.seq);
  }
  /** Where the lines begin of which this is true. @param {(line: HTMLElement) => boolean} is */
  #firstAt(is) {
    const { nodes } = this.#list;
    let low = 0;
    let high = nodes.length;
    while (low < high) {
      const middle = low + high >> 1;
      if (is(nodes[middle])) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
const MOST_NEW_LINES = 60;
class ConversationLog {
  /** The lines were drawn. @type {Signal<void>} */
  drawn = new Signal();
  lines;
  scroller;
  extras;
  #root;
  #edges;
  #chat;
  #page;
  #scroll;
  #draw = oncePerFrame(() => this.#drawNow());
  /** A room was opened and its first lines are not placed yet. */
  #fresh = false;
  /** Some new lines wait for the next frame. */
  #more = false;
  #wanted = (
    /** @type {Wanted | null} */
    null
  );
  /** The reader jumped over news: they stay unread until the reader comes back to them, or marks them. */
  #hasSkipped = false;
  /** @param {HTMLElement} root @param {Chat} chat */
  constructor(root, chat) {
    this.#root = root;
    this.#edges = new LogEdges(root, chat);
    this.#chat = chat;
    this.scroller = part(root, "scroller");
    this.lines = new LineBlocks(part(root, "messages"), {
      create: createRow,
      update: (node, row, previous) => drawRow(node, row, previous, readerOf(chat))
    });
    this.extras = new LineExtras(chat, this.lines, this.#draw);
    this.#scroll = new ScrollKeeper(this.scroller, this.lines);
    this.#listen();
    this.#page = pageWhileScrolling(root, this.scroller, chat.live);
  }
  get atEnd() {
    return this.#scroll.pinned && !this.#chat.live.log.hasMoreAfter;
  }
  /** Show a message of the room that was opened around it. @param {number} seq */
  reveal(seq) {
    this.show({ isMessage: true, find: () => this.lines.nodes.find(({ dataset }) => dataset.seq === String(seq)) });
  }
  /** Bring a line into view as soon as it is there. @param {Wanted} wanted */
  show(wanted) {
    this.#wanted = wanted;
    this.#draw();
  }
  goToEnd() {
    const { live } = this.#chat;
    this.#wanted = { isEnd: true, find: () => live.log.hasMoreAfter ? null : this.lines.nodes.at(-1) };
    if (live.log.hasMoreAfter) void live.showNewest();
    this.#drawNow();
  }
  /** All that is in the room is read. */
  markRead() {
    const { live, reading, room } = this.#chat;
    this.#hasSkipped = false;
    reading.clearLine();
    this.#chat.saw(Math.max(live.log.last?.seq ?? 0, room?.last_message?.seq ?? 0));
    this.#draw();
  }
  /** The day of the first line in view, unless that line says it itself. @returns {HTMLTimeElement | null} */
  dayAbove() {
    const first = this.#scroll.firstInView();
    if (!first || first.matches(".day")) return null;
    const { nodes } = this.lines;
    const day = nodes.slice(0, nodes.indexOf(first)).findLast((line) => line.matches(".day"));
    return day?.querySelector("time") ?? null;
  }
  /** The line where news begin, if it is above the view. */
  get lineAbove() {
    const line = this.lines.node("unread");
    return line && line.getBoundingClientRect().top < this.scroller.getBoundingClientRect().top ? line : null;
  }
  /** Draw what is due now, for those who need the lines in place. */
  flush() {
    this.#drawNow();
  }
  #listen() {
    const { live, rooms, roomChanged } = this.#chat;
    live.changed.subscribe(this.#draw);
    calendarChanged.subscribe(this.#draw);
    rooms.changed.subscribe(oncePerFrame(() => this.#drawAround()));
    roomChanged.subscribe(() => this.#entered());
    this.scroller.addEventListener("scroll", () => this.#noteReading(), { passive: true });
    document.addEventListener("visibilitychange", () => this.#noteReading());
    addEventListener("focus", () => this.#noteReading());
    part(this.#root, "news").addEventListener("click", () => this.goToEnd());
  }
  #entered() {
    this.#fresh = true;
    this.#wanted = null;
    this.#hasSkipped = false;
    this.#scroll.pinned = true;
    this.#drawNow();
  }
  #drawNow() {
    const { live } = this.#chat;
    live.log.following = this.#scroll.pinned;
    this.#scroll.around(() => {
      const rows = this.#affordable(this.extras.fold(this.#rows()));
      this.lines.show(rows);
      this.extras.draw(rows);
      this.#edges.draw();
    });
    this.drawn.emit();
    this.#showFirst();
    this.#showWanted();
    this.#edges.drawNews(this.atEnd);
    this.#noteReading();
    if (live.state === "ready") queueMicrotask(() => this.#page());
  }
  /** Draw what says something about the room, not its lines. */
  #drawAround() {
    this.#scroll.around(() => this.#edges.draw());
    this.#edges.drawNews(this.atEnd);
  }
  /** Of very many new lines the last come first; the others follow frame by frame. @param {Row[]} rows */
  #affordable(rows) {
    const fresh = rows.filter((row) => this.lines.node(row.key) === null);
    this.#more = fresh.length > MOST_NEW_LINES;
    if (!this.#more) return rows;
    const later = new Set(fresh.slice(0, -MOST_NEW_LINES));
    this.#draw();
    return rows.filter((row) => !later.has(row));
  }
  #rows() {
    const { live, outbox, me, reading } = this.#chat;
    if (live.roomId === null) return [];
    const messages = live.log.messages.map(drawnMessage);
    const { first, hasMoreBefore } = live.log;
    const isLineFar = hasMoreBefore && (first?.seq ?? 0) > (reading.unreadAfter ?? 0);
    const reader = { unreadAfter: isLineFar ? null : reading.unreadAfter, me: me.id };
    if (live.log.hasMoreAfter) return rowsOf(messages, reader);
    const acknowledged = outbox.acknowledgedIn(live.roomId).map(drawnMessage);
    const waiting = outbox.inRoom(live.roomId).map((entry) => drawnEntry(entry, me, (id) => this.#chat.names.of(id)));
    const onTheWay = [...acknowledged, ...waiting].filter(({ key }) => !messages.some((known) => known.key === key));
    return rowsOf([...messages, ...onTheWay], reader);
  }
  /** On entering: at the line of what is new if it is out of view, else at the end. */
  #showFirst() {
    if (!this.#fresh || this.#chat.live.log.messages.length === 0) return;
    this.#fresh = this.#chat.live.state !== "ready" || this.#chat.live.catchingUp || this.#more;
    this.#scroll.toEnd();
    const line = this.lineAbove;
    if (line) this.#scroll.show(line);
  }
  #showWanted() {
    const wanted = this.#wanted;
    const line = wanted?.find();
    if (!wanted || !line) return this.#missing();
    this.#wanted = null;
    this.#fresh = false;
    if (wanted.isEnd) this.#scroll.toEnd();
    else this.#scroll.show(line);
    if (wanted.isMessage) point(line);
    return this.#noteSkip();
  }
  /** A message that may still come is waited for. */
  #missing() {
    const { live } = this.#chat;
    if (!this.#wanted?.isMessage || this.#more || live.paging || live.state !== "ready") return;
    this.#wanted = null;
    toast(gettext("That message can't be found."));
  }
  /** Whether more is unread than what is in view and below it. */
  #noteSkip() {
    const { live, reading, me } = this.#chat;
    const top = Number(this.#scroll.firstMessage()?.dataset.seq ?? 0);
    const ahead = live.log.messages.filter(({ seq, author, deleted_at }) => seq >= top && seq > reading.lastRead && author?.id !== me.id && deleted_at === null);
    this.#hasSkipped = reading.unreadAfter !== null && reading.unreadCount > ahead.length;
  }
  /** Whether the reader is where the news begin, or before them. */
  #isBack() {
    return this.#chat.reading.unreadAfter === null || this.lines.node("unread") !== null && this.lineAbove === null;
  }
  #noteReading() {
    this.#chat.endInSight = this.atEnd;
    this.#chat.live.log.following = this.#scroll.pinned;
    if (this.#hasSkipped) this.#hasSkipped = !this.#isBack();
    if (this.#chat.looking && !this.#hasSkipped) this.#chat.saw(this.#scroll.lastSeenSeq());
    this.#edges.drawNews(this.atEnd);
  }
}
function readerOf({ me, room, rooms, live }) {
  return { me, room, rooms, roomId: live.roomId ?? 0 };
}
function point(line) {
  line.removeAttribute("data-flash");
  void line.offsetWidth;
  line.setAttribute("data-flash", "");
  line.focus({ preventScroll: true });
}
function drawMark(mark, room, { me, presence }) {
  const partner = partnerIn(room, me);
  const person = partner ?? (isDirect(room) && room.members?.length === 1 ? room.members[0] : null);
  const online = String(partner !== null && presence.isOnline(partner.id));
  if (mark.dataset.online !== online) mark.dataset.online = online;
  if (person) drawFace(mark, person);
  else drawIcon(mark, iconOf(room));
}
function drawFace(mark, person) {
  hideIf(part(mark, "face"), false);
  drawAvatar(part(mark, "face"), person);
  if (mark.dataset.icon !== "face") mark.dataset.icon = "face";
}
function drawIcon(mark, icon) {
  hideIf(part(mark, "face"), true);
  if (mark.dataset.icon === icon) return;
  mark.dataset.icon = icon;
  const use = (
    /** @type {SVGUseElement} */
    mark.querySelector("use")
  );
  use.setAttribute("href", (use.getAttribute("href") ?? "").replace(/#.*/, `#${icon}`));
}
function iconOf(room) {
  if (!room.is_active) return "archive";
  if (isDirect(room)) return "people";
  if (room.visibility === "private") return "lock";
  return room.who_may_write === "moderators" ? "megaphone" : "hash";
}
function kindOf(room, { me, presence }) {
  const partner = partnerIn(room, me);
  const kinds = [
    room.is_active ? "" : gettext("closed"),
    room.visibility === "private" ? gettext("private") : "",
    room.who_may_write === "moderators" ? gettext("announcements") : "",
    partner && presence.isOnline(partner.id) ? gettext("online") : ""
  ];
  return kinds.filter(Boolean).join(", ");
}
function mountHead(root, chat) {
  const blank = parts(root, "blank", "blank-title", "blank-text");
  const draw = oncePerFrame(() => {
    drawHead(root, chat);
    drawBlank(blank, chat);
  });
  chat.rooms.changed.subscribe(draw);
  for (const changed of [chat.roomChanged, chat.presence.changed, chat.members.changed]) changed.subscribe(draw);
  draw();
}
function drawHead(root, chat) {
  const { room } = chat;
  const noRoom = chat.hasOpened && chat.live.roomId === null ? gettext("No room open") : gettext("Loading\u2026");
  showText$1(part(root, "name"), room?.name ?? noRoom);
  part(root, "title").disabled = room === null;
  void drawTopic(part(root, "description"), chat).catch(() => null);
  hideIf(part(root, "mark"), room === null);
  if (room) drawMark(part(root, "mark"), room, chat);
  hideIf(part(root, "room-menu"), !room?.membership && chat.me.role !== "admin");
  hideIf(part(root, "members-button"), room === null);
  showText$1(part(root, "member-count"), String(room?.member_count ?? ""));
  drawWayToList(root, chat.rooms.joined().filter(({ id }) => id !== room?.id));
  if (room) {
    const label = ngettext("%(count)s member", "%(count)s members", room.member_count);
    part(root, "members-button").setAttribute("aria-label", interpolate(label, { count: room.member_count }));
  }
}
async function drawTopic(place, chat) {
  const { room, me, presence, members } = chat;
  const partner = room && partnerIn(room, me);
  if (!partner) return showText$1(place, room?.description ?? "");
  const { presenceText } = await import("./chat_rest.js").then(function(n) {
    return n.p;
  });
  if (room.id === chat.room?.id) showText$1(place, presenceText(presence.isOnline(partner.id), members.get(partner.id)));
}
function drawWayToList(root, others) {
  const count = others.filter((room) => newsIn(room) > 0).length;
  showText$1(part(root, "unread-elsewhere"), count > 0 ? String(count) : "");
  const label = ngettext("Rooms, %(count)s with news", "Rooms, %(count)s with news", count);
  part(root, "to-rooms").setAttribute("aria-label", count > 0 ? interpolate(label, { count }) : gettext("Rooms"));
}
function drawBlank(blank, chat) {
  const isBlank = chat.live.roomId === null && chat.hasOpened;
  document.documentElement.toggleAttribute("data-blank", isBlank);
  hideIf(blank.blank, !isBlank);
  const any = chat.rooms.joined().length > 0;
  showText$1(blank["blank-title"], any ? gettext("Choose a room") : gettext("Welcome"));
  showText$1(blank["blank-text"], any ? gettext("Your rooms are in the list, with anything new marked.") : gettext("Conversations happen in rooms. Join one, or start your own."));
}
function keepEarlyClick(root, selector) {
  let pressed = (
    /** @type {Element | null} */
    null
  );
  const note = ({ target }) => {
    pressed = /** @type {Element} */
    target.closest(selector);
  };
  root.addEventListener("click", note);
  return () => {
    root.removeEventListener("click", note);
    if (pressed instanceof HTMLElement) pressed.click();
  };
}
class Shelf {
  #store;
  /** @param {KeyValueStorage} storage @param {number} userId */
  constructor(storage, userId) {
    this.#store = new JsonStore(storage, `shelf:${userId}:`);
  }
  /** @returns {Order} */
  get order() {
    return this.#store.get("order") === "recent" ? "recent" : "name";
  }
  set order(order) {
    this.#store.set("order", order);
  }
  /** @param {string} section */
  isFolded(section) {
    return this.#store.get(keyOf(section)) === true;
  }
  /** @param {string} section @param {boolean} folded */
  fold(section, folded) {
    this.#store.set(keyOf(section), folded);
  }
  /** @param {MyRoom[]} rooms By name. */
  sorted(rooms) {
    return this.order === "name" ? rooms : recentFirst(rooms);
  }
  /** All rooms of the list, as its sections stand. @param {MyRoom[]} rooms By name. */
  inOrder(rooms) {
    const listed = rooms.filter((room) => isListed(room) || newsIn(room) > 0);
    const others = listed.filter((room) => !isFavourite(room));
    return [
      ...this.sorted(listed.filter(isFavourite)),
      ...this.sorted(others.filter((room) => !isDirect(room))),
      ...recentFirst(others.filter(isDirect))
    ];
  }
}
function recentFirst(rooms) {
  return rooms.toSorted((a, b) => lastTime(b).localeCompare(lastTime(a)));
}
function steadyOrder(shown, wanted) {
  const place = ({ id }) => shown.includes(id) ? shown.indexOf(id) : shown.length;
  return wanted.toSorted((a, b) => place(a) - place(b));
}
function keyOf(section) {
  return section === "rooms" ? "folded" : `folded:${section}`;
}
function lastTime({ last_message, created_at }) {
  return last_message?.created_at ?? created_at;
}
function drawRoom(node, room, previous, chat) {
  const link = part(node, "link");
  const isCurrent = room.id === chat.live.roomId;
  if (isCurrent) link.setAttribute("aria-current", "page");
  else link.removeAttribute("aria-current");
  hideIf(part(node, "draft"), isCurrent || !chat.drafts.isIn(room.id));
  drawMark(part(node, "mark"), room, chat);
  showText$1(part(node, "kind"), kindOf(room, chat));
  if (room === previous && node.dataset.calendar === calendar()) return;
  node.dataset.calendar = calendar();
  const news = newsIn(room);
  link.setAttribute("href", `/?room=${room.id}`);
  link.dataset.room = String(room.id);
  link.dataset.unread = String(news > 0);
  link.toggleAttribute("data-quiet", room.membership?.notify === "nothing");
  showText$1(part(node, "name"), room.name);
  part(node, "more").setAttribute("aria-label", interpolate(gettext("Actions for %(room)s"), { room: room.name }));
  drawLast(node, room.last_message, chat.blocks.has(room.last_message?.author) && !isDirect(room));
  drawNews(part(node, "count"), news, meantIn(room), isDirect(room));
}
function drawLast(node, message, isBlocked) {
  showText$1(part(node, "time"), message ? briefTime(message.created_at) : "");
  const text = message ? excerpt(message) : gettext("No messages yet");
  if (isBlocked) showText$1(part(node, "preview"), gettext("A message from someone you blocked"));
  else if (message?.author && !message.deleted_at) showSaying(part(node, "preview"), message.author.name, text);
  else part(node, "preview").textContent = text;
}
function excerpt(message) {
  if (message.deleted_at) return gettext("Message deleted");
  return plainText(message).trim().replace(/\s+/g, " ").slice(0, 120);
}
function drawNews(mark, unread, mentions, direct) {
  hideIf(mark, unread === 0 && mentions === 0);
  mark.dataset.mentions = mentions > 99 ? "99+" : String(mentions || "");
  const label = mentions > 0 && !direct ? interpolate(ngettext("%(count)s mention", "%(count)s mentions", mentions), { count: mentions }) : interpolate(ngettext("%(count)s unread message", "%(count)s unread messages", unread), { count: unread });
  showText$1(part(mark, "count-text"), label);
}
class RoomSection {
  #root;
  #list;
  #shelf;
  #name;
  #chat;
  /**
   * @param {HTMLElement} root
   * @param {string} name
   * @param {{ chat: Chat, shelf: import("../../state/shelf.js").Shelf, page: { openRoom(roomId: number): void },
   *   draw: () => void }} panel
   */
  constructor(root, name, { chat, shelf, page, draw }) {
    this.#root = root;
    this.#name = name;
    this.#chat = chat;
    this.#shelf = shelf;
    this.#list = /** @type {KeyedList<MyRoom>} */
    new KeyedList(part(root, "list"), {
      key: (room) => String(room.id),
      create: () => fromTemplate("room-row"),
      update: (node, room, previous) => drawRoom(node, room, previous, chat)
    });
    mountRows(this.#container, chat, page);
    part(root, "fold").addEventListener("click", () => {
      shelf.fold(name, !shelf.isFolded(name));
      draw();
    });
    this.#container.addEventListener("pointerleave", draw);
    this.#container.addEventListener("focusout", draw);
  }
  get #container() {
    return this.#list.container;
  }
  /** @param {MyRoom[]} rooms @param {boolean} isFiltered They match what is typed, best first. */
  show(rooms, isFiltered) {
    const { live } = this.#chat;
    const sorted = () => this.#name === "people" ? recentFirst(rooms) : this.#shelf.sorted(rooms);
    const found = isFiltered ? rooms : this.#inOrder(sorted());
    const isFolded = this.#shelf.isFolded(this.#name) && !isFiltered;
    const isWanted = (room) => room.id === live.roomId || newsIn(room) > 0;
    this.#list.show(isFolded ? found.filter(isWanted) : found);
    part(this.#root, "fold").setAttribute("aria-expanded", String(!isFolded));
  }
  /**
   * Nothing moves under the pointer or the focus, unless the reader chose another order.
   * @param {MyRoom[]} wanted
   */
  #inOrder(wanted) {
    const container = this.#container;
    const order = this.#name === "people" ? "recent" : this.#shelf.order;
    const isChosenNow = container.dataset.order !== order;
    container.dataset.order = order;
    if (isChosenNow) return wanted;
    const links = [...container.querySelectorAll(
      /** @type {"a"} */
      ".room"
    )];
    if (wanted.every(({ id }, at) => links[at]?.dataset.room === String(id))) return wanted;
    const isPointedAt = matchMedia("(hover: hover)").matches && container.matches(":hover");
    if (!isPointedAt && !container.contains(document.activeElement)) return wanted;
    return steadyOrder(links.map(({ dataset }) => Number(dataset.room)), wanted);
  }
}
function mountRows(container, chat, page) {
  const openMenu = async (row, opener) => {
    const room = chat.rooms.get(Number(part(row, "link").dataset.room));
    const menu = await loaded(() => import("./row_menu.js"));
    if (room) menu?.openRowMenu(chat, room, opener);
  };
  container.addEventListener("click", (event) => {
    const more = (
      /** @type {Element} */
      event.target.closest("[data-part=more]")
    );
    if (more instanceof HTMLElement) void openMenu(rowOf(more), more);
    else followRoom(event, page);
  });
  container.addEventListener("contextmenu", (event) => {
    event.preventDefault();
    const row = rowOf(
      /** @type {Element} */
      event.target
    );
    void openMenu(row, row);
  });
}
function rowOf(inside) {
  return (
    /** @type {HTMLElement} */
    inside.closest("li")
  );
}
function followRoom(event, page) {
  const link = (
    /** @type {Element} */
    event.target.closest("[data-room]")
  );
  if (!(link instanceof HTMLElement) || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  page.openRoom(Number(link.dataset.room));
}
let bestMatches = null;
function mount$2(root, chat, page) {
  const filter = (
    /** @type {HTMLInputElement} */
    part(root, "filter")
  );
  const shelf = new Shelf(chat.storage, chat.me.id);
  const draw = oncePerFrame(() => drawRooms(root, sections, { ...chat, shelf }, filter.value.trim()));
  const section = (name) => new RoomSection(part(root, name), name, { chat, shelf, page, draw });
  const sections = { favourites: section("favourites"), rooms: section("rooms"), people: section("people") };
  const find = () => import("./writing.js").then(function(n) {
    return n.f;
  }).then((fuzzy) => {
    bestMatches = fuzzy.bestMatches;
    draw();
  }).catch(() => null);
  for (const event of ["focus", "input"]) filter.addEventListener(event, () => void find());
  onKey(filter, (event) => filterKey(event, filter, part(root, "sections"), draw));
  onKey(part(root, "sections"), (event) => walk(event, root));
  mountShelf(root, shelf, draw);
  const { rooms, roomChanged, drafts, presence } = chat;
  const signals = [rooms.changed, calendarChanged, roomChanged, drafts.changed, presence.changed];
  for (const signal of signals) signal.subscribe(draw);
  mountMe(root, chat);
  draw();
}
function mountShelf(root, shelf, draw) {
  if (/Mac|iPhone|iPad/.test(navigator.platform)) part(root, "shortcut").textContent = "\u2318 K";
  part(root, "to-top").addEventListener("click", () => part(root, "sections").parentElement?.scrollTo(0, 0));
  for (const button of orderButtons(root)) {
    button.addEventListener("click", () => {
      shelf.order = button.dataset.order === "recent" ? "recent" : "name";
      draw();
    });
  }
}
function orderButtons(root) {
  return root.querySelectorAll(
    /** @type {"button"} */
    "button[data-order]"
  );
}
function drawRooms(root, sections, { rooms, live, shelf }, query) {
  const joined = rooms.joined();
  const isFiltered = query !== "";
  const favourites = isFiltered ? [] : joined.filter(isFavourite);
  const found = isFiltered ? bestMatches?.(query, joined, ({ name }) => name) ?? joined : joined.filter((room) => !isFavourite(room) && (isListed(room) || room.id === live.roomId));
  const people = found.filter(isDirect);
  sections.favourites.show(favourites, isFiltered);
  sections.rooms.show(found.filter((room) => !isDirect(room)), isFiltered);
  sections.people.show(people, isFiltered);
  hideIf(part(root, "favourites"), favourites.length === 0);
  hideIf(part(root, "people"), people.length === 0 && isFiltered);
  for (const button of orderButtons(root)) {
    button.setAttribute("aria-pressed", String(button.dataset.order === shelf.order));
  }
  hideIf(part(root, "no-match"), found.length > 0 || !isFiltered);
  hideIf(part(root, "no-rooms"), joined.length > 0 || isFiltered || !rooms.isRead);
  hideIf(part(root, "loading"), joined.length > 0 || rooms.isRead);
}
function mountMe(root, chat) {
  const draw = () => {
    const { me } = chat;
    drawAvatar(part(root, "my-avatar"), me);
    part(root, "my-name").textContent = me.name;
    hideIf(part(root, "administration"), me.role !== "admin");
  };
  chat.meChanged.subscribe(draw);
  draw();
}
function filterKey(event, filter, list, draw) {
  const first = list.querySelector("a");
  if (event.key === "Enter") first?.click();
  else if (event.key === "ArrowDown") first?.focus();
  else if (event.key === "Escape" && filter.value !== "") filter.value = "";
  else return;
  event.preventDefault();
  draw();
}
function walk(event, root) {
  const target = (
    /** @type {Element} */
    event.target
  );
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp" || !target.closest(".room-list")) return;
  const links = [...root.querySelectorAll(
    /** @type {"a"} */
    "a.room"
  )];
  const at = links.findIndex((link) => link.closest("li")?.contains(target));
  links[at + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
  event.preventDefault();
}
const SAY_MS = 4e3;
const OFFER_MS = 1e4;
function mount$1(root, { live }) {
  const patience = new Patience(root);
  const draw = () => patience.show(live.waiting);
  part(root, "retry").addEventListener("click", () => {
    patience.offerAgain();
    void live.retry();
  });
  live.changed.subscribe(draw);
  live.waitingChanged.subscribe(draw);
  draw();
}
class Patience {
  #root;
  /** @type {number[]} */
  #timers = [];
  #isWaiting = false;
  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
  }
  /** @param {boolean} isWaiting */
  show(isWaiting) {
    if (isWaiting === this.#isWaiting) return;
    this.#isWaiting = isWaiting;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers = [];
    this.#say("");
    this.#offer(false);
    if (!isWaiting) return;
    this.#later(SAY_MS, () => this.#say(gettext("Still loading\u2026")));
    this.#later(OFFER_MS, () => this.#offer(true));
  }
  /** @param {string} text */
  #say(text) {
    this.#root.toggleAttribute("data-shown", text !== "");
    showText$1(part(this.#root, "text"), text);
  }
  offerAgain() {
    this.#offer(false);
    this.#later(SAY_MS, () => this.#offer(true));
  }
  /** @param {boolean} offered */
  #offer(offered) {
    part(this.#root, "retry").hidden = !offered;
  }
  /** @param {number} afterMs @param {() => void} act */
  #later(afterMs, act) {
    this.#timers.push(window.setTimeout(act, afterMs));
  }
}
const CHECK_MS = 1e3;
const ASLEEP_MS = 2e4;
function watchWaking({ slept, returned }) {
  let lastMs = deviceMs();
  const check = () => {
    const gapMs = deviceMs() - lastMs;
    lastMs = deviceMs();
    if (gapMs > ASLEEP_MS) slept();
    return gapMs > ASLEEP_MS;
  };
  setInterval(check, CHECK_MS);
  addEventListener("online", () => check() || returned());
  addEventListener("pageshow", (event) => check() || event.persisted && returned());
  document.addEventListener("resume", () => check() || returned());
  document.addEventListener("visibilitychange", check);
}
const ADOPT_MS = 5e3;
const FIRST_SCREEN_MS = 3e3;
const SNAPSHOT_MS = 3e3;
const CALENDAR_MS = 1e4;
async function mount(body) {
  const me = await whoAmI();
  if (!me) return;
  await new ChatPage(body, new Chat(me)).start();
  await import("./offline.js").then((it) => it.keepForOffline(body.dataset.version ?? "")).catch(() => null);
}
async function whoAmI() {
  const kept = new Snapshot(browserStorage());
  try {
    return (await patiently(() => call("GET", "/auth/me"), () => kept.me === null)).user;
  } catch (error) {
    if (isPassing(error) && kept.me !== null) return kept.me;
    if (!(error instanceof ChatError) || error.code !== "not_authenticated") throw error;
    kept.clear();
    location.assign(`/login/?next=${encodeURIComponent(location.pathname + location.search)}`);
    return null;
  }
}
async function firstScreen({ live, rooms }) {
  let stops = [];
  await new Promise((resolve) => {
    const look = () => {
      if (live.state === "ready" || rooms.isRead && rooms.joined().length === 0) resolve();
    };
    stops = [live.changed.subscribe(look), rooms.changed.subscribe(look)];
    setTimeout(resolve, FIRST_SCREEN_MS);
  });
  for (const stop of stops) stop();
}
class ChatPage {
  #body;
  #chat;
  #log;
  #dialogs;
  #navigation;
  /** @type {{ showPerson(userId: number): unknown } | undefined} */
  #side;
  toLastMessage = () => {
  };
  fragment = location.hash;
  // the address is another once a room is open
  composer;
  /** @param {HTMLElement} body @param {Chat} chat */
  constructor(body, chat) {
    this.#body = body;
    this.#chat = chat;
    const conversation = this.#component("conversation");
    this.#log = new ConversationLog(conversation, chat);
    this.composer = new Composer(this.#component("composer"), chat, {
      onSend: () => this.#log.goToEnd(),
      remove: (message) => this.remove(message),
      toLastMessage: () => this.toLastMessage()
    });
    this.#navigation = new Navigation(body, chat, {
      composer: this.composer,
      log: this.#log,
      complain: (error) => this.#complain(error),
      showView: (name) => void this.#showView(name)
    });
    mountHead(conversation, chat);
    const pressEarly = keepEarlyClick(body, "[data-opens-side], [data-component=menu-button]");
    const goOn = () => void loaded(() => this.#mountTheRest().then(pressEarly));
    void firstScreen(chat).then(() => whenIdle(goOn));
    this.#mountPanels();
    this.#dialogs = mountChatDialogs(chat, this);
    if (isCovered()) void import("./chat_rest.js").then(function(n) {
      return n.q;
    }).then(({ mountSettings }) => mountSettings(chat));
    this.#watchTheWorld();
  }
  async start() {
    await this.#chat.start().catch((error) => this.#complain(error));
    this.#navigation.start();
  }
  /** @param {number} roomId */
  openRoom = (roomId) => this.#navigation.open(roomId);
  /** @param {number} roomId @param {number} seq */
  openMessage = (roomId, seq) => this.#navigation.open(roomId, seq);
  /** @param {number} userId */
  showPerson = (userId) => {
    void this.#side?.showPerson(userId);
  };
  /** @param {User} user */
  mention = (user) => this.composer.mention(user);
  /** @param {Message} message */
  edit = (message) => void this.composer.edit(message);
  /** @param {Message} message */
  reply = (message) => void this.composer.replyTo(message);
  /** @param {Message} message */
  remove = (message) => this.#dialogs.remove(message);
  /** @param {Message} message */
  restore = (message) => this.#dialogs.restore(message);
  /** @param {Message} message */
  report = (message) => this.#dialogs.report(message);
  /** @param {Message} message */
  markUnread = async ({ room_id, seq }) => {
    (await loaded(() => import("./chat_rest.js").then(function(n) {
      return n.o;
    })))?.unreadRoom(this.#chat, room_id, seq);
  };
  /** @param {import("./page_address.js").ViewName} name */
  openView = (name) => this.#navigation.openView(name);
  openList = () => this.#navigation.openList();
  roomGone = () => this.#navigation.leaveRoom();
  #mountPanels() {
    const chat = this.#chat;
    mount$2(this.#component("rooms-panel"), chat, this);
    mount$1(this.#component("slow-room"), chat);
    mount$3(this.#component("connection-line"), chat);
    this.#component("sign-out").addEventListener("click", () => void this.#signOut());
  }
  /** A list from all rooms takes the place of the room. @param {import("./page_address.js").ViewName | null} name */
  async #showView(name) {
    const conversation = this.#component("conversation");
    document.documentElement.toggleAttribute("data-view", name !== null);
    for (const view of conversation.querySelectorAll(
      /** @type {"section"} */
      ".view"
    )) view.hidden = true;
    if (name === null) return;
    const root = this.#component(`view-${name}`);
    root.hidden = false;
    (await loaded(() => import("./views.js")))?.showView(name, root, this.#chat, this);
  }
  /** What a first message does not need. */
  async #mountTheRest() {
    const { mountTheRest } = await import("./chat_rest.js").then(function(n) {
      return n.v;
    });
    const { side, toLastMessage } = mountTheRest(this.#body, this.#chat, this.#log, this);
    this.#side = side;
    this.toLastMessage = toLastMessage;
  }
  /** Sleep and wake, the network, the phone's keyboard. */
  #watchTheWorld() {
    watchWaking({ slept: () => this.#chat.connection.renew(), returned: () => void this.#chat.wake() });
    setInterval(() => void this.#chat.adoptOrphans(), ADOPT_MS);
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") void this.#chat.refreshIfStale();
    });
    followSignOut();
    addEventListener("pageshow", ({ persisted }) => persisted && void this.#askAgain());
    setInterval(renewCalendar, CALENDAR_MS);
    document.addEventListener("visibilitychange", renewCalendar);
    setInterval(() => this.#chat.keepSnapshot(), SNAPSHOT_MS);
    addEventListener("pagehide", () => this.#chat.keepSnapshot());
    if (!matchMedia("(pointer: coarse)").matches) return;
    void import("./phone_keyboard.js").then((it) => it.mount(this.#body));
  }
  /** A page from the back-forward cache shows nothing until the server knows its person still. */
  async #askAgain() {
    this.#body.hidden = true;
    const me = await whoAmI();
    if (me?.id === this.#chat.me.id) this.#body.hidden = false;
    else if (me) location.reload();
  }
  async #signOut() {
    try {
      await call("POST", "/auth/logout");
    } catch (error) {
      if (isPassing(error)) return this.#complain(error);
    }
    this.#chat.snapshot.clear();
    await import("./offline.js").then((it) => it.forgetOffline()).catch(() => null);
    leaveEverywhere();
    return void 0;
  }
  /** @param {unknown} error */
  #complain(error) {
    if (!(error instanceof ChatError)) throw error;
    toast(error.message);
  }
  /** @param {string} name @returns {HTMLElement} */
  #component(name) {
    return (
      /** @type {HTMLElement} */
      this.#body.querySelector(`[data-component="${name}"]`)
    );
  }
}
var chat_page = /* @__PURE__ */ Object.freeze({
  __proto__: null,
  mount
});
export {
  MARK as M,
  ROOM as R,
  Shelf as S,
  UuidClock as U,
  mayInvite as a,
  moderates as b,
  mayAdd as c,
  currentView as d,
  enterSends as e,
  drawMark as f,
  drawFace as g,
  reactionStore as h,
  isMessage as i,
  liveTabs as j,
  chat_page as k,
  labelOf$1 as l,
  mayWriteIn as m,
  newsIn as n,
  readable as r
};
