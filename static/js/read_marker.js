const READ_DELAY_MS = 250;

/** Tells the server how far a room is read: at once when the room is left, else a moment later. */
export class ReadMarker {
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
    const seq = isAllRead ? Math.max(reading.lastRead, log.version ?? 0) : reading.lastRead; // edits are read too
    const ack = await connection.request("mark_read", { room_id: roomId, seq }).catch(() => null);
    if (ack === null) return;
    rooms.setReading(roomId, { last_read_seq: seq, unread_count: ack.unread_count, mention_count: ack.mention_count });
    if (roomId === live.roomId) reading.counted(ack.unread_count, reading.lastRead);
  }
}
