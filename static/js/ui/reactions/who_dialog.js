import { fromTemplate, part } from "../../lib/dom.js";
import { gettext } from "../../lib/i18n.js";
import { call } from "../../net/api.js";
import { ChatError } from "../../net/errors.js";
import { dialog, openDialog } from "../dialogs/dialogs.js";
import { drawAvatar } from "../people/avatar.js";

const ID = "who-reacted";
/** Which message is shown, and from which reaction on more can be loaded. */
let shown = { path: "", after: 0 };
let isMounted = false;

/** List everyone who reacted to a message, in the order they did. @param {Message} message */
export function showWho({ room_id, seq }) {
  const root = dialog(ID);
  if (!isMounted) part(root, "load").addEventListener("click", () => void load(root));
  isMounted = true;
  shown = { path: `/rooms/${room_id}/messages/${seq}/reactions`, after: 0 };
  part(root, "list").replaceChildren();
  void openDialog(ID);
  void load(root);
}

/** @param {HTMLElement} root */
async function load(root) {
  const asked = shown;
  say(root, gettext("Loading…"), "");
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

/** @param {HTMLElement} root @param {string} text @param {string} button */
function say(root, text, button) {
  part(root, "status").textContent = text;
  part(root, "load").textContent = button;
  part(root, "load").hidden = button === "";
}

/** @param {{ emoji: string, users: User[] }[]} reactions */
function rowsOf(reactions) {
  return reactions.flatMap(({ emoji, users }) => users.map((user) => rowOf(emoji, user)));
}

/** @param {string} emoji @param {User} user */
function rowOf(emoji, user) {
  const row = fromTemplate("who-reacted-row");
  drawAvatar(part(row, "avatar"), user);
  part(row, "name").textContent = user.name;
  part(row, "emoji").textContent = emoji;
  return row;
}
