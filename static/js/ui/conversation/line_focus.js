import { onKey } from "../../lib/keys.js";
import { openDialog } from "../dialogs/dialogs.js";
import { isMessage } from "./line_blocks.js";

/** What one can reach inside a message, in the order of the arrow keys. */
const INSIDE = [
  ".message-quote, .message-text a, .message-text pre, .code-copy, .message-edited, .message-state button",
  ".message-files :is(a, button, input, pre, video, audio)",
  ".message-reactions button",
  ".message-actions button",
  ".message-author, .message-time[href], .message-hour[href]",
];
const SAID = [
  ".message-pinned, .message-saved",
  ".message-quote, .message-text, .message-files img, .file-card, .message-state span, .reaction[data-emoji]",
].join();
/** @type {Record<string, string>} */
const COMMANDS = {
  r: "reply", e: "edit", u: "mark-unread", p: "pin", s: "save", "+": "react",
  Delete: "delete", Backspace: "delete", // which is Delete on a Mac
};

/**
 * @typedef {{ leave(): void, reveal(line: HTMLElement): void,
 *   command(name: string, line: HTMLElement): unknown }} LinePage
 *   leave: go back to writing. reveal: show what one can do with a message.
 */

/** The messages are one stop of the Tab key: arrows walk through them, and into the one that has the focus. */
export class LineFocus {
  #list;
  /** Where Tab leads. @type {HTMLElement | null} */
  #stop = null;

  /** @param {import("./line_blocks.js").LineBlocks} list */
  constructor(list) {
    this.#list = list;
    list.container.addEventListener("focusin", ({ target }) => this.#entered(/** @type {HTMLElement} */ (target)));
    list.container.addEventListener("focusout", () => this.#stop?.removeAttribute("aria-label"));
  }

  /** @param {HTMLElement} scroller @param {LinePage} page */
  listen(scroller, page) {
    onKey(scroller, (event) => {
      if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.shiftKey && event.key !== "?" && event.key !== "+") return;
      if (this.#pressed(event, page)) event.preventDefault();
    });
  }

  /** After the lines changed: while none has the focus, Tab leads to the newest. */
  keep() {
    if (!this.#stop?.isConnected || !this.#stop.contains(document.activeElement)) this.#stopAt(this.#list.last);
  }

  toLast() {
    this.#list.last?.focus();
  }

  /** @param {KeyboardEvent} event @param {LinePage} page @returns {boolean} Whether the key means something here. */
  #pressed({ key, target }, page) {
    const line = lineOf(/** @type {Element} */ (target));
    if (isSeeking(key, target)) return false;
    if (key === "Escape") page.leave();
    else if (key === "?") void openDialog("shortcuts");
    else if (line && target === line && key in COMMANDS) page.command(COMMANDS[key], line);
    else if (key === "Enter" && target instanceof HTMLElement && target.matches(".mention")) target.click();
    else if (line && isInward(key, target === line)) this.#step(line, 1, page);
    else if (line && isOutward(key)) this.#step(line, -1, page);
    else return this.#walk(key, line);
    return true;
  }

  /** @param {string} key @param {HTMLElement | null} line */
  #walk(key, line) {
    const messages = this.#list.nodes.filter(isMessage);
    const at = line ? messages.indexOf(line) : messages.length;
    const steps = new Map([["ArrowUp", at - 1], ["ArrowDown", at + 1], ["Home", 0], ["End", messages.length - 1]]);
    const to = steps.get(key);
    if (to !== undefined) messages[Math.min(Math.max(to, 0), messages.length - 1)]?.focus();
    return to !== undefined;
  }

  /** Go on inside a message, or out of it. @param {HTMLElement} line @param {number} by @param {LinePage} page */
  #step(line, by, page) {
    page.reveal(line);
    const places = [line, ...INSIDE.flatMap((places) => [...line.querySelectorAll(/** @type {"a"} */ (places))])];
    const shown = places.filter((place) => place.checkVisibility());
    const at = shown.findIndex((place) => place === document.activeElement);
    shown[(at + by + shown.length) % shown.length].focus();
  }

  /** @param {HTMLElement} target */
  #entered(target) {
    const line = lineOf(target);
    if (!line) return;
    this.#stopAt(line);
    if (target === line) line.setAttribute("aria-label", labelOf(line));
  }

  /** @param {HTMLElement | null} line */
  #stopAt(line) {
    if (line === this.#stop) return;
    if (this.#stop) this.#stop.tabIndex = -1;
    if (line) line.tabIndex = 0;
    this.#stop = line;
  }
}

/** In a recording, these keys go forward and back. @param {string} key @param {EventTarget | null} target */
function isSeeking(key, target) {
  const isPlayer = target instanceof HTMLInputElement || target instanceof HTMLMediaElement;
  return isPlayer && ["ArrowLeft", "ArrowRight", "Home", "End"].includes(key);
}

/** @param {Element} element @returns {HTMLElement | null} */
export function lineOf(element) {
  return element.closest(".message");
}

/** @param {string} key @param {boolean} onLine */
function isInward(key, onLine) {
  return key === forward() || (key === "Enter" && onLine);
}

/** @param {string} key */
function isOutward(key) {
  return key !== forward() && (key === "ArrowLeft" || key === "ArrowRight");
}

function forward() {
  return document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
}

/** What a message is called when it has the focus: who wrote when and what, without the names of its buttons. */
function labelOf(/** @type {HTMLElement} */ line) {
  const hour = line.querySelector(".message-hour");
  const said = [...line.querySelectorAll(/** @type {"p"} */ (SAID))];
  const who = hour ? [hour.getAttribute("aria-label") ?? hour.textContent]
    : [...line.querySelectorAll(".message-author, .message-time")].map((place) => place.textContent);
  const textOf = (/** @type {HTMLElement} */ place) => place.getAttribute("alt") ?? place.innerText.trim();
  return [...who, ...said.map(textOf)].filter(Boolean).join(", ");
}
