import { S as Signal, U as Unreachable, m as monotonicMs, c as call, i as isPassing, C as ChatError, a as interpolate, g as gettext, n as now, b as nowMs, J as JsonStore, d as compareNames, e as browserStorage, f as Snapshot, h as chooseClock, s as setNow, j as goBack, k as historyState, l as sectionAt, r as replaceAddress, o as goTo, p as addressBelow, q as addressChanged, t as travelled, u as part, v as closeLayers, w as patiently, x as onFirstOpen, y as nameKeys, z as openDialog, A as dialog, B as onKey, D as isCommand, E as loaded, F as openDialogAtOnce, G as once, H as attempt, I as oncePerFrame, K as parts, L as hideIf, M as showText$1, N as hasModifier, O as timeOfDay, P as momentOf, Q as calendar, R as dayKey, T as calendarChanged, V as whenIdle, W as ngettext, X as isolated, Y as nameOf, Z as fromTemplate, _ as dayName, $ as sinceTime, a0 as contentOf, a1 as drawAvatar, a2 as fullTime, a3 as showSaying, a4 as showServerHtml, a5 as toast, a6 as briefTime, a7 as plainText, a8 as KeyedList, a9 as deviceMs, aa as followSignOut, ab as renewCalendar, ac as leaveEverywhere } from "./app.js";
import { io } from "../vendor/socket.io-client-4.8.4/socket.io.esm.min.js";
class FilesToSend {
  #chat;
  ready = null;
  said = new Signal();
  adding = null;
  constructor(chat) {
    this.#chat = chat;
  }
  get any() {
    const { trays, outbox } = this.#chat;
    return trays.rooms().length > 0 || outbox.entries().some(({ files }) => files !== void 0);
  }
  async load() {
    const { Files } = await import("./files.js");
    return this.ready ??= new Files(this.#chat);
  }
  attach = async (entry) => {
    const files = await this.load().catch(() => null);
    if (files === null) throw new Unreachable();
    return files.attach(entry);
  };
}
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
  #timer = void 0;
  #pauseMs = FIRST_MS;
  constructor(act) {
    this.#act = act;
  }
  get isDue() {
    return this.#timer !== void 0;
  }
  later(afterS) {
    clearTimeout(this.#timer);
    const waitMs = Math.max(this.#pauseMs, (afterS ?? 0) * 1e3) * (1 + Math.random() / 2);
    this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_MS);
    this.#timer = setTimeout(() => {
      this.#timer = void 0;
      void this.#act();
    }, waitMs);
  }
  settle() {
    clearTimeout(this.#timer);
    this.#timer = void 0;
    this.#pauseMs = FIRST_MS;
  }
}
const FRESH_MS = 4e3;
class PageLoader {
  #wanted = null;
  #again;
  #underWay = { wanted: null, sinceMs: 0 };
  constructor(refused) {
    this.#again = new Backoff(() => void this.retry().catch(refused));
  }
  get waiting() {
    return this.#wanted !== null;
  }
  async load(wanted) {
    this.#again.settle();
    this.#wanted = wanted;
    await this.retry();
  }
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
  #isUnderWay(wanted) {
    return this.#underWay.wanted === wanted && monotonicMs() - this.#underWay.sinceMs < FRESH_MS;
  }
  forget() {
    this.#wanted = null;
    this.#again.settle();
  }
  #failed(wanted, error) {
    if (wanted !== this.#wanted) return null;
    if (!isPassing(error)) {
      this.forget();
      throw error;
    }
    this.#again.later(error.retryAfterS);
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
  messages = [];
  version = null;
  hasMoreBefore = false;
  hasMoreAfter = false;
  following = true;
  get first() {
    return this.messages[0] ?? null;
  }
  get last() {
    return this.messages[this.messages.length - 1] ?? null;
  }
  showNewest({ messages, version }) {
    this.show({ messages, version, has_more_before: messages.length > 0, has_more_after: false });
  }
  covers(seq) {
    const { first, last } = this;
    return first !== null && last !== null && first.seq <= seq && seq <= last.seq;
  }
  reset() {
    this.messages = [];
    this.version = null;
    this.hasMoreBefore = false;
    this.hasMoreAfter = false;
  }
  rename(user) {
    this.messages = this.messages.map((message) => [message.author?.id, message.reply_to?.author?.id].includes(user.id) ? renamed(message, user) : message);
  }
  show(page) {
    this.messages = page.messages;
    this.hasMoreBefore = page.has_more_before;
    this.hasMoreAfter = page.has_more_after;
    this.version = page.version;
  }
  addOlder(page) {
    const first = this.first;
    this.messages = [...page.messages.filter(({ seq }) => first === null || seq < first.seq), ...this.messages];
    this.hasMoreBefore = page.has_more_before;
    this.#trimEnd();
  }
  addNewer(page) {
    const last = this.last;
    this.messages = [...this.messages, ...page.messages.filter(({ seq }) => last === null || seq > last.seq)];
    this.hasMoreAfter = page.has_more_after;
    this.trimStart();
  }
  apply({ prev_version, version, message }) {
    if (this.version === null || prev_version > this.version) return "gap";
    if (version <= this.version) return "known";
    this.version = version;
    if (message) this.#put(message);
    return "applied";
  }
  catchUp(messages, version) {
    for (const message of messages) this.#put(message);
    this.version = Math.max(this.version ?? 0, version);
  }
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
  #requote(changed) {
    this.messages = this.messages.map((message) => requoted(message, changed));
  }
  #append(message) {
    if (!this.following && this.messages.length >= MAX_MESSAGES) this.hasMoreAfter = true;
    if (this.hasMoreAfter) return;
    this.messages.push(message);
    if (this.following && this.messages.length >= MAX_MESSAGES + SPARE) this.trimStart();
  }
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
  #logs = /* @__PURE__ */ new Map();
  of(roomId) {
    const log = this.#logs.get(roomId) ?? new MessageLog();
    this.#logs.delete(roomId);
    this.#logs.set(roomId, log);
    const [oldest] = this.#logs.keys();
    if (this.#logs.size > MOST_ROOMS) this.#logs.delete(oldest);
    return log;
  }
  get authors() {
    const messages = [...this.#logs.values()].flatMap((log) => log.messages);
    return messages.flatMap(({ author, reply_to: quoted }) => [author, quoted?.author]);
  }
  rename(user) {
    for (const log of this.#logs.values()) log.rename(user);
  }
  forget(roomId) {
    this.#logs.delete(roomId);
  }
}
const PAGE = 50;
class LiveRoom {
  #wire;
  #log = new MessageLog();
  #roomId = null;
  #held = null;
  #isGuest = false;
  #hasJoined = false;
  #again = new Backoff(() => this.retry());
  #pages = new PageLoader((error) => this.#failed(this.#roomId, error));
  logs = new RememberedLogs();
  changed = new Signal();
  refused = new Signal();
  arrived = new Signal();
  membersChanged = new Signal();
  caughtUp = new Signal();
  waitingChanged = new Signal();
  state = "idle";
  constructor(wire) {
    this.#wire = wire;
  }
  get roomId() {
    return this.#roomId;
  }
  get log() {
    return this.#log;
  }
  get catchingUp() {
    return this.#held !== null;
  }
  get waiting() {
    return this.state === "loading" || this.catchingUp || this.#again.isDue || this.#pages.waiting;
  }
  get paging() {
    return this.#pages.waiting;
  }
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
    await (page ? page.then(() => this.join()) : this.join());
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
  #first(around) {
    const isNew = this.#log.version === null;
    if (around !== null && (isNew || !this.#log.covers(around))) return this.showAround(around);
    return isNew && !this.#wire.online ? this.showNewest() : null;
  }
  recall(roomId, messages) {
    const log = this.logs.of(roomId);
    if (log.version === null && messages.length > 0) log.messages = messages;
  }
  async join(timeoutMs) {
    const roomId = this.#roomId;
    if (roomId === null || !this.#wire.online || this.#held !== null) return void 0;
    if (this.#log.version === null && this.#pages.waiting) return this.#pages.retry();
    const held = this.#held = [];
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
  showAround(seq) {
    return this.#page(`around=${seq}&`, (log, page) => log.show(page));
  }
  showAt(at) {
    return this.#page(`at=${at.toISOString()}&`, (log, page) => log.show(page));
  }
  showNewest() {
    return this.#page("", (log, page) => log.show(page));
  }
  async #page(cursor, place) {
    const log = this.#log;
    const path = `/rooms/${this.#roomId}/messages?${cursor}limit=${PAGE}`;
    const loaded2 = this.#pages.load({ path, place: (page) => this.#place(log, page, place) });
    this.waitingChanged.emit();
    await loaded2.finally(() => this.waitingChanged.emit());
  }
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
  async #catchUp(roomId, timeoutMs) {
    const log = this.#log;
    const join = async (cursor) => {
      const ack = await this.#wire.request("join_room", { room_id: roomId, ...cursor }, timeoutMs);
      this.caughtUp.emit(ack);
      if (ack.members_changed && this.#hasJoined) this.membersChanged.emit();
      this.#hasJoined ||= ack.complete;
      return ack;
    };
    await catchUp(log, join, () => log === this.#log);
  }
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
  async retry() {
    if (this.#roomId === null) return;
    if (this.#log.version === null && !this.#wire.online && !this.paging) await this.showNewest();
    else await Promise.all([this.#log.version === null ? null : this.#pages.retry(), this.join()]);
  }
  async #readAsGuest(roomId, isKnown) {
    const log = this.#log;
    this.#isGuest = true;
    const read = () => this.showNewest().then(() => true, (error) => this.#failed(roomId, error, true));
    if ((isKnown || await read()) && log === this.#log && log.version !== null) this.#showReady();
  }
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
  #unanswered = 0;
  #isMissed = false;
  #uncompared = null;
  constructor(chat) {
    this.#chat = chat;
    chat.live.caughtUp.subscribe(({ room, complete }) => {
      chat.rooms.setMemberCount(room);
      if (complete) this.#uncompared = room.id;
      this.#compare();
    });
  }
  async read() {
    const { roomId } = this.#chat.live;
    if (roomId === null) return;
    this.#unanswered += 1;
    const take = this.#chat.members.awaitList();
    const answer = await call("GET", `/rooms/${roomId}/members?limit=${MOST_MEMBERS}`).catch(() => null);
    this.#unanswered -= 1;
    if (answer === null && this.#isMissed) this.readSoon();
    this.#isMissed = false;
    take(answer?.members ?? null);
    this.#compare();
  }
  #compare() {
    const { live, members, rooms } = this.#chat;
    if (this.#uncompared !== live.roomId || this.#unanswered > 0 || members.isEmpty) return;
    this.#uncompared = null;
    const count = rooms.get(live.roomId ?? 0)?.member_count ?? members.size;
    if (members.size === count || members.size >= MOST_MEMBERS) return;
    this.#isMissed = true;
    this.readSoon();
  }
  readMissing() {
    if (!this.#chat.members.isEmpty) return;
    if (this.#unanswered > 0) this.#isMissed = true;
    else this.readSoon();
  }
  readSoon() {
    this.#timer ||= window.setTimeout(() => {
      this.#timer = 0;
      void this.read();
    }, Math.random() * SPREAD_MS);
  }
}
const PATIENCE_MS$1 = 1500;
const BACK_ONLINE_MS = 2500;
class ConnectionStatus {
  phase = "connecting";
  #sinceMs;
  #toldOffline = false;
  #isOffline = false;
  constructor(nowMs2) {
    this.#sinceMs = nowMs2;
  }
  get sinceMs() {
    return this.#sinceMs;
  }
  enter(phase, nowMs2) {
    if (phase === this.phase) return;
    const stillWithout = this.phase !== "online" && phase !== "online";
    this.phase = phase;
    this.#isOffline = phase === "offline" || this.#isOffline && phase === "connecting";
    if (!stillWithout) this.#sinceMs = nowMs2;
  }
  notice(nowMs2) {
    if (this.phase === "signed_out") return "signed_out";
    if (this.phase === "online") return this.#backOnline(nowMs2);
    if (nowMs2 - this.#sinceMs < PATIENCE_MS$1) return this.#toldOffline ? "offline" : "none";
    this.#toldOffline = true;
    return this.#isOffline ? "offline" : "connecting";
  }
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
  statusChanged = new Signal();
  userId = 0;
  #socket;
  #endedReason = null;
  constructor() {
    this.#socket = io({ autoConnect: false, transports: ["websocket", "polling"], reconnectionDelay: 500, reconnectionDelayMax: 5e3, randomizationFactor: 0.5, timeout: 8e3 });
    this.#socket.on("ready", ({ user }) => this.#greeted(user));
    this.#socket.on("disconnect", (reason) => this.#disconnected(reason));
    this.#socket.on("connect_error", (error) => this.#refused(error));
    this.#socket.on("session_ended", ({ reason }) => this.#endedReason = reason);
    this.#socket.io.on("reconnect_attempt", () => this.#enter("connecting"));
  }
  get online() {
    return this.status.phase === "online";
  }
  get endedReason() {
    return this.#endedReason;
  }
  connect() {
    this.#endedReason = null;
    if (this.status.phase === "signed_out") this.#enter("connecting");
    this.#socket.connect();
  }
  on(event, listener) {
    this.#socket.on(event, listener);
  }
  async request(event, payload, timeoutMs = ACK_TIMEOUT_MS) {
    if (!this.online) throw new Unreachable();
    const ack = await this.#socket.timeout(timeoutMs).emitWithAck(event, payload).catch(() => null);
    if (ack === null) throw new Unreachable();
    if (!ack.ok) throw new ChatError(ack.error);
    return ack;
  }
  tell(event, payload) {
    if (this.online) this.#socket.volatile.emit(event, payload);
  }
  async wake(probe) {
    if (this.status.phase === "signed_out") return;
    if (this.online) {
      const alive = await probe(PROBE_TIMEOUT_MS).then(() => true, (error) => !(error instanceof Unreachable));
      if (alive) return;
    }
    this.renew();
  }
  renew() {
    if (this.status.phase !== "signed_out") this.#socket.disconnect().connect();
  }
  #greeted(user) {
    if (user.id === this.userId) this.#enter("online");
    else this.#socket.disconnect();
  }
  #disconnected(reason) {
    if (this.#endedReason !== null) this.#enter("signed_out");
    else this.#enter("offline");
    if (reason === "io server disconnect" && this.#endedReason === null) this.#retryLater();
  }
  #refused(error) {
    if (error.data?.code === "not_authenticated") return this.#enter("signed_out");
    this.#enter("offline");
    if (!this.#socket.active) this.#retryLater(error.data?.retry_after_s);
    return void 0;
  }
  #retryLater(afterS = 0) {
    const waitMs = Math.max(RETRY_MS * (0.5 + Math.random()), afterS * 1e3 * (1 + Math.random() / 2));
    setTimeout(() => this.status.phase !== "signed_out" && this.#socket.connect(), waitMs);
  }
  #enter(phase) {
    if (this.status.phase === phase) return;
    this.status.enter(phase, monotonicMs());
    this.statusChanged.emit();
  }
}
const READ_DELAY_MS = 250;
const NOTHING = { unread_count: 0, mention_count: 0 };
function isBeforeTheReader({ live, looking, endInSight, reading }, roomId) {
  return roomId === live.roomId && looking && endInSight && !reading.isKept;
}
function countsToShow(chat, roomId, { unread_count, mention_count }) {
  const { log } = chat.live;
  const hasSeenAll = !log.hasMoreAfter && chat.reading.seenUpTo >= (log.last?.seq ?? 0);
  return hasSeenAll && isBeforeTheReader(chat, roomId) ? NOTHING : { unread_count, mention_count };
}
class ReadMarker {
  #chat;
  #timer = 0;
  #answered = Promise.resolve();
  constructor(chat) {
    this.#chat = chat;
  }
  markSoon() {
    this.#timer ||= window.setTimeout(() => this.#mark(), READ_DELAY_MS);
  }
  flush() {
    if (this.#timer) this.#mark();
  }
  forget() {
    this.#stop();
    return this.#answered;
  }
  #stop() {
    clearTimeout(this.#timer);
    this.#timer = 0;
  }
  #mark() {
    this.#stop();
    this.#answered = this.#send();
  }
  async #send() {
    const { connection, live, reading, rooms } = this.#chat;
    const roomId = live.roomId;
    if (roomId === null) return;
    const { log } = live;
    const isAllRead = !log.hasMoreAfter && reading.lastRead >= (log.last?.seq ?? 0);
    const seq = isAllRead ? Math.max(reading.lastRead, log.version ?? 0) : reading.lastRead;
    const ack = await connection.request("mark_read", { room_id: roomId, seq }).catch(() => null);
    if (ack === null) return;
    const isOutdated = roomId === live.roomId && reading.lastRead > seq;
    const counts2 = countsToShow(this.#chat, roomId, ack);
    rooms.setReading(roomId, { last_read_seq: seq, ...isOutdated ? {} : counts2 });
    if (roomId === live.roomId && !isOutdated) reading.counted(counts2.unread_count, reading.lastRead);
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
  chat.live.logs.forget(roomId);
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
const isDirect = (room) => room?.visibility === "direct";
function othersIn({ members = [] }, me) {
  return members.filter(({ id }) => id !== me.id);
}
function partnerIn(room, me) {
  const others = isDirect(room) ? othersIn(room, me) : [];
  return others.length === 1 ? others[0] : null;
}
function named(room, me) {
  if (!isDirect(room) || me === null) return room;
  const names = othersIn(room, me).map(({ name }) => name);
  const myName = room.members?.find(({ id }) => id === me.id)?.name ?? me.name;
  return { ...room, name: names.join(", ") || interpolate(gettext("%(name)s (you)"), { name: myName }) };
}
const isListed = ({ membership }) => !membership?.is_hidden;
const mayLeave = (room) => !isDirect(room) || (room.members?.length ?? 0) > 2;
function listenToMembers(chat) {
  const { connection } = chat;
  for (const name of ["ready", "me_updated"]) connection.on(name, ({ user }) => meUpdated(chat, user));
  connection.on("user_updated", ({ user }) => userUpdated(chat, user));
  connection.on("online_users", ({ users }) => renameShown(chat, users));
  connection.on("member_joined", (change) => memberJoined(chat, change));
  connection.on("member_updated", (change) => memberUpdated(chat, change));
  connection.on("member_left", (change) => memberLeft(chat, change));
  connection.on("membership_changed", (mine) => void membershipChanged(chat, mine).catch(() => null));
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
  const room = chat.rooms.get(change.room_id);
  if (room?.members) chat.rooms.update({ ...room, members: room.members.filter(({ id }) => id !== change.user.id) });
  if (change.user.id === chat.me.id) chat.rooms.setMembership(change.room_id, null);
  else if (change.room_id === chat.live.roomId) chat.members.remove(change.user.id);
}
async function membershipChanged(chat, { room_id, membership, room: asNow }) {
  const known = chat.rooms.get(room_id);
  if (membership === null && known && known.visibility !== "public") return losePrivate(chat, room_id);
  const room = known ?? await chat.refreshRoom(room_id);
  if (known === null) announceNew(chat, room);
  else if (asNow) chat.rooms.put(asNow);
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
  chat.rooms.setMemberCount({ id: room_id, member_count, version });
}
function meUpdated(chat, user) {
  const isNews2 = JSON.stringify({ ...chat.me, ...user }) !== JSON.stringify(chat.me);
  if (user.id === chat.me.id && isNews2) chat.changeMe(user);
}
function userUpdated(chat, user) {
  chat.members.rename(user);
  chat.live.logs.rename(user);
  chat.live.changed.emit();
  chat.rooms.rename(user);
  if (chat.presence.isOnline(user.id)) chat.presence.add(user);
  meUpdated(chat, user);
}
function renameShown(chat, users) {
  const online = new Map(users.map((user) => [user.id, user]));
  const inRooms = chat.rooms.all().flatMap(({ members, last_message: last }) => [...members ?? [], last?.author]);
  const inList = users.map(({ id }) => chat.members.get(id)?.user);
  const changed = /* @__PURE__ */ new Set();
  for (const shown of [...inRooms, ...inList, ...chat.live.logs.authors]) {
    const now2 = shown && online.get(shown.id);
    if (now2 && (now2.name !== shown.name || now2.avatar_url !== shown.avatar_url)) changed.add(now2);
  }
  for (const user of changed) userUpdated(chat, user);
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
function mayWriteNow(room, me, nowMs2) {
  const isMuted = Date.parse(room.membership?.muted_until ?? "") > nowMs2;
  return room.is_active && room.membership !== null && !isMuted && mayWriteIn(room, me);
}
function mayHaveOutgoing({ visibility, membership }, me) {
  return visibility !== "direct" && (me.role === "admin" || membership?.role === "owner");
}
function mayWriteIn(room, me) {
  return room?.who_may_write !== "moderators" || moderates(room.membership, me);
}
const REFUSALS = /* @__PURE__ */ new Set(["not_allowed", "room_closed"]);
const LONGEST_TIMER_MS = 2 ** 31 - 1;
const mayEnd = (error) => error !== null && REFUSALS.has(error.code);
function sendAgainWhenAllowed(chat) {
  const refused = /* @__PURE__ */ new Map();
  let timer = void 0;
  const look = () => {
    clearTimeout(timer);
    for (const [roomId, wasBarred] of refused) {
      const room = chat.rooms.get(roomId);
      if (room && !mayWriteNow(room, chat.me, nowMs())) refused.set(roomId, true);
      else if (room && wasBarred && refused.delete(roomId)) sendAgain(chat, roomId);
    }
    const leftMs = untilNextEndMs(chat, refused.keys());
    if (leftMs < Infinity) timer = setTimeout(look, Math.min(leftMs, LONGEST_TIMER_MS));
  };
  const note = (roomIds) => {
    for (const roomId of roomIds) if (!refused.has(roomId)) refused.set(roomId, false);
    if (roomIds.length > 0) look();
  };
  const noteFiles = () => note(chat.trays.rooms().filter((roomId) => refusedFiles(chat, roomId).length > 0));
  chat.outbox.failed.subscribe(({ room_id, error }) => note(mayEnd(error) ? [room_id] : []));
  chat.trays.changed.subscribe(noteFiles);
  chat.rooms.changed.subscribe(() => refused.size > 0 && look());
  note(chat.outbox.entries().filter(({ error }) => mayEnd(error)).map(({ room_id }) => room_id));
  noteFiles();
}
function untilNextEndMs({ rooms }, roomIds) {
  const ends = [...roomIds].map((roomId) => Date.parse(rooms.get(roomId)?.membership?.muted_until ?? ""));
  return Math.min(Infinity, ...ends.map((endMs) => endMs - nowMs()).filter((leftMs) => leftMs > 0));
}
function sendAgain(chat, roomId) {
  for (const { client_id, tab, error } of chat.outbox.inRoom(roomId)) {
    if (tab === chat.tab && mayEnd(error)) chat.outbox.retry(client_id);
  }
  void chat.sender.send(roomId);
  const files = refusedFiles(chat, roomId);
  if (files.length === 0) return;
  void chat.files.load().then((all) => files.forEach(({ id }) => all.retry(roomId, id))).catch(() => null);
}
function refusedFiles({ trays }, roomId) {
  return trays.in(roomId).filter((file) => file.error !== "" && file.mayEnd);
}
function mentionsPerson(me, { mentions = [], mentions_room = false, author }) {
  return author?.id !== me.id && (mentions_room || mentions.some(({ id }) => id === me.id));
}
function isMeantFor(me, message) {
  const isAnswer = message.reply_to?.author?.id === me.id && message.author?.id !== me.id;
  return isAnswer || mentionsPerson(me, message);
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
  connection.on("room_created", ({ room }) => chat.rooms.update(room));
  connection.on("room_updated", (change) => roomUpdated(chat, change));
  connection.on("room_closed", (change) => roomClosed(chat, change));
  connection.on("room_deleted", ({ room_id }) => roomDeleted(chat, room_id));
  connection.on("bookmark_changed", ({ message_id, bookmark }) => chat.saved.set(message_id, bookmark !== null));
  connection.on("blocks_changed", ({ user_id, block }) => chat.blocks.set(user_id, block !== null));
  connection.on("room_activity", (activity) => roomActivity(chat, activity));
  connection.on("room_read", (read) => roomRead(chat, read));
  connection.on("mentioned", ({ mention }) => mentioned(chat, mention));
  listenToMembers(chat);
  chat.live.arrived.subscribe((message) => messageArrived(chat, message));
  chat.live.refused.subscribe(({ roomId, error }) => chat.loseRoom(roomId, error.code));
  chat.live.membersChanged.subscribe(() => chat.membersReader.readSoon());
  chat.live.changed.subscribe(() => settleOutbox(chat));
  chat.live.changed.subscribe(() => listNewest(chat));
  wakeSenderWhenFree(chat);
  sendAgainWhenAllowed(chat);
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
  if (message.room_id !== chat.live.roomId || !counts(chat, message)) return;
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
  if (!counts(chat, message)) return;
  const isSeen = isBeforeTheReader(chat, message.room_id);
  chat.reading.arrived(message.seq, isSeen);
  const count = chat.reading.unreadCount;
  const meant = isDirect(chat.room) ? { mention_count: count } : {};
  if (!isSeen) chat.rooms.setReading(message.room_id, { unread_count: count, ...meant });
  if (message.mentions_room && !isSeen) countMentions(chat, message.room_id, 1);
  if (chat.room) chat.newsElsewhere.emit({ room: chat.room, message });
}
function counts({ me, blocks }, { author }) {
  return author?.id !== me.id && !blocks.has(author);
}
function settleOutbox(chat) {
  const roomId = chat.live.roomId;
  if (roomId === null) return;
  const waiting = /* @__PURE__ */ new Set([...chat.outbox.acknowledgedIn(roomId).map((message) => message.client_id), ...chat.outbox.inRoom(roomId).map((entry) => entry.client_id)]);
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
  const counted = { unread_count, mention_count };
  const counts2 = marked_unread ? counted : countsToShow(chat, room_id, counted);
  chat.rooms.setReading(room_id, { last_read_seq, ...counts2 });
  if (room_id !== chat.live.roomId) return;
  if (marked_unread) chat.reading.markedUnread(last_read_seq, unread_count);
  else chat.reading.counted(counts2.unread_count, last_read_seq);
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
async function syncRooms({ rooms, blocks, saved, connection }, lose) {
  let ack = { complete: false };
  let countsDiffer = false;
  for (let round = 0, complete = false; !complete && round < MOST_SYNCS; round += 1) {
    const { changes } = rooms;
    ack = await connection.request("sync", rooms.known());
    complete = ack.complete && (changes === rooms.changes || round >= MOST_REREADS);
    for (const room of ack.rooms) rooms.put(room);
    for (const roomId of ack.gone) lose(roomId);
    if (blocks.replace(ack.blocked ?? [])) countsDiffer = true;
    saved.replace(ack.bookmarks ?? []);
    for (const { room_id, ...attention } of ack.attention ?? []) rooms.setReading(room_id, attention);
  }
  if (countsDiffer) await readRooms(rooms);
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
  #attach;
  #busy = /* @__PURE__ */ new Set();
  #pausedUntil = /* @__PURE__ */ new Map();
  #waking = /* @__PURE__ */ new Map();
  #unansweredSince = /* @__PURE__ */ new Map();
  paused = new Signal();
  constructor(outbox, wire, attach = async () => []) {
    this.#outbox = outbox;
    this.#wire = wire;
    this.#attach = attach;
  }
  pausedUntil(roomId) {
    return this.#pausedUntil.get(roomId) ?? 0;
  }
  unansweredMs(nowMs2) {
    return Math.max(0, ...[...this.#unansweredSince.values()].map((sinceMs) => nowMs2 - sinceMs));
  }
  wake(roomId) {
    for (const [paused, end] of [...this.#waking]) if (roomId === void 0 || roomId === paused) end();
  }
  sendAll() {
    for (const roomId of this.#outbox.waitingRooms()) void this.send(roomId);
  }
  async send(roomId) {
    if (this.#busy.has(roomId)) return;
    this.#busy.add(roomId);
    try {
      await this.#drain(roomId);
    } finally {
      this.#busy.delete(roomId);
    }
  }
  async #drain(roomId) {
    let delayMs = FIRST_RETRY_MS;
    for (let entry = this.#outbox.next(roomId); entry && this.#wire.online; entry = this.#outbox.next(roomId)) {
      try {
        await this.#sendOne(entry);
        delayMs = FIRST_RETRY_MS;
      } catch (error) {
        if (!this.#outbox.has(entry)) continue;
        if (!(error instanceof ChatError)) throw error;
        if (error.code === "not_authenticated") return;
        if (!isPassing(error)) this.#outbox.fail(entry, { code: error.code, message: error.about("content") });
        else if (this.#wire.online) await this.#pause(roomId, error, delayMs);
        delayMs = Math.min(delayMs * 2, LONGEST_RETRY_MS);
      }
    }
  }
  async #sendOne(entry) {
    const { client_id, room_id, content, reply_to } = entry;
    const attachment_ids = entry.files && await this.#attach(entry);
    if (!this.#outbox.has(entry)) return;
    const payload = { room_id, content, client_id, attachment_ids, reply_to: reply_to ?? void 0 };
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
  async #pause(roomId, error, delayMs) {
    const waitMs = error.retryAfterS === null ? delayMs * (0.5 + Math.random()) : error.retryAfterS * 1e3;
    if (error.code === "rate_limited") {
      this.#pausedUntil.set(roomId, monotonicMs() + waitMs);
      this.paused.emit({ roomId, untilMs: monotonicMs() + waitMs });
    }
    await this.#sleep(roomId, waitMs);
    if (this.#pausedUntil.delete(roomId)) this.paused.emit({ roomId, untilMs: 0 });
  }
  async #sleep(roomId, waitMs) {
    let timer;
    await new Promise((resolve) => {
      timer = setTimeout(resolve, waitMs);
      this.#waking.set(roomId, resolve);
    });
    clearTimeout(timer);
    this.#waking.delete(roomId);
  }
}
const KEY = "ids";
class Blocks {
  changed = new Signal();
  #store;
  #ids;
  constructor(storage, userId) {
    this.#store = new JsonStore(storage, `blocked:${userId}:`);
    const kept = this.#store.get(KEY);
    this.#ids = new Set(Array.isArray(kept) ? kept : []);
  }
  has(person) {
    return this.#ids.size > 0 && this.#ids.has(person?.id ?? 0);
  }
  get size() {
    return this.#ids.size;
  }
  replace(ids) {
    if (ids.length === this.#ids.size && ids.every((id) => this.#ids.has(id))) return false;
    this.#ids = new Set(ids);
    this.#store.set(KEY, ids);
    this.changed.emit();
    return true;
  }
  set(userId, isBlocked) {
    const others = [...this.#ids].filter((id) => id !== userId);
    this.replace(isBlocked ? [...others, userId] : others);
  }
}
class Drafts {
  #texts;
  #edits;
  #answered;
  #known = /* @__PURE__ */ new Map();
  changed = new Signal();
  changedElsewhere = new Signal();
  constructor(storage, userId) {
    this.#texts = new JsonStore(storage, `draft:${userId}:`);
    this.#edits = new JsonStore(storage, `edit:${userId}:`);
    this.#answered = new JsonStore(storage, `reply:${userId}:`);
  }
  of(roomId) {
    return this.#texts.get(String(roomId)) ?? "";
  }
  editIn(roomId) {
    return this.#edits.get(String(roomId));
  }
  waitingEdits() {
    const rooms = this.#edits.keys().map(Number);
    return rooms.flatMap((roomId) => {
      const edit = this.editIn(roomId);
      return edit?.waits ? [[roomId, edit]] : [];
    });
  }
  answeredIn(roomId) {
    return this.#answered.get(String(roomId));
  }
  isIn(roomId) {
    const known = this.#known.get(roomId) ?? this.#look(roomId);
    this.#known.set(roomId, known);
    return known;
  }
  #look(roomId) {
    const edit = this.editIn(roomId);
    return this.of(roomId) !== "" || edit !== null && edit.text !== edit.before;
  }
  keep(roomId, text) {
    this.#change(roomId, this.#texts, text.trim() === "" ? null : text);
  }
  keepBefore(roomId, text) {
    this.keep(roomId, [text, this.of(roomId)].filter(Boolean).join("\n"));
  }
  keepEdit(roomId, edit) {
    this.#change(roomId, this.#edits, edit);
  }
  keepAnswered(roomId, answered) {
    this.#change(roomId, this.#answered, answered);
  }
  storageChanged(storageKey) {
    if (![this.#texts, this.#edits, this.#answered].some((store) => store.owns(storageKey))) return;
    this.#known.clear();
    this.changed.emit();
    if (storageKey !== null) this.changedElsewhere.emit(Number(storageKey.split(":").at(-1)));
  }
  #change(roomId, store, value) {
    const was = this.isIn(roomId);
    if (value === null) store.remove(String(roomId));
    else store.set(String(roomId), value);
    this.#known.delete(roomId);
    if (this.isIn(roomId) !== was) this.changed.emit();
  }
}
class Members {
  #members = /* @__PURE__ */ new Map();
  #awaited = /* @__PURE__ */ new Set();
  changed = new Signal();
  replace(members) {
    this.#members = new Map(members.map((member) => [member.user.id, member]));
    this.changed.emit();
  }
  clear() {
    this.#awaited.clear();
    this.replace([]);
  }
  awaitList() {
    const changes = [];
    this.#awaited.add(changes);
    return (members) => {
      if (!this.#awaited.delete(changes) || members === null) return;
      this.replace(members);
      for (const change of changes) change();
    };
  }
  #change(change) {
    for (const changes of this.#awaited) changes.push(change);
    change();
  }
  get size() {
    return this.#members.size;
  }
  get isEmpty() {
    return this.size === 0;
  }
  put(user, role, now2) {
    this.#change(() => {
      const known = this.#members.get(user.id);
      const { joined_at = now2, online = true, last_seen_at = null } = known ?? {};
      this.#members.set(user.id, { user, role, joined_at, online, last_seen_at });
      this.changed.emit();
    });
  }
  rename(user) {
    const known = this.#members.get(user.id);
    if (!known) return;
    this.#members.set(user.id, { ...known, user });
    this.changed.emit();
  }
  left(userId, now2) {
    const known = this.#members.get(userId);
    if (known?.last_seen_at) this.#members.set(userId, { ...known, last_seen_at: now2 });
  }
  remove(userId) {
    this.#change(() => this.#members.delete(userId) && this.changed.emit());
  }
  get owner() {
    return [...this.#members.values()].find(({ role }) => role === "owner") ?? null;
  }
  get(userId) {
    return this.#members.get(userId) ?? null;
  }
  sorted(isOnline) {
    const absence = ({ user }) => isOnline(user.id) ? 0 : 1;
    return [...this.#members.values()].sort((a, b) => absence(a) - absence(b) || a.user.name.localeCompare(b.user.name) || a.user.id - b.user.id);
  }
}
const MOST_STORED = 200;
class Names {
  #chat;
  constructor(chat) {
    this.#chat = chat;
  }
  get #store() {
    return new JsonStore(this.#chat.storage, `mentioned:${this.#chat.me.id}:`);
  }
  of(id) {
    const { me, members } = this.#chat;
    return (id === me.id ? me : members.get(id)?.user ?? this.#inConversation(id))?.name ?? this.#store.get(String(id)) ?? void 0;
  }
  keep({ id, name }) {
    if (id === "room" || this.#store.get(String(id)) === name) return;
    const keys = this.#store.keys();
    if (keys.length >= MOST_STORED) this.#store.remove(keys[0]);
    this.#store.set(String(id), name);
  }
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
  #acknowledged = /* @__PURE__ */ new Map();
  #unsaved = /* @__PURE__ */ new Map();
  changed = new Signal();
  failed = new Signal();
  constructor(storage, userId, tab) {
    this.#store = new JsonStore(storage, `outbox:${userId}:`);
    this.#userId = userId;
    this.#tab = tab;
  }
  add({ roomId, content, replyTo = null, files = [], clientId }, typed = now()) {
    const entry = { client_id: clientId ?? this.#ids.next(typed.getTime()), room_id: roomId, content, reply_to: replyTo, ...files.length > 0 ? { files } : {}, created_at: typed.toISOString(), tab: this.#tab, error: null };
    this.#save(entry);
    return entry;
  }
  entries() {
    const keys = [...this.#store.keys(), ...this.#unsaved.keys()].sort();
    return keys.map((key) => this.#entry(key)).filter((entry) => entry !== null);
  }
  inRoom(roomId) {
    return this.entries().filter((entry) => entry.room_id === roomId);
  }
  next(roomId) {
    return this.inRoom(roomId).find((entry) => entry.tab === this.#tab && entry.error === null) ?? null;
  }
  waitingRooms() {
    const mine = this.entries().filter((entry) => entry.tab === this.#tab && entry.error === null);
    return [...new Set(mine.map((entry) => entry.room_id))];
  }
  acknowledge(entry, message) {
    this.#acknowledged.set(entry.client_id, message);
    this.#drop(entry);
  }
  acknowledgedIn(roomId) {
    return [...this.#acknowledged.values()].filter((message) => message.room_id === roomId);
  }
  arrived(message) {
    if (message.client_id === null || message.author?.id !== this.#userId) return;
    this.#acknowledged.delete(message.client_id);
    const entry = this.#entry(message.client_id);
    if (entry !== null && entry.room_id === message.room_id) this.#drop(entry);
  }
  fail(entry, error) {
    const failed = { ...entry, error };
    this.#save(failed);
    this.failed.emit(failed);
  }
  retry(clientId) {
    const entry = this.#entry(clientId);
    if (entry !== null) this.#save({ ...entry, error: null, tab: this.#tab, isRetry: true });
  }
  has({ client_id }) {
    return this.#entry(client_id) !== null;
  }
  discard(clientId) {
    const entry = this.#entry(clientId);
    if (entry !== null) this.#drop(entry);
  }
  adopt(liveTabs2) {
    const orphans = this.entries().filter((entry) => entry.tab !== this.#tab && !liveTabs2.has(entry.tab));
    for (const entry of orphans) this.#save({ ...entry, tab: this.#tab });
    return orphans.length;
  }
  storageChanged(storageKey) {
    if (this.#store.owns(storageKey)) this.changed.emit(null);
  }
  #entry(clientId) {
    return this.#unsaved.get(clientId) ?? this.#store.get(clientId);
  }
  #save(entry) {
    if (this.#store.set(entry.client_id, entry)) this.#unsaved.delete(entry.client_id);
    else this.#unsaved.set(entry.client_id, entry);
    this.changed.emit(entry.room_id);
  }
  #drop(entry) {
    this.#store.remove(entry.client_id);
    this.#unsaved.delete(entry.client_id);
    this.changed.emit(entry.room_id);
  }
}
class Presence {
  #online = /* @__PURE__ */ new Map();
  changed = new Signal();
  replace(users) {
    this.#online = new Map(users.map((user) => [user.id, user]));
    this.changed.emit();
  }
  add(user) {
    this.#online.set(user.id, user);
    this.changed.emit();
  }
  remove(userId) {
    if (this.#online.delete(userId)) this.changed.emit();
  }
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
  unreadAfter = null;
  #lastRead = 0;
  #counted = 0;
  #arrived = 0;
  isKept = false;
  #since = /* @__PURE__ */ new Set();
  start(membership) {
    this.#lastRead = membership?.last_read_seq ?? 0;
    this.#arrived = 0;
    this.isKept = false;
    this.#since.clear();
    this.unreadAfter = membership && membership.unread_count > 0 ? this.#lastRead : null;
    this.counted(membership?.unread_count ?? 0);
  }
  get lastRead() {
    return this.#lastRead;
  }
  get seenUpTo() {
    return Math.max(this.#lastRead, this.#arrived);
  }
  get unreadCount() {
    return this.#counted + this.#since.size;
  }
  counted(unreadCount, lastReadSeq = this.#lastRead) {
    this.#lastRead = lastReadSeq;
    this.#since = new Set([...this.#since].filter((seq) => seq > lastReadSeq));
    this.#counted = Math.max(0, unreadCount - this.#since.size);
  }
  arrived(seq, seen) {
    if (seq <= this.#lastRead) return;
    if (!seen) this.unreadAfter ??= this.#lastRead;
    else if (this.#hasSeenAll()) this.#arrived = seq;
    this.#since.add(seq);
  }
  #hasSeenAll() {
    return this.#counted === 0 && [...this.#since].every((seq) => seq <= this.seenUpTo);
  }
  changed(seq, isThere) {
    if (seq <= this.#lastRead || this.#since.delete(seq)) return;
    this.#counted = Math.max(0, this.#counted + (isThere ? 1 : -1));
  }
  saw(seq) {
    if (this.isKept || seq <= this.#lastRead) return false;
    this.#lastRead = seq;
    return true;
  }
  markedUnread(lastReadSeq, unreadCount) {
    this.isKept = true;
    this.#since.clear();
    this.#lastRead = lastReadSeq;
    this.#counted = unreadCount;
    this.unreadAfter = lastReadSeq;
  }
  markedRead(seq) {
    this.clearLine();
    if (seq > this.#lastRead) this.counted(0, seq);
  }
  clearLine() {
    this.isKept = false;
    this.unreadAfter = null;
  }
}
const MAX_READS = 3;
class Rooms {
  #rooms = /* @__PURE__ */ new Map();
  #whole = /* @__PURE__ */ new Map();
  #counted = /* @__PURE__ */ new Map();
  #changes = 0;
  #joined = { changes: -1, rooms: [] };
  changed = new Signal();
  lastChanged = new Signal();
  me = null;
  isRead = false;
  markRead() {
    if (this.isRead) return;
    this.isRead = true;
    this.changed.emit();
  }
  replace(rooms) {
    this.#changes += 1;
    this.isRead ||= rooms.length > 0;
    this.#rooms = new Map(rooms.map((room) => [room.id, named(room, this.me)]));
    this.#whole.clear();
    this.changed.emit();
  }
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
  get(roomId) {
    return this.#rooms.get(roomId) ?? null;
  }
  all() {
    return [...this.#rooms.values()];
  }
  joined() {
    if (this.#joined.changes !== this.#changes) {
      const rooms = this.all().filter((room) => room.membership !== null).sort(byName);
      this.#joined = { changes: this.#changes, rooms };
    }
    return this.#joined.rooms;
  }
  put(room) {
    if ((this.get(room.id)?.version ?? 0) > room.version) return;
    this.#whole.set(room.id, room.version);
    this.#show(room);
  }
  get changes() {
    return this.#changes;
  }
  known() {
    const joined = this.joined();
    const certain = joined.filter(({ id, membership }) => this.#whole.has(id) && !membership?.muted_until);
    return { rooms: Object.fromEntries([...joined.map(({ id }) => [id, 0]), ...certain.map(({ id }) => [id, this.#whole.get(id) ?? 0])]), read: Object.fromEntries(joined.map(({ id, membership }) => [id, membership?.last_read_seq ?? 0])) };
  }
  takeActivity({ room, unread_count, mention_count, last_message, seq }) {
    const known = this.get(room.id);
    if (!known?.membership) return false;
    const isNew = seq > (known.last_message?.seq ?? 0);
    const is_hidden = known.membership.is_hidden && !isNew;
    this.put({ ...room, last_message, membership: { ...known.membership, unread_count, mention_count, is_hidden } });
    return isNew && unread_count > 0;
  }
  update(room) {
    const known = this.get(room.id);
    if ((known?.version ?? 0) > room.version) return;
    this.#show({ ...room, membership: known?.membership ?? null, last_message: known?.last_message ?? null });
  }
  remove(roomId) {
    this.#changes += 1;
    this.#whole.delete(roomId);
    if (this.#rooms.delete(roomId)) this.changed.emit();
  }
  setActive(roomId, isActive) {
    this.#change(roomId, (room) => ({ ...room, is_active: isActive }));
  }
  setMembership(roomId, membership) {
    this.#change(roomId, (room) => ({ ...room, membership }));
  }
  setReading(roomId, reading) {
    const room = this.get(roomId);
    if (!room?.membership) return;
    const membership = { ...room.membership, ...reading };
    const isShown = !isSameBesides("last_read_seq", membership, room.membership);
    this.#changes += 1;
    this.#rooms.set(roomId, { ...room, membership });
    if (isShown) this.changed.emit();
  }
  setLastMessage(roomId, message) {
    this.#change(roomId, (room) => isLater(message, room.last_message) ? { ...room, last_message: message } : room);
  }
  messageChanged(message) {
    this.#change(message.room_id, (room) => {
      const last = room.last_message;
      if (last === null) return room;
      const shown = last.id === message.id && last.version < message.version ? message : requoted(last, message);
      return shown === last ? room : { ...room, last_message: shown };
    });
  }
  rename(user) {
    for (const { id, last_message: last, members } of this.all()) {
      if (members?.some((member) => member.id === user.id)) {
        this.#change(id, (room) => ({ ...room, members: members.map((one) => one.id === user.id ? user : one) }));
      }
      if (last?.author?.id !== user.id) continue;
      this.#change(id, (room) => ({ ...room, last_message: { ...last, author: user } }));
    }
  }
  setMemberCount({ id: roomId, member_count: memberCount, version }) {
    if ((this.#counted.get(roomId) ?? 0) > version) return;
    this.#counted.set(roomId, version);
    this.#change(roomId, (room) => ({ ...room, member_count: memberCount }));
  }
  get unreadTotal() {
    return this.joined().reduce((sum, room) => sum + newsIn(room), 0);
  }
  #change(roomId, change) {
    this.#changes += 1;
    const room = this.#rooms.get(roomId);
    if (!room) return;
    const changed = change(room);
    if (changed !== room) this.#show(changed);
  }
  #show(room) {
    const before = this.#rooms.get(room.id);
    const shown = named(room, this.me);
    this.#changes += 1;
    this.#rooms.set(room.id, shown);
    const isLastOnly = before?.last_message && isSameBesides("last_message", shown, before);
    (isLastOnly ? this.lastChanged : this.changed).emit();
  }
}
function isSameBesides(besides, a, b) {
  const names = Object.keys(a);
  return names.every((name) => name === besides || a[name] === b[name]);
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
  return compareNames(a.name, b.name) || a.id - b.id;
}
class SavedIds {
  changed = new Signal();
  #ids = /* @__PURE__ */ new Set();
  has({ id }) {
    return id !== null && this.#ids.has(id);
  }
  replace(ids) {
    if (ids.length === this.#ids.size && ids.every((id) => this.#ids.has(id))) return;
    this.#ids = new Set(ids);
    this.changed.emit();
  }
  set(id, isSaved) {
    const others = [...this.#ids].filter((other) => other !== id);
    this.replace(isSaved ? [...others, id] : others);
  }
}
class Trays {
  #store;
  #known = /* @__PURE__ */ new Map();
  changed = new Signal();
  constructor(storage, userId) {
    this.#store = new JsonStore(storage, `tray:${userId}:`);
  }
  in(roomId) {
    if (roomId === null) return [];
    const files = this.#known.get(roomId) ?? this.#store.get(String(roomId)) ?? [];
    this.#known.set(roomId, files);
    return files;
  }
  rooms() {
    return this.#store.keys().map(Number);
  }
  put(roomId, files) {
    this.#known.set(roomId, files);
    if (files.length > 0) this.#store.set(String(roomId), files);
    else this.#store.remove(String(roomId));
    this.changed.emit();
  }
  storageChanged(storageKey) {
    if (!this.#store.owns(storageKey)) return;
    this.#known.clear();
    this.changed.emit();
  }
}
const TYPING_TTL_MS = 6e3;
const TYPING_REPEAT_MS = 3e3;
class TypingPeople {
  #people = /* @__PURE__ */ new Map();
  note(user, isTyping, nowMs2) {
    if (isTyping) this.#people.set(user.id, { user, until: nowMs2 + TYPING_TTL_MS });
    else this.#people.delete(user.id);
  }
  ended(userId) {
    return this.#people.delete(userId);
  }
  clear() {
    this.#people.clear();
  }
  current(nowMs2) {
    for (const [id, { until }] of this.#people) if (until <= nowMs2) this.#people.delete(id);
    return [...this.#people.values()].map(({ user }) => user);
  }
}
class TypingSignal {
  #lastSent = null;
  keyPressed(nowMs2) {
    if (this.#lastSent !== null && nowMs2 - this.#lastSent < TYPING_REPEAT_MS) return false;
    this.#lastSent = nowMs2;
    return true;
  }
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
  saved = new SavedIds();
  files = new FilesToSend(this);
  blocks;
  outbox;
  drafts;
  trays;
  sender;
  typingChanged = new Signal();
  roomChanged = new Signal();
  roomLost = new Signal();
  newsElsewhere = new Signal();
  meChanged = new Signal();
  noticesWaiting = new Signal();
  endInSight = false;
  hasOpened = false;
  readMarker = new ReadMarker(this);
  names = new Names(this);
  leaving = 0;
  #roomsReadMs = 0;
  #firstRead = Promise.resolve();
  constructor(me) {
    this.me = me;
    this.connection.userId = me.id;
    this.rooms.me = me;
    this.snapshot = new Snapshot(this.storage);
    this.snapshot.keepMe(me);
    chooseClock(me.preferences?.clock ?? "auto");
    this.blocks = new Blocks(this.storage, me.id);
    this.outbox = new Outbox(this.storage, me.id, this.tab);
    this.drafts = new Drafts(this.storage, me.id);
    this.trays = new Trays(this.storage, me.id);
    this.sender = new Sender(this.outbox, this.connection, this.files.attach);
    this.connection.on("ready", ({ server_time }) => setNow(server_time));
    listen(this);
    this.outbox.changed.subscribe(() => this.live.changed.emit());
    addEventListener("storage", ({ key }) => {
      this.outbox.storageChanged(key);
      this.drafts.storageChanged(key);
      this.trays.storageChanged(key);
    });
    keepTabAlive(this.tab);
  }
  get room() {
    return this.live.roomId === null ? null : this.rooms.get(this.live.roomId);
  }
  get looking() {
    return document.visibilityState === "visible" && document.hasFocus();
  }
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
  async sync() {
    await this.#firstRead.catch(() => null);
    const hasNotices = await syncRooms(this, (roomId) => this.loseRoom(roomId, "not_found"));
    this.rooms.markRead();
    if (hasNotices) this.noticesWaiting.emit();
    this.#roomsReadMs = monotonicMs();
    this.#countAnew();
  }
  async refreshIfStale() {
    if (monotonicMs() - this.#roomsReadMs > STALE_MS && this.connection.online) await this.sync().catch(() => null);
  }
  async refreshRoom(roomId) {
    const { room } = await call("GET", `/rooms/${roomId}`);
    this.rooms.put(room);
    return room;
  }
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
  closeRoom() {
    this.live.close();
    this.roomChanged.emit();
  }
  changeMe(changes) {
    this.me = { ...this.me, ...changes };
    this.snapshot.keepMe(this.me);
    chooseClock(this.me.preferences?.clock ?? "auto");
    this.meChanged.emit();
  }
  async joinRoom(roomId) {
    const { room } = await call("POST", `/rooms/${roomId}/join`);
    this.rooms.put(room);
    if (roomId !== this.live.roomId) return;
    this.reading.start(room.membership);
    await Promise.all([this.live.join(), this.membersReader.read()]);
  }
  async leaveRoom(roomId, newOwnerId) {
    this.leaving = roomId;
    await call("POST", `/rooms/${roomId}/leave`, newOwnerId === null ? {} : { new_owner_id: newOwnerId });
    this.rooms.setMembership(roomId, null);
    if (this.rooms.get(roomId)?.visibility !== "public") this.rooms.remove(roomId);
    if (roomId === this.live.roomId) this.closeRoom();
  }
  loseRoom(roomId, reason) {
    const loss = takeRoomAway(this, roomId, reason);
    if (loss) this.roomLost.emit(loss);
  }
  async wake() {
    this.sender.wake();
    await this.connection.wake((timeoutMs) => this.live.join(timeoutMs));
  }
  post(roomId, content, replyTo) {
    this.outbox.add({ roomId, content, replyTo, files: this.trays.in(roomId) });
    this.trays.put(roomId, []);
    this.reading.clearLine();
    void this.sender.send(roomId);
  }
  retry(clientId, roomId) {
    this.outbox.retry(clientId);
    void this.sender.send(roomId);
  }
  saw(seq) {
    if (!this.room?.membership || !this.reading.saw(seq)) return;
    this.readMarker.markSoon();
  }
  async adoptOrphans() {
    if (this.outbox.adopt(await liveTabs(this.tab)) > 0) this.sender.sendAll();
  }
  #enter(roomId) {
    this.readMarker.flush();
    this.reading.start(this.rooms.get(roomId)?.membership ?? null);
    this.members.clear();
    this.typing.clear();
    this.typingChanged.emit();
  }
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
  return historyState().above;
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
const VIEWS = ["catch-up", "inbox", "saved"];
function readAddress(url = new URL(addressBelow(), location.origin)) {
  const message = url.pathname.match(/^\/rooms\/(\d+)\/(\d+)$/);
  if (message) return { roomId: Number(message[1]), seq: Number(message[2]) };
  const room = url.searchParams.get("room");
  return { roomId: room && /^\d+$/.test(room) ? Number(room) : null, seq: null };
}
function isAt(roomId, seq) {
  const at = readAddress();
  return at.roomId === roomId && (seq === void 0 || at.seq === seq);
}
function personAt(pathname) {
  const person = pathname.match(/^\/people\/(\d+)\/$/);
  return person && Number(person[1]);
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
  const [path] = addressBelow().split(/[?#]/);
  return VIEWS.find((name) => path === `/${name}/`);
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
  start() {
    const { changed } = this.#chat.rooms;
    const unsubscribe = changed.subscribe(() => this.#openFirst() && unsubscribe());
    if (this.#openFirst()) unsubscribe();
  }
  open(roomId, seq = null, replaces = false) {
    if (replaces) closeLayers();
    if (replaces) setAddress(roomId, seq);
    else goToRoom(roomId, seq);
    this.#goTo(roomId, seq);
  }
  openView(name) {
    goToView(name);
    this.#showView(name);
  }
  openList() {
    if (goBackToList()) return;
    setAddress(null);
    this.#showList();
  }
  leaveRoom() {
    const next = this.#firstRoom();
    if (!next || isPhone()) return this.openList();
    setAddress(next.id);
    return this.#goTo(next.id, null);
  }
  #travel() {
    const { roomId, seq } = readAddress();
    if (this.#isCovered || this.#wasCovered && roomId === this.#chat.live.roomId) return;
    const view = currentView();
    if (view) this.#showView(view);
    else if (roomId === null) this.#showList();
    else this.#goTo(roomId, seq);
  }
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
  #goTo(roomId, seq) {
    showScreen("room");
    this.#table.showView(null);
    void this.#open(roomId, seq).then(() => seq !== null && isAt(roomId, seq) && this.#table.log.reveal(seq));
    if (seq === null && matchMedia("(pointer: fine)").matches) this.#table.composer.focus();
  }
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
    if (isPhone()) this.#body.querySelector(`.room[data-room="${left}"]`)?.focus();
  }
  async #open(roomId, around) {
    const chat = this.#chat;
    try {
      if (!chat.rooms.get(roomId) && !await this.#find(roomId)) return;
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
  async #find(roomId) {
    const isMissing = () => isAt(roomId) && !this.#chat.rooms.get(roomId);
    await patiently(() => this.#chat.refreshRoom(roomId), isMissing).catch((error) => {
      if (isMissing()) throw error;
    });
    return isAt(roomId);
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
  onFirstOpen(["webhooks"], async () => (await import("./webhooks_dialog.js")).mountWebhooksDialog(chat));
  onFirstOpen(["pause-notifications"], async () => {
    (await import("./pause_dialog.js")).mountPauseDialog();
  });
  onFirstOpen(["my-reports"], async () => (await import("./moderation_notices.js")).mountMyReports());
  tellOfModeration(chat);
  askToSignInAgain(chat);
  openByKey("k", "switcher", openDialogAtOnce);
  openByKey("n", "new-message", openDialog);
  nameKeys(document);
  tellOfLostRooms(chat, page);
  return openers(chat);
}
function openers(chat) {
  const messages = () => loaded(() => import("./message_dialogs.js"));
  const moderation = () => loaded(() => import("./moderation.js"));
  return { remove: async (message) => {
    const dialogs = await messages();
    (message.author?.id === chat.me.id ? dialogs?.deleteMessage : dialogs?.removeMessage)?.(message);
  }, restore: async (message) => (await messages())?.restoreMessage(message), report: async (message) => {
    (await moderation())?.reportMessage(message, isDirect(chat.rooms.get(message.room_id)));
  } };
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
    if (chat.connection.online) dialog("sign-in").close();
  });
}
function openByKey(letter, id, open) {
  onKey(window, (event) => {
    if (event.key.toLowerCase() !== letter || !isCommand(event) || event.shiftKey) return;
    event.preventDefault();
    if (dialog(id).open) dialog(id).close();
    else void open(id);
  });
}
function behindButtons(root, selector, load) {
  const waiting = new AbortController();
  let pressed = null;
  const loadOnce = once(async () => {
    const code = await load();
    waiting.abort();
    if (pressed instanceof HTMLElement) pressed.click();
    return code;
  });
  const tryToLoad = async () => {
    if (await loaded(loadOnce) === null) pressed = null;
  };
  root.addEventListener("click", ({ target }) => {
    pressed = target.closest(selector);
    if (pressed) void tryToLoad();
  }, waiting);
  addEventListener("online", () => void tryToLoad(), waiting);
  return loadOnce;
}
const unreachable = /* @__PURE__ */ new Set();
const isUnreachable = (person) => unreachable.has(person?.id ?? 0);
function mountBarred(root, chat, write) {
  const writeOnceDrawn = oncePerFrame(write);
  part(root, "join").addEventListener("click", async () => {
    if (await attempt(() => chat.joinRoom(chat.live.roomId ?? 0))) writeOnceDrawn();
  });
  part(root, "unblock").addEventListener("click", async () => {
    const partner = chat.room && partnerIn(chat.room, chat.me);
    const blocking = await loaded(() => import("./blocking.js"));
    if (partner) await blocking?.unblockPerson(chat, partner);
    writeOnceDrawn();
  });
  watchPartner(root, chat);
}
function watchPartner(root, chat) {
  const partnerNow = () => chat.room && partnerIn(chat.room, chat.me);
  let asked = 0;
  const ask = async () => {
    const partner = partnerNow();
    asked = partner?.id ?? 0;
    if (!partner) return;
    part(root, "unreachable").textContent = whyNot(partner, chat.me);
    const card = await call("GET", `/users/${partner.id}`).catch(() => null);
    const isNow = card?.may_message === false && !chat.blocks.has(partner);
    if (card === null || isNow === isUnreachable(partner)) return;
    if (isNow) unreachable.add(partner.id);
    else unreachable.delete(partner.id);
    chat.rooms.changed.emit();
  };
  chat.rooms.changed.subscribe(() => (partnerNow()?.id ?? 0) !== asked && ask());
  chat.roomChanged.subscribe(ask);
  for (const signal of [chat.meChanged, chat.blocks.changed]) signal.subscribe(ask);
  chat.outbox.failed.subscribe(({ room_id }) => room_id === chat.live.roomId && ask());
  chat.connection.on("user_updated", ({ user }) => user.id === partnerNow()?.id && ask());
}
function whyNot({ name }, { preferences }) {
  return preferences?.takes_direct_messages === false ? gettext("You turned direct messages off in your profile. Turn them on to write.") : interpolate(gettext("%(name)s can't be messaged."), { name });
}
function isHeldBack({ room }, why) {
  return Date.parse(room?.membership?.[why] ?? "") > nowMs();
}
function maySend(chat, length) {
  const files = chat.trays.in(chat.live.roomId);
  const isReady = files.length > 0 ? files.every(({ error }) => error === "") : length > 0;
  return isReady && !isHeldBack(chat, "next_message_at");
}
const INSTEAD = ["muted", "closed", "outside", "announcing", "blocked", "unreachable"];
function partsOf(root) {
  return parts(root, "form", ...INSTEAD, "send", "send-icon", "save-icon");
}
function drawForm(shownParts, chat) {
  const { room } = chat;
  const shown = room && (reasonNotToWrite(chat, room) ?? "form");
  for (const name of ["form", ...INSTEAD]) hideIf(shownParts[name], shown !== name);
}
function reasonNotToWrite(chat, room) {
  if (!room.is_active) return "closed";
  if (!room.membership) return "outside";
  if (isHeldBack(chat, "muted_until")) return "muted";
  const partner = partnerIn(room, chat.me);
  if (chat.blocks.has(partner)) return "blocked";
  if (isUnreachable(partner)) return "unreachable";
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
function drawSend(shownParts, { isEditing, isReady }) {
  const send = shownParts.send;
  const label = isEditing ? gettext("Save") : gettext("Send");
  if (send.disabled === isReady) send.disabled = !isReady;
  if (send.title === label) return;
  send.title = label;
  send.setAttribute("aria-label", label);
  shownParts["send-icon"].toggleAttribute("hidden", isEditing);
  shownParts["save-icon"].toggleAttribute("hidden", !isEditing);
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
const PATIENCE_MS = 2e3;
let emoji = null;
class Sending {
  #chat;
  #box;
  #writing;
  constructor(chat, box, writing) {
    this.#chat = chat;
    this.#box = box;
    this.#writing = writing;
  }
  submit() {
    const { adding } = this.#chat.files;
    if (adding) return void this.#submitSoon(adding);
    const typed = this.#box.text.trim();
    if (!this.#maySend(typed)) return void 0;
    if (COMMAND.test(typed)) return void this.#command(typed);
    return typed.includes(MENTIONS_ROOM) ? void this.#askFirst(typed) : this.#post(typed);
  }
  async #submitSoon(adding) {
    const isStillHere = this.#watch();
    await adding;
    if (isStillHere()) this.submit();
  }
  #post(typed) {
    const content = typed.includes(":") ? emoji?.withEmojiNow(typed) ?? null : typed;
    if (content === null) void this.#postSoon(typed);
    else this.#send(content, "");
  }
  #maySend(content) {
    if (this.#roomId === null || [...content].length > MAX_CONTENT_CHARS) return false;
    return maySend(this.#chat, content.length);
  }
  get #roomId() {
    return this.#chat.live.roomId;
  }
  async #postSoon(typed) {
    const isStillHere = this.#watch();
    emoji ??= await Promise.race([import("./writing.js").then(function(n) {
      return n.e;
    }).catch(() => null), nothingIn(PATIENCE_MS)]);
    const content = await emoji?.withEmojiSoon(typed) ?? typed;
    const text = this.#box.text.trimStart();
    const sent = [typed, content].find((beginning) => text.startsWith(beginning));
    if (sent === void 0 || !isStillHere() || !this.#maySend(sent)) return;
    this.#send(content, text.slice(sent.length));
  }
  async #askFirst(typed) {
    const isStillHere = this.#watch();
    const asked = await loaded(() => import("./writing.js").then(function(n) {
      return n.d;
    }));
    if (!await asked?.mayNotifyRoom(this.#chat) || !isStillHere() || this.#box.text.trim() !== typed) return;
    this.#post(typed);
  }
  async #command(typed) {
    const isStillHere = this.#watch();
    const commands = await loaded(() => import("./writing.js").then(function(n) {
      return n.d;
    }));
    const outcome = await commands?.run(typed, this.#chat);
    if (!outcome || !isStillHere() || this.#box.text.trim() !== typed) return;
    if (outcome.say) this.#post(outcome.say);
    else if (outcome.isDone) this.#empty("");
  }
  #watch() {
    const roomId = this.#roomId;
    return () => roomId === this.#roomId && !this.#writing.now().isEditing;
  }
  #send(content, rest) {
    const roomId = this.#roomId;
    startSlowMode(this.#chat, roomId);
    this.#chat.post(roomId, content, this.#writing.now().replyTo);
    this.#empty(rest);
  }
  #empty(rest) {
    this.#box.show(rest);
    this.#writing.sent();
  }
}
function nothingIn(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms, null));
}
const SIZES_ITSELF = globalThis.CSS?.supports("field-sizing", "content") ?? false;
class TextBox {
  #list;
  #label;
  #chat;
  #ready;
  #aids = null;
  constructor(root, chat, ready) {
    this.#ready = ready;
    this.node = part(root, "text");
    this.#list = part(root, "suggestions");
    this.#label = part(root, "label");
    this.#chat = chat;
    this.#keepFocus(part(root, "send"));
    this.node.addEventListener("input", (event) => this.#edited(event));
    if (!SIZES_ITSELF) new ResizeObserver(oncePerFrame(() => this.fit())).observe(this.node);
  }
  #keepFocus(send) {
    send.addEventListener("mousedown", (event) => event.preventDefault());
    send.addEventListener("click", ({ detail }) => detail === 0 && this.focus());
  }
  get text() {
    return this.#aids?.mentions.content ?? this.node.value;
  }
  get hint() {
    return this.#aids?.hint ?? "";
  }
  get length() {
    return [...this.text.trim()].length;
  }
  show(text) {
    if (this.#aids) this.#aids.show(text);
    else this.node.value = text;
    if (!this.#aids && mayHoldMentions(text)) this.prepare();
    this.fit();
  }
  prepare() {
    void this.#load().catch(() => null);
  }
  async mention(user) {
    (await loaded(() => this.#load()))?.mentions.add(user);
  }
  focus() {
    this.node.focus({ preventScroll: true });
  }
  fit() {
    if (SIZES_ITSELF) return;
    this.node.style.height = "auto";
    this.node.style.height = `${this.node.scrollHeight}px`;
  }
  name(label) {
    showText$1(this.#label, label);
    if (this.node.placeholder !== label) this.node.placeholder = label;
  }
  #edited(event) {
    this.fit();
    if (/[:@/]/.test(this.node.value)) void this.#help(event);
  }
  async #help(event) {
    const aids = await this.#load().catch(() => null);
    aids?.update(event);
  }
  #load = once(async () => {
    const { TypingAids } = await import("./writing.js").then(function(n) {
      return n.t;
    });
    this.#aids = new TypingAids(this.node, this.#list, this.#chat);
    this.fit();
    this.#ready();
    return this.#aids;
  });
}
class TypingNotice {
  #chat;
  #signal = new TypingSignal();
  constructor(chat) {
    this.#chat = chat;
  }
  typed(roomId, text) {
    if (text === "") this.stop(roomId);
    else if (this.#signal.keyPressed(monotonicMs())) this.#tell(roomId, true);
  }
  stop(roomId) {
    if (this.#signal.stopped(monotonicMs())) this.#tell(roomId, false);
  }
  sent() {
    this.#signal = new TypingSignal();
  }
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
  #parts;
  #box;
  #typing;
  #sending;
  #floors = null;
  #load;
  #roomId = null;
  #reply = null;
  #draftTimer = 0;
  constructor(root, chat, page) {
    this.#root = root;
    this.#chat = chat;
    this.#page = page;
    this.#form = part(root, "form");
    this.#parts = partsOf(root);
    this.#box = new TextBox(root, chat, () => this.#drawText());
    this.#typing = new TypingNotice(chat);
    this.#sending = new Sending(chat, this.#box, { now: () => ({ isEditing: this.#isEditing, replyTo: this.#reply?.seq ?? null }), sent: () => this.#sent() });
    this.#load = behindButtons(root, "[data-part=attach], [data-part=emoji]", () => this.#loadFloors());
    this.#listen();
    chat.roomChanged.subscribe(() => this.#roomChanged());
    const draw = oncePerFrame(() => this.#draw());
    for (const { changed } of [chat.rooms, chat.trays, chat.blocks]) changed.subscribe(draw);
    this.#draw();
  }
  prepare() {
    this.#box.prepare();
    void this.#load().catch(() => null);
  }
  mention(user) {
    void this.#box.mention(user);
  }
  focus() {
    if (!this.#form.hidden) this.#box.focus();
  }
  async replyTo(message) {
    const floors = await loaded(() => this.#load());
    if (floors === null || !await this.#leaveEdit() || message.room_id !== this.#roomId) return;
    this.#setReply(floors.answered(message));
    this.focus();
  }
  giveBack(text) {
    this.#keepDraft();
    this.#chat.drafts.keepBefore(this.#roomId ?? 0, text);
    this.#showEdited();
    this.focus();
  }
  async edit(message) {
    const floors = await loaded(() => this.#load());
    if (floors === null || message.room_id !== this.#roomId) return;
    if (floors.edit.current?.seq !== message.seq) {
      if (!await this.#leaveEdit()) return;
      this.#typing.stop(this.#roomId);
      floors.edit.start(message);
      this.#showEdited();
    }
    this.focus();
  }
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
    mountBarred(this.#root, this.#chat, () => this.focus());
    this.#chat.drafts.changedElsewhere.subscribe((roomId) => roomId === this.#roomId && this.#follow());
    addEventListener("pagehide", () => this.#keepDraft());
  }
  async #loadFloors() {
    const { Floors } = await import("./writing.js").then(function(n) {
      return n.f;
    });
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
  get #left() {
    return MAX_CONTENT_CHARS - this.#box.length;
  }
  #sent() {
    this.#typing.sent();
    this.#keepDraft();
    this.#setReply(null);
    this.#page.onSend();
  }
  #saveEdit() {
    this.#keepDraft();
    const message = this.#floors?.edited;
    if (this.#box.length === 0 && message && !message.attachments?.length) this.#page.remove(message);
    else if (this.#left >= 0) void this.#floors?.edit.save();
  }
  #key(event) {
    if (event.defaultPrevented) return;
    const isEmpty = this.#box.text === "" && !this.#isEditing;
    if (event.key === "Escape" && (this.#isEditing || this.#reply)) this.#leave();
    else if (event.key === "ArrowUp" && !hasModifier(event) && isEmpty) void this.#up();
    else if (sendsMessage(event, this.#chat.storage)) this.#form.requestSubmit();
    else return;
    event.preventDefault();
  }
  #leave() {
    if (this.#isEditing) return void this.#leaveEdit().then(() => this.focus());
    this.#setReply(null);
    return this.focus();
  }
  async #leaveEdit() {
    this.#keepDraft();
    return this.#floors === null || this.#floors.leaveEdit();
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
    this.#draftTimer = 0;
    if (this.#isEditing) this.#floors?.edit.typed(this.#box.text);
    else if (this.#roomId !== null) this.#chat.drafts.keep(this.#roomId, this.#box.text);
  }
  #roomChanged() {
    this.#typing.stop(this.#roomId);
    this.#keepDraft();
    this.#roomId = this.#chat.live.roomId;
    this.#recall();
  }
  #follow() {
    const isEditedThere = !this.#isEditing && this.#chat.drafts.editIn(this.#roomId ?? 0) !== null;
    if (this.#draftTimer === 0 && !isEditedThere) this.#recall();
  }
  #recall() {
    this.#reply = this.#roomId === null ? null : this.#chat.drafts.answeredIn(this.#roomId);
    this.#floors?.edit.enter(this.#roomId);
    this.#showEdited();
  }
  #showEdited() {
    this.#box.show(this.#floors?.edit.current?.text ?? this.#chat.drafts.of(this.#roomId ?? 0));
    this.#draw();
  }
  #setReply(reply) {
    this.#reply = reply;
    if (this.#roomId !== null) this.#chat.drafts.keepAnswered(this.#roomId, reply);
    this.#draw();
  }
  #draw() {
    const { room } = this.#chat;
    const wasHidden = this.#form.hidden;
    drawForm(this.#parts, this.#chat);
    void explainRestraint(this.#root, this.#chat, () => this.#draw());
    this.#box.node.readOnly = this.#floors?.edit.state === "saving";
    if (room) this.#box.name(labelOf(room, this.#isEditing));
    if (wasHidden && !this.#form.hidden) this.#box.fit();
    this.#drawText();
  }
  #drawText() {
    const may = this.#isEditing ? this.#floors?.edit.state !== "saving" : maySend(this.#chat, this.#box.length);
    this.#form.toggleAttribute("data-over", this.#left < 0);
    drawSend(this.#parts, { isEditing: this.#isEditing, isReady: may && this.#left >= 0 });
    this.#floors?.draw(this.#reply);
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
let drawn = /* @__PURE__ */ new WeakMap();
calendarChanged.subscribe(() => drawn = /* @__PURE__ */ new WeakMap());
function drawnMessage(message) {
  const known = drawn.get(message);
  if (known) return known;
  const made = withPosition({ ...message, state: "stored", error: null });
  drawn.set(message, made);
  return made;
}
function drawnEntry(entry, author, nameOf2) {
  return withPosition({ id: null, room_id: entry.room_id, version: 0, author, content: readable(entry.content, nameOf2), html: "", created_at: entry.created_at, seq: null, client_id: entry.client_id, edited_at: null, deleted_at: null, deleted_by: null, reply_to: null, mentions: [], mentions_room: false, reactions: [], pinned_at: null, files: entry.files, state: entry.error ? "failed" : "sending", error: entry.error?.message ?? null });
}
function withPosition(message) {
  const { author, client_id, seq, created_at } = message;
  return { ...message, key: client_id === null ? `s${seq}` : `c${author?.id}:${client_id}`, day: dayKey(created_at), sentMs: Date.parse(created_at), calendar: calendar() };
}
function rowsOf(messages, { unreadAfter = null, me }) {
  const rows = [];
  let previous = null;
  let previousDay = "";
  const days = /* @__PURE__ */ new Map();
  let lineDue = unreadAfter !== null;
  for (const message of messages) {
    const { day } = message;
    const newDay = day !== previousDay;
    if (newDay) rows.push({ key: dayLineKey(days, day), kind: "day", time: message.created_at });
    const newsBegin = lineDue && isNews(message, unreadAfter, me);
    if (newsBegin) rows.push({ key: "unread", kind: "unread", time: message.created_at });
    lineDue &&= !newsBegin;
    const startsGroup = newDay || newsBegin || !continues(previous, message);
    rows.push(messageRow(message, startsGroup));
    previous = message;
    previousDay = day;
  }
  return rows;
}
const rowOf$1 = /* @__PURE__ */ new WeakMap();
function messageRow(message, startsGroup) {
  const known = rowOf$1.get(message);
  if (known?.startsGroup === startsGroup) return known;
  const row = { key: message.key, kind: "message", message, startsGroup };
  rowOf$1.set(message, row);
  return row;
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
  #shown = /* @__PURE__ */ new Map();
  nodes = [];
  #days = [];
  constructor(container, how) {
    this.container = container;
    this.how = how;
  }
  show(rows) {
    const next = new Map(rows.map((row) => [row.key, this.#drawn(row)]));
    for (const [key, { node }] of this.#shown) if (!next.has(key)) remove(node);
    this.#shown = next;
    const nodes = [...next.values()].map(({ node }) => node);
    this.#arrange(nodes);
    this.nodes = nodes;
    this.#days = rows.flatMap(({ kind, key }) => kind === "day" ? this.node(key) ?? [] : []);
  }
  dayAbove(line) {
    const at = this.nodes.indexOf(line);
    return this.#days.findLast((day) => this.nodes.indexOf(day) < at) ?? null;
  }
  node(key) {
    return this.#shown.get(key)?.node ?? null;
  }
  get last() {
    return this.nodes.findLast(isMessage) ?? null;
  }
  #drawn(row) {
    const known = this.#shown.get(row.key);
    if (known?.row === row) return known;
    const node = known?.node ?? this.how.create(row);
    this.how.update(node, row, known?.row ?? null);
    return { row, node };
  }
  #arrange(nodes) {
    const staying = new Set(nodes);
    const before = this.nodes.filter((node) => staying.has(node));
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
  const block = line.parentElement;
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
  #blocked = null;
  #extras = null;
  constructor(chat, lines, redraw) {
    this.#chat = chat;
    this.#lines = lines;
    this.#redraw = redraw;
    for (const { changed } of [chat.blocks, chat.saved]) changed.subscribe(redraw);
    addEventListener("online", redraw);
    if (reactionStore(chat.storage, chat.me.id).keys().length > 0) whenIdle(() => void this.load().catch(() => null));
  }
  fold(rows) {
    const { blocks, room, me } = this.#chat;
    if (blocks.size === 0 || room && partnerIn(room, me)) return rows;
    if (this.#blocked) return this.#blocked.fold(rows);
    void this.#loadFolding().catch(() => null);
    return rows.filter((row) => row.kind !== "message" || !blocks.has(row.message.author));
  }
  async #loadFolding() {
    const { BlockedLines } = await import("./blocked_lines.js");
    this.#blocked ??= new BlockedLines(this.#chat, this.#lines.container, this.#redraw);
    this.#redraw();
  }
  draw(rows) {
    if (this.#extras) this.#extras.draw(rows);
    else if (rows.some((row) => hasExtras(row, this.#chat.saved))) void this.load().catch(() => null);
  }
  async load() {
    const { Extras } = await import("./extras.js");
    if (this.#extras) return this.#extras;
    this.#extras = new Extras(this.#chat, this.#lines, this.#redraw);
    this.#redraw();
    return this.#extras;
  }
}
const hasFiles = (attachments) => (attachments?.length ?? 0) > 0;
function hasExtras(row, saved) {
  if (row.kind !== "message") return false;
  const { reactions, pinned_at, attachments, files } = row.message;
  return reactions.length > 0 || Boolean(pinned_at) || hasFiles(attachments ?? files) || saved.has(row.message);
}
class LogEdges {
  #parts;
  #chat;
  constructor(root, chat) {
    const begin2 = ["beginning", "beginning-title", "about", "readers", "beginning-text"];
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
    showText$1(this.#parts["about"], isDirect(room) ? "" : room.description);
    showText$1(this.#parts["beginning-text"], isDirect(room) ? "" : beginningText(room, log.messages.length > 0));
  }
  drawNews(atEnd) {
    const { live, reading } = this.#chat;
    const pill = this.#parts.news;
    const count = atEnd ? 0 : reading.unreadCount;
    hideIf(pill, atEnd || live.log.messages.length === 0);
    pill.toggleAttribute("data-quiet", count === 0);
    showText$1(this.#parts["news-text"], count === 0 ? gettext("Jump to latest") : interpolate(ngettext("%(count)s new message", "%(count)s new messages", count), { count }));
  }
}
function readersText(room, me) {
  if (room.visibility === "private") {
    const text = ngettext("Only its member can read this room.", "Only its %(count)s members can read this room.", room.member_count);
    return interpolate(text, { count: room.member_count });
  }
  if (!isDirect(room)) return "";
  const others = othersIn(room, me).map(({ name }) => isolated(name));
  const last = others.pop();
  if (last === void 0) return gettext("Only you can read this. It's a place for notes.");
  return others.length === 0 ? interpolate(gettext("Only you and %(name)s can read this."), { name: last }) : interpolate(gettext("Only you, %(names)s and %(name)s can read this."), { names: others.join(", "), name: last });
}
function beginningText(room, hasMessages) {
  if (hasMessages) return gettext("This is where the conversation begins.");
  const mayWrite = room.membership && room.is_active;
  return mayWrite ? gettext("No messages yet. Say hello.") : gettext("No messages yet.");
}
const AHEAD_PX = 900;
function pageWhileScrolling(root, scroller, live) {
  const page = () => {
    const { scrollTop, scrollHeight, clientHeight } = scroller;
    if (scrollTop < AHEAD_PX) void live.loadOlder();
    if (scrollHeight - scrollTop - clientHeight < AHEAD_PX) void live.loadNewer();
  };
  const sentinels = new IntersectionObserver((seen) => seen.some((entry) => entry.isIntersecting) && page(), { root: scroller, rootMargin: `${AHEAD_PX}px 0px` });
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
  for (const mention of text.querySelectorAll("a.mention")) {
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
function markBot(name, user) {
  const beside = name.nextElementSibling;
  const badge = beside?.classList.contains("bot-badge") ? beside : null;
  if (!user?.is_bot) badge?.remove();
  else if (!badge) name.after(newBadge());
}
function newBadge() {
  const badge = document.createElement("span");
  badge.className = "bot-badge";
  badge.textContent = ` ${gettext("Bot")}`;
  return badge;
}
const MARKS = /(?!\ufe0f)\p{M}/u;
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
  const written = `${time} ${calendar()}`;
  if (node.dataset.written === written) return;
  node.dataset.written = written;
  const day = part(node, "day");
  day.textContent = dayName(time);
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
  markBot(author, message.author);
  author.dataset.user = String(message.author?.id ?? "");
  drawAvatar(part(node, "avatar"), message.author);
  const clock = part(node, "clock");
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
  place.toggleAttribute("data-marks", MARKS.test(place.textContent ?? ""));
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
  const code = pre.querySelector("code[class]");
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
  text.parentElement?.querySelector(":scope > .message-state")?.remove();
  if (message.state === "stored") return;
  const state = fromTemplate(`message-${message.state}`);
  if (message.state === "failed") {
    part(state, "error").textContent = interpolate(gettext("Not sent. %(reason)s"), { reason: message.error ?? "" });
  }
  (text.parentElement?.querySelector(":scope > .message-files") ?? text).after(state);
}
const END_TOLERANCE_PX = 32;
const REST_MS = 150;
class ScrollKeeper {
  #scroller;
  #list;
  #seen = { scrollTop: 0, scrollHeight: 0, clientHeight: 0 };
  #leaving = null;
  pinned = true;
  constructor(scroller, list) {
    this.#scroller = scroller;
    this.#list = list;
    scroller.addEventListener("scroll", () => this.look(), { passive: true });
    const sizes = new ResizeObserver(() => this.#follows() && this.toEnd());
    sizes.observe(scroller);
    sizes.observe(list.container);
  }
  around(change) {
    const follows = this.#follows();
    const line = follows ? null : this.firstMessage();
    const before = line ? this.#offset(textOf(line)) : 0;
    change();
    if (follows) this.toEnd();
    else if (line?.isConnected) this.#scroller.scrollTop += this.#offset(textOf(line)) - before;
  }
  toEnd() {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.pinned = true;
    this.#rest();
  }
  show(line) {
    this.#scroller.scrollTop += this.#offset(line) - this.#scroller.clientHeight / 4;
    this.look();
    this.pinned = this.#nearEnd();
    this.#rest();
  }
  look() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    if (clientHeight === 0) return this.pinned;
    const up = this.#seen.scrollTop - scrollTop;
    const grown = scrollHeight - this.#seen.scrollHeight;
    const resized = Math.abs(grown) + Math.abs(clientHeight - this.#seen.clientHeight);
    this.#seen = { scrollTop, scrollHeight, clientHeight };
    if (up < 0) this.#rest();
    else if (up > 0 && resized === 0) this.#leave();
    this.pinned = this.#nearEnd() || this.pinned && up <= resized;
    return this.pinned;
  }
  #follows() {
    return this.look() && this.#leaving === null;
  }
  #leave() {
    this.#rest();
    this.#leaving = setTimeout(() => this.#rest(), REST_MS);
  }
  #rest() {
    if (this.#leaving !== null) clearTimeout(this.#leaving);
    this.#leaving = null;
  }
  lastSeenSeq() {
    const end = this.#scroller.getBoundingClientRect().bottom + 1;
    const { nodes } = this.#list;
    for (let at = this.#firstAt((line) => line.getBoundingClientRect().bottom > end) - 1; at >= 0; at -= 1) {
      const seq = Number(nodes[at].dataset.seq);
      if (seq > 0) return seq;
    }
    return 0;
  }
  firstInView() {
    const top = this.#scroller.getBoundingClientRect().top;
    return this.#list.nodes[this.#firstAt((line) => line.getBoundingClientRect().bottom > top)] ?? null;
  }
  #nearEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    return scrollHeight - scrollTop - clientHeight <= END_TOLERANCE_PX;
  }
  #offset(line) {
    return line.getBoundingClientRect().top - this.#scroller.getBoundingClientRect().top;
  }
  firstMessage() {
    const { nodes } = this.#list;
    const first = this.firstInView();
    return first && nodes.slice(nodes.indexOf(first)).find(({ dataset }) => dataset.seq);
  }
  #firstAt(is) {
    const { nodes } = this.#list;
    const last = nodes.at(-1);
    if (!last || !is(last)) return nodes.length;
    let low = 0;
    let high = nodes.length - 1;
    while (low < high) {
      const middle = low + high >> 1;
      if (is(nodes[middle])) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
function textOf(line) {
  return line.querySelector(".message-text") ?? line;
}
function onMove(scroller, moved) {
  for (const type of ["wheel", "touchmove", "pointerdown"]) scroller.addEventListener(type, moved, { passive: true });
  onKey(scroller, moved);
}
const MOST_NEW_LINES = 60;
class ConversationLog {
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
  #fresh = false;
  #more = false;
  #wanted = null;
  #hasSkipped = false;
  constructor(root, chat) {
    this.#root = root;
    this.#edges = new LogEdges(root, chat);
    this.#chat = chat;
    this.scroller = part(root, "scroller");
    this.lines = new LineBlocks(part(root, "messages"), { create: createRow, update: (node, row, previous) => drawRow(node, row, previous, readerOf(chat)) });
    this.extras = new LineExtras(chat, this.lines, this.#draw);
    this.#scroll = new ScrollKeeper(this.scroller, this.lines);
    this.#listen();
    this.#page = pageWhileScrolling(root, this.scroller, chat.live);
  }
  get atEnd() {
    return this.#scroll.pinned && !this.#chat.live.log.hasMoreAfter;
  }
  reveal(seq) {
    this.show({ isMessage: true, find: () => this.lines.nodes.find(({ dataset }) => dataset.seq === String(seq)) });
  }
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
  markRead() {
    const { live, reading, room } = this.#chat;
    this.#hasSkipped = false;
    reading.clearLine();
    this.#chat.saw(Math.max(live.log.last?.seq ?? 0, room?.last_message?.seq ?? 0));
    this.#draw();
  }
  dayAbove() {
    const first = this.#scroll.firstInView();
    if (!first || first.matches(".day")) return null;
    return this.lines.dayAbove(first)?.querySelector("time") ?? null;
  }
  get lineAbove() {
    const line = this.lines.node("unread");
    return line && line.getBoundingClientRect().top < this.scroller.getBoundingClientRect().top ? line : null;
  }
  flush() {
    this.#drawNow();
  }
  #listen() {
    const { live, rooms, roomChanged } = this.#chat;
    for (const signal of [live.changed, rooms.lastChanged, calendarChanged]) signal.subscribe(this.#draw);
    rooms.changed.subscribe(oncePerFrame(() => this.#drawAround()));
    roomChanged.subscribe(() => this.#entered());
    this.scroller.addEventListener("scroll", () => this.#noteReading(), { passive: true });
    onMove(this.scroller, () => this.#moved());
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
    live.log.following = this.#scroll.look();
    this.#scroll.around(() => {
      const rows = this.#affordable(this.extras.fold(this.#rows()));
      this.lines.show(rows);
      this.extras.draw(rows);
      this.#edges.draw();
    });
    this.#showFirst();
    this.#showWanted();
    this.#noteReading();
    this.drawn.emit();
    if (live.state === "ready") queueMicrotask(() => this.#page());
  }
  #drawAround() {
    this.#scroll.around(() => this.#edges.draw());
    this.#edges.drawNews(this.atEnd);
    this.drawn.emit();
  }
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
  #showFirst() {
    if (!this.#fresh || this.#chat.live.log.messages.length === 0) return;
    this.#fresh = this.#chat.live.state !== "ready" || this.#chat.live.catchingUp || this.#more;
    this.#scroll.toEnd();
    const line = this.lineAbove;
    if (line) this.#scroll.show(line);
  }
  #moved() {
    if (this.#chat.live.state === "ready" && this.#chat.live.log.messages.length > 0) this.#fresh = false;
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
  #missing() {
    const { live } = this.#chat;
    if (!this.#wanted?.isMessage || this.#more || live.paging || live.state !== "ready") return;
    this.#wanted = null;
    toast(gettext("That message can't be found."));
  }
  #noteSkip() {
    const { live, reading, me, blocks } = this.#chat;
    const top = Number(this.#scroll.firstMessage()?.dataset.seq ?? 0);
    const ahead = live.log.messages.filter(({ seq, author, deleted_at }) => seq >= top && seq > reading.lastRead && author?.id !== me.id && !blocks.has(author) && deleted_at === null);
    this.#hasSkipped = reading.unreadAfter !== null && reading.unreadCount > ahead.length;
  }
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
  const use = mark.querySelector("use");
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
  const kinds = [room.is_active ? "" : gettext("closed"), room.visibility === "private" ? gettext("private") : "", room.who_may_write === "moderators" ? gettext("announcements") : "", partner && presence.isOnline(partner.id) ? gettext("online") : ""];
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
  void drawTopic(part(root, "description"), chat);
  hideIf(part(root, "mark"), room === null);
  if (room) drawMark(part(root, "mark"), room, chat);
  hideIf(part(root, "room-menu"), !room?.membership && chat.me.role !== "admin");
  for (const name of ["members-button", "search-button"]) hideIf(part(root, name), room === null);
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
  const code = await import("./chat_rest.js").then(function(n) {
    return n.A;
  }).catch(() => null);
  if (!code || room.id !== chat.room?.id) return;
  showText$1(place, code.presenceText(partner, presence.isOnline(partner.id), members.get(partner.id)));
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
class Shelf {
  #store;
  constructor(storage, userId) {
    this.#store = new JsonStore(storage, `shelf:${userId}:`);
  }
  get order() {
    return this.#store.get("order") === "recent" ? "recent" : "name";
  }
  set order(order) {
    this.#store.set("order", order);
  }
  isFolded(section) {
    return this.#store.get(keyOf(section)) === true;
  }
  fold(section, folded) {
    this.#store.set(keyOf(section), folded);
  }
  sorted(rooms) {
    return this.order === "name" ? rooms : recentFirst(rooms);
  }
  inOrder(rooms) {
    const listed = rooms.filter((room) => isListed(room) || newsIn(room) > 0);
    const others = listed.filter((room) => !isFavourite(room));
    return [...this.sorted(listed.filter(isFavourite)), ...this.sorted(others.filter((room) => !isDirect(room))), ...recentFirst(others.filter(isDirect))];
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
const states = /* @__PURE__ */ new WeakMap();
function drawRoom(node, room, previous, chat) {
  const isCurrent = room.id === chat.live.roomId;
  const hasDraft = !isCurrent && chat.drafts.isIn(room.id);
  const kind = kindOf(room, chat);
  const state = [isCurrent, hasDraft, kind, calendar()].join();
  if (room === previous && states.get(node) === state) return;
  states.set(node, state);
  const link = part(node, "link");
  if (isCurrent) link.setAttribute("aria-current", "page");
  else link.removeAttribute("aria-current");
  hideIf(part(node, "draft"), !hasDraft);
  drawMark(part(node, "mark"), room, chat);
  showText$1(part(node, "kind"), kind);
  if (room !== previous || node.dataset.calendar !== calendar()) drawContents(node, link, room, chat);
}
function drawContents(node, link, room, chat) {
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
  constructor(root, name, { chat, shelf, page, draw }) {
    this.#root = root;
    this.#name = name;
    this.#chat = chat;
    this.#shelf = shelf;
    this.#list = new KeyedList(part(root, "list"), { key: (room) => String(room.id), create: () => fromTemplate("room-row"), update: (node, room, previous) => drawRoom(node, room, previous, chat) });
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
  show(rooms, isFiltered) {
    const { live } = this.#chat;
    const sorted = () => this.#name === "people" ? recentFirst(rooms) : this.#shelf.sorted(rooms);
    const found = isFiltered ? rooms : this.#inOrder(sorted());
    const isFolded = this.#shelf.isFolded(this.#name) && !isFiltered;
    const isWanted = (room) => room.id === live.roomId || newsIn(room) > 0;
    this.#list.show(isFolded ? found.filter(isWanted) : found);
    part(this.#root, "fold").setAttribute("aria-expanded", String(!isFolded));
  }
  #inOrder(wanted) {
    const container = this.#container;
    const order = this.#name === "people" ? "recent" : this.#shelf.order;
    const isChosenNow = container.dataset.order !== order;
    container.dataset.order = order;
    if (isChosenNow) return wanted;
    const links = [...container.querySelectorAll(".room")];
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
    const more = event.target.closest("[data-part=more]");
    if (more instanceof HTMLElement) void openMenu(rowOf(more), more);
    else followRoom(event, page);
  });
  container.addEventListener("contextmenu", (event) => {
    event.preventDefault();
    const row = rowOf(event.target);
    void openMenu(row, row);
  });
}
function rowOf(inside) {
  return inside.closest("li");
}
function followRoom(event, page) {
  const link = event.target.closest("[data-room]");
  if (!(link instanceof HTMLElement) || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  page.openRoom(Number(link.dataset.room));
}
let finding = null;
function mount$2(root, chat, page) {
  const filter = part(root, "filter");
  const shelf = new Shelf(chat.storage, chat.me.id);
  const draw = oncePerFrame(() => drawRooms(root, sections, { ...chat, shelf }, filter.value.trim()));
  const section = (name) => new RoomSection(part(root, name), name, { chat, shelf, page, draw });
  const sections = { favourites: section("favourites"), rooms: section("rooms"), people: section("people") };
  for (const event of ["focus", "input"]) filter.addEventListener(event, () => void find(draw));
  part(root, "search-messages").addEventListener("click", () => {
    filter.value = "";
    draw();
  });
  onKey(filter, (event) => filterKey(event, filter, part(root, "sections"), draw));
  onKey(part(root, "sections"), (event) => walk(event, root));
  mountShelf(root, shelf, draw);
  const { rooms, roomChanged, drafts, presence } = chat;
  const signals = [rooms.changed, rooms.lastChanged, calendarChanged, roomChanged, drafts.changed, presence.changed];
  for (const signal of signals) signal.subscribe(draw);
  mountMe(root, chat);
  draw();
}
async function find(draw) {
  finding ??= await loaded(() => import("./finding.js"));
  draw();
}
function mountShelf(root, shelf, draw) {
  part(root, "to-top").addEventListener("click", () => part(root, "sections").parentElement?.scrollTo(0, 0));
  for (const button of orderButtons(root)) {
    button.addEventListener("click", () => {
      shelf.order = button.dataset.order === "recent" ? "recent" : "name";
      draw();
    });
  }
}
function orderButtons(root) {
  return root.querySelectorAll("button[data-order]");
}
function drawRooms(root, sections, { rooms, live, shelf }, query) {
  const joined = rooms.joined();
  const isFiltered = query !== "";
  const favourites = isFiltered ? [] : joined.filter(isFavourite);
  const found = isFiltered ? finding?.bestMatches(query, joined, ({ name }) => name) ?? joined : joined.filter((room) => !isFavourite(room) && (isListed(room) || room.id === live.roomId));
  const people = found.filter(isDirect);
  sections.favourites.show(favourites, isFiltered);
  sections.rooms.show(found.filter((room) => !isDirect(room)), isFiltered);
  sections.people.show(people, isFiltered);
  hideIf(part(root, "favourites"), favourites.length === 0);
  hideIf(part(root, "people"), people.length === 0 && isFiltered);
  for (const button of orderButtons(root)) {
    button.setAttribute("aria-pressed", String(button.dataset.order === shelf.order));
  }
  finding?.drawSearch(root, query);
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
  const first = list.querySelector("a") ?? part(list.parentElement ?? list, "search-messages");
  if (event.key === "Enter" && !first.hidden) first.click();
  else if (event.key === "ArrowDown") first.focus();
  else if (event.key === "Escape" && filter.value !== "") filter.value = "";
  else return;
  event.preventDefault();
  draw();
}
function walk(event, root) {
  const target = event.target;
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp" || !target.closest(".room-list")) return;
  const links = [...root.querySelectorAll("a.room")];
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
  #timers = [];
  #isWaiting = false;
  constructor(root) {
    this.#root = root;
  }
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
  #say(text) {
    this.#root.toggleAttribute("data-shown", text !== "");
    showText$1(part(this.#root, "text"), text);
  }
  offerAgain() {
    this.#offer(false);
    this.#later(SAY_MS, () => this.#offer(true));
  }
  #offer(offered) {
    part(this.#root, "retry").hidden = !offered;
  }
  #later(afterMs, act) {
    this.#timers.push(window.setTimeout(act, afterMs));
  }
}
const CHANNEL = "signed-in";
function followSignIn({ connection, me, snapshot }) {
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel(CHANNEL) : null;
  const openAs = () => {
    snapshot.clear();
    document.body.hidden = true;
    location.reload();
  };
  connection.on("ready", ({ user }) => user.id === me.id ? tabs?.postMessage(me.id) : openAs());
  tabs?.addEventListener("message", ({ data: userId }) => {
    if (userId !== me.id) openAs();
    else if (connection.status.phase === "signed_out") connection.connect();
  });
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
const AHEAD_MS = 2e4;
const FIRST_SCREEN_MS = 3e3;
const SNAPSHOT_MS = 3e3;
const CALENDAR_MS = 1e4;
const BUTTONS_OF_THE_REST = `[data-opens-side], [data-searches], [data-component=menu-button], .message :is(
  .mention[role], .code-copy, .reaction, [data-part=author], [data-part=retry], [data-part=discard],
  [data-part=take-back], [data-part=history])`;
async function mount(body) {
  const me = await whoAmI();
  if (!me) return;
  await new ChatPage(body, new Chat(me)).start();
  await import("./offline.js").then((it) => it.keepForOffline(body.dataset.version ?? "")).catch(() => null);
  setTimeout(() => void import("./ahead.js").then(({ loadAhead }) => loadAhead()).catch(() => null), AHEAD_MS);
}
async function whoAmI() {
  const kept = new Snapshot(browserStorage());
  try {
    const { user, limits } = await patiently(() => call("GET", "/auth/me"), () => kept.me === null);
    return { ...user, limits };
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
  #side;
  toLastMessage = () => {
  };
  fragment = location.hash;
  #linkedPerson = personAt(location.pathname);
  composer;
  constructor(body, chat) {
    this.#body = body;
    this.#chat = chat;
    const conversation = this.#component("conversation");
    this.#log = new ConversationLog(conversation, chat);
    this.composer = new Composer(this.#component("composer"), chat, { onSend: () => this.#log.goToEnd(), remove: (message) => this.remove(message), toLastMessage: () => this.toLastMessage() });
    this.#navigation = new Navigation(body, chat, { composer: this.composer, log: this.#log, complain: (error) => this.#complain(error), showView: (name) => void this.#showView(name) });
    mountHead(conversation, chat);
    const loadTheRest = behindButtons(body, BUTTONS_OF_THE_REST, () => this.#mountTheRest());
    void firstScreen(chat).then(() => whenIdle(() => void loaded(loadTheRest)));
    this.#mountPanels();
    this.#dialogs = mountChatDialogs(chat, this);
    if (isCovered()) void loaded(async () => (await import("./chat_rest.js").then(function(n) {
      return n.C;
    })).mountSettings(chat));
    this.#watchTheWorld();
  }
  async start() {
    await this.#chat.start().catch((error) => this.#complain(error));
    this.#navigation.start();
  }
  openRoom = (roomId) => this.#navigation.open(roomId);
  openMessage = (roomId, seq, replaces) => this.#navigation.open(roomId, seq, replaces);
  showPerson = (userId) => {
    void this.#side?.showPerson(userId);
  };
  mention = (user) => this.composer.mention(user);
  edit = (message) => void this.composer.edit(message);
  reply = (message) => void this.composer.replyTo(message);
  takeBack = async (clientId) => {
    const taking = await loaded(() => import("./taking_back.js"));
    await taking?.takeBack(this.#chat, this.composer, clientId);
  };
  remove = (message) => this.#dialogs.remove(message);
  restore = (message) => this.#dialogs.restore(message);
  report = (message) => this.#dialogs.report(message);
  markUnread = async ({ room_id, seq }) => {
    (await loaded(() => import("./chat_rest.js").then(function(n) {
      return n.B;
    })))?.unreadRoom(this.#chat, room_id, seq);
  };
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
  async #showView(name) {
    const conversation = this.#component("conversation");
    document.documentElement.toggleAttribute("data-view", name !== null);
    for (const view of conversation.querySelectorAll(".view")) view.hidden = true;
    if (name === null) return;
    const root = this.#component(`view-${name}`);
    root.hidden = false;
    (await loaded(() => import("./views.js")))?.showView(name, root, this.#chat, this);
  }
  async #mountTheRest() {
    const { mountTheRest } = await import("./chat_rest.js").then(function(n) {
      return n.D;
    });
    const { side, toLastMessage } = mountTheRest(this.#body, this.#chat, this.#log, this);
    this.#side = side;
    this.toLastMessage = toLastMessage;
    if (this.#linkedPerson) this.showPerson(this.#linkedPerson);
  }
  #watchTheWorld() {
    watchWaking({ slept: () => this.#chat.connection.renew(), returned: () => void this.#chat.wake() });
    setInterval(() => void this.#chat.adoptOrphans(), ADOPT_MS);
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") void this.#chat.refreshIfStale();
    });
    followSignIn(this.#chat);
    followSignOut();
    addEventListener("pageshow", ({ persisted }) => persisted && void this.#askAgain());
    setInterval(renewCalendar, CALENDAR_MS);
    document.addEventListener("visibilitychange", renewCalendar);
    setInterval(() => this.#chat.snapshot.keep(this.#chat), SNAPSHOT_MS);
    addEventListener("pagehide", () => this.#chat.snapshot.keep(this.#chat));
  }
  async #askAgain() {
    this.#body.hidden = true;
    const me = await whoAmI();
    if (me?.id === this.#chat.me.id) this.#body.hidden = false;
    else if (me) location.reload();
  }
  async #signOut() {
    const { any, ready } = this.#chat.files;
    const files = any || ready ? await loaded(() => import("./leaving.js")) : void 0;
    if (files === null || files && !await files.mayLeave(this.#chat)) return void 0;
    try {
      await call("POST", "/auth/logout");
    } catch (error) {
      if (isPassing(error)) return this.#complain(error);
    }
    this.#chat.snapshot.clear();
    await files?.forgetFiles(this.#chat);
    await import("./offline.js").then((it) => it.forgetOffline()).catch(() => null);
    const beside = await import("./beside_worker.js").catch(() => null);
    await beside?.forgetNotifications(this.#chat.storage);
    leaveEverywhere();
    return void 0;
  }
  #complain(error) {
    if (!(error instanceof ChatError)) throw error;
    toast(error.message);
  }
  #component(name) {
    return this.#body.querySelector(`[data-component="${name}"]`);
  }
}
var chat_page = Object.freeze({ __proto__: null, mount });
export {
  isMeantFor as A,
  named as B,
  chat_page as C,
  MARK as M,
  ROOM as R,
  Shelf as S,
  UuidClock as U,
  moderates as a,
  markBot as b,
  isMessage as c,
  isDirect as d,
  enterSends as e,
  mayWriteIn as f,
  mayLeave as g,
  readAddress as h,
  isCovered as i,
  partnerIn as j,
  mayAdd as k,
  labelOf$1 as l,
  mayInvite as m,
  newsIn as n,
  currentView as o,
  personAt as p,
  mayEnd as q,
  readable as r,
  setAddress as s,
  liveTabs as t,
  othersIn as u,
  drawMark as v,
  drawFace as w,
  drawIcon as x,
  mayHaveOutgoing as y,
  reactionStore as z
};
