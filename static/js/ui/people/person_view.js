import { hideIf, part } from "../../lib/dom.js";
import { gettext } from "../../lib/i18n.js";
import { drawAvatar } from "./avatar.js";
import { presenceText } from "./presence_text.js";

/**
 * Draw who a person is, and what I may do to them here.
 * @param {HTMLElement} root
 * @param {Chat} chat
 * @param {User} user
 */
export function drawPerson(root, chat, user) {
  const member = chat.members.get(user.id);
  const online = chat.presence.isOnline(user.id);
  part(root, "name").textContent = (member?.user ?? user).name;
  drawAvatar(part(root, "avatar"), member?.user ?? user);
  part(root, "presence").textContent = presenceText(online, member);
  part(root, "presence").dataset.online = String(online);
  part(root, "role").textContent = roleText(member?.role);
  offerActs(chat, part(root, "acts"), user, member?.role);
}

const RANKS = { member: 0, moderator: 1, owner: 2 };

/**
 * Only what I may do to this person here is offered; the server decides.
 * @param {Chat} chat
 * @param {HTMLElement} acts
 * @param {User} user
 * @param {Membership["role"]} [role]
 */
function offerActs(chat, acts, user, role) {
  const { me, room } = chat;
  const other = user.id !== me.id;
  const admin = me.role === "admin";
  const mine = room?.membership ? RANKS[room.membership.role] : 0;
  const outranks = other && room !== null && (admin || (mine > 0 && mine > RANKS[role ?? "member"]));
  const manages = other && room !== null && (admin || mine === RANKS.owner);
  /** @type {Record<string, boolean>} */
  const offered = {
    report: other,
    moderator: manages && role === "member",
    member: manages && role === "moderator",
    owner: manages && (role === "member" || role === "moderator"),
    mute: outranks && role !== undefined,
    remove: outranks && role !== undefined,
    ban: outranks,
    warn: other && admin,
    "mute-everywhere": other && admin,
    "ban-everywhere": other && admin,
  };
  for (const [name, shown] of Object.entries(offered)) hideIf(part(acts, name), !shown);
  for (const group of acts.querySelectorAll("section")) {
    hideIf(group, ![...group.querySelectorAll("button")].some((button) => !button.hidden));
  }
  acts.onclick = (event) => {
    const name = /** @type {HTMLElement} */ (event.target).dataset.part;
    if (name === undefined || !offered[name]) return;
    void act(name, user, chat);
  };
}

/** @param {string} name @param {User} user @param {Chat} chat */
async function act(name, user, chat) {
  if (name === "owner") return (await import("../rooms/hand_over.js")).handOver(user, chat);
  const roomId = chat.room?.id ?? 0;
  const { giveRole, reportPerson, sanction } = await import("../moderation/moderation.js");
  if (name === "report") reportPerson(user);
  else if (name === "moderator" || name === "member") await giveRole(user, roomId, name);
  else sanction(/** @type {import("../moderation/moderation.js").SanctionName} */ (name), user, roomId);
  return undefined;
}

/** @param {Membership["role"]} [role] */
function roleText(role) {
  switch (role) {
    case "owner": return gettext("Owner of this room");
    case "moderator": return gettext("Moderator of this room");
    case "member": return gettext("Member of this room");
    default: return gettext("Not a member of this room");
  }
}
