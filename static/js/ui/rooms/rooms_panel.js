import { fromTemplate, KeyedList, part } from "../../lib/dom.js";
import { bestMatches } from "../../lib/fuzzy.js";
import { oncePerFrame } from "../../lib/frames.js";
import { onKey } from "../../lib/keys.js";
import { calendarChanged } from "../../lib/times.js";
import { Shelf, steadyOrder } from "../../state/shelf.js";
import { drawAvatar } from "../people/avatar.js";
import { loaded } from "../shell/loading.js";
import { drawRoom } from "./room_row.js";

/** @typedef {KeyedList<MyRoom>} RoomList */

/**
 * My rooms, with what is unread in each.
 * @param {HTMLElement} root
 * @param {Chat} chat
 * @param {{ openRoom(roomId: number): void }} page
 */
export function mount(root, chat, page) {
  const filter = /** @type {HTMLInputElement} */ (part(root, "filter"));
  const list = /** @type {RoomList} */ (new KeyedList(part(root, "list"), {
    key: (room) => String(room.id),
    create: () => fromTemplate("room-row"),
    update: (node, room, previous) => drawRoom(node, room, previous, chat),
  }));
  const shelf = new Shelf(chat.storage, chat.me.id);
  const draw = oncePerFrame(() => drawRooms(root, list, { ...chat, shelf }, filter.value.trim()));
  filter.addEventListener("input", draw);
  onKey(filter, (event) => filterKey(event, filter, list.container, draw));
  onKey(list.container, walk);
  mountRows(list.container, chat, page);
  mountSection(root, shelf, draw);
  const { rooms, roomChanged, drafts } = chat;
  for (const signal of [rooms.changed, calendarChanged, roomChanged, drafts.changed]) signal.subscribe(draw);
  mountMe(root, chat);
  draw();
}

/** @param {HTMLElement} container @param {Chat} chat @param {{ openRoom(roomId: number): void }} page */
function mountRows(container, chat, page) {
  const openMenu = async (/** @type {HTMLElement} */ row, /** @type {HTMLElement} */ opener) => {
    const room = chat.rooms.get(Number(part(row, "link").dataset.room));
    const menu = await loaded(() => import("./row_menu.js"));
    if (room) menu?.openRowMenu(chat, room, opener);
  };
  container.addEventListener("click", (event) => {
    const more = /** @type {Element} */ (event.target).closest("[data-part=more]");
    if (more instanceof HTMLElement) void openMenu(rowOf(more), more);
    else followRoom(event, page);
  });
  container.addEventListener("contextmenu", (event) => {
    event.preventDefault();
    const row = rowOf(/** @type {Element} */ (event.target));
    void openMenu(row, row);
  });
}

/**
 * Folding and order, as the reader left them.
 * @param {HTMLElement} root
 * @param {Shelf} shelf
 * @param {() => void} draw
 */
function mountSection(root, shelf, draw) {
  if (/Mac|iPhone|iPad/.test(navigator.platform)) part(root, "shortcut").textContent = "⌘ K";
  const list = part(root, "list");
  part(root, "to-top").addEventListener("click", () => list.parentElement?.scrollTo(0, 0));
  part(root, "fold").addEventListener("click", () => {
    shelf.isFolded = !shelf.isFolded;
    draw();
  });
  for (const button of root.querySelectorAll(/** @type {"button"} */ ("button[data-order]"))) {
    button.addEventListener("click", () => {
      shelf.order = button.dataset.order === "recent" ? "recent" : "name";
      draw();
    });
  }
  list.addEventListener("pointerleave", draw);
  list.addEventListener("focusout", draw);
}

/**
 * @param {HTMLElement} root
 * @param {RoomList} list
 * @param {Pick<Chat, "rooms" | "live"> & { shelf: Shelf }} state
 * @param {string} query
 */
function drawRooms(root, list, { rooms, shelf, live }, query) {
  const joined = rooms.joined();
  const found = query === ""
    ? inOrder(list.container, shelf.order, shelf.sorted(joined))
    : bestMatches(query, joined, ({ name }) => name);
  const isFolded = shelf.isFolded && query === "";
  list.show(isFolded ? found.filter((room) => room.id === live.roomId || room.membership?.unread_count) : found);
  part(root, "fold").setAttribute("aria-expanded", String(!isFolded));
  for (const button of root.querySelectorAll(/** @type {"button"} */ ("button[data-order]"))) {
    button.setAttribute("aria-pressed", String(button.dataset.order === shelf.order));
  }
  part(root, "no-match").hidden = found.length > 0 || query === "";
  part(root, "no-rooms").hidden = joined.length > 0 || query !== "" || !rooms.isRead;
  part(root, "loading").hidden = joined.length > 0 || rooms.isRead;
}

/**
 * Nothing moves under the pointer or the focus, unless the reader chose another order.
 * @param {HTMLElement} container
 * @param {string} order
 * @param {MyRoom[]} wanted
 */
function inOrder(container, order, wanted) {
  const isChosenNow = container.dataset.order !== order;
  container.dataset.order = order;
  if (isChosenNow) return wanted;
  const isPointedAt = matchMedia("(hover: hover)").matches && container.matches(":hover");
  if (!isPointedAt && !container.contains(document.activeElement)) return wanted;
  const links = [...container.querySelectorAll(/** @type {"a"} */ (".room"))];
  return steadyOrder(links.map(({ dataset }) => Number(dataset.room)), wanted);
}

/** @param {HTMLElement} root @param {Chat} chat */
function mountMe(root, chat) {
  const draw = () => {
    const { me } = chat;
    drawAvatar(part(root, "my-avatar"), me);
    part(root, "my-name").textContent = me.name;
    part(root, "administration").hidden = me.role !== "admin";
  };
  chat.meChanged.subscribe(draw);
  draw();
}

/** @param {Element} inside */
function rowOf(inside) {
  return /** @type {HTMLElement} */ (inside.closest("li"));
}

/** @param {MouseEvent} event @param {{ openRoom(roomId: number): void }} page */
function followRoom(event, page) {
  const link = /** @type {Element} */ (event.target).closest("[data-room]");
  if (!(link instanceof HTMLElement) || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  page.openRoom(Number(link.dataset.room));
}

/**
 * Enter opens the best match, Down goes into the list, Escape clears.
 * @param {KeyboardEvent} event
 * @param {HTMLInputElement} filter
 * @param {HTMLElement} list
 * @param {() => void} draw
 */
function filterKey(event, filter, list, draw) {
  const first = list.querySelector("a");
  if (event.key === "Enter") first?.click();
  else if (event.key === "ArrowDown") first?.focus();
  else if (event.key === "Escape" && filter.value !== "") filter.value = "";
  else return;
  event.preventDefault();
  draw();
}

/** Up and Down walk through the rooms. @param {KeyboardEvent} event */
function walk(event) {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const row = rowOf(/** @type {Element} */ (event.target));
  const next = event.key === "ArrowDown" ? row.nextElementSibling : row.previousElementSibling;
  next?.querySelector("a")?.focus();
  event.preventDefault();
}
