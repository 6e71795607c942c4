import { V as ngettext, u as part, z as dialog, G as interpolate, F as gettext, a6 as toast, M as attempt, c as call, ah as readersList } from "./app.js";
import { b as mayInvite, m as moderates } from "./chat.js";
import { confirmed } from "./confirm.js";
const MAX_DESCRIPTION_CHARS = 500;
const MENTION = /^<@(\d+)>/;
const MENTIONS = /<@(\d+)>/g;
const UNITS = { s: 1, m: 60, h: 3600 };
const forModerators = ({ room, me }) => moderates(room?.membership, me);
const COMMANDS = [
  {
    name: "me",
    hint: gettext("Say what you're doing"),
    example: gettext("/me waves"),
    run: (rest) => ({ say: `/me ${rest}` })
  },
  {
    name: "shrug",
    hint: gettext("Add \xAF\\_(\u30C4)_/\xAF to your message"),
    example: "/shrug",
    run: (rest) => ({ say: `${rest} \xAF\\_(\u30C4)_/\xAF`.trim() })
  },
  {
    name: "invite",
    hint: gettext("Add people, or make a link"),
    example: gettext("/invite @name"),
    isFor: ({ room, me }) => room !== null && mayInvite(room, me),
    run: invite
  },
  {
    name: "topic",
    hint: gettext("Change what this room is about"),
    example: gettext("/topic Trains and the weather"),
    isFor: forModerators,
    run: (rest, chat) => change(chat, { description: rest.slice(0, MAX_DESCRIPTION_CHARS) }, gettext("Topic changed."))
  },
  {
    name: "slow",
    hint: gettext("Let people write once in a while only"),
    example: gettext("/slow 30s or /slow off"),
    isFor: forModerators,
    run: slowDown
  },
  {
    name: "mute",
    hint: gettext("Stop someone from writing in this room"),
    example: gettext("/mute @name"),
    isFor: forModerators,
    run: mute
  }
];
function commandsFor(chat) {
  return COMMANDS.filter(({ isFor }) => isFor?.(chat) ?? true);
}
async function run(text, chat) {
  const [word] = text.split(/\s/, 1);
  const command = commandsFor(chat).find(({ name }) => `/${name}` === word);
  return command ? command.run(text.slice(word.length).trim(), chat) : { say: text };
}
function problemOf(text, chat) {
  const word = /^\/[a-z]+(?!\S)/.exec(text)?.[0];
  if (word === void 0 || commandsFor(chat).some(({ name }) => `/${name}` === word)) return "";
  return interpolate(gettext("%(word)s isn't a command here. It's sent as text."), { word });
}
function mayNotifyRoom({ room }) {
  const count = room?.member_count ?? 0;
  const text = ngettext(
    "%(count)s person in %(room)s gets a notification.",
    "All %(count)s people in %(room)s get a notification.",
    count
  );
  part(dialog("notify-room"), "meaning").textContent = interpolate(text, { count, room: room?.name ?? "" });
  return confirmed("notify-room");
}
async function change(chat, fields, done) {
  const isDone = await attempt(async () => {
    const { room } = await call("PATCH", `/rooms/${chat.live.roomId}`, fields);
    chat.rooms.update(room);
    toast(done);
  });
  return { isDone };
}
async function invite(rest, chat) {
  const ids = [...rest.matchAll(MENTIONS)].map(([, id]) => Number(id));
  if (rest === "") {
    (await import("./inviting.js")).invitePeople(chat.room);
    return { isDone: true };
  }
  if (ids.length === 0) {
    toast(gettext("Write who it is, such as /invite @name. Without a name, /invite makes a link."));
    return { isDone: false };
  }
  const isDone = await attempt(async () => {
    const { members } = await call("POST", `/rooms/${chat.live.roomId}/members`, { user_ids: ids });
    const names = readersList(members.map(({ user }) => user.name));
    toast(interpolate(gettext("Added %(names)s."), { names }));
  });
  return { isDone };
}
async function slowDown(rest, chat) {
  const { amount = "0", unit = "s" } = /^(?<amount>\d{1,5})\s?(?<unit>[smh])?$/.exec(rest)?.groups ?? {};
  if (amount === "0" && rest !== "off" && rest !== "0") {
    toast(gettext("Write how long people wait, such as /slow 30s, or /slow off."));
    return { isDone: false };
  }
  const seconds = Number(amount) * UNITS[
    /** @type {keyof UNITS} */
    unit
  ];
  const done = seconds > 0 ? gettext("Slow mode is on.") : gettext("Slow mode is off.");
  return change(chat, { slow_mode_s: seconds }, done);
}
async function mute(rest, chat) {
  const member = chat.members.get(Number(MENTION.exec(rest)?.[1]));
  if (!member) {
    toast(gettext("Write who it is, such as /mute @name."));
    return { isDone: false };
  }
  const { sanction } = await import("./moderation.js");
  sanction(
    "mute",
    member.user,
    /** @type {number} */
    chat.live.roomId
  );
  return { isDone: true };
}
export {
  commandsFor,
  mayNotifyRoom,
  problemOf,
  run
};
