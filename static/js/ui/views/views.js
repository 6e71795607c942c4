import { part } from "../../lib/dom.js";
import { loaded } from "../shell/loading.js";

/**
 * A list from all rooms.
 * @typedef {{ openRoom(roomId: number): void, openMessage(roomId: number, seq: number): void, openList(): void }} Page
 * @typedef {{ read(): Promise<void> }} View
 */

const LOADERS = {
  "catch-up": () => loaded(async () => (await import("./catch_up.js")).CatchUp),
  inbox: () => loaded(async () => (await import("./inbox.js")).Inbox),
  saved: () => loaded(async () => (await import("./saved.js")).Saved),
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
  if (Class && !views.has(name)) {
    part(root, "to-list").addEventListener("click", () => page.openList());
    views.set(name, new Class(root, chat, page));
  }
  void views.get(name)?.read();
  return true;
}
