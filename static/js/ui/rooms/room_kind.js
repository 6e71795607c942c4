import { hideIf, part, showText } from "../../lib/dom.js";
import { gettext, interpolate, ngettext } from "../../lib/i18n.js";
import { PeopleField } from "../people/people_field.js";

/** As many as the server takes at once. */
const MOST_ADDED = 50;

/**
 * Say who will find a new room, and ask whom to add to one that not everyone finds.
 * @param {HTMLElement} root
 */
export function explainCreating(root) {
  const people = new PeopleField(part(root, "first-people"), MOST_ADDED);
  const explain = () => {
    const isPrivate = chosen(root) === "private";
    hideIf(part(root, "first-people"), !isPrivate);
    showText(part(root, "visibility-meaning"), isPrivate
      ? gettext("Only people in the room see that it exists. You or a moderator add them.")
      : gettext("Everyone here can find, read and join it."));
  };
  select(root).addEventListener("change", explain);
  root.addEventListener("before-open", () => {
    people.begin();
    queueMicrotask(explain); // once the form is as it was
  });
  return people;
}

/**
 * Say what a change of who can find a room means, before it is made. It is the owner's to make.
 * @param {HTMLElement} root
 * @param {Chat} chat
 * @returns {(room: MyRoom) => void} Begin with a room.
 */
export function explainEditing(root, { me }) {
  let room = /** @type {MyRoom | null} */ (null);
  const explain = () => room && showText(part(root, "visibility-meaning"), meaningOf(room, chosen(root)));
  select(root).addEventListener("change", explain);
  return (opened) => {
    room = opened;
    hideIf(part(root, "finding"), me.role !== "admin" && room.membership?.role !== "owner");
    explain();
  };
}

/** @param {MyRoom} room @param {string} visibility */
function meaningOf(room, visibility) {
  if (visibility === room.visibility) return "";
  if (visibility === "public") {
    return gettext("Everyone here will find and join it, and can read everything that was written in it so far.");
  }
  const text = ngettext("Only the %(count)s person in it keeps access. For everyone else it disappears.",
    "Only the %(count)s people in it keep access. For everyone else it disappears.", room.member_count);
  return interpolate(text, { count: room.member_count });
}

/** What leaving a room means. @param {MyRoom | null} room */
export function leavingMeaning(room) {
  switch (room?.visibility) {
    case "private":
      return gettext("You lose access to it until someone in it adds or invites you. Your messages stay.");
    case "direct": return gettext("You lose access to it, and no one can add you again. Your messages stay.");
    default: return gettext("It leaves your list. Your messages stay. You can join again from the list of all rooms.");
  }
}

/** @param {HTMLElement} root */
function select(root) {
  return /** @type {HTMLSelectElement} */ (root.querySelector("select[name=visibility]"));
}

/** @param {HTMLElement} root */
const chosen = (root) => select(root).value;
