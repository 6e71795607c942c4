import { A as dialog, u as part, b as nowMs, a7 as plainText, z as openDialog, c as call, a5 as toast, a as interpolate, g as gettext } from "./app.js";
import { U as UuidClock, f as mayWriteIn } from "./chat.js";
import { c as clearProblems, j as jsonForm } from "./forms.js";
const EXCERPT_CHARS = 400;
const ids = new UuidClock();
let chosen = null;
let clientId = "";
let isMounted = false;
function forwardMessage(chat, message) {
  const root = dialog("forward");
  const form = part(root, "form");
  if (!isMounted) mount(root, form, chat);
  isMounted = true;
  chosen = message;
  clientId = ids.next(nowMs());
  form.reset();
  clearProblems(form);
  part(form, "excerpt").textContent = plainText(message).trim().slice(0, EXCERPT_CHARS);
  const isOpen = (room) => room.is_active && mayWriteIn(room, chat.me);
  const rooms = chat.rooms.joined().filter((room) => isOpen(room) && room.id !== message.room_id);
  const options = rooms.map(({ id, name }) => new Option(name, String(id)));
  form.elements.namedItem("room_id").replaceChildren(...options);
  part(root, "no-rooms").hidden = rooms.length > 0;
  part(root, "choice").hidden = rooms.length === 0;
  void openDialog("forward");
}
function mount(root, form, chat) {
  jsonForm(form, { send: ({ room_id, content }) => {
    const { room_id: from, seq } = chosen;
    const body = { room_id: Number(room_id), client_id: clientId, ...content ? { content } : {} };
    return call("POST", `/rooms/${from}/messages/${seq}/forward`, body);
  }, done: ({ message }) => {
    root.close();
    const room = chat.rooms.get(message.room_id)?.name ?? "";
    toast(interpolate(gettext("Forwarded to %(room)s."), { room }));
  } });
}
export {
  forwardMessage
};
