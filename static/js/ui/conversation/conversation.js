import { part } from "../../lib/dom.js";
import { oncePerFrame } from "../../lib/frames.js";
import { gettext } from "../../lib/i18n.js";
import { Signal } from "../../lib/signal.js";
import { calendarChanged } from "../../lib/times.js";
import { drawnEntry, drawnMessage, rowsOf } from "../../state/rows.js";
import { toast } from "../shell/toasts.js";
import { LineBlocks } from "./line_blocks.js";
import { LineExtras } from "./line_extras.js";
import { LogEdges } from "./log_edges.js";
import { pageWhileScrolling } from "./log_paging.js";
import { createRow, drawRow } from "./message_view.js";
import { ScrollKeeper, onMove } from "./scroll_keeper.js";

/** @typedef {import("../../state/rows.js").Row} Row */

/**
 * @typedef {{ find(): HTMLElement | null | undefined, isMessage?: boolean, isEnd?: boolean }} Wanted
 *   isMessage: one message, by a link to it. isEnd: the end of the conversation.
 */

/** New lines drawn in one frame: more than a page at once would make the page stutter. */
const MOST_NEW_LINES = 60;

/** The lines of the room on the screen: drawn from the state once per frame, paged while scrolling. */
export class ConversationLog {
  /** The lines, or what is around them, were drawn. @type {Signal<void>} */
  drawn = new Signal();
  lines;
  scroller;
  extras;
  #root;
  #edges;
  #chat;
  #page;
  #scroll;
  #draw = oncePerFrame(() => this.#drawNow());
  /** A room was opened and its first lines are not placed yet. */
  #fresh = false;
  /** Some new lines wait for the next frame. */
  #more = false;
  #wanted = /** @type {Wanted | null} */ (null);
  /** The reader jumped over news: they stay unread until the reader comes back to them, or marks them. */
  #hasSkipped = false;

  /** @param {HTMLElement} root @param {Chat} chat */
  constructor(root, chat) {
    this.#root = root;
    this.#edges = new LogEdges(root, chat);
    this.#chat = chat;
    this.scroller = part(root, "scroller");
    this.lines = new LineBlocks(part(root, "messages"), {
      create: createRow,
      update: (node, row, previous) => drawRow(node, row, previous, readerOf(chat)),
    });
    this.extras = new LineExtras(chat, this.lines, this.#draw);
    this.#scroll = new ScrollKeeper(this.scroller, this.lines);
    this.#listen();
    this.#page = pageWhileScrolling(root, this.scroller, chat.live);
  }

  get atEnd() {
    return this.#scroll.pinned && !this.#chat.live.log.hasMoreAfter;
  }

  /** Show a message of the room that was opened around it. @param {number} seq */
  reveal(seq) {
    this.show({ isMessage: true, find: () => this.lines.nodes.find(({ dataset }) => dataset.seq === String(seq)) });
  }

  /** Bring a line into view as soon as it is there. @param {Wanted} wanted */
  show(wanted) {
    this.#wanted = wanted;
    this.#draw();
  }

  goToEnd() {
    const { live } = this.#chat;
    this.#wanted = { isEnd: true, find: () => (live.log.hasMoreAfter ? null : this.lines.nodes.at(-1)) };
    if (live.log.hasMoreAfter) void live.showNewest();
    this.#drawNow();
  }

  /** All that is in the room is read. */
  markRead() {
    const { live, reading, room } = this.#chat;
    this.#hasSkipped = false;
    reading.clearLine();
    this.#chat.saw(Math.max(live.log.last?.seq ?? 0, room?.last_message?.seq ?? 0));
    this.#draw();
  }

  /** The day of the first line in view, unless that line says it itself. @returns {HTMLTimeElement | null} */
  dayAbove() {
    const first = this.#scroll.firstInView();
    if (!first || first.matches(".day")) return null;
    return this.lines.dayAbove(first)?.querySelector("time") ?? null;
  }

  /** The line where news begin, if it is above the view. */
  get lineAbove() {
    const line = this.lines.node("unread");
    return line && line.getBoundingClientRect().top < this.scroller.getBoundingClientRect().top ? line : null;
  }

  /** Draw what is due now, for those who need the lines in place. */
  flush() {
    this.#drawNow();
  }

  #listen() {
    const { live, rooms, roomChanged } = this.#chat;
    // The lines come before the list of rooms in their frame: they are measured while nothing has changed yet.
    for (const signal of [live.changed, rooms.lastChanged, calendarChanged]) signal.subscribe(this.#draw);
    rooms.changed.subscribe(oncePerFrame(() => this.#drawAround()));
    roomChanged.subscribe(() => this.#entered());
    this.scroller.addEventListener("scroll", () => this.#noteReading(), { passive: true });
    onMove(this.scroller, () => this.#moved());
    document.addEventListener("visibilitychange", () => this.#noteReading());
    addEventListener("focus", () => this.#noteReading());
    part(this.#root, "news").addEventListener("click", () => this.goToEnd());
  }

  #entered() {
    this.#fresh = true;
    this.#wanted = null;
    this.#hasSkipped = false;
    this.#scroll.pinned = true;
    this.#drawNow();
  }

  #drawNow() {
    const { live } = this.#chat;
    live.log.following = this.#scroll.look();
    this.#scroll.around(() => {
      const rows = this.#affordable(this.extras.fold(this.#rows()));
      this.lines.show(rows);
      this.extras.draw(rows);
      this.#edges.draw();
    });
    this.#showFirst();
    this.#showWanted();
    this.#noteReading();
    this.drawn.emit();
    if (live.state === "ready") queueMicrotask(() => this.#page());
  }

  /** Draw what says something about the room, not its lines. */
  #drawAround() {
    this.#scroll.around(() => this.#edges.draw());
    this.#edges.drawNews(this.atEnd);
    this.drawn.emit();
  }

  /** Of very many new lines the last come first; the others follow frame by frame. @param {Row[]} rows */
  #affordable(rows) {
    const fresh = rows.filter((row) => this.lines.node(row.key) === null);
    this.#more = fresh.length > MOST_NEW_LINES;
    if (!this.#more) return rows;
    const later = new Set(fresh.slice(0, -MOST_NEW_LINES));
    this.#draw();
    return rows.filter((row) => !later.has(row));
  }

  #rows() {
    const { live, outbox, me, reading } = this.#chat;
    if (live.roomId === null) return [];
    const messages = live.log.messages.map(drawnMessage);
    const { first, hasMoreBefore } = live.log;
    const isLineFar = hasMoreBefore && (first?.seq ?? 0) > (reading.unreadAfter ?? 0);
    const reader = { unreadAfter: isLineFar ? null : reading.unreadAfter, me: me.id };
    if (live.log.hasMoreAfter) return rowsOf(messages, reader);
    const acknowledged = outbox.acknowledgedIn(live.roomId).map(drawnMessage);
    const waiting = outbox.inRoom(live.roomId).map((entry) => drawnEntry(entry, me, (id) => this.#chat.names.of(id)));
    const onTheWay = [...acknowledged, ...waiting].filter(({ key }) => !messages.some((known) => known.key === key));
    return rowsOf([...messages, ...onTheWay], reader);
  }

  /** On entering: at the line of what is new if it is out of view, else at the end. */
  #showFirst() {
    if (!this.#fresh || this.#chat.live.log.messages.length === 0) return;
    this.#fresh = this.#chat.live.state !== "ready" || this.#chat.live.catchingUp || this.#more;
    this.#scroll.toEnd();
    const line = this.lineAbove;
    if (line) this.#scroll.show(line);
  }

  /** Who moves in a room whose first lines are there is not taken back to where it opened. */
  #moved() {
    if (this.#chat.live.state === "ready" && this.#chat.live.log.messages.length > 0) this.#fresh = false;
  }

  #showWanted() {
    const wanted = this.#wanted;
    const line = wanted?.find();
    if (!wanted || !line) return this.#missing();
    this.#wanted = null;
    this.#fresh = false;
    if (wanted.isEnd) this.#scroll.toEnd();
    else this.#scroll.show(line);
    if (wanted.isMessage) point(line);
    return this.#noteSkip();
  }

  /** A message that may still come is waited for. */
  #missing() {
    const { live } = this.#chat;
    if (!this.#wanted?.isMessage || this.#more || live.paging || live.state !== "ready") return;
    this.#wanted = null;
    toast(gettext("That message can't be found."));
  }

  /** Whether more is unread than what is in view and below it. */
  #noteSkip() {
    const { live, reading, me, blocks } = this.#chat;
    const top = Number(this.#scroll.firstMessage()?.dataset.seq ?? 0);
    const ahead = live.log.messages.filter(({ seq, author, deleted_at }) => (
      seq >= top && seq > reading.lastRead && author?.id !== me.id && !blocks.has(author) && deleted_at === null
    ));
    this.#hasSkipped = reading.unreadAfter !== null && reading.unreadCount > ahead.length;
  }

  /** Whether the reader is where the news begin, or before them. */
  #isBack() {
    return this.#chat.reading.unreadAfter === null || (this.lines.node("unread") !== null && this.lineAbove === null);
  }

  #noteReading() {
    this.#chat.endInSight = this.atEnd;
    this.#chat.live.log.following = this.#scroll.pinned;
    if (this.#hasSkipped) this.#hasSkipped = !this.#isBack();
    if (this.#chat.looking && !this.#hasSkipped) this.#chat.saw(this.#scroll.lastSeenSeq());
    this.#edges.drawNews(this.atEnd);
  }
}

/** @param {Chat} chat */
function readerOf({ me, room, rooms, live }) {
  return { me, room, rooms, roomId: live.roomId ?? 0 };
}

/** @param {HTMLElement} line */
function point(line) {
  line.removeAttribute("data-flash");
  void line.offsetWidth;
  line.setAttribute("data-flash", "");
  line.focus({ preventScroll: true });
}
