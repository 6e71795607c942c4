import { hideIf, part, showText } from "../../lib/dom.js";
import { oncePerFrame } from "../../lib/frames.js";
import { interpolate, ngettext } from "../../lib/i18n.js";
import { isDirect } from "../../state/direct.js";
import { currentView } from "../../page_address.js";

/**
 * The ways to the lists from all rooms, with how much waits there.
 * @param {HTMLElement} root
 * @param {Chat} chat
 * @param {{ openView(name: import("../../page_address.js").ViewName): void }} page
 */
export function mount(root, chat, page) {
  root.addEventListener("click", (event) => {
    const link = /** @type {Element} */ (event.target).closest(/** @type {"a"} */ ("a[data-view-link]"));
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    page.openView(nameOf(link));
  });
  const draw = oncePerFrame(() => drawLinks(root, chat));
  chat.rooms.changed.subscribe(draw);
  chat.roomChanged.subscribe(draw);
  draw();
}

/** @param {HTMLElement} link */
function nameOf(link) {
  return /** @type {import("../../page_address.js").ViewName} */ (link.dataset.viewLink);
}

/** @param {HTMLElement} root @param {Chat} chat */
function drawLinks(root, { rooms }) {
  const memberships = rooms.joined().flatMap(({ membership }) => membership ?? []);
  const others = rooms.joined().filter((room) => !isDirect(room));
  const unread = memberships.filter(({ unread_count }) => unread_count > 0).length;
  const mentions = others.reduce((sum, { membership }) => sum + (membership?.mention_count ?? 0), 0);
  const unreadText = ngettext("%(count)s unread room", "%(count)s unread rooms", unread);
  const mentionsText = ngettext("%(count)s unread message for you", "%(count)s unread messages for you", mentions);
  for (const link of root.querySelectorAll("a")) {
    if (nameOf(link) === "catch-up") drawCount(link, unread, unreadText);
    if (nameOf(link) === "inbox") drawCount(link, mentions, mentionsText);
    if (nameOf(link) === currentView()) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

/** @param {HTMLElement} link @param {number} count @param {string} label */
function drawCount(link, count, label) {
  const pill = part(link, "count");
  hideIf(pill, count === 0);
  showText(pill, count > 99 ? "99+" : String(count));
  pill.setAttribute("aria-label", interpolate(label, { count }));
}
