import { x as dialog, p as part, a2 as toast, D as gettext, C as ChatError, c as call } from "./app.js";
import { c as clearProblems, j as jsonForm } from "./forms.js";
import { askForHeir, chosenHeir } from "./hand_over.js";
function mountRoomDialogs(chat, page) {
  roomForm("create-room", chat, {
    send: (fields) => call("POST", "/rooms", fields),
    done: ({ room }) => {
      chat.rooms.put(room);
      page.openRoom(room.id);
    }
  });
  roomForm("edit-room", chat, {
    fill: (room) => ({ name: room.name, description: room.description }),
    send: (fields, room) => call("PATCH", `/rooms/${room?.id}`, { description: "", ...fields }),
    done: ({ room }) => chat.rooms.update(room)
  });
  roomForm("close-room", chat, {
    send: (_, room) => call("POST", `/rooms/${room?.id}/close`),
    done: ({ room }) => chat.rooms.update(room)
  });
  mountEndings(chat, page);
}
function mountEndings(chat, page) {
  const leave = dialog("leave-room");
  leave.addEventListener("before-open", () => void askForHeir(chat, chosenRoom(leave, chat)));
  roomForm("leave-room", chat, {
    send: (_, room) => chat.leaveRoom(room?.id ?? 0, chosenHeir()),
    done: () => {
      if (chat.live.roomId === null) page.roomGone();
      toast(gettext("You left the room."));
    }
  });
  roomForm("delete-room", chat, {
    send: (fields, room) => deleteConfirmed(chat, fields, room),
    done: () => toast(gettext("Room deleted."))
  });
}
function roomForm(id, chat, { fill, send, done }) {
  const root = dialog(id);
  const form = (
    /** @type {HTMLFormElement} */
    part(root, "form")
  );
  let room = (
    /** @type {MyRoom | null} */
    null
  );
  root.addEventListener("before-open", () => {
    room = chosenRoom(root, chat);
    delete root.dataset.room;
    form.reset();
    clearProblems(form);
    if (!fill || !room) return;
    for (const [name, value] of Object.entries(fill(room))) {
      form.elements.namedItem(name).value = value;
    }
  });
  jsonForm(form, {
    send: (fields) => send(fields, room),
    done: (answer) => {
      root.close();
      done(answer);
    }
  });
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
