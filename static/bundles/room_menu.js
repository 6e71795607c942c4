import { p as part, H as attempt, c as call, a0 as toast, B as gettext, z as loaded, F as oncePerFrame } from "./app.js";
import { m as mountAttention, d as drawAttention } from "./attention.js";
function mountRoomMenu(menu, chat) {
  const draw = oncePerFrame(() => drawMenu(menu, chat));
  mountAttention(menu, chat, () => chat.room);
  part(menu, "reopen").addEventListener("click", () => void reopen(chat));
  part(menu, "mark-read").addEventListener("click", async () => (await reading())?.readRoom(chat, chat.room));
  part(menu, "mark-unread").addEventListener("click", async () => {
    if (chat.room) (await reading())?.unreadRoom(chat, chat.room.id);
  });
  chat.rooms.changed.subscribe(draw);
  chat.roomChanged.subscribe(draw);
  draw();
}
function drawMenu(menu, { room, me }) {
  const role = room?.membership?.role;
  const manages = me.role === "admin" || role === "owner";
  const moderates = manages || role === "moderator";
  part(menu, "edit").hidden = part(menu, "moderation").hidden = !moderates || !room?.is_active;
  part(menu, "close").hidden = !manages || !room?.is_active;
  part(menu, "reopen").hidden = !manages || (room?.is_active ?? true);
  const isUnread = (room?.membership?.unread_count ?? 0) > 0;
  part(menu, "mark-read").hidden = !isUnread;
  part(menu, "mark-unread").hidden = isUnread || role === void 0 || !room?.last_message;
  drawAttention(menu, room?.membership);
  part(menu, "leave").hidden = role === void 0;
  part(menu, "delete").hidden = !manages;
}
function reading() {
  return loaded(() => import("./reading_actions.js").then(function(n) {
    return n.b;
  }));
}
async function reopen(chat) {
  await attempt(async () => {
    const { room } = await call("POST", `/rooms/${chat.room?.id}/reopen`);
    chat.rooms.update(room);
    toast(gettext("Room reopened."));
  });
}
export {
  mountRoomMenu
};
