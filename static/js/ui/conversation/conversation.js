import { isolated } from "../../lib/direction.js";
import { part, parts, showText } from "../../lib/dom.js";
import { oncePerFrame } from "../../lib/frames.js";
import { gettext, interpolate, ngettext } from "../../lib/i18n.js";
import { Signal } from "../../lib/signal.js";
import { calendarChanged } from "../../lib/times.js";
import { drawnEntry, drawnMessage, rowsOf } from "../../state/rows.js";
import { toast } from "../shell/toasts.js";
import { LineBlocks } from "./line_blocks.js";
import { createRow, drawRow } from "./message_view.js";
import { ScrollKeeper } from "./scroll_keeper.js";

/** @typedef {import("../../state/rows.js").Row} Row */

/** New lines drawn in one frame: more than a page at once would make the page stutter. */
const MOST_NEW_LINES = 60;
const PAGE_AHEAD = "900px 0px";

/** The lines of the room on the screen: drawn from the state once per frame, paged while scrolling. */
export class ConversationLog {
  /** The lines were drawn. @type {Signal<void>} */
  drawn = new Signal();
  lines;
  scroller;
  #root;
  #edges;
  #chat;
  #scroll;
  #draw = oncePerFrame(() => this.#drawNow());
  /** A room was opened and its first lines are not placed yet. */
  #fresh = false;
  /** Some new lines wait for the next frame. */
  #more = false;
  /** What is to be shown as soon as it is there: a message by its seq, or the end. */
  #wanted = /** @type {number | "end" | null} */ (null);

  /** @param {HTMLElement} root @param {Chat} chat */
  constructor(root, chat) {
    this.#root = root;
    const edges = /** @type {const} */ (["older", "beginning", "beginning-title", "beginning-text", "loading"]);
    this.#edges = parts(root, ...edges, "news", "news-text");
    this.#chat = chat;
    this.scroller = part(root, "scroller");
    this.lines = new LineBlocks(part(root, "messages"), {
      create: createRow,
      update: (node, row, previous) => drawRow(node, row, previous, { me: chat.me, roomId: chat.live.roomId ?? 0 }),
    });
    this.#scroll = new ScrollKeeper(this.scroller, this.lines);
    this.#listen();
    this.#pageWhileScrolling();
  }

  get atEnd() {
    return this.#scroll.pinned && !this.#chat.live.log.hasMoreAfter;
  }

  /** Show a message of the room that was opened around it. @param {number} seq */
  reveal(seq) {
    this.#wanted = seq;
    this.#draw();
  }

  goToEnd() {
    this.#wanted = "end";
    if (this.#chat.live.log.hasMoreAfter) void this.#chat.live.showNewest();
    this.#drawNow();
  }

  /** Draw what is due now, for those who need the lines in place. */
  flush() {
    this.#drawNow();
  }

  #listen() {
    const { live, rooms, roomChanged } = this.#chat;
    live.changed.subscribe(this.#draw);
    calendarChanged.subscribe(this.#draw);
    rooms.changed.subscribe(oncePerFrame(() => this.#drawAround()));
    roomChanged.subscribe(() => this.#entered());
    this.scroller.addEventListener("scroll", () => this.#noteReading(), { passive: true });
    document.addEventListener("visibilitychange", () => this.#noteReading());
    addEventListener("focus", () => this.#noteReading());
    part(this.#root, "news").addEventListener("click", () => this.goToEnd());
  }

  #pageWhileScrolling() {
    const sentinels = new IntersectionObserver((seen) => seen.some((entry) => entry.isIntersecting) && this.#page(), {
      root: this.scroller,
      rootMargin: PAGE_AHEAD,
    });
    sentinels.observe(part(this.#root, "top"));
    sentinels.observe(part(this.#root, "bottom"));
    this.scroller.addEventListener("scroll", () => this.#page(), { passive: true });
  }

  #page() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    const ahead = Number.parseInt(PAGE_AHEAD, 10);
    if (scrollTop < ahead) void this.#chat.live.loadOlder();
    if (scrollHeight - scrollTop - clientHeight < ahead) void this.#chat.live.loadNewer();
  }

  #entered() {
    this.#fresh = true;
    this.#wanted = null;
    this.#scroll.pinned = true;
    this.#drawNow();
  }

  #drawNow() {
    const { live } = this.#chat;
    live.log.following = this.#scroll.pinned;
    this.#scroll.around(() => {
      this.lines.show(this.#affordable(this.#rows()));
      this.#drawEdges();
    });
    this.drawn.emit();
    this.#placeFirst();
    this.#placeWanted();
    this.#drawNews();
    this.#noteReading();
    if (live.state === "ready") queueMicrotask(() => this.#page());
  }

  /** Draw what says something about the room, not its lines. */
  #drawAround() {
    this.#scroll.around(() => this.#drawEdges());
    this.#drawNews();
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
    if (live.log.hasMoreAfter) return rowsOf(messages, { unreadAfter: reading.unreadAfter, me: me.id });
    const acknowledged = outbox.acknowledgedIn(live.roomId).map(drawnMessage);
    const waiting = outbox.inRoom(live.roomId).map((entry) => drawnEntry(entry, me));
    const onTheWay = [...acknowledged, ...waiting].filter(({ key }) => !messages.some((known) => known.key === key));
    return rowsOf([...messages, ...onTheWay], { unreadAfter: reading.unreadAfter, me: me.id });
  }

  /** On entering: at the line of what is new if it is out of view, else at the end. */
  #placeFirst() {
    if (!this.#fresh || this.#chat.live.log.messages.length === 0) return;
    this.#fresh = this.#chat.live.state !== "ready" || this.#chat.live.catchingUp || this.#more;
    this.#scroll.toEnd();
    const line = this.lines.node("unread");
    if (line && line.getBoundingClientRect().top < this.scroller.getBoundingClientRect().top) this.#scroll.show(line);
  }

  #placeWanted() {
    if (this.#wanted === null) return;
    if (this.#wanted === "end") this.#placeEnd();
    else this.#placeMessage(this.#wanted);
  }

  #placeEnd() {
    if (this.#chat.live.log.hasMoreAfter) return;
    this.#wanted = null;
    this.#fresh = false;
    this.#scroll.toEnd();
  }

  /** @param {number} seq */
  #placeMessage(seq) {
    const line = this.lines.nodes.find(({ dataset }) => dataset.seq === String(seq));
    if (!line) return this.#missing();
    this.#wanted = null;
    this.#fresh = false;
    this.#scroll.show(line);
    line.removeAttribute("data-flash");
    void line.offsetWidth;
    line.setAttribute("data-flash", "");
    return line.focus({ preventScroll: true });
  }

  /** A message that may still come is waited for. */
  #missing() {
    const { live } = this.#chat;
    if (this.#more || live.paging || live.state !== "ready") return;
    this.#wanted = null;
    toast(gettext("That message can't be found."));
  }

  #drawEdges() {
    const { live, room } = this.#chat;
    const { log } = live;
    this.#edges.older.hidden = !(log.hasMoreBefore && log.messages.length > 0);
    this.#edges.beginning.hidden = room === null || log.hasMoreBefore || live.state !== "ready";
    const isLoading = live.state === "loading" || !this.#chat.isPlaced;
    this.#edges.loading.hidden = !isLoading || log.messages.length > 0;
    if (!room) return;
    showText(this.#edges["beginning-title"], interpolate(gettext("Welcome to %(room)s"), { room: room.name }));
    showText(this.#edges["beginning-text"], beginningText(room, log.messages.length > 0));
  }

  #drawNews() {
    const { live, reading } = this.#chat;
    const pill = this.#edges.news;
    const count = this.atEnd ? 0 : Math.max(reading.unreadCount, live.log.beyond);
    pill.hidden = this.atEnd || live.log.messages.length === 0;
    pill.toggleAttribute("data-quiet", count === 0);
    showText(this.#edges["news-text"], count === 0
      ? gettext("Jump to latest")
      : interpolate(ngettext("%(count)s new message", "%(count)s new messages", count), { count }));
  }

  #noteReading() {
    this.#chat.endInSight = this.atEnd;
    this.#chat.live.log.following = this.#scroll.pinned;
    if (this.#chat.looking) this.#chat.saw(this.#scroll.lastSeenSeq());
    this.#edges.news.hidden ||= this.atEnd;
    if (!this.atEnd) this.#drawNews();
  }
}

/** @param {MyRoom} room @param {boolean} hasMessages */
function beginningText(room, hasMessages) {
  const about = room.description ? `${isolated(room.description)} ` : "";
  if (hasMessages) return about + gettext("This is where the conversation begins.");
  return about + gettext("No messages yet. Say hello.");
}
