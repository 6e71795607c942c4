import { compareNames } from "../lib/locales.js";
import { Signal } from "../lib/signal.js";
import { isDirect, named } from "./direct.js";
import { requoted } from "./quotes.js";

const MAX_READS = 3;

/** @typedef {Pick<Room, "id" | "member_count" | "version">} MemberCount */

/** The rooms I may see, with my membership in each. */
export class Rooms {
  /** @type {Map<number, MyRoom>} */
  #rooms = new Map();
  /**
   * The version at which each room was last received as a whole: a broadcast of one change says less.
   * @type {Map<number, number>}
   */
  #whole = new Map();
  /** The version as of which its members were last counted. @type {Map<number, number>} */
  #counted = new Map();
  /** How many changes were received: an answer to an earlier request may lack them. */
  #changes = 0;
  /** Many ask for them at each change. @type {{ changes: number, rooms: readonly MyRoom[] }} */
  #joined = { changes: -1, rooms: [] };
  changed = /** @type {Signal<void>} */ (new Signal());
  /** Nothing but the last message of a room is another, which most of the page does not show. @type {Signal<void>} */
  lastChanged = new Signal();
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

  /** Rooms I am a member of, by name. @returns {readonly MyRoom[]} */
  joined() {
    if (this.#joined.changes !== this.#changes) {
      const rooms = this.all().filter((room) => room.membership !== null).sort(byName);
      this.#joined = { changes: this.#changes, rooms };
    }
    return this.#joined.rooms;
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
        ...certain.map(({ id }) => [id, this.#whole.get(id) ?? 0]),
      ]),
      read: Object.fromEntries(joined.map(({ id, membership }) => [id, membership?.last_read_seq ?? 0])),
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
    const isShown = !isSameBesides("last_read_seq", membership, room.membership); // which nothing shows
    this.#changes += 1;
    this.#rooms.set(roomId, { ...room, membership });
    if (isShown) this.changed.emit();
  }

  /** @param {number} roomId @param {Message} message */
  setLastMessage(roomId, message) {
    this.#change(roomId, (room) =>
      isLater(message, room.last_message) ? { ...room, last_message: message } : room,
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
        this.#change(id, (room) => ({ ...room, members: members.map((one) => (one.id === user.id ? user : one)) }));
      }
      if (last?.author?.id !== user.id) continue;
      this.#change(id, (room) => ({ ...room, last_message: { ...last, author: user } }));
    }
  }

  /** An answer may come later than a change that it does not know. @param {MemberCount} counted */
  setMemberCount({ id: roomId, member_count: memberCount, version }) {
    if ((this.#counted.get(roomId) ?? 0) > version) return;
    this.#counted.set(roomId, version);
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
    const before = this.#rooms.get(room.id);
    const shown = named(room, this.me);
    this.#changes += 1;
    this.#rooms.set(room.id, shown);
    const isLastOnly = before?.last_message && isSameBesides("last_message", shown, before);
    (isLastOnly ? this.lastChanged : this.changed).emit();
  }
}

/** @template {object} T @param {keyof T} besides @param {T} a @param {T} b */
function isSameBesides(besides, a, b) {
  const names = /** @type {(keyof T)[]} */ (Object.keys(a));
  return names.every((name) => name === besides || a[name] === b[name]);
}

/** How many unread messages call for my attention, as I chose for this room. @param {MyRoom} room */
export function newsIn({ membership }) {
  if (membership === null || membership.notify === "nothing") return 0;
  return membership.notify === "mentions" ? membership.mention_count : membership.unread_count;
}

/** How many of them are meant for me: of a direct room, all. @param {MyRoom} room */
export function meantIn(room) {
  return isDirect(room) ? newsIn(room) : room.membership?.mention_count ?? 0;
}

/** @param {MyRoom} room */
export const isFavourite = ({ membership }) => membership?.is_favourite ?? false;

/** @param {Message} message @param {Message | null} known */
function isLater(message, known) {
  if (known === null || message.seq !== known.seq) return message.seq > (known?.seq ?? 0);
  return message.version > known.version;
}

/** @param {Room} a @param {Room} b */
function byName(a, b) {
  return compareNames(a.name, b.name) || a.id - b.id;
}
