import { part } from "../../lib/dom.js";
import { gettext } from "../../lib/i18n.js";
import { call } from "../../net/api.js";
import { ChatError } from "../../net/errors.js";
import { dialog } from "../dialogs/dialogs.js";
import { changesOf, clearProblems, jsonForm } from "../dialogs/forms.js";
import { attempt, toast } from "../shell/toasts.js";
import { explainCreating, explainEditing, leavingMeaning } from "./room_kind.js";
import { askForHeir, chosenHeir, offerOthers } from "./hand_over.js";

/**
 * Create, edit, close, leave and delete rooms.
 * @param {Chat} chat
 * @param {{ openRoom(roomId: number): void, roomGone(): void }} page
 */
export function mountRoomDialogs(chat, page) {
  mountCreating(chat, page);
  mountEditing(chat);
  roomForm("close-room", chat, {
    send: (_, room) => call("POST", `/rooms/${room?.id}/close`),
    done: ({ room }) => chat.rooms.update(room),
  });
  mountEndings(chat, page);
}

/** @param {Chat} chat @param {{ openRoom(roomId: number): void }} page */
function mountCreating(chat, page) {
  const people = explainCreating(dialog("create-room"));
  roomForm("create-room", chat, {
    send: async (fields) => {
      const user_ids = fields.visibility === "private" ? people.take() : [];
      const answer = await call("POST", "/rooms", fields);
      if (user_ids.length === 0) return answer;
      await attempt(() => call("POST", `/rooms/${answer.room.id}/members`, { user_ids }));
      return call("GET", `/rooms/${answer.room.id}`);
    },
    done: ({ room }) => {
      chat.rooms.put(room);
      page.openRoom(room.id);
    },
  });
}

/** @param {Chat} chat */
function mountEditing(chat) {
  const explain = explainEditing(dialog("edit-room"), chat);
  roomForm("edit-room", chat, {
    fill: (room) => {
      queueMicrotask(() => explain(room));
      return {
        name: room.name,
        description: room.description,
        visibility: room.visibility,
        who_may_write: room.who_may_write,
        members_may_invite: room.members_may_invite,
      };
    },
    send: (fields, room) => call("PATCH", `/rooms/${room?.id}`, changesOf({ description: "", ...fields }, room)),
    done: ({ room }) => chat.rooms.update(room),
  });
}

/** @param {Chat} chat @param {{ roomGone(): void }} page */
function mountEndings(chat, page) {
  const leave = dialog("leave-room");
  leave.addEventListener("before-open", () => {
    const room = chosenRoom(leave, chat);
    part(leave, "meaning").textContent = leavingMeaning(room);
    void askForHeir(chat, room);
  });
  roomForm("leave-room", chat, {
    send: (_, room) => chat.leaveRoom(room?.id ?? 0, chosenHeir()).catch((error) => offerOthers(chat, room, error)),
    done: () => {
      if (chat.live.roomId === null) page.roomGone();
      toast(gettext("You left the room."));
    },
  });
  roomForm("delete-room", chat, {
    send: (fields, room) => deleteConfirmed(chat, fields, room),
    done: () => toast(gettext("Room deleted.")),
  });
}

/**
 * @param {string} id
 * @param {Chat} chat
 * @param {{ fill?: (room: MyRoom) => Record<string, string | boolean>, done: (answer: any) => void,
 *   send: (fields: Record<string, unknown>, room: MyRoom | null) => Promise<any> }} how
 */
function roomForm(id, chat, { fill, send, done }) {
  const root = dialog(id);
  const form = /** @type {HTMLFormElement} */ (part(root, "form"));
  let room = /** @type {MyRoom | null} */ (null);
  root.addEventListener("before-open", () => {
    room = chosenRoom(root, chat);
    delete root.dataset.room;
    form.reset();
    clearProblems(form);
    if (!fill || !room) return;
    for (const [name, value] of Object.entries(fill(room))) {
      const control = /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
      if (typeof value === "boolean") control.checked = value;
      else control.value = value;
    }
  });
  jsonForm(form, {
    send: (fields) => send(fields, room),
    done: (answer) => {
      root.close();
      done(answer);
    },
  });
}

/** The room that was chosen in the list, or the one on the screen. @param {HTMLElement} root @param {Chat} chat */
function chosenRoom({ dataset }, chat) {
  return chat.rooms.get(Number(dataset.room)) ?? chat.room;
}

/** @param {Chat} chat @param {Record<string, unknown>} fields @param {MyRoom | null} room */
async function deleteConfirmed(chat, { confirmation }, room) {
  if (String(confirmation).trim() !== room?.name) {
    const message = gettext("That isn't the room's name.");
    throw new ChatError({ code: "invalid_input", message, fields: { confirmation: [message] } });
  }
  await call("DELETE", `/rooms/${room.id}`);
  chat.loseRoom(room.id, "deleted");
}
