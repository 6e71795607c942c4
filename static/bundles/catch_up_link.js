import { E as oncePerFrame, l as part, D as showText, N as ngettext, B as interpolate } from "./app.js";
import { g as isAtCatchUp } from "./chat.js";
function mount(link, chat, page) {
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
export {
  mount
};
