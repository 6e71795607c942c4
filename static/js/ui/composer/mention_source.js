import { gettext, interpolate, ngettext } from "../../lib/i18n.js";
import { namesWith } from "../../lib/fuzzy.js";
import { contentOf, part } from "../../lib/dom.js";
import { ROOM } from "../../lib/mention_marks.js";
import { endsInCode } from "../../lib/shortcodes.js";
import { call } from "../../net/api.js";
import { moderates } from "../../state/rights.js";
import { drawAvatar } from "../people/avatar.js";
import { markBot } from "../people/bot_badge.js";

const SHOWN = 8;
const SEARCH_DELAY_MS = 200;
const MOST_WORDS = 4;
/** "@ad" at the end of a text, but not in "ada@example.org" or an address with "/@ada". */
const BEGUN = /(?<![\p{L}\p{M}\p{N}_@/.+-])@(?<query>[^\s@][^\n@]{0,60}|)$/u;

/** The command that adds people: it is for those who are not in the room yet. */
const INVITING = "/invite ";

/** @typedef {import("../../lib/mention_text.js").Mentioned} Mentioned */
/** @typedef {{ isMention(start: number): boolean, know(mentioned: Mentioned): void }} Box */

/**
 * After "@": the people of the room first, then others, by any part of their names.
 * @param {Chat} chat
 * @param {Box} box
 * @returns {import("./suggestions.js").Source}
 */
export function mentionSource(chat, box) {
  return { find: async (text, caret) => find(chat, box, text.slice(0, caret)) };
}

/** @param {Chat} chat @param {Box} box @param {string} before */
function find(chat, box, before) {
  const query = BEGUN.exec(before)?.groups?.query;
  if (query === undefined || query.split(/\s/).length > MOST_WORDS || endsInCode(before)) return null;
  const start = before.length - query.length - 1;
  if (box.isMention(start)) return null;
  if (before.startsWith(INVITING)) return outsiders(chat, box, query, start);
  const { members, presence, me, blocks } = chat;
  const here = members.sorted((id) => presence.isOnline(id)).map(({ user }) => user);
  const found = namesWith(query, here.filter((user) => user.id !== me.id && !blocks.has(user))).slice(0, SHOWN);
  const mayCallRoom = moderates(chat.room?.membership, me);
  const everyone = mayCallRoom && ROOM.startsWith(query.toLowerCase()) ? [roomItem(chat, box)] : [];
  const items = [...found.map((user) => personItem(user, "", box)), ...everyone];
  const more = query === "" || found.length >= SHOWN ? undefined : others(chat, box, query, found).catch(() => []);
  return { label: gettext("People"), start, items, isChosen: true, more };
}

/** @param {Chat} chat @param {Box} box @param {string} query @param {number} start */
function outsiders(chat, box, query, start) {
  const search = async () => {
    await new Promise((over) => setTimeout(over, SEARCH_DELAY_MS));
    const { users } = /** @type {{ users: User[] }} */ (
      await call("GET", `/users?q=${encodeURIComponent(query.trim())}`)
    );
    const people = users.filter(({ id }) => id !== chat.me.id && !chat.members.get(id));
    return people.slice(0, SHOWN).map((user) => personItem(user, "", box));
  };
  return { label: gettext("People"), start, items: [], isChosen: true, more: search().catch(() => []) };
}

/**
 * People who are not in the room, as the server knows them.
 * @param {Chat} chat @param {Box} box @param {string} query @param {User[]} found
 */
async function others(chat, box, query, found) {
  await new Promise((over) => setTimeout(over, SEARCH_DELAY_MS));
  const path = `/users?q=${encodeURIComponent(query.trim())}&room_id=${chat.live.roomId}`;
  const { users, in_room } = /** @type {{ users: User[], in_room: number[] }} */ (await call("GET", path));
  const { me, blocks } = chat;
  const isNew = (/** @type {User} */ { id }) => (
    id !== me.id && !blocks.has({ id }) && !found.some((user) => user.id === id)
  );
  const note = (/** @type {User} */ { id }) => (in_room.includes(id) ? "" : gettext("Not in this room"));
  return users.filter(isNew).slice(0, SHOWN - found.length).map((user) => personItem(user, note(user), box));
}

/** @param {User} user @param {string} note @param {Box} box */
function personItem(user, note, box) {
  const draw = (/** @type {HTMLElement} */ row) => {
    drawAvatar(part(row, "avatar"), user);
    part(row, "name").textContent = user.name;
    markBot(part(row, "name"), user);
    part(row, "note").textContent = note;
  };
  return itemOf(`person-${user.id}`, user, draw, box);
}

/** @param {Chat} chat @param {Box} box */
function roomItem({ room }, box) {
  const count = room?.member_count ?? 0;
  const words = ngettext("Notify %(count)s person", "Notify all %(count)s people", count);
  const draw = (/** @type {HTMLElement} */ row) => {
    part(row, "avatar").textContent = "@";
    part(row, "name").textContent = ROOM;
    part(row, "note").textContent = interpolate(words, { count });
  };
  return itemOf("everyone", { id: ROOM, name: ROOM }, draw, box);
}

/**
 * @param {string} id @param {Mentioned} mentioned @param {(row: HTMLElement) => void} draw
 * @param {Box} box
 */
function itemOf(id, mentioned, draw, box) {
  const drawn = (/** @type {HTMLElement} */ row) => {
    row.append(contentOf("person-suggestion"));
    draw(row);
  };
  return { id, text: `@${mentioned.name} `, draw: drawn, chosen: () => box.know(mentioned) };
}
