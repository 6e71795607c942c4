import { hideIf, part, parts, showText } from "../../lib/dom.js";
import { oncePerFrame } from "../../lib/frames.js";
import { gettext, interpolate, ngettext } from "../../lib/i18n.js";
import { partnerIn } from "../../state/direct.js";
import { newsIn } from "../../state/rooms.js";
import { drawMark } from "../rooms/room_mark.js";

/**
 * The room's name, its description, its menu; and the page when no room is open.
 * @param {HTMLElement} root
 * @param {Chat} chat
 */
export function mountHead(root, chat) {
  const blank = parts(root, "blank", "blank-title", "blank-text");
  const draw = oncePerFrame(() => {
    drawHead(root, chat);
    drawBlank(blank, chat);
  });
  chat.rooms.changed.subscribe(draw);
  for (const changed of [chat.roomChanged, chat.presence.changed, chat.members.changed]) changed.subscribe(draw);
  draw();
}

/** @param {HTMLElement} root @param {Chat} chat */
function drawHead(root, chat) {
  const { room } = chat;
  const noRoom = chat.hasOpened && chat.live.roomId === null ? gettext("No room open") : gettext("Loading…");
  showText(part(root, "name"), room?.name ?? noRoom);
  /** @type {HTMLButtonElement} */ (part(root, "title")).disabled = room === null;
  void drawTopic(part(root, "description"), chat);
  hideIf(part(root, "mark"), room === null);
  if (room) drawMark(part(root, "mark"), room, chat);
  hideIf(part(root, "room-menu"), !room?.membership && chat.me.role !== "admin");
  for (const name of ["members-button", "search-button"]) hideIf(part(root, name), room === null);
  showText(part(root, "member-count"), String(room?.member_count ?? ""));
  drawWayToList(root, chat.rooms.joined().filter(({ id }) => id !== room?.id));
  if (room) {
    const label = ngettext("%(count)s member", "%(count)s members", room.member_count);
    part(root, "members-button").setAttribute("aria-label", interpolate(label, { count: room.member_count }));
  }
}

/** What a room is about; of a person, whether they are here. @param {HTMLElement} place @param {Chat} chat */
async function drawTopic(place, chat) {
  const { room, me, presence, members } = chat;
  const partner = room && partnerIn(room, me);
  if (!partner) return showText(place, room?.description ?? "");
  const code = await import("../people/presence_text.js").catch(() => null);
  if (!code || room.id !== chat.room?.id) return;
  showText(place, code.presenceText(partner, presence.isOnline(partner.id), members.get(partner.id)));
}

/** The button to the list says how many other rooms have news. @param {HTMLElement} root @param {MyRoom[]} others */
function drawWayToList(root, others) {
  const count = others.filter((room) => newsIn(room) > 0).length;
  showText(part(root, "unread-elsewhere"), count > 0 ? String(count) : "");
  const label = ngettext("Rooms, %(count)s with news", "Rooms, %(count)s with news", count);
  part(root, "to-rooms").setAttribute("aria-label", count > 0 ? interpolate(label, { count }) : gettext("Rooms"));
}

/** @param {Record<"blank" | "blank-title" | "blank-text", HTMLElement>} blank @param {Chat} chat */
function drawBlank(blank, chat) {
  const isBlank = chat.live.roomId === null && chat.hasOpened;
  document.documentElement.toggleAttribute("data-blank", isBlank);
  hideIf(blank.blank, !isBlank);
  const any = chat.rooms.joined().length > 0;
  showText(blank["blank-title"], any ? gettext("Choose a room") : gettext("Welcome"));
  showText(blank["blank-text"], any
    ? gettext("Your rooms are in the list, with anything new marked.")
    : gettext("Conversations happen in rooms. Join one, or start your own."));
}
