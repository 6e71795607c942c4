import { u as part, L as hideIf, c as call } from "./app.js";
const MOST_ROOMS = 6;
async function drawDetails(root, chat, userId, page) {
  const section = part(root, "shared");
  hideIf(section, true);
  root.dataset.user = String(userId);
  const card = await call("GET", `/users/${userId}`);
  if (root.dataset.user !== String(userId) || userId === chat.me.id) return;
  const rooms = card.shared_rooms.filter(({ id }) => id !== chat.live.roomId);
  hideIf(section, rooms.length === 0);
  part(root, "shared-rooms").replaceChildren(...rooms.slice(0, MOST_ROOMS).map((room) => link(room, page)));
  part(root, "message").toggleAttribute("disabled", !card.may_message);
}
function link(room, page) {
  const row = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "menu-item";
  const name = document.createElement("bdi");
  name.textContent = room.name;
  button.append(name);
  button.addEventListener("click", () => page.openRoom(room.id));
  row.append(button);
  return row;
}
export {
  drawDetails
};
