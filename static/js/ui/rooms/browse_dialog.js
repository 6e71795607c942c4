import { fromTemplate, KeyedList, part } from "../../lib/dom.js";
import { gettext, interpolate, ngettext } from "../../lib/i18n.js";
import { call } from "../../net/api.js";
import { ChatError } from "../../net/errors.js";
import { isDirect } from "../../state/direct.js";
import { dialog } from "../dialogs/dialogs.js";
import { attempt } from "../shell/toasts.js";

const SEARCH_DELAY_MS = 200;

/**
 * All rooms, searched by the server; join from here.
 * @param {Chat} chat
 * @param {{ openRoom(roomId: number): void }} page
 */
export function mountBrowseDialog(chat, page) {
  const root = dialog("browse-rooms");
  const query = /** @type {HTMLInputElement} */ (part(root, "query"));
  const search = searching(root, query);
  let timer = 0;
  query.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void search(), SEARCH_DELAY_MS);
  });
  root.addEventListener("before-open", () => {
    query.value = "";
    void search();
  });
  part(root, "list").addEventListener("click", async (event) => {
    const button = /** @type {Element} */ (event.target).closest("[data-room]");
    if (!(button instanceof HTMLElement)) return;
    const roomId = Number(button.dataset.room);
    const isOpen = await attempt(async () => {
      if (!chat.rooms.get(roomId)?.membership) await chat.joinRoom(roomId);
      root.close();
      page.openRoom(roomId);
    });
    if (!isOpen) await search(); // the room may be gone
  });
}

/** Return what shows the rooms that fit the query. @param {HTMLElement} root @param {HTMLInputElement} query */
function searching(root, query) {
  const list = /** @type {KeyedList<MyRoom>} */ (new KeyedList(part(root, "list"), {
    key: (room) => String(room.id),
    create: () => fromTemplate("browse-row"),
    update: drawRoom,
  }));
  return async () => {
    const wanted = query.value.trim();
    const answer = await find(wanted);
    if (wanted !== query.value.trim()) return;
    list.show(answer.rooms);
    part(root, "none").hidden = answer.rooms.length > 0;
    part(root, "none").textContent = answer.problem ?? gettext("No room with that name. You can create it.");
  };
}

/** @param {string} query @returns {Promise<{ rooms: MyRoom[], problem?: string }>} */
async function find(query) {
  try {
    const { rooms } = await call("GET", `/rooms?limit=100${query ? `&q=${encodeURIComponent(query)}` : ""}`);
    return { rooms: rooms.filter((/** @type {MyRoom} */ room) => !isDirect(room)) };
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    return { rooms: [], problem: error.message };
  }
}

/** @param {HTMLElement} node @param {MyRoom} room */
function drawRoom(node, room) {
  const { member_count: count } = room;
  part(node, "name").textContent = room.name;
  part(node, "count").textContent = interpolate(ngettext("%(count)s member", "%(count)s members", count), { count });
  part(node, "description").textContent = room.description;
  const button = part(node, "act");
  button.dataset.room = String(room.id);
  button.textContent = room.membership ? gettext("Open") : gettext("Join");
  button.setAttribute("aria-label", `${button.textContent}: ${room.name}`);
}
