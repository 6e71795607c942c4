import { part } from "../../lib/dom.js";
import { isCommand, onKey } from "../../lib/keys.js";
import { once } from "../../lib/once.js";
import { Signal } from "../../lib/signal.js";
import { isCovered } from "../../page_address.js";
import { loaded } from "../shell/loading.js";

/**
 * @typedef {import("./search_panel.js").Side
 *   & { isShown(view: "results"): boolean, leave(view: "results"): void }} Side
 */

/** Messages are to be searched in all rooms for this text. @type {Signal<string>} */
export const searchAsked = new Signal();

/**
 * The ways to the search of messages: buttons with `data-searches`, Ctrl+F for the room on the screen, Ctrl+Shift+F for
 * all rooms. The field takes what is typed while the code behind it comes.
 * @param {HTMLElement} view
 * @param {Chat} chat
 * @param {Side} side
 * @param {{ log: import("../conversation/conversation.js").ConversationLog } & import("./way_back.js").Page} page
 */
export function mountSearch(view, chat, side, page) {
  const field = /** @type {HTMLInputElement} */ (part(view, "text"));
  const mount = once(async () => new (await import("./search_panel.js")).SearchPanel(view, chat, side, page));
  let cameFrom = /** @type {Element | null} */ (null);
  const open = async (/** @type {boolean} */ inRoom, /** @type {string} */ text = field.value) => {
    if (!view.contains(document.activeElement)) cameFrom = document.activeElement;
    show(field, text, side);
    const early = noteEnter(field);
    const panel = await loaded(mount);
    panel?.begin(inRoom, early());
  };
  part(view, "form").addEventListener("submit", (event) => event.preventDefault());
  searchAsked.subscribe((text) => void open(false, text));
  listen(open, field, side);
  onKey(view, (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && side.isBeside) close(event, side, cameFrom);
  });
}

/** @param {HTMLInputElement} field @param {string} text @param {Side} side */
function show(field, text, side) {
  field.value = text;
  side.open("results");
  field.focus();
  field.select();
}

/**
 * Whether Enter is pressed from now on, until one asks.
 * @param {HTMLInputElement} field @returns {() => boolean}
 */
function noteEnter({ form }) {
  let isPressed = false;
  const until = new AbortController();
  form?.addEventListener("submit", () => void (isPressed = true), { signal: until.signal });
  return () => {
    until.abort();
    return isPressed;
  };
}

/**
 * Beside the table; over it, the side is a layer, which closes by itself.
 * @param {KeyboardEvent} event @param {Side} side @param {Element | null} cameFrom
 */
function close(event, side, cameFrom) {
  event.preventDefault();
  side.leave("results");
  if (cameFrom instanceof HTMLElement && cameFrom.checkVisibility()) cameFrom.focus();
}

/** @param {(inRoom: boolean, text?: string) => unknown} open @param {HTMLInputElement} field @param {Side} side */
function listen(open, field, side) {
  document.addEventListener("click", ({ target }) => {
    const button = /** @type {Element} */ (target).closest(/** @type {"button"} */ ("[data-searches]"));
    if (!button || (button.dataset.opensSide && !side.isShown("results"))) return; // it has just closed
    void open(button.dataset.searches === "room", button.dataset.query);
  });
  onKey(window, (event) => {
    if (!isFind(event) || event.defaultPrevented || isCovered() || document.querySelector("dialog[open]")) return;
    if (document.activeElement === field && side.isShown("results")) return; // again: the browser's own
    event.preventDefault();
    void open(!event.shiftKey);
  });
}

/** @param {KeyboardEvent} event */
function isFind(event) {
  return event.key.toLowerCase() === "f" && isCommand(event);
}
