import { hideIf, part } from "../../lib/dom.js";
import { oncePerFrame } from "../../lib/frames.js";
import { onKey } from "../../lib/keys.js";
import { calendarChanged } from "../../lib/times.js";
import { isDirect, isListed } from "../../state/direct.js";
import { isFavourite } from "../../state/rooms.js";
import { Shelf } from "../../state/shelf.js";
import { drawAvatar } from "../people/avatar.js";
import { loaded } from "../shell/loading.js";
import { RoomSection } from "./room_section.js";

/** @typedef {{ favourites: RoomSection, rooms: RoomSection, people: RoomSection }} Sections */

/** Comes when the reader begins to filter. @type {typeof import("./finding.js") | null} */
let finding = null;

/**
 * My rooms, with what is unread in each.
 * @param {HTMLElement} root
 * @param {Chat} chat
 * @param {{ openRoom(roomId: number): void }} page
 */
export function mount(root, chat, page) {
  const filter = /** @type {HTMLInputElement} */ (part(root, "filter"));
  const shelf = new Shelf(chat.storage, chat.me.id);
  const draw = oncePerFrame(() => drawRooms(root, sections, { ...chat, shelf }, filter.value.trim()));
  const section = (/** @type {string} */ name) => new RoomSection(part(root, name), name, { chat, shelf, page, draw });
  const sections = { favourites: section("favourites"), rooms: section("rooms"), people: section("people") };
  for (const event of ["focus", "input"]) filter.addEventListener(event, () => void find(draw));
  part(root, "search-messages").addEventListener("click", () => {
    filter.value = "";
    draw();
  });
  onKey(filter, (event) => filterKey(event, filter, part(root, "sections"), draw));
  onKey(part(root, "sections"), (event) => walk(event, root));
  mountShelf(root, shelf, draw);
  const { rooms, roomChanged, drafts, presence } = chat;
  const signals = [rooms.changed, rooms.lastChanged, calendarChanged, roomChanged, drafts.changed, presence.changed];
  for (const signal of signals) signal.subscribe(draw);
  mountMe(root, chat);
  draw();
}

/** @param {() => void} draw */
async function find(draw) {
  finding ??= await loaded(() => import("./finding.js"));
  draw();
}

/**
 * The order of rooms, as the reader left it.
 * @param {HTMLElement} root
 * @param {Shelf} shelf
 * @param {() => void} draw
 */
function mountShelf(root, shelf, draw) {
  part(root, "to-top").addEventListener("click", () => part(root, "sections").parentElement?.scrollTo(0, 0));
  for (const button of orderButtons(root)) {
    button.addEventListener("click", () => {
      shelf.order = button.dataset.order === "recent" ? "recent" : "name";
      draw();
    });
  }
}

/** @param {HTMLElement} root */
function orderButtons(root) {
  return root.querySelectorAll(/** @type {"button"} */ ("button[data-order]"));
}

/**
 * @param {HTMLElement} root
 * @param {Sections} sections
 * @param {Pick<Chat, "rooms" | "live"> & { shelf: Shelf }} state
 * @param {string} query
 */
function drawRooms(root, sections, { rooms, live, shelf }, query) {
  const joined = rooms.joined();
  const isFiltered = query !== "";
  const favourites = isFiltered ? [] : joined.filter(isFavourite);
  const found = isFiltered
    ? finding?.bestMatches(query, joined, ({ name }) => name) ?? joined
    : joined.filter((room) => !isFavourite(room) && (isListed(room) || room.id === live.roomId));
  const people = found.filter(isDirect);
  sections.favourites.show(favourites, isFiltered);
  sections.rooms.show(found.filter((room) => !isDirect(room)), isFiltered);
  sections.people.show(people, isFiltered);
  hideIf(part(root, "favourites"), favourites.length === 0);
  hideIf(part(root, "people"), people.length === 0 && isFiltered);
  for (const button of orderButtons(root)) {
    button.setAttribute("aria-pressed", String(button.dataset.order === shelf.order));
  }
  finding?.drawSearch(root, query);
  hideIf(part(root, "no-match"), found.length > 0 || !isFiltered);
  hideIf(part(root, "no-rooms"), joined.length > 0 || isFiltered || !rooms.isRead);
  hideIf(part(root, "loading"), joined.length > 0 || rooms.isRead);
}

/** @param {HTMLElement} root @param {Chat} chat */
function mountMe(root, chat) {
  const draw = () => {
    const { me } = chat;
    drawAvatar(part(root, "my-avatar"), me);
    part(root, "my-name").textContent = me.name;
    hideIf(part(root, "administration"), me.role !== "admin");
  };
  chat.meChanged.subscribe(draw);
  draw();
}

/**
 * Enter opens the best match or else searches messages, Down goes into the list, Escape clears.
 * @param {KeyboardEvent} event
 * @param {HTMLInputElement} filter
 * @param {HTMLElement} list
 * @param {() => void} draw
 */
function filterKey(event, filter, list, draw) {
  const first = list.querySelector("a") ?? part(list.parentElement ?? list, "search-messages");
  if (event.key === "Enter" && !first.hidden) first.click();
  else if (event.key === "ArrowDown") first.focus();
  else if (event.key === "Escape" && filter.value !== "") filter.value = "";
  else return;
  event.preventDefault();
  draw();
}

/** Up and Down walk through the rooms of all sections. @param {KeyboardEvent} event @param {HTMLElement} root */
function walk(event, root) {
  const target = /** @type {Element} */ (event.target);
  if ((event.key !== "ArrowDown" && event.key !== "ArrowUp") || !target.closest(".room-list")) return;
  const links = [...root.querySelectorAll(/** @type {"a"} */ ("a.room"))];
  const at = links.findIndex((link) => link.closest("li")?.contains(target));
  links[at + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
  event.preventDefault();
}
