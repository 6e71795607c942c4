import { contentOf, part } from "../../lib/dom.js";
import { bestMatches, namesWith } from "../../lib/fuzzy.js";
import { gettext } from "../../lib/i18n.js";
import { isoDay, shortDate } from "../../lib/times.js";
import { now } from "../../lib/clock.js";
import { call } from "../../net/api.js";
import { isDirect, othersIn } from "../../state/direct.js";
import { OPERATORS, quoted, termBefore } from "../../state/search_query.js";
import { drawAvatar } from "../people/avatar.js";
import { drawMark } from "../rooms/room_mark.js";
import { KINDS } from "./kinds.js";

/** @typedef {import("../composer/suggestions.js").Item} Item */
/** @typedef {import("../composer/suggestions.js").Offer} Offer */
/** @typedef {import("../../state/search_query.js").Term} Term */
/** @typedef {import("../../state/search_query.js").Operator} Operator */

const SHOWN = 6;
const ASK_DELAY_MS = 150;
const LEAST_LETTERS = 2;
const ME = "me";

/** What each operator narrows a search to. @type {Record<Operator, string>} */
export const MEANINGS = {
  from: gettext("Written by a person"),
  in: gettext("In a room"),
  before: gettext("Before a day"),
  after: gettext("After a day"),
  on: gettext("On a day"),
  has: gettext("With a link or a file"),
  mentions: gettext("Mentions you"),
};

/**
 * What a query may go on with: operators by their beginning, and after them people, rooms and days.
 * @param {Chat} chat
 * @returns {import("../composer/suggestions.js").Source}
 */
export function searchSource(chat) {
  return { find: async (text, caret, isComposing) => (isComposing ? null : find(chat, text, caret)) };
}

/** @param {Chat} chat @param {string} text @param {number} caret @returns {Offer | null} */
function find(chat, text, caret) {
  const term = termBefore(text, caret);
  if (!term) return null;
  switch (term.operator) {
    case null: return operators(term);
    case "from":
    case "mentions": return people(term, chat);
    case "in": return offer(gettext("Rooms"), term, rooms(term, chat), true);
    case "has": return offer(MEANINGS.has, term, kinds(term), true);
    default: return offer(MEANINGS[term.operator], term, days(term), false);
  }
}

/** @param {string} label @param {Term} term @param {Item[]} items @param {boolean} isChosen @returns {Offer | null} */
function offer(label, { start }, items, isChosen) {
  return items.length === 0 ? null : { label, start, items, isChosen };
}

/** @param {Term} term */
function operators({ start, value, kind }) {
  const typed = value.toLowerCase();
  if (kind !== "word" || typed.length < LEAST_LETTERS) return null;
  const items = OPERATORS.filter((name) => name.startsWith(typed)).map((name) => operatorItem(name));
  return items.length === 0 ? null : { label: gettext("Narrow the search"), start, items };
}

/** @param {Operator} name @returns {Item} */
function operatorItem(name) {
  return { id: `search-${name}`, text: `${name}:`, draw: (row) => drawExample(row, `${name}:`, MEANINGS[name]) };
}

/** What is typed in full needs no offer. @param {Term} term @returns {Item[]} */
function kinds({ value }) {
  const typed = value.toLowerCase();
  const names = Object.entries(KINDS).filter(([name]) => name.startsWith(typed) && name !== typed);
  return names.map(([name, meaning]) => ({
    id: `search-${name}`,
    text: `has:${name} `,
    draw: (row) => drawExample(row, `has:${name}`, meaning),
  }));
}

/** @param {HTMLElement} row @param {string} example @param {string} hint */
export function drawExample(row, example, hint) {
  row.append(contentOf("command-suggestion"));
  part(row, "example").textContent = example;
  part(row, "hint").textContent = hint;
}

/** The days that people mean most often. @param {Term} term @returns {Item[]} */
function days({ operator, value }) {
  const names = [
    { ago: 0, name: gettext("Today") },
    { ago: 1, name: gettext("Yesterday") },
    { ago: 7, name: gettext("A week ago") },
    { ago: 30, name: gettext("30 days ago") },
    { ago: 365, name: gettext("A year ago") },
  ];
  return names.map(({ ago, name }) => ({ day: daysAgo(ago), name }))
    .filter(({ day, name }) => day.startsWith(value) || name.toLowerCase().startsWith(value.toLowerCase()))
    .map(({ day, name }) => ({
      id: `search-${day}`,
      text: `${operator}:${day} `,
      draw: (row) => drawExample(row, name, shortDate(`${day}T12:00`)),
    }));
}

/** @param {number} days */
function daysAgo(days) {
  const day = now();
  day.setDate(day.getDate() - days);
  return isoDay(day);
}

/** @param {Term} term @param {Chat} chat @returns {Item[]} */
function rooms({ value }, chat) {
  return bestMatches(value, chat.rooms.joined(), ({ name }) => name).slice(0, SHOWN).map((room) => ({
    id: `search-room-${room.id}`,
    text: `in:${isDirect(room) ? room.id : quoted(room.name)} `, // a direct room has no name that others know
    draw: (row) => {
      row.append(contentOf("search-room-suggestion"));
      drawMark(part(row, "mark"), room, chat);
      part(row, "name").textContent = room.name;
    },
  }));
}

/**
 * The reader, then those whom the page knows, then those whom the server finds.
 * @param {Term} term @param {Chat} chat @returns {Offer}
 */
function people({ start, value, operator }, chat) {
  const { me, members, rooms: all } = chat;
  const partners = all.joined().filter(isDirect).flatMap((room) => othersIn(room, me));
  const here = members.sorted(() => true).map(({ user }) => user);
  const known = [...new Map([...here, ...partners].map((user) => [user.id, user])).values()]
    .filter(({ id }) => id !== me.id);
  const item = (/** @type {User} */ user) => personItem(`${operator}:`, user, known, me);
  const isMe = ME.startsWith(value.toLowerCase()) || namesWith(value, [me]).length > 0;
  const found = [...(isMe ? [me] : []), ...namesWith(value, known)].slice(0, SHOWN);
  const more = found.length < SHOWN && value !== "" ? others(value, [me, ...known], item) : undefined;
  return { label: gettext("People"), start, items: found.map(item), isChosen: true, more };
}

/** @param {string} value @param {User[]} known @param {(user: User) => Item} item */
async function others(value, known, item) {
  await new Promise((over) => setTimeout(over, ASK_DELAY_MS));
  const { users } = /** @type {{ users: User[] }} */ (await call("GET", `/users?q=${encodeURIComponent(value)}`));
  return users.filter(({ id }) => !known.some((user) => user.id === id)).slice(0, SHOWN).map(item);
}

/**
 * One of several people with the same name is named by number.
 * @param {string} operator @param {User} user @param {User[]} known @param {User} me @returns {Item}
 */
function personItem(operator, user, known, me) {
  const isMe = user.id === me.id;
  const isAmbiguous = known.some(({ id, name }) => id !== user.id && name === user.name);
  return {
    id: `search-person-${user.id}`,
    text: `${operator}${isMe ? ME : isAmbiguous ? user.id : quoted(user.name)} `,
    draw: (row) => {
      row.append(contentOf("person-suggestion"));
      drawAvatar(part(row, "avatar"), user);
      part(row, "name").textContent = user.name;
      part(row, "note").textContent = isMe ? gettext("You") : "";
    },
  };
}
