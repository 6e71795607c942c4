const MOST = 6;

/** The last searches of this person on this device; what is kept of them goes with the sign-out. */
export class RecentSearches {
  #snapshot;

  /** @param {import("./snapshot.js").Snapshot} snapshot */
  constructor(snapshot) {
    this.#snapshot = snapshot;
  }

  /** The latest first. */
  get all() {
    return this.#snapshot.searches;
  }

  /** @param {string} text */
  note(text) {
    const said = text.trim();
    if (said !== "") this.#snapshot.keepSearches([said, ...this.all.filter((known) => known !== said)].slice(0, MOST));
  }

  /** @param {string} text */
  forget(text) {
    this.#snapshot.keepSearches(this.all.filter((known) => known !== text));
  }

  clear() {
    this.#snapshot.keepSearches([]);
  }
}
