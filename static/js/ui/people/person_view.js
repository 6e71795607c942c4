import { hideIf, part } from "../../lib/dom.js";
import { gettext } from "../../lib/i18n.js";
import { isDirect, partnerIn } from "../../state/direct.js";
import { drawAvatar } from "./avatar.js";
import { loaded } from "../shell/loading.js";
import { markBot } from "./bot_badge.js";
import { presenceText } from "./presence_text.js";

/**
 * Draw who a person is, and what I may do to them here.
 * @param {HTMLElement} root
 * @param {Chat} chat
 * @param {User} user
 * @param {import("./person.js").Page} page
 */
export function drawPerson(root, chat, user, page) {
  const member = chat.members.get(user.id);
  const online = chat.presence.isOnline(user.id);
  part(root, "name").textContent = (member?.user ?? user).name;
  markBot(part(root, "name"), user);
  drawAvatar(part(root, "avatar"), member?.user ?? user);
  part(root, "presence").textContent = presenceText(user, online, member);
  part(root, "presence").dataset.online = String(online);
  part(root, "role").textContent = isDirect(chat.room) ? "" : roleText(member?.role);
  hideIf(part(root, "blocked-note"), !chat.blocks.has(user));
  offerActs(chat, part(root, "acts"), { user, page, role: member?.role });
}

const RANKS = { member: 0, moderator: 1, owner: 2 };

/**
 * Only what I may do to this person here is offered; the server decides.
 * @param {Chat} chat
 * @param {HTMLElement} acts
 * @param {{ user: User, page: import("./person.js").Page, role?: Membership["role"] }} person
 */
function offerActs(chat, acts, { user, page, role }) {
  const { me, blocks } = chat;
  const room = isDirect(chat.room) ? null : chat.room;
  const other = user.id !== me.id;
  const admin = me.role === "admin";
  const mine = room?.membership ? RANKS[room.membership.role] : 0;
  const outranks = other && room !== null && (admin || (mine > 0 && mine > RANKS[role ?? "member"]));
  const manages = other && room !== null && (admin || mine === RANKS.owner);
  /** @type {Record<string, boolean>} */
  const offered = {
    message: other && !blocks.has(user) && chat.room !== conversationWith(chat, user),
    mention: other && Boolean(chat.room?.membership) && role !== undefined,
    "copy-link": true,
    block: other && !blocks.has(user),
    unblock: other && blocks.has(user),
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
    const name = /** @type {Element} */ (event.target).closest("button")?.dataset.part;
    if (name === undefined || !offered[name]) return;
    void loaded(() => act(name, user, chat, page));
  };
}

/** The direct room of a person and me, if I know one. @param {Chat} chat @param {User} user */
function conversationWith({ rooms, me }, user) {
  return rooms.joined().find((room) => partnerIn(room, me)?.id === user.id);
}

/** @param {string} name @param {User} user @param {Chat} chat @param {import("./person.js").Page} page */
async function act(name, user, chat, page) {
  if (name === "message") return (await import("./open_direct.js")).messagePerson(chat, page, user);
  if (name === "mention") return page.mention(user);
  if (name === "copy-link") return (await import("../shell/copying.js")).copyLink(`/people/${user.id}/`);
  if (name === "block") return (await import("./blocking.js")).blockPerson(chat, user);
  if (name === "unblock") return (await import("./blocking.js")).unblockPerson(chat, user);
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
