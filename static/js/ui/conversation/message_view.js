import { fromTemplate, part, showSaying, showServerHtml } from "../../lib/dom.js";
import { gettext, interpolate } from "../../lib/i18n.js";
import { dayName, fullTime, timeOfDay } from "../../lib/times.js";
import { nameOf } from "../../lib/person.js";
import { drawAvatar } from "../people/avatar.js";

/** @typedef {import("../../state/rows.js").Row} Row */
/** @typedef {import("../../state/rows.js").DrawnMessage} DrawnMessage */
/** @typedef {Extract<Row, { kind: "message" }>} MessageRow */
/** @typedef {{ me: Me, roomId: number }} Reader */

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
  if (row.kind !== "message") return;
  const before = previous?.kind === "message" ? previous : null;
  if (before?.startsGroup !== row.startsGroup) drawGroup(node, row.startsGroup);
  if (before === null || !sameMessage(before.message, row.message)) drawMessage(node, row.message, reader);
}

/** @param {HTMLElement} node @param {boolean} starts */
function drawGroup(node, starts) {
  node.toggleAttribute("data-starts", starts);
  part(node, "head").hidden = part(node, "avatar").hidden = !starts;
  part(node, "hour").hidden = starts;
}

/** @param {DrawnMessage} a @param {DrawnMessage} b */
function sameMessage(a, b) {
  if (a === b) return true;
  return a.seq === b.seq && a.html === b.html && a.content === b.content && a.state === b.state && a.error === b.error
    && a.edited_at === b.edited_at && a.deleted_at === b.deleted_at && a.author === b.author
    && a.reply_to === b.reply_to && a.calendar === b.calendar;
}

/** @param {HTMLElement} node @param {string} time */
function drawDay(node, time) {
  const day = /** @type {HTMLTimeElement} */ (part(node, "day"));
  const name = dayName(time);
  if (day.textContent === name) return;
  day.textContent = name;
  day.dateTime = time.slice(0, 10);
}

/** @param {HTMLElement} node @param {DrawnMessage} message @param {Reader} reader */
function drawMessage(node, message, reader) {
  const own = message.author?.id === reader.me.id;
  node.dataset.state = message.state;
  node.dataset.seq = String(message.seq ?? "");
  node.dataset.client = message.client_id ?? "";
  node.toggleAttribute("data-own", own);
  drawAuthor(node, message);
  drawTimes(node, message, reader.roomId);
  drawQuote(node, message.reply_to, reader.roomId);
  drawText(part(node, "text"), message);
  drawState(node, message);
}

/** @param {HTMLElement} node @param {DrawnMessage} message */
function drawAuthor(node, message) {
  const author = part(node, "author");
  author.textContent = nameOf(message.author);
  author.dataset.user = String(message.author?.id ?? "");
  drawAvatar(part(node, "avatar"), message.author);
}

/** @param {HTMLElement} node @param {DrawnMessage} message @param {number} roomId */
function drawTimes(node, message, roomId) {
  const clock = /** @type {HTMLTimeElement} */ (part(node, "clock"));
  clock.textContent = timeOfDay(message.created_at);
  clock.dateTime = message.created_at;
  clock.title = fullTime(message.created_at);
  part(node, "hour").textContent = timeOfDay(message.created_at);
  for (const name of ["time", "hour"]) {
    const link = part(node, name);
    if (message.seq === null) link.removeAttribute("href");
    else link.setAttribute("href", `/rooms/${roomId}/${message.seq}`);
  }
}

/** @param {HTMLElement} node @param {ReplyTo | null} quoted @param {number} roomId */
function drawQuote(node, quoted, roomId) {
  node.querySelector("[data-part=quote]")?.remove();
  if (quoted === null) return;
  const quote = fromTemplate("message-quote");
  showSaying(quote, nameOf(quoted.author), quoted.excerpt || gettext("This message was deleted."));
  quote.setAttribute("href", `/rooms/${roomId}/${quoted.seq}`);
  part(node, "text").before(quote);
}

/** @param {HTMLElement} place @param {DrawnMessage} message */
function drawText(place, message) {
  place.toggleAttribute("data-deleted", message.deleted_at !== null);
  place.toggleAttribute("data-plain", message.html === "");
  if (message.deleted_by === "moderator") place.textContent = gettext("This message was removed by a moderator.");
  else if (message.deleted_at !== null) place.textContent = gettext("This message was deleted.");
  else if (message.html === "") place.textContent = message.content;
  else showServerHtml(place, message.html);
  for (const pre of place.querySelectorAll("pre")) frameCode(pre);
  if (message.edited_at !== null && message.deleted_at === null) place.append(editedMark(message.edited_at));
}

/** @param {HTMLPreElement} pre */
function frameCode(pre) {
  const frame = fromTemplate("code-block");
  pre.replaceWith(frame);
  frame.prepend(pre);
  pre.tabIndex = 0;
  const code = pre.querySelector(/** @type {"code"} */ ("code[class]"));
  if (code) void import("./code_colours.js").then(({ colour }) => colour(code)).catch(() => null);
}

/** @param {string} editedAt */
function editedMark(editedAt) {
  const mark = document.createElement("span");
  mark.className = "message-edited";
  mark.textContent = gettext("edited");
  mark.title = interpolate(gettext("Edited %(time)s"), { time: fullTime(editedAt) });
  return mark;
}

/** @param {HTMLElement} node @param {DrawnMessage} message */
function drawState(node, message) {
  node.querySelector("[data-part=state]")?.remove();
  if (message.state === "stored") return;
  const state = fromTemplate(`message-${message.state}`);
  if (message.state === "failed") {
    part(state, "error").textContent = interpolate(gettext("Not sent. %(reason)s"), { reason: message.error ?? "" });
  }
  part(node, "text").after(state);
}
