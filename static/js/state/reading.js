/** So many unread messages are in the newest page for certain. */
const SURELY_IN_A_PAGE = 40;

/**
 * The seq after which the news begin, when the newest page may not reach back to it.
 * @param {Membership | null} membership
 */
export function farNews(membership) {
  return membership && membership.unread_count > SURELY_IN_A_PAGE ? membership.last_read_seq : null;
}

/**
 * How far I have read the room on the screen, and where "new since you left" begins.
 * The unread count is the server's last word plus the messages of others that arrived since it was said.
 */
export class Reading {
  /** The last seq that was read when news began; null when there is no line to draw. @type {number | null} */
  unreadAfter = null;
  #lastRead = 0;
  #counted = 0;
  /** What is seen as soon as it is drawn. */
  #arrived = 0;
  /** I marked messages as unread: seeing them does not read them. */
  isKept = false;
  /** @type {Set<number>} */
  #since = new Set();

  /** Enter a room. @param {Membership | null} membership */
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

  /** The last seq that was read, or came before the reader's eyes with nothing unread before it. */
  get seenUpTo() {
    return Math.max(this.#lastRead, this.#arrived);
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
    if (!seen) this.unreadAfter ??= this.#lastRead;
    else if (this.#hasSeenAll()) this.#arrived = seq;
    this.#since.add(seq);
  }

  /** Whether nothing that came earlier waits further up. */
  #hasSeenAll() {
    return this.#counted === 0 && [...this.#since].every((seq) => seq <= this.seenUpTo);
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
