import { u as part, L as hideIf, g as gettext, M as showText, W as ngettext, a as interpolate, A as dialog, a5 as toast, C as ChatError, c as call, H as attempt } from "./app.js";
import { c as clearProblems, j as jsonForm, b as changesOf } from "./forms.js";
import { P as PeopleField } from "./people_field.js";
import { askForHeir, chosenHeir, offerOthers } from "./hand_over.js";
const MOST_ADDED = 50;
function explainCreating(root) {
  const people = new PeopleField(part(root, "first-people"), MOST_ADDED);
  const explain = () => {
    const isPrivate = chosen(root) === "private";
    hideIf(part(root, "first-people"), !isPrivate);
    showText(part(root, "visibility-meaning"), isPrivate ? gettext("Only people in the room see that it exists. You or a moderator add them.") : gettext("Everyone here can find, read and join it."));
  };
  select(root).addEventListener("change", explain);
  root.addEventListener("before-open", () => {
    people.begin();
    queueMicrotask(explain);
  });
  return people;
}
function explainEditing(root, { me }) {
  let room = null;
  const explain = () => room && showText(part(root, "visibility-meaning"), meaningOf(room, chosen(root)));
  select(root).addEventListener("change", explain);
  return (opened) => {
    room = opened;
    hideIf(part(root, "finding"), me.role !== "admin" && room.membership?.role !== "owner");
    explain();
  };
}
function meaningOf(room, visibility) {
  if (visibility === room.visibility) return "";
  if (visibility === "public") {
    return gettext("Everyone here will find and join it, and can read everything that was written in it so far.");
  }
  const text = ngettext("Only the %(count)s person in it keeps access. For everyone else it disappears.", "Only the %(count)s people in it keep access. For everyone else it disappears.", room.member_count);
  return interpolate(text, { count: room.member_count });
}
function leavingMeaning(room) {
  switch (room?.visibility) {
    case "private":
      return gettext("You lose access to it until someone in it adds or invites you. Your messages stay.");
    case "direct":
      return gettext("You lose access to it, and no one can add you again. Your messages stay.");
    default:
      return gettext("It leaves your list. Your messages stay. You can join again from the list of all rooms.");
  }
}
function select(root) {
  return root.querySelector("select[name=visibility]");
}
const chosen = (root) => select(root).value;
function mountRoomDialogs(chat, page) {
  mountCreating(chat, page);
  mountEditing(chat);
  roomForm("close-room", chat, { send: (_, room) => call("POST", `/rooms/${room?.id}/close`), done: ({ room }) => chat.rooms.update(room) });
  mountEndings(chat, page);
}
function mountCreating(chat, page) {
  const people = explainCreating(dialog("create-room"));
  roomForm("create-room", chat, { send: async (fields) => {
    const user_ids = fields.visibility === "private" ? people.take() : [];
    const answer = await call("POST", "/rooms", fields);
    if (user_ids.length === 0) return answer;
    await attempt(() => call("POST", `/rooms/${answer.room.id}/members`, { user_ids }));
    return call("GET", `/rooms/${answer.room.id}`);
  }, done: ({ room }) => {
    chat.rooms.put(room);
    page.openRoom(room.id);
  } });
}
function mountEditing(chat) {
  const explain = explainEditing(dialog("edit-room"), chat);
  roomForm("edit-room", chat, { fill: (room) => {
    queueMicrotask(() => explain(room));
    return { name: room.name, description: room.description, visibility: room.visibility, who_may_write: room.who_may_write, members_may_invite: room.members_may_invite };
  }, send: (fields, room) => call("PATCH", `/rooms/${room?.id}`, changesOf({ description: "", ...fields }, room)), done: ({ room }) => chat.rooms.update(room) });
}
function mountEndings(chat, page) {
  const leave = dialog("leave-room");
  leave.addEventListener("before-open", () => {
    const room = chosenRoom(leave, chat);
    part(leave, "meaning").textContent = leavingMeaning(room);
    void askForHeir(chat, room);
  });
  roomForm("leave-room", chat, { send: (_, room) => chat.leaveRoom(room?.id ?? 0, chosenHeir()).catch((error) => offerOthers(chat, room, error)), done: () => {
    if (chat.live.roomId === null) page.roomGone();
    toast(gettext("You left the room."));
  } });
  roomForm("delete-room", chat, { send: (fields, room) => deleteConfirmed(chat, fields, room), done: () => toast(gettext("Room deleted.")) });
}
function roomForm(id, chat, { fill, send, done }) {
  const root = dialog(id);
  const form = part(root, "form");
  let room = null;
  root.addEventListener("before-open", () => {
    room = chosenRoom(root, chat);
    delete root.dataset.room;
    form.reset();
    clearProblems(form);
    if (!fill || !room) return;
    for (const [name, value] of Object.entries(fill(room))) {
      const control = form.elements.namedItem(name);
      if (typeof value === "boolean") control.checked = value;
      else control.value = value;
    }
  });
  jsonForm(form, { send: (fields) => send(fields, room), done: (answer) => {
    root.close();
    done(answer);
  } });
}
function chosenRoom({ dataset }, chat) {
  return chat.rooms.get(Number(dataset.room)) ?? chat.room;
}
async function deleteConfirmed(chat, { confirmation }, room) {
  if (String(confirmation).trim() !== room?.name) {
    const message = gettext("That isn't the room's name.");
    throw new ChatError({ code: "invalid_input", message, fields: { confirmation: [message] } });
  }
  await call("DELETE", `/rooms/${room.id}`);
  chat.loseRoom(room.id, "deleted");
}
export {
  mountRoomDialogs
};
