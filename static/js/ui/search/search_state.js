import { hideIf, part, showText } from "../../lib/dom.js";
import { gettext, interpolate, ngettext } from "../../lib/i18n.js";
import { shortDate } from "../../lib/times.js";
import { unquotedName } from "../../state/search_query.js";

/** @typedef {import("./searching.js").Searching} Searching */
/** @typedef {{ isInRoom: boolean, isOnline: boolean }} Around */

/**
 * How far the search is, what there is to do about it, and where it ended.
 * @param {HTMLElement} root
 * @param {Searching} searching
 * @param {Around} around
 */
export function drawState(root, searching, { isInRoom, isOnline }) {
  const { phase, isMore, results, waited } = searching;
  const isNone = phase === "done" && results.items.length === 0;
  const isAsking = phase === "asking";
  showText(part(root, "state"), stateText(searching, isOnline));
  part(root, "state").toggleAttribute("data-waiting", searching.isWaiting);
  part(root, "state").toggleAttribute("data-failed", phase === "failed" && !searching.isWaiting);
  part(root, "state").toggleAttribute("data-none", isNone);
  hideIf(part(root, "retry"), phase !== "failed" || searching.error?.code === "invalid_input");
  hideIf(part(root, "none"), !isNone);
  const example = unquotedName(results.understood);
  showText(part(root, "quotes"), example ? quotesText(example) : "");
  hideIf(part(root, "quotes"), example === null);
  hideIf(part(root, "widen"), !isNone || !isInRoom);
  hideIf(part(root, "incomplete"), results.isComplete || phase === "blank");
  part(root, "found").setAttribute("aria-busy", String(isAsking && !isMore));
  hideIf(part(root, "more"), results.before === null || (isAsking && !isMore));
  showText(part(root, "more"), moreText(searching, isAsking && isMore && waited > 0));
}

/** @param {Searching} searching @param {boolean} isOnline */
function stateText({ phase, results, waited, error, isMore, isWaiting }, isOnline) {
  switch (phase) {
    case "blank": return "";
    case "failed": return isWaiting && !isOnline
      ? gettext("You're offline. The search starts when you're back.")
      : error?.about("q") ?? "";
    case "asking": return isMore ? countText(results) : waitingText(waited, countText(results));
    case "done": return countText(results);
  }
}

/** @param {string} example */
function quotesText(example) {
  return interpolate(gettext("Put a name of several words in quotation marks: %(example)s"), { example });
}

/** @param {number} waited @param {string} before What was said before, until the waiting is worth a word. */
function waitingText(waited, before) {
  if (waited === 0) return before;
  return waited === 1 ? gettext("Searching…") : gettext("Still searching…");
}

/** @param {Searching["results"]} results */
function countText({ items, before, searchedBackTo }) {
  const count = items.length;
  if (searchedBackTo !== null && count === 0) {
    return interpolate(gettext("Nothing found back to %(day)s"), { day: shortDate(searchedBackTo) });
  }
  if (count === 0) return gettext("No messages found");
  const text = before === null
    ? ngettext("%(count)s message", "%(count)s messages", count)
    : ngettext("%(count)s message so far", "%(count)s messages so far", count);
  return interpolate(text, { count });
}

/** @param {Searching} searching @param {boolean} isSlow */
function moreText({ results: { searchedBackTo } }, isSlow) {
  if (isSlow) return gettext("Searching…");
  if (searchedBackTo === null) return gettext("Show older messages");
  const day = shortDate(searchedBackTo);
  return interpolate(gettext("Searched back to %(day)s · Search older"), { day });
}
