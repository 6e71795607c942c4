import { isolated } from "../../lib/direction.js";
import { hideIf, parts, showText } from "../../lib/dom.js";
import { gettext, interpolate, ngettext } from "../../lib/i18n.js";
import { isDirect, othersIn } from "../../state/direct.js";

/** What is said before and after the lines of the log: where it begins, that it loads, what is new below. */
export class LogEdges {
  #parts;
  #chat;

  /** @param {HTMLElement} root @param {Chat} chat */
  constructor(root, chat) {
    const begin = /** @type {const} */ (["beginning", "beginning-title", "about", "readers", "beginning-text"]);
    this.#parts = parts(root, ...begin, "older", "loading", "news", "news-text");
    this.#chat = chat;
  }

  draw() {
    const { live, room } = this.#chat;
    const { log } = live;
    hideIf(this.#parts.older, !(log.hasMoreBefore && log.messages.length > 0));
    hideIf(this.#parts.beginning, room === null || log.hasMoreBefore || live.state !== "ready");
    const isLoading = live.state === "loading" || !this.#chat.hasOpened;
    hideIf(this.#parts.loading, !isLoading || log.messages.length > 0);
    if (!room) return;
    const title = isDirect(room) ? room.name : interpolate(gettext("Welcome to %(room)s"), { room: room.name });
    showText(this.#parts["beginning-title"], title);
    showText(this.#parts["readers"], readersText(room, this.#chat.me));
    showText(this.#parts["about"], isDirect(room) ? "" : room.description);
    showText(this.#parts["beginning-text"], isDirect(room) ? "" : beginningText(room, log.messages.length > 0));
  }

  /** @param {boolean} atEnd */
  drawNews(atEnd) {
    const { live, reading } = this.#chat;
    const pill = this.#parts.news;
    const count = atEnd ? 0 : reading.unreadCount;
    hideIf(pill, atEnd || live.log.messages.length === 0);
    pill.toggleAttribute("data-quiet", count === 0);
    showText(this.#parts["news-text"], count === 0
      ? gettext("Jump to latest")
      : interpolate(ngettext("%(count)s new message", "%(count)s new messages", count), { count }));
  }
}

/** Who can read what is written here, where that is not everyone. @param {MyRoom} room @param {Me} me */
function readersText(room, me) {
  if (room.visibility === "private") {
    const text = ngettext("Only its member can read this room.",
      "Only its %(count)s members can read this room.", room.member_count);
    return interpolate(text, { count: room.member_count });
  }
  if (!isDirect(room)) return "";
  const others = othersIn(room, me).map(({ name }) => isolated(name));
  const last = others.pop();
  if (last === undefined) return gettext("Only you can read this. It's a place for notes.");
  return others.length === 0
    ? interpolate(gettext("Only you and %(name)s can read this."), { name: last })
    : interpolate(gettext("Only you, %(names)s and %(name)s can read this."), { names: others.join(", "), name: last });
}

/** @param {MyRoom} room @param {boolean} hasMessages */
function beginningText(room, hasMessages) {
  if (hasMessages) return gettext("This is where the conversation begins.");
  const mayWrite = room.membership && room.is_active;
  return mayWrite ? gettext("No messages yet. Say hello.") : gettext("No messages yet.");
}
