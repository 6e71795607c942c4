import { gettext, interpolate, ngettext } from "../../lib/i18n.js";
import { part } from "../../lib/dom.js";
import { readersList } from "../../lib/times.js";
import { call } from "../../net/api.js";
import { mayInvite, moderates } from "../../state/rights.js";
import { confirmed } from "../dialogs/confirm.js";
import { dialog } from "../dialogs/dialogs.js";
import { invitePeople } from "../invitations/inviting.js";
import { loaded } from "../shell/loading.js";
import { attempt, toast } from "../shell/toasts.js";

/**
 * Commands at the beginning of a message. What is none of them, or not for this person, is sent as text.
 *
 * @typedef {{ say: string, isDone?: undefined } | { isDone: boolean, say?: undefined }} Outcome
 *   say: send this instead; isDone: nothing is to be sent, and the command may leave the box.
 * @typedef {{ name: string, hint: string, example: string, isFor?: (chat: Chat) => boolean,
 *   run(rest: string, chat: Chat): Outcome | Promise<Outcome> }} Command
 */

const MAX_DESCRIPTION_CHARS = 500;
const MENTION = /^<@(\d+)>/;
const MENTIONS = /<@(\d+)>/g;
const UNITS = { s: 1, m: 60, h: 3600 };

const forModerators = (/** @type {Chat} */ { room, me }) => moderates(room?.membership, me);

/** @type {Command[]} */
const COMMANDS = [
  {
    name: "me",
    hint: gettext("Say what you're doing"),
    example: gettext("/me waves"),
    run: (rest) => ({ say: `/me ${rest}` }),
  },
  {
    name: "shrug",
    hint: gettext("Add ¯\\_(ツ)_/¯ to your message"),
    example: "/shrug",
    run: (rest) => ({ say: `${rest} ¯\\_(ツ)_/¯`.trim() }),
  },
  {
    name: "invite",
    hint: gettext("Add people, or make a link"),
    example: gettext("/invite @name"),
    isFor: ({ room, me }) => room !== null && mayInvite(room, me),
    run: invite,
  },
  {
    name: "topic",
    hint: gettext("Change what this room is about"),
    example: gettext("/topic Trains and the weather"),
    isFor: forModerators,
    run: (rest, chat) => change(chat, { description: rest.slice(0, MAX_DESCRIPTION_CHARS) }, gettext("Topic changed.")),
  },
  {
    name: "slow",
    hint: gettext("Let people write once in a while only"),
    example: gettext("/slow 30s or /slow off"),
    isFor: forModerators,
    run: slowDown,
  },
  {
    name: "mute",
    hint: gettext("Stop someone from writing in this room"),
    example: gettext("/mute @name"),
    isFor: forModerators,
    run: mute,
  },
];

/** The commands this person may give in the room on the screen. @param {Chat} chat */
export function commandsFor(chat) {
  return COMMANDS.filter(({ isFor }) => isFor?.(chat) ?? true);
}

/** @param {string} text @param {Chat} chat @returns {Promise<Outcome>} */
export async function run(text, chat) {
  const [word] = text.split(/\s/, 1);
  const command = commandsFor(chat).find(({ name }) => `/${name}` === word);
  return command ? command.run(text.slice(word.length).trim(), chat) : { say: text };
}

/** What to say of a command that does not exist, while it is typed. @param {string} text @param {Chat} chat */
export function problemOf(text, chat) {
  const word = /^\/[a-z]+(?!\S)/.exec(text)?.[0];
  if (word === undefined || commandsFor(chat).some(({ name }) => `/${name}` === word)) return "";
  return interpolate(gettext("%(word)s isn't a command here. It's sent as text."), { word });
}

/** Ask whether everyone in the room is to be notified. @param {Chat} chat */
export function mayNotifyRoom({ room }) {
  const count = room?.member_count ?? 0;
  const text = ngettext("%(count)s person in %(room)s gets a notification.",
    "All %(count)s people in %(room)s get a notification.", count);
  part(dialog("notify-room"), "meaning").textContent = interpolate(text, { count, room: room?.name ?? "" });
  return confirmed("notify-room");
}

/** @param {Chat} chat @param {object} fields @param {string} done @returns {Promise<Outcome>} */
async function change(chat, fields, done) {
  const isDone = await attempt(async () => {
    const { room } = await call("PATCH", `/rooms/${chat.live.roomId}`, fields);
    chat.rooms.update(room);
    toast(done);
  });
  return { isDone };
}

/** With names the people are added; without, the dialog makes a link. @param {string} rest @param {Chat} chat */
async function invite(rest, chat) {
  const ids = [...rest.matchAll(MENTIONS)].map(([, id]) => Number(id));
  if (rest === "") {
    invitePeople(chat.room);
    return { isDone: true };
  }
  if (ids.length === 0) {
    toast(gettext("Write who it is, such as /invite @name. Without a name, /invite makes a link."));
    return { isDone: false };
  }
  const isDone = await attempt(async () => {
    const { members } = await call("POST", `/rooms/${chat.live.roomId}/members`, { user_ids: ids });
    const names = readersList(members.map((/** @type {Member} */ { user }) => user.name));
    toast(interpolate(gettext("Added %(names)s."), { names }));
  });
  return { isDone };
}

/** @param {string} rest @param {Chat} chat */
async function slowDown(rest, chat) {
  const { amount = "0", unit = "s" } = /^(?<amount>\d{1,5})\s?(?<unit>[smh])?$/.exec(rest)?.groups ?? {};
  if (amount === "0" && rest !== "off" && rest !== "0") {
    toast(gettext("Write how long people wait, such as /slow 30s, or /slow off."));
    return { isDone: false };
  }
  const seconds = Number(amount) * UNITS[/** @type {keyof UNITS} */ (unit)];
  const done = seconds > 0 ? gettext("Slow mode is on.") : gettext("Slow mode is off.");
  return change(chat, { slow_mode_s: seconds }, done);
}

/** @param {string} rest @param {Chat} chat */
async function mute(rest, chat) {
  const member = chat.members.get(Number(MENTION.exec(rest)?.[1]));
  if (!member) {
    toast(gettext("Write who it is, such as /mute @name."));
    return { isDone: false };
  }
  const moderation = await loaded(() => import("../moderation/moderation.js"));
  moderation?.sanction("mute", member.user, /** @type {number} */ (chat.live.roomId));
  return { isDone: moderation !== null };
}
