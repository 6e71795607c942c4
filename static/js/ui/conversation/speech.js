import { isolated } from "../../lib/direction.js";
import { plainText } from "../../lib/dom.js";
import { gettext, interpolate, ngettext } from "../../lib/i18n.js";
import { nameOf } from "../../lib/person.js";

const PAUSE_MS = 700;
const SPOKEN_CHARS = 240;
const SINGLY = 3;
const KEPT_MS = 10_000;

/** What is to be said when it is quiet. @type {Message[]} */
let waiting = [];
let timer = 0;

/**
 * Say a new message to a screen reader: author and text, once, when it is quiet; many at once as their number.
 * @param {HTMLElement} region
 * @param {Message} message
 */
export function announce(region, message) {
  waiting.push(message);
  clearTimeout(timer);
  timer = window.setTimeout(() => {
    say(region, spoken(waiting));
    waiting = [];
  }, PAUSE_MS);
}

/** @param {Message[]} messages @returns {string[]} */
export function spoken(messages) {
  if (messages.length <= SINGLY) return messages.map(sentence);
  const names = [...new Set(messages.map(({ author }) => nameOf(author)))].join(", ");
  const text = ngettext(
    "%(count)s new message from %(names)s",
    "%(count)s new messages from %(names)s",
    messages.length,
  );
  return [interpolate(text, { count: messages.length, names })];
}

/** @param {Message} message */
function sentence(message) {
  return `${isolated(nameOf(message.author))}: ${plainText(message).trim().slice(0, SPOKEN_CHARS)}`;
}

/** A message could not be sent. @param {HTMLElement} region @param {string} reason */
export function sayFailure(region, reason) {
  say(region, [interpolate(gettext("Not sent. %(reason)s"), { reason })]);
}

/** @param {HTMLElement} region @param {string[]} texts */
function say(region, texts) {
  for (const text of texts) {
    const line = document.createElement("p");
    line.dir = "auto";
    line.textContent = text;
    region.append(line);
    setTimeout(() => line.remove(), KEPT_MS);
  }
}
