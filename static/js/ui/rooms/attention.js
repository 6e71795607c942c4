import { hideIf, part } from "../../lib/dom.js";
import { gettext } from "../../lib/i18n.js";
import { call } from "../../net/api.js";
import { attempt, toast } from "../shell/toasts.js";

/** How much attention a person pays to a room; the server notifies their other devices. */

/** @typedef {Membership["notify"]} Level */

/** @type {Record<Level, string>} */
const SAID = {
  everything: gettext("You're notified of every message in this room."),
  mentions: gettext("You're notified of messages for you in this room."),
  nothing: gettext("You're not notified of anything in this room."),
};

/**
 * Listen for the choices of a menu: a favourite or not, and what to be notified of.
 * @param {HTMLElement} menu
 * @param {Chat} chat
 * @param {() => MyRoom | null} chosen The room of the menu.
 */
export function mountAttention(menu, chat, chosen) {
  part(menu, "favourite").addEventListener("click", () => {
    const room = chosen();
    if (room?.membership) void setAttention(chat, room.id, { is_favourite: !room.membership.is_favourite });
  });
  for (const button of levelButtons(menu)) {
    button.addEventListener("click", () => {
      const room = chosen();
      if (room?.membership) void setAttention(chat, room.id, { notify: /** @type {Level} */ (button.dataset.notify) });
    });
  }
}

/** @param {HTMLElement} menu @param {Membership | null | undefined} membership */
export function drawAttention(menu, membership) {
  hideIf(part(menu, "attention"), !membership);
  part(menu, "favourite").setAttribute("aria-pressed", String(membership?.is_favourite ?? false));
  for (const button of levelButtons(menu)) {
    button.setAttribute("aria-pressed", String(button.dataset.notify === membership?.notify));
  }
}

/** @param {HTMLElement} menu */
function levelButtons(menu) {
  return menu.querySelectorAll(/** @type {"button"} */ ("button[data-notify]"));
}

/**
 * @param {Chat} chat @param {number} roomId
 * @param {{ notify?: Level, is_favourite?: boolean, is_hidden?: boolean }} fields
 */
export function setAttention(chat, roomId, fields) {
  return attempt(async () => {
    const { membership } = await call("PATCH", `/rooms/${roomId}/membership`, fields);
    chat.rooms.setMembership(roomId, membership);
    if (fields.notify) toast(SAID[fields.notify]);
  });
}
