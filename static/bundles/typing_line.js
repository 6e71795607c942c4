import { B as gettext, D as interpolate, m as monotonicMs, E as showText } from "./app.js";
const CHECK_MS = 1e3;
function mount(root, chat) {
  const draw = () => {
    const text = typingText(chat.typing.current(monotonicMs()).map(({ name }) => name));
    showText(root, text);
  };
  chat.typingChanged.subscribe(draw);
  setInterval(draw, CHECK_MS);
}
function typingText(names) {
  const [a, b] = names;
  switch (names.length) {
    case 0:
      return "";
    case 1:
      return interpolate(gettext("%(a)s is typing\u2026"), { a });
    case 2:
      return interpolate(gettext("%(a)s and %(b)s are typing\u2026"), { a, b });
    default:
      return gettext("Several people are typing\u2026");
  }
}
export {
  mount,
  typingText
};
