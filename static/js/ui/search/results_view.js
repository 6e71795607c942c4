import { fromTemplate, hideIf, KeyedList, part, showServerHtml, showText } from "../../lib/dom.js";
import { gettext, interpolate } from "../../lib/i18n.js";
import { onKey } from "../../lib/keys.js";
import { nameOf } from "../../lib/person.js";
import { briefTime, fullTime } from "../../lib/times.js";
import { named } from "../../state/direct.js";
import { drawAvatar } from "../people/avatar.js";
import { markBot } from "../people/bot_badge.js";
import { drawMark } from "../rooms/room_mark.js";
import { beginAtHit } from "./excerpt.js";

/** @typedef {import("../../state/search_results.js").Result} Result */
/** @typedef {import("../../state/search_results.js").ResultRow} ResultRow */
/** @typedef {{ open(result: Result): void, leave(): void }} Page leave: go back to the field. */

/** The messages that were found: one stop of the Tab key, arrows walk through them. */
export class ResultsView {
  #list;
  #chat;
  /** @type {number | null} */
  #openedId = null;

  /** @param {HTMLElement} root @param {Chat} chat @param {Page} page */
  constructor(root, chat, page) {
    this.root = root;
    this.#chat = chat;
    this.#list = /** @type {KeyedList<ResultRow>} */ (new KeyedList(root, {
      key: ({ key }) => key,
      create: ({ kind }) => fromTemplate(kind === "room" ? "search-room" : "search-result"),
      update: (node, row) => this.#drawRow(node, row),
    }));
    root.addEventListener("click", (event) => this.#pressed(event, page));
    root.addEventListener("focusin", ({ target }) => this.#stopAt(/** @type {HTMLElement} */ (target)));
    onKey(root, (event) => this.#key(event, page));
  }

  /** @param {ResultRow[]} rows */
  show(rows) {
    const at = this.#links.findIndex((link) => link === document.activeElement);
    this.#list.show(rows);
    const links = this.#links;
    if (at >= 0 && !this.root.contains(document.activeElement)) links[Math.min(at, links.length - 1)]?.focus();
    if (!links.some(({ tabIndex }) => tabIndex === 0) && links[0]) links[0].tabIndex = 0;
  }

  /** Give the focus to the result that had it or was opened last, or to the one of a number. @param {number} [at] */
  focus(at) {
    const links = this.#links;
    (links[at ?? links.findIndex(({ tabIndex }) => tabIndex === 0)] ?? links[0])?.focus();
  }

  /** @param {number | null} messageId */
  markOpened(messageId) {
    this.#openedId = messageId;
    for (const link of this.#links) mark(link, link.dataset.message === String(messageId));
    const opened = this.#links.find((link) => link.hasAttribute("aria-current"));
    if (opened) this.#stopAt(opened);
  }

  get #links() {
    return /** @type {HTMLAnchorElement[]} */ ([...this.root.querySelectorAll("a")]);
  }

  /** @param {HTMLElement} node @param {ResultRow} row */
  #drawRow(node, row) {
    if (row.kind === "room") drawRoom(node, row.room, this.#chat);
    else drawResult(/** @type {HTMLAnchorElement} */ (node), row.result, this.#openedId);
  }

  /** @param {HTMLElement} target */
  #stopAt(target) {
    for (const link of this.#links) link.tabIndex = link === target ? 0 : -1;
  }

  /** @param {MouseEvent} event @param {Page} page */
  #pressed(event, page) {
    const link = /** @type {Element} */ (event.target).closest(/** @type {"a"} */ ("a[data-message]"));
    const row = link && this.#list.item(`result-${link.dataset.message}`);
    if (row?.kind !== "result" || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    page.open(row.result);
  }

  /** @param {KeyboardEvent} event @param {Page} page */
  #key(event, page) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const links = this.#links;
    const at = links.findIndex((link) => link === event.target);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    if (to < 0) page.leave();
    else links[Math.min(to, links.length - 1)].focus();
  }
}

/** @param {HTMLElement} node @param {import("../../state/search_results.js").FoundRoom} found @param {Chat} chat */
function drawRoom(node, found, chat) {
  const known = chat.rooms.get(found.id);
  const room = known ?? named(/** @type {Room} */ ({ is_active: true, visibility: "public", ...found }), chat.me);
  drawMark(part(node, "mark"), room, chat);
  showText(part(node, "name"), room.name);
}

/** @param {HTMLAnchorElement} link @param {Result} result @param {number | null} openedId */
function drawResult(link, { message, excerpt_html }, openedId) {
  link.href = `/rooms/${message.room_id}/${message.seq}`;
  link.dataset.message = String(message.id);
  mark(link, message.id === openedId);
  drawAvatar(part(link, "avatar"), message.author);
  showText(part(link, "author"), nameOf(message.author));
  markBot(part(link, "author"), message.author);
  const time = /** @type {HTMLTimeElement} */ (part(link, "time"));
  showText(time, briefTime(message.created_at));
  time.dateTime = message.created_at;
  time.title = fullTime(message.created_at);
  const note = noteOf(message);
  showText(part(link, "note"), note);
  hideIf(part(link, "note"), note === "");
  const text = part(link, "text");
  if (text.dataset.html === excerpt_html) return;
  text.dataset.html = excerpt_html;
  showServerHtml(text, excerpt_html);
  beginAtHit(text);
}

/** @param {Message} message */
function noteOf({ reply_to, edited_at }) {
  const reply = reply_to ? interpolate(gettext("Reply to %(name)s"), { name: nameOf(reply_to.author) }) : "";
  return [reply, edited_at ? gettext("edited") : ""].filter(Boolean).join(" · ");
}

/** @param {HTMLElement} link @param {boolean} isOpened */
function mark(link, isOpened) {
  if (isOpened) link.setAttribute("aria-current", "true");
  else link.removeAttribute("aria-current");
}
