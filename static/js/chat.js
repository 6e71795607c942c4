import { FilesToSend } from "./files_to_send.js";
import { monotonicMs } from "./lib/clock.js";
import { Signal } from "./lib/signal.js";
import { browserStorage } from "./lib/storage.js";
import { chooseClock, setNow } from "./lib/times.js";
import { LiveRoom } from "./live_room.js";
import { MembersReader } from "./members_reader.js";
import { call } from "./net/api.js";
import { Connection } from "./net/connection.js";
import { isPassing } from "./net/errors.js";
import { ReadMarker } from "./read_marker.js";
import { listen } from "./room_events.js";
import { readRooms, syncRooms } from "./room_list.js";
import { takeRoomAway } from "./room_loss.js";
import { Sender } from "./sender.js";
import { Blocks } from "./state/blocks.js";
import { Drafts } from "./state/drafts.js";
import { Members } from "./state/members.js";
import { Names } from "./state/names.js";
import { Outbox } from "./state/outbox.js";
import { Presence } from "./state/presence.js";
import { farNews, Reading } from "./state/reading.js";
import { Rooms } from "./state/rooms.js";
import { SavedIds } from "./state/saved_ids.js";
import { Snapshot } from "./state/snapshot.js";
import { Trays } from "./state/trays.js";
import { TypingPeople } from "./state/typing.js";
import { keepTabAlive, liveTabs } from "./tabs.js";

const STALE_MS = 30_000;

/** The chat of one person in one tab: the states, the connection, and what the person can do. */
export class Chat {
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

  typingChanged = /** @type {Signal<void>} */ (new Signal());
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
  #firstRead = /** @type {Promise<unknown>} */ (Promise.resolve());

  /** @param {Me} me */
  constructor(me) {
    this.me = me;
    this.connection.userId = me.id;
    this.rooms.me = me;
    this.snapshot = new Snapshot(this.storage);
    this.snapshot.keepMe(me);
    chooseClock(me.preferences?.clock ?? "auto"); // a kept one may be of an earlier version
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
   * Queue a message for a room, with the files in its tray, and send it as soon as possible.
   * @param {number} roomId
   * @param {string} content
   * @param {number | null} replyTo The seq of the message that this one answers.
   */
  post(roomId, content, replyTo) {
    this.outbox.add({ roomId, content, replyTo, files: this.trays.in(roomId) });
    this.trays.put(roomId, []);
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
    this.members.clear();
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
