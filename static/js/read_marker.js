const READ_DELAY_MS = 250;
const NOTHING = { unread_count: 0, mention_count: 0 };

/** Whether what comes in a room comes before the reader's eyes. @param {Chat} chat @param {number} roomId */
export function isBeforeTheReader({ live, looking, endInSight, reading }, roomId) {
  return roomId === live.roomId && looking && endInSight && !reading.isKept;
}

/**
 * What the server counts as unread. It may know more messages than the page; before the eyes of a reader who has read
 * all that there is, they are not unread for the moment until they come.
 * @param {Chat} chat @param {number} roomId @param {{ unread_count: number, mention_count: number }} counted
 */
export function countsToShow(chat, roomId, { unread_count, mention_count }) {
  const { log } = chat.live;
  const hasSeenAll = !log.hasMoreAfter && chat.reading.seenUpTo >= (log.last?.seq ?? 0);
  return hasSeenAll && isBeforeTheReader(chat, roomId) ? NOTHING : { unread_count, mention_count };
}

/** Tells the server how far a room is read: at once when the room is left, else a moment later. */
export class ReadMarker {
  #chat;
  #timer = 0;
  #answered = Promise.resolve();

  /** @param {Chat} chat */
  constructor(chat) {
    this.#chat = chat;
  }

  markSoon() {
    this.#timer ||= window.setTimeout(() => this.#mark(), READ_DELAY_MS);
  }

  /** Mark now what was to be marked soon. */
  flush() {
    if (this.#timer) this.#mark();
  }

  /** What was to be marked soon is to stay as it is; resolves when no mark is on its way any longer. */
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
    const seq = isAllRead ? Math.max(reading.lastRead, log.version ?? 0) : reading.lastRead; // edits are read too
    const ack = await connection.request("mark_read", { room_id: roomId, seq }).catch(() => null);
    if (ack === null) return;
    // More was read meanwhile: the next answer counts that.
    const isOutdated = roomId === live.roomId && reading.lastRead > seq;
    const counts = countsToShow(this.#chat, roomId, ack);
    rooms.setReading(roomId, { last_read_seq: seq, ...(isOutdated ? {} : counts) });
    if (roomId === live.roomId && !isOutdated) reading.counted(counts.unread_count, reading.lastRead);
  }
}
