const READ_DELAY_MS = 250;

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
    const { unread_count, mention_count } = ack;
    rooms.setReading(roomId, { last_read_seq: seq, ...(isOutdated ? {} : { unread_count, mention_count }) });
    if (roomId === live.roomId && !isOutdated) reading.counted(unread_count, reading.lastRead);
  }
}
