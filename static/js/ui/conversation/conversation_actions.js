import { copyText } from "../../lib/clipboard.js";
import { fromTemplate } from "../../lib/dom.js";
import { gettext } from "../../lib/i18n.js";
import { toast } from "../shell/toasts.js";

/**
 * @typedef {{ openPlace(roomId: number, seq: number): void, showPerson(userId: number): void,
 *   edit(message: Message): void, reply(message: Message): void, remove(message: Message): void,
 *   restore(message: Message): void, report(message: Message): void }} Page
 */

/**
 * What one can do with a line of the conversation: by mouse, by long press, by keyboard.
 * @param {HTMLElement} list
 * @param {Chat} chat
 * @param {Page} page
 */
export function mountActions(list, chat, page) {
  const actions = fromTemplate("message-actions");
  list.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    const line = lineOf(target);
    const action = target.closest("a, [data-part], .code-copy");
    if (!line || !(action instanceof HTMLElement)) return;
    if (actions.contains(action)) line.focus({ preventScroll: true }); // afterwards this button may be gone
    if (action instanceof HTMLAnchorElement && action.pathname.startsWith("/rooms/")) follow(event, action, page);
    else act(action, line, chat, page);
  });
  showWhereTheReaderIs(actions, list, chat);
}

/**
 * Show the buttons on the line under the mouse, the focus or a long press.
 * @param {HTMLElement} actions
 * @param {HTMLElement} list
 * @param {Chat} chat
 */
function showWhereTheReaderIs(actions, list, chat) {
  const show = (/** @type {HTMLElement | null} */ line) => line && showActions(actions, line, chat);
  list.addEventListener("pointerover", (event) => {
    if (event.pointerType === "mouse") show(lineOf(/** @type {Element} */ (event.target)));
  });
  if (matchMedia("(any-hover: hover)").matches) {
    list.addEventListener("focusin", (event) => show(lineOf(/** @type {Element} */ (event.target))));
  }
  // A finger that is lifted leaves too, right before it clicks.
  list.addEventListener("pointerleave", ({ pointerType }) => {
    if (pointerType === "mouse" && !actions.contains(document.activeElement)) actions.remove();
  });
  document.addEventListener("pointerdown", ({ target }) => {
    if (!actions.parentElement?.contains(/** @type {Node} */ (target))) actions.remove();
  });
  for (const changed of [chat.live.changed, chat.rooms.changed]) changed.subscribe(() => show(actions.parentElement));
  if (matchMedia("(any-pointer: coarse)").matches) {
    void import("./long_press.js").then(({ onLongPress }) => onLongPress(list, (target) => show(lineOf(target))));
  }
}

/** @param {HTMLElement} action @param {HTMLElement} line @param {Chat} chat @param {Page} page */
function act(action, line, chat, page) {
  const client = line.dataset.client ?? "";
  const roomId = chat.live.roomId ?? 0;
  const message = chat.live.log.messages.find(({ seq }) => seq === Number(line.dataset.seq));
  if (action.classList.contains("code-copy")) return void copy(codeBeside(action));
  switch (action.dataset.part) {
    case "retry": return chat.retry(client, roomId);
    case "discard": return chat.outbox.discard(client);
    case "author": return page.showPerson(Number(action.dataset.user));
    case "copy-link": return void copy(`${location.origin}/rooms/${roomId}/${line.dataset.seq}`);
    case "copy-text": return void copy(message?.content ?? "");
    case "reply": return message && page.reply(message);
    case "edit": return message && page.edit(message);
    case "report": return message && page.report(message);
    case "delete": return message && page.remove(message);
    case "restore": return message && page.restore(message);
    default: return undefined;
  }
}

/** @param {HTMLElement} button */
function codeBeside(button) {
  return button.parentElement?.querySelector("pre")?.textContent ?? "";
}

/** @param {Element} element @returns {HTMLElement | null} */
export function lineOf(element) {
  return element.closest(".message");
}

/**
 * A link to a message of a room is followed without leaving the page.
 * @param {MouseEvent} event
 * @param {HTMLAnchorElement} link
 * @param {{ openPlace(roomId: number, seq: number): void }} page
 */
function follow(event, link, page) {
  const place = link.pathname.match(/^\/rooms\/(\d+)\/(\d+)$/);
  if (!place || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  page.openPlace(Number(place[1]), Number(place[2]));
}

/**
 * One set of buttons for the whole conversation: it is put where the reader is.
 * @param {HTMLElement} actions
 * @param {HTMLElement} line
 * @param {Chat} chat
 */
function showActions(actions, line, chat) {
  const message = chat.live.log.messages.find(({ seq }) => seq === Number(line.dataset.seq));
  const offered = message ? actionsOf(message, chat) : new Set();
  if (offered.size === 0) return actions.remove();
  for (const button of actions.children) {
    if (button instanceof HTMLElement) button.hidden = !offered.has(button.dataset.part);
  }
  if (actions.parentElement !== line) line.append(actions);
}

/**
 * What I may do with a message; the server decides.
 * @param {Message} message
 * @param {Chat} chat
 * @returns {Set<string | undefined>}
 */
function actionsOf(message, { room, me }) {
  const own = message.author?.id === me.id;
  const admin = me.role === "admin";
  const writable = Boolean(room?.is_active && room.membership);
  const moderates = admin || (writable && room?.membership?.role !== "member");
  if (message.deleted_at !== null) return new Set(moderates && message.deleted_by === "moderator" ? ["restore"] : []);
  const mayDelete = own ? writable : moderates;
  return new Set([
    "copy-link",
    "copy-text",
    ...(writable ? ["reply"] : []),
    ...(own && writable ? ["edit"] : []),
    ...(mayDelete ? ["delete"] : []),
    ...(own || message.author === null ? [] : ["report"]),
  ]);
}

/** @param {string} text */
async function copy(text) {
  toast(await copyText(text) ? gettext("Copied.") : gettext("Your browser blocked copying."));
}
