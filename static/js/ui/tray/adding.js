import { gettext } from "../../lib/i18n.js";
import { loaded } from "../shell/loading.js";
import { toast } from "../shell/toasts.js";

/**
 * Put files into the tray of the room on the screen: from a button, a paste, a drop, or a recording.
 * @param {Chat} chat
 * @param {File[]} files
 */
export async function addFiles(chat, files) {
  const { roomId } = chat.live;
  if (files.length === 0) return;
  if (isEditing()) return void toast(gettext("Files can't be added to a message that was sent."));
  if (roomId === null || !mayAdd()) return void toast(gettext("You can't send files here."));
  const adding = add(chat, roomId, files);
  chat.files.adding = adding;
  await adding;
  if (chat.files.adding === adding) chat.files.adding = null;
}

/** @param {Chat} chat @param {number} roomId @param {File[]} files */
async function add(chat, roomId, files) {
  const keeper = await loaded(() => chat.files.load());
  for (const text of keeper?.add(roomId, files) ?? []) toast(text);
}

/** Whether there is a line to write in now: not in a closed room, nor when one is muted or has not joined. */
function mayAdd() {
  return document.querySelector(/** @type {"form"} */ ("form.composer:not([hidden])")) !== null;
}

function isEditing() {
  return document.querySelector(".composer [data-editing]") !== null;
}
