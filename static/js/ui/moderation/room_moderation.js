import { fromTemplate, KeyedList, part } from "../../lib/dom.js";
import { gettext, interpolate } from "../../lib/i18n.js";
import { untilText } from "../../lib/terms.js";
import { call } from "../../net/api.js";
import { dialog } from "../dialogs/dialogs.js";
import { clearProblems, jsonForm } from "../dialogs/forms.js";
import { attempt, toast } from "../shell/toasts.js";

/** @typedef {{ user: User, muted_until: string | null, banned_until: string | null }} RoomSanction */

/** A room's slow mode, and who is muted in it or banned from it. @param {Chat} chat */
export function mountRoomModeration(chat) {
  const root = dialog("room-moderation");
  const room = { id: 0 };
  const prepareSlowMode = mountSlowMode(root, room, chat);
  const refresh = mountSanctioned(root, room);
  root.addEventListener("before-open", () => {
    room.id = chat.room?.id ?? 0;
    prepareSlowMode();
    void refresh();
  });
}

/** @param {HTMLDialogElement} root @param {{ id: number }} room @param {Chat} chat */
function mountSlowMode(root, room, chat) {
  const form = /** @type {HTMLFormElement} */ (part(root, "form"));
  const slow = /** @type {HTMLSelectElement} */ (form.elements.namedItem("slow_mode_s"));
  jsonForm(form, {
    send: () => call("PATCH", `/rooms/${room.id}`, { slow_mode_s: Number(slow.value) }),
    done: (answer) => {
      chat.rooms.update(answer.room);
      root.close();
      toast(answer.room.slow_mode_s > 0 ? gettext("Slow mode is on.") : gettext("Slow mode is off."));
    },
  });
  return () => {
    clearProblems(form);
    showSlowMode(slow, chat.room?.slow_mode_s ?? 0);
  };
}

/** @param {HTMLDialogElement} root @param {{ id: number }} room */
function mountSanctioned(root, room) {
  const list = /** @type {KeyedList<RoomSanction>} */ (new KeyedList(part(root, "list"), {
    key: ({ user }) => String(user.id),
    create: () => fromTemplate("sanctioned-row"),
    update: drawSanctioned,
  }));
  const refresh = async () => {
    const { sanctions } = await call("GET", `/rooms/${room.id}/sanctions`).catch(() => ({ sanctions: [] }));
    list.show(sanctions);
    part(root, "none").hidden = sanctions.length > 0;
  };
  list.container.addEventListener("click", async (event) => {
    const button = /** @type {Element} */ (event.target).closest("[data-lifts]");
    if (!(button instanceof HTMLElement)) return;
    await attempt(() => call("DELETE", `/rooms/${room.id}/members/${button.dataset.lifts}`));
    await refresh();
  });
  return refresh;
}

/**
 * A value that was set over HTTP may be none of the choices.
 * @param {HTMLSelectElement} select
 * @param {number} seconds
 */
function showSlowMode(select, seconds) {
  select.value = String(seconds);
  if (select.value !== "") return;
  select.add(new Option(interpolate(gettext("Every %(seconds)s seconds"), { seconds }), String(seconds)));
  select.value = String(seconds);
}

/** @param {HTMLElement} node @param {RoomSanction} sanction */
function drawSanctioned(node, { user, muted_until, banned_until }) {
  part(node, "name").textContent = user.name;
  part(node, "state").textContent = banned_until
    ? interpolate(gettext("Banned %(until)s"), { until: untilText(banned_until) })
    : interpolate(gettext("Muted %(until)s"), { until: untilText(/** @type {string} */ (muted_until)) });
  const lift = part(node, "lift");
  lift.textContent = banned_until ? gettext("Unban") : gettext("Unmute");
  lift.setAttribute("aria-label", `${lift.textContent}: ${user.name}`);
  lift.dataset.lifts = `${user.id}/${banned_until ? "ban" : "mute"}`;
}
