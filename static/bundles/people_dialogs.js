import { A as dialog, u as part, g as gettext, a as interpolate, c as call, a5 as toast } from "./app.js";
import { d as isDirect, u as othersIn } from "./chat.js";
import { c as clearProblems, j as jsonForm } from "./forms.js";
import { openDirect } from "./open_direct.js";
import { P as PeopleField } from "./people_field.js";
const MOST_OTHERS = 9;
const MOST_ADDED = 50;
function mountPeopleDialogs(chat, page) {
  peopleForm("new-message", MOST_OTHERS, { begin: () => ({}), send: (userIds) => openDirect(chat, page, userIds) });
  peopleForm("add-people", MOST_ADDED, { begin: (root) => beginAdding(root, chat), send: (userIds) => addPeople(chat, page, userIds) });
}
function peopleForm(id, most, { begin, send }) {
  const root = dialog(id);
  const form = part(root, "form");
  const people = new PeopleField(form, most);
  root.addEventListener("before-open", () => {
    clearProblems(form);
    people.begin(begin(root));
  });
  jsonForm(form, { send: async () => send(people.take()), done: () => root.close() });
}
function beginAdding(root, { room, members, me }) {
  const direct = isDirect(room);
  const meaning = direct ? gettext("This starts a new conversation with all of you. What was written here stays here.") : gettext("They can read everything in %(room)s, also what was written before.");
  part(root, "meaning").textContent = interpolate(meaning, { room: room?.name ?? "" });
  if (room && direct) return { chosen: othersIn(room, me) };
  return { apart: members.sorted(() => false).map(({ user }) => user.id) };
}
async function addPeople(chat, page, userIds) {
  const { room } = chat;
  if (isDirect(room)) return openDirect(chat, page, userIds);
  if (userIds.length === 0) return void 0;
  await call("POST", `/rooms/${room?.id}/members`, { user_ids: userIds });
  return toast(gettext("Added."));
}
export {
  mountPeopleDialogs
};
