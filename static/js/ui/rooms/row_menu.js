import { part } from "../../lib/dom.js";
import { gettext } from "../../lib/i18n.js";
import { onKey } from "../../lib/keys.js";
import { dialog, openDialog } from "../dialogs/dialogs.js";
import { copyLink } from "../shell/copying.js";
import { closeWhenLeft, itemsOf, stepThrough } from "../shell/menu_button.js";
import { layersChanged, openLayer } from "../shell/layers.js";
import { placeAt } from "../shell/placing.js";
import { toast } from "../shell/toasts.js";
import { isDirect, mayLeave } from "../../state/direct.js";
import { drawAttention, mountAttention, setAttention } from "./attention.js";
import { readRoom, unreadRoom } from "./reading_actions.js";

let chosen = /** @type {MyRoom | null} */ (null);
let isMounted = false;

/**
 * What can be done with a room from the list: a menu at its row.
 * @param {Chat} chat
 * @param {MyRoom} room
 * @param {HTMLElement} opener
 */
export function openRowMenu(chat, room, opener) {
  const menu = /** @type {HTMLElement} */ (document.getElementById("row-menu"));
  if (!isMounted) mountRowMenu(menu, chat);
  isMounted = true;
  chosen = room;
  offer(menu, room);
  menu.hidden = false;
  placeAt(menu, opener.getBoundingClientRect());
  openLayer({ isOpen: () => !menu.hidden, close: () => void (menu.hidden = true), isLight: true });
  itemsOf(menu)[0]?.focus();
}

/** @param {HTMLElement} menu @param {Chat} chat */
function mountRowMenu(menu, chat) {
  onKey(menu, (event) => stepThrough(event, menu));
  closeWhenLeft(menu, menu, () => {
    menu.hidden = true;
    layersChanged();
  });
  const act = (/** @type {string} */ name, /** @type {(room: MyRoom) => unknown} */ does) => {
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

/** @param {HTMLElement} menu @param {MyRoom} room */
function offer(menu, room) {
  const { membership, last_message } = room;
  const isUnread = (membership?.unread_count ?? 0) > 0;
  drawAttention(menu, membership);
  part(menu, "mark-read").hidden = !isUnread;
  part(menu, "mark-unread").hidden = isUnread || !last_message;
  part(menu, "hide").hidden = !isDirect(room);
  part(menu, "leave").hidden = !mayLeave(room);
}

/** @param {Chat} chat @param {MyRoom} room */
async function hideRoom(chat, room) {
  const set = (/** @type {boolean} */ is_hidden) => setAttention(chat, room.id, { is_hidden });
  if (!(await set(true))) return;
  toast(gettext("Hidden until a new message comes."), { text: gettext("Undo"), act: () => void set(false) });
}
