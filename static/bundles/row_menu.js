import { ah as openLayer, B as onKey, ai as layersChanged, u as part, A as dialog, z as openDialog, a5 as toast, g as gettext } from "./app.js";
import { copyLink } from "./copying.js";
import { p as placeAt, e as itemsOf, f as stepThrough, g as closeWhenLeft, m as mountAttention, h as drawAttention, r as readRoom, u as unreadRoom, j as setAttention } from "./chat_rest.js";
import { d as isDirect, g as mayLeave } from "./chat.js";
let chosen = null;
let isMounted = false;
function openRowMenu(chat, room, opener) {
  const menu = document.getElementById("row-menu");
  if (!isMounted) mountRowMenu(menu, chat);
  isMounted = true;
  chosen = room;
  offer(menu, room);
  menu.hidden = false;
  placeAt(menu, opener.getBoundingClientRect());
  openLayer({ isOpen: () => !menu.hidden, close: () => void (menu.hidden = true), isLight: true });
  itemsOf(menu)[0]?.focus();
}
function mountRowMenu(menu, chat) {
  onKey(menu, (event) => stepThrough(event, menu));
  closeWhenLeft(menu, menu, () => {
    menu.hidden = true;
    layersChanged();
  });
  const act = (name, does) => {
    part(menu, name).addEventListener("click", () => chosen && does(chosen));
  };
  act("mark-read", (room) => readRoom(chat, room));
  act("mark-unread", (room) => unreadRoom(chat, room.id));
  mountAttention(menu, chat, () => chosen);
  act("copy-link", ({ id }) => copyLink(`/?room=${id}`));
  act("hide", (room) => hideRoom(chat, room));
  act("leave", (room) => {
    dialog("leave-room").dataset.room = String(room.id);
    void openDialog("leave-room");
  });
}
function offer(menu, room) {
  const { membership, last_message } = room;
  const isUnread = (membership?.unread_count ?? 0) > 0;
  drawAttention(menu, membership);
  part(menu, "mark-read").hidden = !isUnread;
  part(menu, "mark-unread").hidden = isUnread || !last_message;
  part(menu, "hide").hidden = !isDirect(room);
  part(menu, "leave").hidden = !mayLeave(room);
}
async function hideRoom(chat, room) {
  const set = (is_hidden) => setAttention(chat, room.id, { is_hidden });
  if (!await set(true)) return;
  toast(gettext("Hidden until a new message comes."), { text: gettext("Undo"), act: () => void set(false) });
}
export {
  openRowMenu
};
