import { contentOf, fromTemplate, part, showSaying, showServerHtml } from "../../lib/dom.js";
import { gettext, interpolate } from "../../lib/i18n.js";
import { calendar, dayName, fullTime, sinceTime, timeOfDay } from "../../lib/times.js";
import { moderates } from "../../state/rights.js";
import { nameOf } from "../../lib/person.js";
import { mentionsPerson } from "../../state/mentions.js";
import { showForwarded } from "./forwarded.js";
import { showAction, showMentions } from "./mentions.js";
import { drawAvatar } from "../people/avatar.js";
import { markBot } from "../people/bot_badge.js";

/** @typedef {import("../../state/rows.js").Row} Row */
/** @typedef {import("../../state/rows.js").DrawnMessage} DrawnMessage */
/** @typedef {Extract<Row, { kind: "message" }>} MessageRow */
/** @typedef {Pick<Chat, "me" | "room" | "rooms"> & { roomId: number }} Reader */

/** Marks that a letter carries, as many as its author likes; not the one that makes an emoji colourful. */
const MARKS = /(?!\ufe0f)\p{M}/u;

/** @param {Row} row */
export function createRow(row) {
  return fromTemplate(`${row.kind}-row`);
}

/**
 * The one place where a conversation's line is drawn, whether it was typed here or came from the server.
 * @param {HTMLElement} node
 * @param {Row} row
 * @param {Row | null} previous
 * @param {Reader} reader
 */
export function drawRow(node, row, previous, reader) {
  if (row.kind === "day") drawDay(node, row.time);
  if (row.kind === "unread") drawUnreadLine(node, row.time);
  if (row.kind === "blocked") drawFold(node, row);
  if (row.kind === "message") drawLine(node, row, previous?.kind === "message" ? previous : null, reader);
}

/** @param {HTMLElement} node @param {Extract<Row, { kind: "blocked" }>} row */
function drawFold(node, { keys, seq, text }) {
  node.dataset.seq = String(seq); // it is read with its last message
  node.dataset.keys = keys.join(" ");
  part(node, "text").textContent = text;
}

/** @param {HTMLElement} node @param {string} time */
function drawUnreadLine(node, time) {
  const since = sinceTime(time);
  if (node.dataset.since === since) return;
  node.dataset.since = since;
  part(node, "text").textContent = interpolate(gettext("New · since %(time)s"), { time: since });
}

/** @param {HTMLElement} node @param {MessageRow} row @param {MessageRow | null} before @param {Reader} reader */
function drawLine(node, row, before, reader) {
  const isAnother = before?.startsGroup !== row.startsGroup;
  if (isAnother) begin(node, row.startsGroup);
  const hides = before?.hidesQuote !== row.hidesQuote;
  if (isAnother || hides || !sameMessage(before.message, row.message)) drawMessage(node, row, reader);
}

/** A group's first line shows its author. @param {HTMLElement} node @param {boolean} starts */
function begin(node, starts) {
  node.toggleAttribute("data-starts", starts);
  node.replaceChildren(contentOf(starts ? "message-first" : "message-next"));
}

/** @param {DrawnMessage} a @param {DrawnMessage} b */
function sameMessage(a, b) {
  if (a === b) return true;
  return a.seq === b.seq && a.html === b.html && a.content === b.content && a.state === b.state && a.error === b.error
    && a.edited_at === b.edited_at && a.deleted_at === b.deleted_at && a.calendar === b.calendar
    && samePerson(a.author, b.author) && sameQuote(a.reply_to, b.reply_to) && samePeople(a.mentions, b.mentions);
}

/** @param {User | null} a @param {User | null} b */
function samePerson(a, b) {
  return a?.id === b?.id && a?.name === b?.name && a?.avatar_url === b?.avatar_url;
}

/** @param {User[]} a @param {User[]} b */
function samePeople(a = [], b = []) { // a stored one may be older than mentions
  return a === b || (a.length === b.length && a.every((person, at) => samePerson(person, b[at])));
}

/** @param {ReplyTo | null} a @param {ReplyTo | null} b */
function sameQuote(a, b) {
  return a?.seq === b?.seq && a?.excerpt === b?.excerpt && samePerson(a?.author ?? null, b?.author ?? null);
}

/** @param {HTMLElement} node @param {string} time */
function drawDay(node, time) {
  const written = `${time} ${calendar()}`; // naming a day takes longer than all else of drawing a line
  if (node.dataset.written === written) return;
  node.dataset.written = written;
  const day = /** @type {HTMLTimeElement} */ (part(node, "day"));
  day.textContent = dayName(time);
  day.dateTime = time;
}

/** @param {HTMLElement} node @param {MessageRow} row @param {Reader} reader */
function drawMessage(node, { message, startsGroup, hidesQuote }, { me, roomId, room, rooms }) {
  const { dataset } = node;
  dataset.state = message.state;
  dataset.seq = String(message.seq ?? "");
  dataset.client = message.client_id ?? "";
  node.toggleAttribute("data-own", message.author?.id === me.id);
  node.toggleAttribute("data-for-me", mentionsPerson(me, message));
  if (startsGroup) drawHead(node, message, roomId);
  else drawHour(part(node, "hour"), message, roomId);
  const text = part(node, "text");
  drawQuote(text, message.reply_to, roomId, hidesQuote ?? false);
  const mayLookBack = message.author?.id === me.id || moderates(room?.membership, me);
  drawText(text, message, { me, mayLookBack });
  const { forward_of: original } = message;
  if (original && message.deleted_at === null) showForwarded(text, original, rooms.get(original.room_id) !== null);
  drawState(text, message);
}

/** @param {HTMLElement} node @param {DrawnMessage} message @param {number} roomId */
function drawHead(node, message, roomId) {
  const author = part(node, "author");
  author.textContent = nameOf(message.author);
  markBot(author, message.author);
  author.dataset.user = String(message.author?.id ?? "");
  drawAvatar(part(node, "avatar"), message.author);
  const clock = /** @type {HTMLTimeElement} */ (part(node, "clock"));
  clock.textContent = timeOfDay(message.created_at);
  clock.dateTime = message.created_at;
  clock.title = fullTime(message.created_at);
  lead(part(node, "time"), message, roomId);
}

/**
 * Within a group the author stands for assistive technology only, with the time.
 * @param {HTMLElement} hour
 * @param {DrawnMessage} message
 * @param {number} roomId
 */
function drawHour(hour, message, roomId) {
  const time = timeOfDay(message.created_at);
  const name = interpolate(gettext("%(name)s, %(time)s"), { name: nameOf(message.author), time });
  hour.textContent = time;
  lead(hour, message, roomId);
  if (message.seq === null) hour.prepend(hidden(`${nameOf(message.author)}, `));
  else hour.setAttribute("aria-label", name);
}

/** @param {string} text */
function hidden(text) {
  const place = document.createElement("span");
  place.className = "visually-hidden";
  place.textContent = text;
  return place;
}

/** A time leads to its message. @param {HTMLElement} link @param {DrawnMessage} message @param {number} roomId */
function lead(link, { seq }, roomId) {
  if (seq === null) link.removeAttribute("href");
  else link.setAttribute("href", `/rooms/${roomId}/${seq}`);
}

/**
 * @param {HTMLElement} text @param {ReplyTo | null} quoted @param {number} roomId
 * @param {boolean} isBlocked I blocked its author.
 */
function drawQuote(text, quoted, roomId, isBlocked) {
  if (text.previousElementSibling?.matches(".message-quote")) text.previousElementSibling.remove();
  if (quoted === null) return;
  const quote = fromTemplate("message-quote");
  if (isBlocked) quote.textContent = gettext("A message from someone you blocked");
  else showSaying(quote, nameOf(quoted.author), quoted.excerpt || gettext("This message was deleted."));
  quote.setAttribute("href", `/rooms/${roomId}/${quoted.seq}`);
  text.before(quote);
}

/**
 * @param {HTMLElement} place
 * @param {DrawnMessage} message
 * @param {{ me: Me, mayLookBack: boolean }} reader mayLookBack: to earlier texts.
 */
function drawText(place, message, { me, mayLookBack }) {
  place.toggleAttribute("data-deleted", message.deleted_at !== null);
  place.toggleAttribute("data-plain", message.html === "");
  if (message.deleted_by === "moderator") place.textContent = gettext("This message was removed by a moderator.");
  else if (message.deleted_at !== null) place.textContent = gettext("This message was deleted.");
  else if (message.html === "") place.textContent = message.content;
  else showText(place, message.html);
  if (message.html.includes('class="mention"')) showMentions(place, message, me);
  if (message.html.includes('class="action"')) showAction(place, message);
  place.toggleAttribute("data-marks", MARKS.test(place.textContent ?? ""));
  if (message.edited_at === null || message.deleted_at !== null) return;
  place.append(editedMark(message.edited_at, mayLookBack));
}

/** The conversation is one tab stop: arrows lead into a message. @param {HTMLElement} place @param {string} html */
function showText(place, html) {
  showServerHtml(place, html);
  if (html.includes("<pre")) for (const pre of place.querySelectorAll("pre")) frameCode(pre);
  if (html.includes("<a ")) for (const link of place.querySelectorAll("a")) link.tabIndex = -1;
}

/** @param {HTMLPreElement} pre */
function frameCode(pre) {
  const frame = fromTemplate("code-block");
  pre.replaceWith(frame);
  frame.prepend(pre);
  pre.tabIndex = 0; // long lines of code are scrolled by keys
  const code = pre.querySelector(/** @type {"code"} */ ("code[class]"));
  if (code) void import("./code_colours.js").then(({ colour }) => colour(code)).catch(() => null);
}

/** @param {string} editedAt @param {boolean} mayLookBack */
function editedMark(editedAt, mayLookBack) {
  const mark = mayLookBack ? fromTemplate("message-history-button") : document.createElement("span");
  mark.className = "message-edited";
  mark.textContent = gettext("edited");
  mark.title = interpolate(gettext("Edited %(time)s"), { time: fullTime(editedAt) });
  return mark;
}

/** @param {HTMLElement} text @param {DrawnMessage} message */
function drawState(text, message) {
  text.parentElement?.querySelector(":scope > .message-state")?.remove();
  if (message.state === "stored") return;
  const state = fromTemplate(`message-${message.state}`);
  if (message.state === "failed") {
    part(state, "error").textContent = interpolate(gettext("Not sent. %(reason)s"), { reason: message.error ?? "" });
  }
  (text.parentElement?.querySelector(":scope > .message-files") ?? text).after(state);
}
