/**
 * @typedef {{ id: number, name: string, members?: User[] }} FoundRoom
 * @typedef {{ message: Message, room: FoundRoom, excerpt_html: string }} Result
 * @typedef {{ results: Result[], has_more: boolean, before: number | null, searched_back_to: string | null,
 *   understood: Understood[], is_complete: boolean }} Answer
 * @typedef {{ kind: "room", key: string, room: FoundRoom } | { kind: "result", key: string, result: Result }} ResultRow
 */

/** What a search found so far, the newest first. */
export class SearchResults {
  /** @type {Result[]} */
  items = [];
  /** @type {Understood[]} */
  understood = [];
  /** Where to go on. @type {number | null} */
  before = null;
  /** When the server ran out of time, how far back it came. @type {string | null} */
  searchedBackTo = null;
  isComplete = true;

  /** @param {Answer} answer */
  replace(answer) {
    this.items = [];
    this.understood = answer.understood;
    this.add(answer);
  }

  /** @param {Answer} answer */
  add({ results, has_more, before, searched_back_to, is_complete }) {
    const known = new Set(this.items.map(({ message }) => message.id));
    this.items = [...this.items, ...results.filter(({ message }) => !known.has(message.id))];
    this.before = has_more ? before : null;
    this.searchedBackTo = searched_back_to;
    this.isComplete = is_complete;
  }

  /** @param {number} messageId */
  of(messageId) {
    return this.items.find(({ message }) => message.id === messageId);
  }

  /** @param {Result} result */
  put(result) {
    this.items = this.items.map((known) => (known.message.id === result.message.id ? result : known));
  }

  /** @param {(result: Result) => boolean} isGone @returns {boolean} Whether any was. */
  drop(isGone) {
    const left = this.items.filter((result) => !isGone(result));
    const some = left.length < this.items.length;
    this.items = left;
    return some;
  }

  /**
   * The results, with their room before those that follow each other in one.
   * @param {boolean} [namesRooms] False when only one room was searched. @returns {ResultRow[]}
   */
  rows(namesRooms = true) {
    return this.items.flatMap((result, at) => {
      const row = { kind: /** @type {const} */ ("result"), key: `result-${result.message.id}`, result };
      const { room } = result;
      if (!namesRooms || this.items[at - 1]?.room.id === room.id) return [row];
      return [{ kind: /** @type {const} */ ("room"), key: `room-${result.message.id}`, room }, row];
    });
  }
}
