import { gettext, interpolate, ngettext } from "../lib/i18n.js";

/** So many people are named in a sentence; the others are counted. */
export const MAX_NAMES = 10;

/**
 * "Ada, Ben and 3 others reacted with 👍".
 * @param {{ names: string[], count: number, emoji: string }} reaction count: of all, also of those without a name here.
 * @param {(people: string[]) => string} listed "Ada, Ben and Carol"
 */
export function whoReacted({ names, count, emoji }, listed) {
  const named = names.slice(0, MAX_NAMES);
  const left = count - named.length;
  const others = interpolate(ngettext("%(count)s other", "%(count)s others", left), { count: left });
  const alone = interpolate(ngettext("%(count)s person", "%(count)s people", left), { count: left });
  const who = named.length === 0 ? [alone] : left > 0 ? [...named, others] : named;
  return interpolate(gettext("%(people)s reacted with %(emoji)s"), { people: listed(who), emoji });
}
