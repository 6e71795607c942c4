import { part } from "../../lib/dom.js";
import { gettext, interpolate } from "../../lib/i18n.js";
import { call } from "../../net/api.js";
import { ChatError } from "../../net/errors.js";
import { dialog, openDialog } from "../dialogs/dialogs.js";
import { clearProblems, jsonForm } from "../dialogs/forms.js";
import { attempt, toast } from "../shell/toasts.js";

const MOST_HEIRS = 500;
const SENIORITY = { owner: 0, moderator: 1, member: 2 };

let asked = /** @type {MyRoom | null} */ (null);

/**
 * An owner who leaves chooses who owns the room; the one who would be next in line is proposed.
 * @param {Chat} chat
 * @param {MyRoom | null} room
 */
export async function askForHeir(chat, room) {
  asked = room;
  offer(null);
  if (room?.membership?.role !== "owner") return;
  const found = await attempt(async () => {
    const people = (await membersOf(chat, room.id)).filter(({ user }) => user.id !== chat.me.id && !user.is_bot);
    const heirs = people.sort(bySeniority);
    if (asked === room) offer(heirs);
  });
  if (!found && asked === room) dialog("leave-room").close();
}

/** Those of the room on the screen are known. @param {Chat} chat @param {number} roomId @returns {Promise<Member[]>} */
async function membersOf({ live, members }, roomId) {
  if (roomId === live.roomId && !members.isEmpty) return members.sorted(() => true);
  return (await call("GET", `/rooms/${roomId}/members?limit=${MOST_HEIRS}`)).members;
}

/** @param {Member[] | null} heirs Not for someone who owns nothing, or while they are read. */
function offer(heirs) {
  const root = dialog("leave-room");
  part(root, "heir").hidden = !heirs?.length;
  part(root, "no-heir").hidden = heirs?.length !== 0;
  choice().replaceChildren(...(heirs ?? []).map(({ user }) => new Option(user.name, String(user.id))));
}

/**
 * The person who was chosen is no member any more: offer the others.
 * @param {Chat} chat
 * @param {MyRoom | null} room
 * @param {unknown} error
 * @returns {never}
 */
export function offerOthers(chat, room, error) {
  const isGone = error instanceof ChatError && error.code === "not_found" && chosenHeir() !== null;
  if (!isGone) throw error;
  void askForHeir(chat, room);
  throw new ChatError({ code: "not_found", message: gettext("This person is no longer in the room.") });
}

/** Whom an owner who leaves has chosen. @returns {number | null} */
export function chosenHeir() {
  return choice().value === "" ? null : Number(choice().value);
}

/** Hand the room on the screen over to a member, after a question. @param {User} user @param {Chat} chat */
export function handOver(user, { room }) {
  const root = dialog("hand-over");
  const form = /** @type {HTMLFormElement} */ (part(root, "form"));
  const isMine = room?.membership?.role === "owner";
  const text = isMine
    ? gettext("%(name)s becomes the owner of %(room)s, and you become a moderator. Only they can hand it back.")
    : gettext("%(name)s becomes the owner of %(room)s. The current owner becomes a moderator.");
  part(root, "meaning").textContent = interpolate(text, { name: user.name, room: room?.name ?? "" });
  clearProblems(form);
  purpose = { user, roomId: room?.id ?? 0 };
  listen(root, form);
  void openDialog("hand-over");
}

let purpose = /** @type {{ user: User, roomId: number } | null} */ (null);
let listens = false;

/** @param {HTMLDialogElement} root @param {HTMLFormElement} form */
function listen(root, form) {
  if (listens) return;
  listens = true;
  jsonForm(form, {
    send: () => call("PATCH", `/rooms/${purpose?.roomId}/members/${purpose?.user.id}`, { role: "owner" }),
    done: () => {
      root.close();
      toast(interpolate(gettext("%(name)s owns this room now."), { name: purpose?.user.name ?? "" }));
    },
  });
}

function choice() {
  return /** @type {HTMLSelectElement} */ (document.getElementById("leave-room-new_owner_id"));
}

/** @param {Member} a @param {Member} b */
function bySeniority(a, b) {
  return SENIORITY[a.role] - SENIORITY[b.role] || a.joined_at.localeCompare(b.joined_at);
}
