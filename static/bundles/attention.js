import { p as part, H as attempt, c as call, a0 as toast, B as gettext } from "./app.js";
const SAID = {
  everything: gettext("You're notified of every message in this room."),
  mentions: gettext("You're notified of messages for you in this room."),
  nothing: gettext("You're not notified of anything in this room.")
};
function mountAttention(menu, chat, chosen) {
  part(menu, "favourite").addEventListener("click", () => {
    const room = chosen();
    if (room?.membership) void change(chat, room.id, { is_favourite: !room.membership.is_favourite });
  });
  for (const button of levelButtons(menu)) {
    button.addEventListener("click", () => {
      const room = chosen();
      if (room?.membership) void change(chat, room.id, { notify: (
        /** @type {Level} */
        button.dataset.notify
      ) });
    });
  }
}
function drawAttention(menu, membership) {
  part(menu, "attention").hidden = !membership;
  part(menu, "favourite").setAttribute("aria-pressed", String(membership?.is_favourite ?? false));
  for (const button of levelButtons(menu)) {
    button.setAttribute("aria-pressed", String(button.dataset.notify === membership?.notify));
  }
}
function levelButtons(menu) {
  return menu.querySelectorAll(
    /** @type {"button"} */
    "button[data-notify]"
  );
}
async function change(chat, roomId, fields) {
  await attempt(async () => {
    const { membership } = await call("PATCH", `/rooms/${roomId}/membership`, fields);
    chat.rooms.setMembership(roomId, membership);
    if (fields.notify) toast(SAID[fields.notify]);
  });
}
export {
  drawAttention as d,
  mountAttention as m
};
