import { onKey } from "../../lib/keys.js";
import { lineOf } from "../conversation/conversation_actions.js";

/** @typedef {import("../composer/composer.js").Composer} Composer */

/**
 * Arrows walk through the messages, Escape goes back to writing, Alt with arrows changes the room.
 * @param {HTMLElement} scroller
 * @param {Chat} chat
 * @param {{ composer: Composer, openRoom(roomId: number): void }} page
 */
export function mountKeyboard(scroller, chat, page) {
  onKey(scroller, (event) => walkMessages(event, scroller, page));
  const text = /** @type {HTMLElement} */ (document.getElementById("composer-text"));
  onKey(text, (event) => {
    if (event.key !== "ArrowUp" || hasModifier(event) || !page.composer.empty) return;
    event.preventDefault();
    if (!page.composer.editLast()) lastLine(scroller)?.focus();
  });
  onKey(window, (event) => {
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) changeRoom(event, chat, page);
  });
}

/** @param {KeyboardEvent} event @param {HTMLElement} scroller @param {{ composer: Composer }} page */
function walkMessages(event, scroller, { composer }) {
  if (hasModifier(event)) return;
  const line = lineOf(/** @type {Element} */ (event.target));
  const onLine = event.target === line;
  if (event.key === "Escape") composer.focus();
  else if (event.key === "ArrowUp") (line ? neighbour(line, "previousElementSibling") : lastLine(scroller))?.focus();
  else if (event.key === "ArrowDown") (line ? neighbour(line, "nextElementSibling") : lastLine(scroller))?.focus();
  else if (event.key === "Enter" && onLine) firstAction(line)?.focus();
  else return;
  event.preventDefault();
}

/** @param {KeyboardEvent} event */
function hasModifier({ altKey, ctrlKey, metaKey, shiftKey }) {
  return altKey || ctrlKey || metaKey || shiftKey;
}

/**
 * @param {HTMLElement} line
 * @param {"previousElementSibling" | "nextElementSibling"} direction
 * @returns {HTMLElement | null}
 */
function neighbour(line, direction) {
  let next = line[direction];
  while (next && !next.classList.contains("message")) next = next[direction];
  return /** @type {HTMLElement | null} */ (next);
}

/** @param {HTMLElement} scroller @returns {HTMLElement | undefined} */
function lastLine(scroller) {
  return [...scroller.querySelectorAll(/** @type {"li"} */ (".message"))].at(-1);
}

/** @param {HTMLElement | null} line @returns {HTMLElement | undefined} */
function firstAction(line) {
  return [...(line?.querySelectorAll(/** @type {"button"} */ (".message-actions button, .message-state button")) ?? [])]
    .find((button) => button.offsetParent !== null);
}

/** @param {KeyboardEvent} event @param {Chat} chat @param {{ openRoom(roomId: number): void }} page */
function changeRoom(event, chat, page) {
  event.preventDefault();
  const rooms = chat.rooms.joined();
  if (rooms.length === 0) return;
  const at = rooms.findIndex((room) => room.id === chat.live.roomId);
  const step = event.key === "ArrowDown" ? 1 : rooms.length - 1;
  page.openRoom(rooms[(Math.max(at, 0) + step) % rooms.length].id);
}
