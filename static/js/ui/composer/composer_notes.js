import { gettext, interpolate, ngettext } from "../../lib/i18n.js";

/** From here on the counter is shown. */
const COUNTER_FROM = 300;

/**
 * The one line below the composer: the most pressing of what there is to say.
 * @param {{ left: number, hint?: string, pauseS?: number, problem?: string, isStuck?: boolean, isOffline?: boolean,
 *   hasUnsent?: boolean, edit?: "none" | "open" | "saving" | "waiting" }} state
 *   left: how many characters more there may be; pauseS: how long the sender waits; isStuck: a file was not uploaded.
 * @returns {{ text: string, tone: "" | "warning" | "danger" }}
 */
export function composerNote({
  left, hint = "", pauseS = 0, problem = "", isStuck = false, isOffline = false, hasUnsent = false, edit = "none",
}) {
  if (pauseS > 0) return { text: pauseText(pauseS), tone: "warning" };
  if (left < 0) return { text: counterText(left), tone: "danger" };
  if (problem !== "") return { text: problem, tone: "danger" };
  if (isStuck) return { text: stuckText(), tone: "danger" };
  if (isOffline) return { text: offlineText(edit, hasUnsent), tone: "warning" };
  if (edit === "saving") return { text: gettext("Saving…"), tone: "" };
  return { text: counterText(left) || hint, tone: "" };
}

const stuckText = () => gettext("Your message is waiting for a file that couldn't be uploaded.");

/** @param {"none" | "open" | "saving" | "waiting"} edit @param {boolean} hasUnsent */
function offlineText(edit, hasUnsent) {
  switch (edit) {
    case "open": return gettext("You're offline. Your changes are kept here.");
    case "saving":
    case "waiting": return gettext("Kept. Your changes are saved when you're back.");
    default: return hasUnsent ? gettext("Kept. It goes out when you're back.") : "";
  }
}

/** What the counter says when so many characters are left. @param {number} left */
function counterText(left) {
  if (left >= COUNTER_FROM) return "";
  const text = left >= 0
    ? ngettext("%(count)s character left", "%(count)s characters left", left)
    : ngettext("%(count)s character over the limit.", "%(count)s characters over the limit.", -left);
  return interpolate(text, { count: Math.abs(left) });
}

/** What is said while the sender waits. @param {number} seconds */
function pauseText(seconds) {
  const text = ngettext(
    "You're sending fast. This goes out in %(count)s second.",
    "You're sending fast. This goes out in %(count)s seconds.",
    seconds,
  );
  return interpolate(text, { count: seconds });
}
