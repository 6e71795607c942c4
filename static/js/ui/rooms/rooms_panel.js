import { fromTemplate, KeyedList, part, plainText, showSaying, showText } from "../../lib/dom.js";
import { bestMatches } from "../../lib/fuzzy.js";
import { gettext, interpolate, ngettext } from "../../lib/i18n.js";
import { oncePerFrame } from "../../lib/frames.js";
import { onKey } from "../../lib/keys.js";
import { briefTime, calendar, calendarChanged } from "../../lib/times.js";
import { drawAvatar } from "../people/avatar.js";

/**
 * My rooms, with what is unread in each.
 * @param {HTMLElement} root
 * @param {Chat} chat
 * @param {{ openRoom(roomId: number): void }} page
 */
export function mount(root, chat, page) {
  const filter = /** @type {HTMLInputElement} */ (part(root, "filter"));
  const list = /** @type {KeyedList<MyRoom>} */ (new KeyedList(part(root, "list"), {
    key: (room) => String(room.id),
    create: () => fromTemplate("room-row"),
    update: (node, room, previous) => drawRoom(node, room, previous, chat),
  }));
  const draw = oncePerFrame(() => drawRooms(root, list, chat.rooms, filter.value.trim()));
  filter.addEventListener("input", draw);
  onKey(filter, (event) => filterKey(event, filter, list.container, draw));
  list.container.addEventListener("click", (event) => followRoom(event, page));
  onKey(list.container, walk);
  chat.rooms.changed.subscribe(draw);
  calendarChanged.subscribe(draw);
  chat.roomChanged.subscribe(draw);
  chat.meChanged.subscribe(() => drawMe(root, chat));
  drawMe(root, chat);
  if (/Mac|iPhone|iPad/.test(navigator.platform)) part(root, "shortcut").textContent = "⌘ K";
  draw();
}

/** @param {HTMLElement} root @param {KeyedList<MyRoom>} list @param {Chat["rooms"]} rooms @param {string} query */
function drawRooms(root, list, rooms, query) {
  const { isRead } = rooms;
  const joined = rooms.joined();
  const found = query === "" ? joined : bestMatches(query, joined, (room) => room.name);
  list.show(found);
  part(root, "no-match").hidden = found.length > 0 || query === "";
  part(root, "no-rooms").hidden = joined.length > 0 || query !== "" || !isRead;
  part(root, "loading").hidden = joined.length > 0 || isRead;
}

/** @param {HTMLElement} root @param {Chat} chat */
function drawMe(root, { me }) {
  drawAvatar(part(root, "my-avatar"), me);
  part(root, "my-name").textContent = me.name;
  part(root, "administration").hidden = me.role !== "admin";
}

/** @param {HTMLElement} node @param {MyRoom} room @param {MyRoom | null} previous @param {Chat} chat */
function drawRoom(node, room, previous, chat) {
  const link = part(node, "link");
  if (room.id === chat.live.roomId) link.setAttribute("aria-current", "page");
  else link.removeAttribute("aria-current");
  if (room === previous && node.dataset.calendar === calendar()) return;
  node.dataset.calendar = calendar();
  const unread = room.membership?.unread_count ?? 0;
  link.setAttribute("href", `/?room=${room.id}`);
  link.dataset.room = String(room.id);
  link.dataset.unread = String(unread > 0);
  part(node, "open").hidden = !room.is_active;
  part(node, "closed").hidden = room.is_active;
  showText(part(node, "name"), room.name);
  drawLast(node, room.last_message);
  drawCount(part(node, "count"), unread, room.membership?.mention_count ?? 0);
}

/** @param {HTMLElement} node @param {Message | null} message */
function drawLast(node, message) {
  showText(part(node, "time"), message ? briefTime(message.created_at) : "");
  const text = message ? excerpt(message) : gettext("No messages yet");
  if (message?.author && !message.deleted_at) showSaying(part(node, "preview"), message.author.name, text);
  else part(node, "preview").textContent = text;
}

/** @param {Message} message */
function excerpt(message) {
  if (message.deleted_at) return gettext("Message deleted");
  return plainText(message).trim().replace(/\s+/g, " ").slice(0, 120);
}

/** @param {HTMLElement} pill @param {number} unread @param {number} mentions */
function drawCount(pill, unread, mentions) {
  pill.hidden = unread === 0;
  pill.dataset.mention = String(mentions > 0);
  pill.textContent = unread > 99 ? "99+" : String(unread);
  const label = ngettext("%(count)s unread message", "%(count)s unread messages", unread);
  pill.setAttribute("aria-label", interpolate(label, { count: unread }));
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
  const row = /** @type {Element} */ (event.target).closest("li");
  const next = event.key === "ArrowDown" ? row?.nextElementSibling : row?.previousElementSibling;
  next?.querySelector("a")?.focus();
  event.preventDefault();
}
