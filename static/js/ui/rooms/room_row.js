import { hideIf, part, plainText, showSaying, showText } from "../../lib/dom.js";
import { gettext, interpolate, ngettext } from "../../lib/i18n.js";
import { briefTime, calendar } from "../../lib/times.js";
import { isDirect } from "../../state/direct.js";
import { meantIn, newsIn } from "../../state/rooms.js";
import { drawMark, kindOf } from "./room_mark.js";

/** How each row stands, besides what its room says of itself. @type {WeakMap<HTMLElement, string>} */
const states = new WeakMap();

/**
 * Rows that stand as they did are not touched: a message to one room would cost the more, the more rooms there are.
 * @param {HTMLElement} node @param {MyRoom} room @param {MyRoom | null} previous @param {Chat} chat
 */
export function drawRoom(node, room, previous, chat) {
  const isCurrent = room.id === chat.live.roomId;
  const hasDraft = !isCurrent && chat.drafts.isIn(room.id);
  const kind = kindOf(room, chat);
  const state = [isCurrent, hasDraft, kind, calendar()].join();
  if (room === previous && states.get(node) === state) return;
  states.set(node, state);
  const link = part(node, "link");
  if (isCurrent) link.setAttribute("aria-current", "page");
  else link.removeAttribute("aria-current");
  hideIf(part(node, "draft"), !hasDraft);
  drawMark(part(node, "mark"), room, chat);
  showText(part(node, "kind"), kind);
  if (room !== previous || node.dataset.calendar !== calendar()) drawContents(node, link, room, chat);
}

/** @param {HTMLElement} node @param {HTMLElement} link @param {MyRoom} room @param {Chat} chat */
function drawContents(node, link, room, chat) {
  node.dataset.calendar = calendar();
  const news = newsIn(room);
  link.setAttribute("href", `/?room=${room.id}`);
  link.dataset.room = String(room.id);
  link.dataset.unread = String(news > 0);
  link.toggleAttribute("data-quiet", room.membership?.notify === "nothing");
  showText(part(node, "name"), room.name);
  part(node, "more").setAttribute("aria-label", interpolate(gettext("Actions for %(room)s"), { room: room.name }));
  drawLast(node, room.last_message, chat.blocks.has(room.last_message?.author) && !isDirect(room));
  drawNews(part(node, "count"), news, meantIn(room), isDirect(room));
}

/** @param {HTMLElement} node @param {Message | null} message @param {boolean} isBlocked I blocked its author. */
function drawLast(node, message, isBlocked) {
  showText(part(node, "time"), message ? briefTime(message.created_at) : "");
  const text = message ? excerpt(message) : gettext("No messages yet");
  if (isBlocked) showText(part(node, "preview"), gettext("A message from someone you blocked"));
  else if (message?.author && !message.deleted_at) showSaying(part(node, "preview"), message.author.name, text);
  else part(node, "preview").textContent = text;
}

/** @param {Message} message */
function excerpt(message) {
  if (message.deleted_at) return gettext("Message deleted");
  return plainText(message).trim().replace(/\s+/g, " ").slice(0, 120);
}

/**
 * A dot, and a number only where one is meant.
 * @param {HTMLElement} mark
 * @param {number} unread
 * @param {number} mentions
 * @param {boolean} direct All of it is for me.
 */
function drawNews(mark, unread, mentions, direct) {
  hideIf(mark, unread === 0 && mentions === 0);
  mark.dataset.mentions = mentions > 99 ? "99+" : String(mentions || "");
  const label = mentions > 0 && !direct
    ? interpolate(ngettext("%(count)s mention", "%(count)s mentions", mentions), { count: mentions })
    : interpolate(ngettext("%(count)s unread message", "%(count)s unread messages", unread), { count: unread });
  showText(part(mark, "count-text"), label);
}
