import { A as dialog, u as part, z as openDialog, g as gettext, c as call, C as ChatError, Z as fromTemplate, a1 as drawAvatar } from "./app.js";
const ID = "who-reacted";
let shown = { path: "", after: 0 };
let isMounted = false;
function showWho({ room_id, seq }) {
  const root = dialog(ID);
  if (!isMounted) part(root, "load").addEventListener("click", () => void load(root));
  isMounted = true;
  shown = { path: `/rooms/${room_id}/messages/${seq}/reactions`, after: 0 };
  part(root, "list").replaceChildren();
  void openDialog(ID);
  void load(root);
}
async function load(root) {
  const asked = shown;
  say(root, gettext("Loading\u2026"), "");
  try {
    const page = await call("GET", `${asked.path}?after=${asked.after}`);
    if (asked !== shown) return;
    shown = { ...asked, after: page.last_id };
    part(root, "list").append(...rowsOf(page.reactions));
    say(root, "", page.has_more ? gettext("Show more") : "");
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    if (asked === shown) say(root, error.message, gettext("Try again"));
  }
}
function say(root, text, button) {
  part(root, "status").textContent = text;
  part(root, "load").textContent = button;
  part(root, "load").hidden = button === "";
}
function rowsOf(reactions) {
  return reactions.flatMap(({ emoji, users }) => users.map((user) => rowOf(emoji, user)));
}
function rowOf(emoji, user) {
  const row = fromTemplate("who-reacted-row");
  drawAvatar(part(row, "avatar"), user);
  part(row, "name").textContent = user.name;
  part(row, "emoji").textContent = emoji;
  return row;
}
export {
  showWho
};
