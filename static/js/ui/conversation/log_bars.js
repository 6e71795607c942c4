import { hideIf, parts, showText } from "../../lib/dom.js";
import { oncePerFrame } from "../../lib/frames.js";
import { gettext, interpolate, ngettext } from "../../lib/i18n.js";
import { beginningOf, isoDay } from "../../lib/times.js";
import { isMessage } from "./line_blocks.js";

/** @typedef {import("./conversation.js").ConversationLog} ConversationLog */

/**
 * What lies over the beginning of the log: the news above the view, and the day that one reads.
 * @param {HTMLElement} root
 * @param {ConversationLog} log
 * @param {Chat} chat
 */
export function mountBars(root, log, chat) {
  const news = new NewsBar(root, log, chat);
  const chip = new DayChip(root, log, chat);
  let drawnAt = -1;
  const draw = () => {
    drawnAt = log.scroller.scrollTop;
    news.draw();
    chip.draw();
  };
  const drawSoon = oncePerFrame(draw);
  chat.roomChanged.subscribe(() => news.forget());
  log.drawn.subscribe(draw);
  log.scroller.addEventListener("scroll", () => log.scroller.scrollTop !== drawnAt && drawSoon(), { passive: true });
  draw();
}

/** "37 new since Wednesday 21:32": jumping there marks nothing as read. */
class NewsBar {
  #parts;
  #log;
  #chat;
  #since = "";

  /** @param {HTMLElement} root @param {ConversationLog} log @param {Chat} chat */
  constructor(root, log, chat) {
    this.#parts = parts(root, "news-bar", "news-since", "jump", "mark-read");
    this.#log = log;
    this.#chat = chat;
    this.#parts.jump.addEventListener("click", () => this.#jump());
    this.#parts["mark-read"].addEventListener("click", () => log.markRead());
  }

  forget() {
    this.#since = "";
  }

  draw() {
    const { reading, live } = this.#chat;
    const line = this.#log.lines.node("unread");
    if (line) this.#since = line.dataset.since ?? "";
    const isFar = (live.log.first?.seq ?? 0) > (reading.unreadAfter ?? Infinity);
    const isAbove = line ? this.#log.lineAbove !== null : isFar;
    const count = reading.unreadCount;
    hideIf(this.#parts["news-bar"], !isAbove || count === 0 || live.state !== "ready");
    const text = this.#since === ""
      ? ngettext("%(count)s new message", "%(count)s new messages", count)
      : ngettext("%(count)s new since %(time)s", "%(count)s new since %(time)s", count);
    showText(this.#parts["news-since"], interpolate(text, { count, time: this.#since }));
  }

  #jump() {
    const { reading, live } = this.#chat;
    const find = () => this.#log.lines.node("unread");
    if (find() === null && reading.unreadAfter !== null) void live.showAround(reading.unreadAfter);
    this.#log.show({ find });
  }
}

/** The day of the first line in view; it leads to any other. */
class DayChip {
  #parts;
  #log;
  #chat;

  /** @param {HTMLElement} root @param {ConversationLog} log @param {Chat} chat */
  constructor(root, log, chat) {
    this.#parts = parts(root, "day-chip", "choose-day", "chip-day", "date");
    this.#log = log;
    this.#chat = chat;
    this.#parts["choose-day"].addEventListener("click", () => this.#ask());
    this.#input.addEventListener("change", () => this.#input.value && this.#jump(this.#input.value));
  }

  get #input() {
    return /** @type {HTMLInputElement} */ (this.#parts.date);
  }

  draw() {
    const day = this.#log.dayAbove();
    hideIf(this.#parts["day-chip"], day === null);
    if (!day) return;
    const name = day.textContent ?? "";
    if (this.#parts["chip-day"].textContent === name) return;
    this.#parts["chip-day"].textContent = name;
    this.#parts["choose-day"].setAttribute("aria-label", interpolate(gettext("%(day)s, jump to date"), { day: name }));
  }

  #ask() {
    this.#input.max = isoDay();
    this.#input.value = isoDay(this.#log.dayAbove()?.dateTime);
    this.#input.showPicker();
  }

  /** @param {string} date As in 2026-11-26, where the reader is. */
  #jump(date) {
    const start = beginningOf(date);
    const { live } = this.#chat;
    const isSince = (/** @type {{ created_at: string }} */ { created_at }) => Date.parse(created_at) >= start.getTime();
    const { first, hasMoreBefore } = live.log;
    const isHere = live.log.messages.some(isSince) && (!hasMoreBefore || (first && !isSince(first)));
    if (!isHere) void live.showAt(start);
    this.#log.show({ find: () => this.#lineSince(isSince) });
  }

  /** @param {(message: Message) => boolean} isSince */
  #lineSince(isSince) {
    const { live } = this.#chat;
    if (live.paging) return null;
    const found = live.log.messages.find(isSince) ?? live.log.last;
    return this.#log.lines.nodes.find((line) => isMessage(line) && line.dataset.seq === String(found?.seq));
  }
}
