import { Signal } from "../lib/signal.js";

/** The members of the room on the screen. */
export class Members {
  /** @type {Map<number, Member>} */
  #members = new Map();
  /** What changed since each list that is on its way was asked for. @type {Set<(() => void)[]>} */
  #awaited = new Set();
  changed = /** @type {Signal<void>} */ (new Signal());

  /** @param {Member[]} members */
  replace(members) {
    this.#members = new Map(members.map((member) => [member.user.id, member]));
    this.changed.emit();
  }

  /** Another room is on the screen: lists of the one before are not taken. */
  clear() {
    this.#awaited.clear();
    this.replace([]);
  }

  /**
   * A list is asked for. What changes until it comes is done to it again, as it may be older.
   * @returns {(members: Member[] | null) => void} Take the list, or null where none came.
   */
  awaitList() {
    const changes = /** @type {(() => void)[]} */ ([]);
    this.#awaited.add(changes);
    return (members) => {
      if (!this.#awaited.delete(changes) || members === null) return;
      this.replace(members);
      for (const change of changes) change();
    };
  }

  /** @param {() => void} change */
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

  /** Someone joined, or has another role. @param {User} user @param {Membership["role"]} role @param {string} now */
  put(user, role, now) {
    this.#change(() => {
      const known = this.#members.get(user.id);
      const { joined_at = now, online = true, last_seen_at = null } = known ?? {};
      this.#members.set(user.id, { user, role, joined_at, online, last_seen_at });
      this.changed.emit();
    });
  }

  /** @param {User} user */
  rename(user) {
    const known = this.#members.get(user.id);
    if (!known) return;
    this.#members.set(user.id, { ...known, user });
    this.changed.emit();
  }

  /** Someone went offline; of people who hide it, nothing is known. @param {number} userId @param {string} now */
  left(userId, now) {
    const known = this.#members.get(userId);
    if (known?.last_seen_at) this.#members.set(userId, { ...known, last_seen_at: now });
  }

  /** @param {number} userId */
  remove(userId) {
    this.#change(() => this.#members.delete(userId) && this.changed.emit());
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
    const absence = (/** @type {Member} */ { user }) => (isOnline(user.id) ? 0 : 1);
    return [...this.#members.values()].sort(
      (a, b) => absence(a) - absence(b) || a.user.name.localeCompare(b.user.name) || a.user.id - b.user.id,
    );
  }
}
