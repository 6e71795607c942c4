import { H as attempt, c as call } from "./app.js";
async function openDirect(chat, page, userIds) {
  const { room } = await call("POST", "/direct", { user_ids: userIds });
  chat.rooms.put(room);
  page.openRoom(room.id);
}
function messagePerson(chat, page, user) {
  return attempt(() => openDirect(chat, page, [user.id]));
}
export {
  messagePerson,
  openDirect
};
