import { part, plainText } from "../../lib/dom.js";
import { gettext, interpolate } from "../../lib/i18n.js";
import { UuidClock } from "../../lib/uuid.js";
import { nowMs } from "../../lib/clock.js";
import { call } from "../../net/api.js";
import { mayWriteIn } from "../../state/rights.js";
import { dialog, openDialog } from "../dialogs/dialogs.js";
import { clearProblems, jsonForm } from "../dialogs/forms.js";
import { toast } from "../shell/toasts.js";

const EXCERPT_CHARS = 400;
const ids = new UuidClock();

let chosen = /** @type {Message | null} */ (null);
/** The same for every try, so that a lost answer forwards nothing twice. */
let clientId = "";
let isMounted = false;

/** Ask where a message is to be forwarded. @param {Chat} chat @param {Message} message */
export function forwardMessage(chat, message) {
  const root = dialog("forward");
  const form = /** @type {HTMLFormElement} */ (part(root, "form"));
  if (!isMounted) mount(root, form, chat);
  isMounted = true;
  chosen = message;
  clientId = ids.next(nowMs());
  form.reset();
  clearProblems(form);
  part(form, "excerpt").textContent = plainText(message).trim().slice(0, EXCERPT_CHARS);
  const isOpen = (/** @type {MyRoom} */ room) => room.is_active && mayWriteIn(room, chat.me);
  const rooms = chat.rooms.joined().filter((room) => isOpen(room) && room.id !== message.room_id);
  const options = rooms.map(({ id, name }) => new Option(name, String(id)));
  /** @type {HTMLSelectElement} */ (form.elements.namedItem("room_id")).replaceChildren(...options);
  part(root, "no-rooms").hidden = rooms.length > 0;
  part(root, "choice").hidden = rooms.length === 0;
  void openDialog("forward");
}

/** @param {HTMLDialogElement} root @param {HTMLFormElement} form @param {Chat} chat */
function mount(root, form, chat) {
  jsonForm(form, {
    send: ({ room_id, content }) => {
      const { room_id: from, seq } = /** @type {Message} */ (chosen);
      const body = { room_id: Number(room_id), client_id: clientId, ...(content ? { content } : {}) };
      return call("POST", `/rooms/${from}/messages/${seq}/forward`, body);
    },
    done: ({ message }) => {
      root.close();
      const room = chat.rooms.get(message.room_id)?.name ?? "";
      toast(interpolate(gettext("Forwarded to %(room)s."), { room }));
    },
  });
}
