import { JsonStore } from "../lib/storage.js";
import { isDirect, isListed } from "./direct.js";
import { isFavourite, newsIn } from "./rooms.js";

/** @typedef {"name" | "recent"} Order */

/** How the reader keeps the list of rooms: its order, and what of it is folded. */
export class Shelf {
  #store;

  /** @param {KeyValueStorage} storage @param {number} userId */
  constructor(storage, userId) {
    this.#store = new JsonStore(storage, `shelf:${userId}:`);
  }

  /** @returns {Order} */
  get order() {
    return this.#store.get("order") === "recent" ? "recent" : "name";
  }

  set order(order) {
    this.#store.set("order", order);
  }

  /** @param {string} section */
  isFolded(section) {
    return this.#store.get(keyOf(section)) === true;
  }

  /** @param {string} section @param {boolean} folded */
  fold(section, folded) {
    this.#store.set(keyOf(section), folded);
  }

  /** @param {MyRoom[]} rooms By name. */
  sorted(rooms) {
    return this.order === "name" ? rooms : recentFirst(rooms);
  }

  /** All rooms of the list, as its sections stand. @param {readonly MyRoom[]} rooms By name. */
  inOrder(rooms) {
    const listed = rooms.filter((room) => isListed(room) || newsIn(room) > 0);
    const others = listed.filter((room) => !isFavourite(room));
    return [
      ...this.sorted(listed.filter(isFavourite)),
      ...this.sorted(others.filter((room) => !isDirect(room))),
      ...recentFirst(others.filter(isDirect)),
    ];
  }
}

/** @param {MyRoom[]} rooms */
export function recentFirst(rooms) {
  return rooms.toSorted((a, b) => lastTime(b).localeCompare(lastTime(a)));
}

/**
 * Keep the rows that are shown where they are; what is new comes last.
 * @param {number[]} shown The ids, as they stand.
 * @param {MyRoom[]} wanted
 */
export function steadyOrder(shown, wanted) {
  const place = (/** @type {MyRoom} */ { id }) => (shown.includes(id) ? shown.indexOf(id) : shown.length);
  return wanted.toSorted((a, b) => place(a) - place(b));
}

/** The rooms were the only section once. @param {string} section */
function keyOf(section) {
  return section === "rooms" ? "folded" : `folded:${section}`;
}

/** @param {MyRoom} room */
function lastTime({ last_message, created_at }) {
  return last_message?.created_at ?? created_at;
}
