import { hideIf, part, showText } from "../../lib/dom.js";
import { gettext, interpolate } from "../../lib/i18n.js";
import { nameOf } from "../../lib/person.js";
import { dayName, fullTime, timeOfDay } from "../../lib/times.js";
import { placeInMessage } from "../../state/gallery.js";

/** @typedef {import("../../state/gallery.js").Shown} Shown */

/**
 * What is said about a picture: who sent it when, what it shows, and what one can do with it.
 * @param {HTMLElement} root @param {Shown} shown
 * @param {{ previous: Shown | null, next: Shown | null, me: number }} around
 */
export function drawAbout(root, shown, { previous, next, me }) {
  const { message, file } = shown;
  const { at, of } = placeInMessage(shown);
  const count = of > 1 ? interpolate(gettext("%(at)s of %(of)s"), { at, of }) : "";
  showText(part(root, "author"), nameOf(message.author));
  const time = part(root, "time");
  showText(time, interpolate(gettext("%(day)s, %(time)s"), whenOf(message.created_at)));
  time.title = fullTime(message.created_at);
  showText(part(root, "count"), count);
  showText(part(root, "alt"), file.alt);
  hideIf(part(root, "alt"), file.alt === "");
  hideIf(part(root, "describe"), message.author?.id !== me);
  allow(part(root, "previous"), previous !== null);
  allow(part(root, "next"), next !== null);
  const [original, download] = [part(root, "original"), part(root, "download")];
  for (const link of [original, download]) link.setAttribute("href", file.url);
  download.setAttribute("download", file.name);
  showText(part(root, "announcement"), [count, file.alt || file.name].filter(Boolean).join(". "));
}

/**
 * A button with the focus stays where it is when there is nothing more.
 * @param {HTMLElement} button @param {boolean} may
 */
function allow(button, may) {
  button.setAttribute("aria-disabled", String(!may));
}

/** @param {string} time */
const whenOf = (time) => ({ day: dayName(time), time: timeOfDay(time) });
