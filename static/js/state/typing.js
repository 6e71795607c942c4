export const TYPING_TTL_MS = 6_000;
export const TYPING_REPEAT_MS = 3_000;

/** Who is typing in one room. A person who says nothing more is forgotten after TYPING_TTL_MS. */
export class TypingPeople {
  /** @type {Map<number, { user: User, until: number }>} */
  #people = new Map();

  /** @param {User} user @param {boolean} isTyping @param {number} nowMs */
  note(user, isTyping, nowMs) {
    if (isTyping) this.#people.set(user.id, { user, until: nowMs + TYPING_TTL_MS });
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
  current(nowMs) {
    for (const [id, { until }] of this.#people) if (until <= nowMs) this.#people.delete(id);
    return [...this.#people.values()].map(({ user }) => user);
  }
}

/** Decides when my own typing is worth telling: at once, then every TYPING_REPEAT_MS while it goes on. */
export class TypingSignal {
  /** @type {number | null} */
  #lastSent = null;

  /** @param {number} nowMs @returns {boolean} Whether to tell the others now. */
  keyPressed(nowMs) {
    if (this.#lastSent !== null && nowMs - this.#lastSent < TYPING_REPEAT_MS) return false;
    this.#lastSent = nowMs;
    return true;
  }

  /** @param {number} nowMs @returns {boolean} Whether the others still believe that I type. */
  stopped(nowMs) {
    const believed = this.#lastSent !== null && nowMs - this.#lastSent < TYPING_TTL_MS;
    this.#lastSent = null;
    return believed;
  }
}
