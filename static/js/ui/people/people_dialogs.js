import { part } from "../../lib/dom.js";
import { gettext, interpolate } from "../../lib/i18n.js";
import { call } from "../../net/api.js";
import { isDirect, othersIn } from "../../state/direct.js";
import { dialog } from "../dialogs/dialogs.js";
import { clearProblems, jsonForm } from "../dialogs/forms.js";
import { toast } from "../shell/toasts.js";
import { openDirect } from "./open_direct.js";
import { PeopleField } from "./people_field.js";

/** The others of a direct room. */
const MOST_OTHERS = 9;
/** At once, as the server takes them. */
const MOST_ADDED = 50;

/**
 * Write to people, and add people to a room. To add some to a conversation is to begin one with more people.
 * @param {Chat} chat
 * @param {{ openRoom(roomId: number): void }} page
 */
export function mountPeopleDialogs(chat, page) {
  peopleForm("new-message", MOST_OTHERS, {
    begin: () => ({}),
    send: (userIds) => openDirect(chat, page, userIds),
  });
  peopleForm("add-people", MOST_ADDED, {
    begin: (root) => beginAdding(root, chat),
    send: (userIds) => addPeople(chat, page, userIds),
  });
}

/**
 * @param {string} id
 * @param {number} most
 * @param {{ begin(root: HTMLElement): Parameters<PeopleField["begin"]>[0],
 *   send(userIds: number[]): Promise<unknown> }} how
 */
function peopleForm(id, most, { begin, send }) {
  const root = dialog(id);
  const form = /** @type {HTMLFormElement} */ (part(root, "form"));
  const people = new PeopleField(form, most);
  root.addEventListener("before-open", () => {
    clearProblems(form);
    people.begin(begin(root));
  });
  jsonForm(form, { send: async () => send(people.take()), done: () => root.close() });
}

/** @param {HTMLElement} root @param {Chat} chat */
function beginAdding(root, { room, members, me }) {
  const direct = isDirect(room);
  const meaning = direct
    ? gettext("This starts a new conversation with all of you. What was written here stays here.")
    : gettext("They can read everything in %(room)s, also what was written before.");
  part(root, "meaning").textContent = interpolate(meaning, { room: room?.name ?? "" });
  if (room && direct) return { chosen: othersIn(room, me) };
  return { apart: members.sorted(() => false).map(({ user }) => user.id) };
}

/** @param {Chat} chat @param {{ openRoom(roomId: number): void }} page @param {number[]} userIds */
async function addPeople(chat, page, userIds) {
  const { room } = chat;
  if (isDirect(room)) return openDirect(chat, page, userIds);
  if (userIds.length === 0) return undefined;
  await call("POST", `/rooms/${room?.id}/members`, { user_ids: userIds });
  return toast(gettext("Added."));
}
