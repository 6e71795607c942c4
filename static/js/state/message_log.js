import { requoted } from "./quotes.js";

/** Messages kept of one room, and so nodes in the page, whatever the length of its history. */
export const MAX_MESSAGES = 300;
export const SPARE = 30;

/**
 * A window on one room's conversation, and the cursor up to which its changes are known.
 *
 * Every change of a room has the next version. A change that follows the cursor is applied; an older one was
 * seen before; one further ahead means that something was missed, and the room must be asked (P4, P5).
 */
export class MessageLog {
  /** Oldest first, by seq, without holes. @type {Message[]} */
  messages = [];
  /** @type {number | null} */
  version = null;
  hasMoreBefore = false;
  hasMoreAfter = false;
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
  }

  /** Someone has another name or picture. @param {User} user */
  rename(user) {
    this.messages = this.messages.map((message) => (
      [message.author?.id, message.reply_to?.author?.id].includes(user.id) ? renamed(message, user) : message
    ));
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
    if (this.hasMoreAfter) return;
    this.messages.push(message);
    if (this.following && this.messages.length >= MAX_MESSAGES + SPARE) this.trimStart();
  }

  /** Where a seq is, or would be. @param {number} seq */
  #indexOf(seq) {
    let low = 0;
    let high = this.messages.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.messages[middle].seq < seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** @param {Message} message @param {User} user @returns {Message} */
function renamed({ author, reply_to, ...rest }, user) {
  const named = (/** @type {User | null} */ person) => (person?.id === user.id ? user : person);
  return { ...rest, author: named(author), reply_to: reply_to && { ...reply_to, author: named(reply_to.author) } };
}
