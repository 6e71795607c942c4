import { fromTemplate, part } from "../../lib/dom.js";
import { gettext, interpolate } from "../../lib/i18n.js";
import { shortDate } from "../../lib/times.js";
import { KINDS } from "./kinds.js";

/** @type {Record<Understood["kind"], string>} */
const TEXTS = {
  word: gettext("“%(value)s” as text"),
  phrase: gettext("“%(value)s”"),
  without: gettext("Without “%(value)s”"),
  from: gettext("From %(value)s"),
  in: gettext("In %(value)s"),
  before: gettext("Before %(value)s"),
  after: gettext("After %(value)s"),
  on: gettext("On %(value)s"),
  has: "%(value)s",
  mentions: gettext("Mentions %(value)s"),
};
/** @type {Record<string, string>} */
const VALUES = { today: gettext("today"), yesterday: gettext("yesterday"), me: gettext("you") };

/**
 * What the server understood besides plain words, which stand in the field as they are. What looks like an operator
 * and is none is named, too.
 * @param {HTMLElement} list
 * @param {Understood[]} understood
 * @param {Chat["rooms"]} rooms
 */
export function drawChips(list, understood, rooms) {
  const chips = understood.map((one, at) => ({ one, at })).filter(({ one }) => one.kind !== "word" || looksMeant(one));
  list.replaceChildren(...chips.map(({ one, at }) => chip(textOf(one, rooms), at)));
  list.hidden = chips.length === 0;
}

/** @param {Understood} understood */
function looksMeant({ text }) {
  return /^\p{L}+:./u.test(text) && !text.includes("://");
}

/** @param {Understood} understood @param {Chat["rooms"]} rooms */
function textOf({ kind, text, user, room }, rooms) {
  const said = wordsFor(kind)[text.toLowerCase()];
  const name = user?.name ?? (room && (rooms.get(room.id)?.name ?? room.name));
  const value = /^(before|after|on)$/.test(kind) ? dayOf(text) : text;
  return interpolate(TEXTS[kind], { value: said ?? name ?? value });
}

/** @param {Understood["kind"]} kind */
function wordsFor(kind) {
  if (kind === "has") return KINDS;
  return /^(from|mentions|before|after|on)$/.test(kind) ? VALUES : {};
}

/** A day as the reader writes it; anything else as it is. @param {string} text */
function dayOf(text) {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) ? shortDate(`${text}T12:00`) : text;
}

/** @param {string} text @param {number} at */
function chip(text, at) {
  const node = fromTemplate("search-chip");
  const button = part(node, "remove");
  button.dataset.at = String(at);
  button.setAttribute("aria-label", interpolate(gettext("Remove: %(what)s"), { what: text }));
  part(node, "text").textContent = text;
  return node;
}
