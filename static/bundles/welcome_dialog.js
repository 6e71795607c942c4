import { A as dialog, a0 as contentOf, u as part, c as call, a8 as KeyedList, Z as fromTemplate, a as interpolate, W as ngettext, g as gettext, H as attempt } from "./app.js";
import { m as mountPictureForm } from "./picture_form.js";
import { j as jsonForm } from "./forms.js";
const MOST = 5;
function worthJoining(rooms) {
  const open = rooms.filter((room) => room.is_active && room.visibility === "public" && !room.membership);
  const at = ({ last_message: last }) => last?.created_at ?? "";
  const byActivity = (one, other) => at(other).localeCompare(at(one)) || other.member_count - one.member_count;
  return open.toSorted(byActivity).slice(0, MOST);
}
function mountWelcomeDialog(chat, page) {
  const root = dialog("welcome");
  root.append(contentOf("welcome-content"));
  const picture = mountPictureForm(part(root, "picture-form"), { me: () => chat.me, changed: ({ user }) => chat.changeMe(user) });
  const name = mountName(part(root, "name-form"), root, chat);
  const suggest = mountRooms(root, chat, page);
  root.addEventListener("before-open", () => {
    picture.show();
    name.value = chat.me.name;
    void suggest();
  });
}
function mountName(form, root, chat) {
  const input = form.elements.namedItem("name");
  const isKept = () => input.value.trim() === chat.me.name;
  jsonForm(form, { send: async (fields) => isKept() ? { user: chat.me } : call("PUT", "/auth/profile", fields), done: ({ user }) => {
    chat.changeMe(user);
    root.close();
  } });
  part(root, "done").addEventListener("click", () => form.requestSubmit());
  return input;
}
function mountRooms(root, chat, page) {
  const list = new KeyedList(part(root, "list"), { key: ({ id }) => String(id), create: () => fromTemplate("browse-row"), update: (node, room) => drawRoom(node, room, chat) });
  let rooms = [];
  list.container.addEventListener("click", async ({ target }) => {
    const button = target.closest("[data-room]");
    if (button instanceof HTMLElement) await joinOrOpen(Number(button.dataset.room), root, chat, page);
    list.show(rooms);
  });
  return async () => {
    const found = await call("GET", "/rooms?limit=100").catch(() => ({ rooms: [] }));
    rooms = worthJoining(found.rooms);
    list.show(rooms);
    part(root, "rooms").hidden = rooms.length === 0;
  };
}
async function joinOrOpen(roomId, root, chat, page) {
  if (!chat.rooms.get(roomId)?.membership) return attempt(() => chat.joinRoom(roomId));
  root.close();
  return page.openRoom(roomId);
}
function drawRoom(node, room, chat) {
  const { member_count: count } = room;
  part(node, "name").textContent = room.name;
  part(node, "count").textContent = interpolate(ngettext("%(count)s member", "%(count)s members", count), { count });
  part(node, "description").textContent = room.description;
  const button = part(node, "act");
  button.dataset.room = String(room.id);
  button.textContent = chat.rooms.get(room.id)?.membership ? gettext("Open") : gettext("Join");
  button.setAttribute("aria-label", `${button.textContent}: ${room.name}`);
}
export {
  mountWelcomeDialog
};
