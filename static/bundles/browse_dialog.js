import { A as dialog, u as part, H as attempt, a8 as KeyedList, Z as fromTemplate, g as gettext, a as interpolate, W as ngettext, c as call, C as ChatError } from "./app.js";
import { d as isDirect } from "./chat.js";
const SEARCH_DELAY_MS = 200;
function mountBrowseDialog(chat, page) {
  const root = dialog("browse-rooms");
  const query = part(root, "query");
  const search = searching(root, query);
  let timer = 0;
  query.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void search(), SEARCH_DELAY_MS);
  });
  root.addEventListener("before-open", () => {
    query.value = "";
    void search();
  });
  part(root, "list").addEventListener("click", async (event) => {
    const button = event.target.closest("[data-room]");
    if (!(button instanceof HTMLElement)) return;
    const roomId = Number(button.dataset.room);
    const isOpen = await attempt(async () => {
      if (!chat.rooms.get(roomId)?.membership) await chat.joinRoom(roomId);
      root.close();
      page.openRoom(roomId);
    });
    if (!isOpen) await search();
  });
}
function searching(root, query) {
  const list = new KeyedList(part(root, "list"), { key: (room) => String(room.id), create: () => fromTemplate("browse-row"), update: drawRoom });
  return async () => {
    const wanted = query.value.trim();
    const answer = await find(wanted);
    if (wanted !== query.value.trim()) return;
    list.show(answer.rooms);
    part(root, "none").hidden = answer.rooms.length > 0;
    part(root, "none").textContent = answer.problem ?? gettext("No room with that name. You can create it.");
  };
}
async function find(query) {
  try {
    const { rooms } = await call("GET", `/rooms?limit=100${query ? `&q=${encodeURIComponent(query)}` : ""}`);
    return { rooms: rooms.filter((room) => !isDirect(room)) };
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    return { rooms: [], problem: error.message };
  }
}
function drawRoom(node, room) {
  const { member_count: count } = room;
  part(node, "name").textContent = room.name;
  part(node, "count").textContent = interpolate(ngettext("%(count)s member", "%(count)s members", count), { count });
  part(node, "description").textContent = room.description;
  const button = part(node, "act");
  button.dataset.room = String(room.id);
  button.textContent = room.membership ? gettext("Open") : gettext("Join");
  button.setAttribute("aria-label", `${button.textContent}: ${room.name}`);
}
export {
  mountBrowseDialog
};
