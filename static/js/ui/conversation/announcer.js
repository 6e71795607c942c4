import { isolated } from "../../lib/direction.js";
import { plainText } from "../../lib/dom.js";
import { interpolate, ngettext } from "../../lib/i18n.js";
import { nameOf } from "../../lib/person.js";

const PAUSE_MS = 700;
const SPOKEN_CHARS = 240;
const SINGLY = 3;
const KEPT_MS = 10_000;

/**
 * Says new messages to a screen reader: author and text, once, when it is quiet; many at once as their number.
 * @param {HTMLElement} region
 * @param {Chat} chat
 */
export function mount(region, chat) {
  /** @type {Message[]} */
  let waiting = [];
  let timer = 0;
  chat.live.arrived.subscribe((message) => {
    if (message.author?.id === chat.me.id) return;
    waiting.push(message);
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      say(region, spoken(waiting));
      waiting = [];
    }, PAUSE_MS);
  });
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
