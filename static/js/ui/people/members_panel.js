import { fromTemplate, hideIf, KeyedList, part } from "../../lib/dom.js";
import { oncePerFrame } from "../../lib/frames.js";
import { gettext, interpolate } from "../../lib/i18n.js";
import { drawAvatar } from "./avatar.js";
import { markBot } from "./bot_badge.js";

/**
 * The people of the room, beginning with who is online, and its bots, which are never away.
 * @param {HTMLElement} root
 * @param {Chat} chat
 * @param {{ showPerson(userId: number): unknown }} page
 */
export function mount(root, chat, page) {
  const isOnline = (/** @type {Member} */ { user }) => chat.presence.isOnline(user.id);
  const [online, away, bots] = ["online", "away", "bots"].map((name) => memberList(part(root, name), isOnline));
  const draw = oncePerFrame(() => {
    hideIf(part(root, "loading"), !chat.members.isEmpty || chat.hasOpened);
    const members = chat.members.sorted((userId) => chat.presence.isOnline(userId));
    const people = members.filter(({ user }) => !user.is_bot);
    const programs = members.filter(({ user }) => user.is_bot);
    const here = people.filter(isOnline);
    const gone = people.slice(here.length);
    online.show(here);
    away.show(gone);
    bots.show(programs);
    label(part(root, "online-label"), gettext("Online · %(count)s"), here.length);
    label(part(root, "away-label"), gettext("Offline · %(count)s"), gone.length);
    label(part(root, "bots-label"), gettext("Bots · %(count)s"), programs.length);
  });
  root.addEventListener("click", (event) => {
    const person = /** @type {Element} */ (event.target).closest("[data-user]");
    if (person instanceof HTMLElement) void page.showPerson(Number(person.dataset.user));
  });
  for (const signal of [chat.members.changed, chat.presence.changed, chat.roomChanged]) signal.subscribe(draw);
  draw();
}

/** @param {HTMLElement} container @param {(member: Member) => boolean} isOnline @returns {KeyedList<Member>} */
function memberList(container, isOnline) {
  return new KeyedList(container, {
    key: (/** @type {Member} */ member) => String(member.user.id),
    create: () => fromTemplate("member-row"),
    update: (node, member) => drawMember(node, member, isOnline(member)),
  });
}

/** @param {HTMLElement} node @param {Member} member @param {boolean} online */
function drawMember(node, { user, role }, online) {
  const person = part(node, "person");
  person.dataset.user = String(user.id);
  person.dataset.online = String(online);
  person.toggleAttribute("data-bot", user.is_bot === true);
  drawAvatar(part(node, "avatar"), user);
  part(node, "name").textContent = user.name;
  markBot(part(node, "name"), user);
  part(node, "role").textContent = roleText(role);
}

/** @param {HTMLElement} place @param {string} text @param {number} count */
function label(place, text, count) {
  place.textContent = count > 0 ? interpolate(text, { count }) : "";
}

/** @param {Membership["role"]} role */
function roleText(role) {
  switch (role) {
    case "owner": return gettext("Owner");
    case "moderator": return gettext("Moderator");
    default: return "";
  }
}
