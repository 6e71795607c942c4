import { interpolate, ngettext } from "../../lib/i18n.js";

/** From here on the counter is shown. */
const COUNTER_FROM = 300;

/** What the counter says when so many characters are left. @param {number} left */
export function counterText(left) {
  if (left >= COUNTER_FROM) return "";
  const text = left >= 0
    ? ngettext("%(count)s character left", "%(count)s characters left", left)
    : ngettext("%(count)s character over the limit.", "%(count)s characters over the limit.", -left);
  return interpolate(text, { count: Math.abs(left) });
}

/** What is said while the sender waits. @param {number} seconds */
export function pauseText(seconds) {
  const text = ngettext(
    "You're sending fast. This goes out in %(count)s second.",
    "You're sending fast. This goes out in %(count)s seconds.",
    seconds,
  );
  return interpolate(text, { count: seconds });
}
