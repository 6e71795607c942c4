import { hideIf, part } from "../../lib/dom.js";
import { oncePerFrame } from "../../lib/frames.js";
import { gettext } from "../../lib/i18n.js";
import { call } from "../../net/api.js";
import { isDirect, mayLeave } from "../../state/direct.js";
import { drawAttention, mountAttention } from "./attention.js";
import { loaded } from "../shell/loading.js";
import { attempt, toast } from "../shell/toasts.js";

/** The items of the room menu, as far as they are mine to choose. @param {HTMLElement} menu @param {Chat} chat */
export function mountRoomMenu(menu, chat) {
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

/** @param {HTMLElement} menu @param {Chat} chat */
function drawMenu(menu, { room, me }) {
  const role = room?.membership?.role;
  const manages = (me.role === "admin" || role === "owner") && !isDirect(room);
  const moderates = manages || role === "moderator";
  for (const place of [part(menu, "edit"), part(menu, "moderation")]) hideIf(place, !moderates || !room?.is_active);
  hideIf(part(menu, "close"), !manages || !room?.is_active);
  hideIf(part(menu, "reopen"), !manages || (room?.is_active ?? true));
  const isUnread = (room?.membership?.unread_count ?? 0) > 0;
  hideIf(part(menu, "mark-read"), !isUnread);
  hideIf(part(menu, "mark-unread"), isUnread || role === undefined || !room?.last_message);
  drawAttention(menu, room?.membership);
  hideIf(part(menu, "leave"), role === undefined || room === null || !mayLeave(room));
  hideIf(part(menu, "delete"), !manages);
}

function reading() {
  return loaded(() => import("./reading_actions.js"));
}

/** @param {Chat} chat */
async function reopen(chat) {
  await attempt(async () => {
    const { room } = await call("POST", `/rooms/${chat.room?.id}/reopen`);
    chat.rooms.update(room);
    toast(gettext("Room reopened."));
  });
}
