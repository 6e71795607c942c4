import { a as interpolate, g as gettext, Y as nameOf, W as ngettext, X as isolated, a7 as plainText } from "./app.js";
const PAUSE_MS = 700;
const SPOKEN_CHARS = 240;
const SINGLY = 3;
const KEPT_MS = 1e4;
let waiting = [];
let timer = 0;
function announce(region, message) {
  waiting.push(message);
  clearTimeout(timer);
  timer = window.setTimeout(() => {
    say(region, spoken(waiting));
    waiting = [];
  }, PAUSE_MS);
}
function spoken(messages) {
  if (messages.length <= SINGLY) return messages.map(sentence);
  const names = [...new Set(messages.map(({ author }) => nameOf(author)))].join(", ");
  const text = ngettext("%(count)s new message from %(names)s", "%(count)s new messages from %(names)s", messages.length);
  return [interpolate(text, { count: messages.length, names })];
}
function sentence(message) {
  return `${isolated(nameOf(message.author))}: ${plainText(message).trim().slice(0, SPOKEN_CHARS)}`;
}
function sayFailure(region, reason) {
  say(region, [interpolate(gettext("Not sent. %(reason)s"), { reason })]);
}
function say(region, texts) {
  for (const text of texts) {
    const line = document.createElement("p");
    line.dir = "auto";
    line.textContent = text;
    region.append(line);
    setTimeout(() => line.remove(), KEPT_MS);
  }
}
export {
  announce,
  sayFailure,
  spoken
};
