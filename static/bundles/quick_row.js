import { Z as fromTemplate, B as onKey, a as interpolate, g as gettext } from "./app.js";
import { a as isSameEmoji, k as closePopover, o as openPopover } from "./chat_rest.js";
function openQuickRow(choice, at) {
  const row = document.getElementById("quick-reactions");
  fillQuickRow(row, choice, () => closePopover(row));
  openPopover(row, at);
  row.querySelector("button")?.focus();
}
function fillQuickRow(row, { message, reactions, more }, done) {
  const mine = reactions.shown(message).filter(({ isMine }) => isMine);
  const buttons = reactions.recent.all.map((emoji) => button(emoji, mine.some((reaction) => isSameEmoji(reaction.emoji, emoji))));
  row.replaceChildren(...buttons, fromTemplate("more-emoji"));
  row.onclick = ({ target }) => {
    const pressed = target.closest("button");
    if (!pressed) return;
    done();
    if (pressed.dataset.emoji) reactions.toggle(message, pressed.dataset.emoji);
    else more();
  };
  if (!row.hasAttribute("data-keys")) onKey(row, (event) => walk(event, row));
  row.setAttribute("data-keys", "");
}
function button(emoji, isMine) {
  const node = fromTemplate("quick-reaction");
  node.textContent = emoji;
  node.dataset.emoji = emoji;
  node.setAttribute("aria-pressed", String(isMine));
  node.setAttribute("aria-label", interpolate(gettext("React with %(emoji)s"), { emoji }));
  return node;
}
function walk(event, row) {
  const buttons = [...row.querySelectorAll("button")];
  const at = buttons.indexOf(document.activeElement);
  const isRtl = document.documentElement.dir === "rtl";
  const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
  if (step === 0) return;
  event.preventDefault();
  buttons[(at + (isRtl ? -step : step) + buttons.length) % buttons.length].focus();
}
export {
  fillQuickRow,
  openQuickRow
};
