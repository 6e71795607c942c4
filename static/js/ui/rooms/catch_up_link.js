import { part, showText } from "../../lib/dom.js";
import { oncePerFrame } from "../../lib/frames.js";
import { interpolate, ngettext } from "../../lib/i18n.js";
import { isAtCatchUp } from "../../place.js";

/**
 * The way to what is unread, with the number of rooms.
 * @param {HTMLElement} link
 * @param {Chat} chat
 * @param {{ openCatchUp(): void }} page
 */
export function mount(link, chat, page) {
  link.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    page.openCatchUp();
  });
  const draw = oncePerFrame(() => drawLink(link, chat));
  chat.rooms.changed.subscribe(draw);
  chat.roomChanged.subscribe(draw);
  draw();
}

/** @param {HTMLElement} link @param {Chat} chat */
function drawLink(link, { rooms }) {
  const count = rooms.joined().filter(({ membership }) => (membership?.unread_count ?? 0) > 0).length;
  const pill = part(link, "count");
  pill.hidden = count === 0;
  showText(pill, String(count));
  const label = ngettext("%(count)s unread room", "%(count)s unread rooms", count);
  pill.setAttribute("aria-label", interpolate(label, { count }));
  if (isAtCatchUp()) link.setAttribute("aria-current", "page");
  else link.removeAttribute("aria-current");
}
