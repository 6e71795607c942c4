import { monotonicMs } from "../../lib/clock.js";
import { showText } from "../../lib/dom.js";
import { gettext, interpolate } from "../../lib/i18n.js";

const CHECK_MS = 1_000;

/** "A and B are typing". @param {HTMLElement} root @param {import("../../chat.js").Chat} chat */
export function mount(root, chat) {
  const draw = () => {
    const text = typingText(chat.typing.current(monotonicMs()).map(({ name }) => name));
    showText(root, text);
  };
  chat.typingChanged.subscribe(draw);
  setInterval(draw, CHECK_MS);
}

/** @param {string[]} names */
export function typingText(names) {
  const [a, b] = names;
  switch (names.length) {
    case 0: return "";
    case 1: return interpolate(gettext("%(a)s is typing…"), { a });
    case 2: return interpolate(gettext("%(a)s and %(b)s are typing…"), { a, b });
    default: return gettext("Several people are typing…");
  }
}
