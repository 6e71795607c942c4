import { part } from "../../lib/dom.js";

/**
 * A list from all rooms.
 * @typedef {{ openRoom(roomId: number): void, openMessage(roomId: number, seq: number): void, openList(): void }} Page
 * @typedef {{ read(): Promise<void> }} View
 */

const LOADERS = {
  "catch-up": () => import("./catch_up.js").then(({ CatchUp }) => CatchUp),
  inbox: () => import("./inbox.js").then(({ Inbox }) => Inbox),
  saved: () => import("./saved.js").then(({ Saved }) => Saved),
};

/** @type {Map<string, View>} */
const views = new Map();

/**
 * @param {import("../../page_address.js").ViewName} name
 * @param {HTMLElement} root
 * @param {Chat} chat
 * @param {Page} page
 * @returns {Promise<true>}
 */
export async function showView(name, root, chat, page) {
  part(root, "title").focus({ preventScroll: true });
  const Class = await LOADERS[name]();
  if (!views.has(name)) {
    part(root, "to-list").addEventListener("click", () => page.openList());
    views.set(name, new Class(root, chat, page));
  }
  void views.get(name)?.read();
  return true;
}
