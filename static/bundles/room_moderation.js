import { A as dialog, u as part, c as call, a5 as toast, g as gettext, a8 as KeyedList, Z as fromTemplate, H as attempt, a as interpolate } from "./app.js";
import { u as untilText } from "./terms.js";
import { j as jsonForm, c as clearProblems } from "./forms.js";
function mountRoomModeration(chat) {
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
function mountSlowMode(root, room, chat) {
  const form = part(root, "form");
  const slow = form.elements.namedItem("slow_mode_s");
  jsonForm(form, { send: () => call("PATCH", `/rooms/${room.id}`, { slow_mode_s: Number(slow.value) }), done: (answer) => {
    chat.rooms.update(answer.room);
    root.close();
    toast(answer.room.slow_mode_s > 0 ? gettext("Slow mode is on.") : gettext("Slow mode is off."));
  } });
  return () => {
    clearProblems(form);
    showSlowMode(slow, chat.room?.slow_mode_s ?? 0);
  };
}
function mountSanctioned(root, room) {
  const list = new KeyedList(part(root, "list"), { key: ({ user }) => String(user.id), create: () => fromTemplate("sanctioned-row"), update: drawSanctioned });
  const refresh = async () => {
    const { sanctions } = await call("GET", `/rooms/${room.id}/sanctions`).catch(() => ({ sanctions: [] }));
    list.show(sanctions);
    part(root, "none").hidden = sanctions.length > 0;
  };
  list.container.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-lifts]");
    if (!(button instanceof HTMLElement)) return;
    await attempt(() => call("DELETE", `/rooms/${room.id}/members/${button.dataset.lifts}`));
    await refresh();
  });
  return refresh;
}
function showSlowMode(select, seconds) {
  select.value = String(seconds);
  if (select.value !== "") return;
  select.add(new Option(interpolate(gettext("Every %(seconds)s seconds"), { seconds }), String(seconds)));
  select.value = String(seconds);
}
function drawSanctioned(node, { user, muted_until, banned_until }) {
  part(node, "name").textContent = user.name;
  part(node, "state").textContent = banned_until ? interpolate(gettext("Banned %(until)s"), { until: untilText(banned_until) }) : interpolate(gettext("Muted %(until)s"), { until: untilText(muted_until) });
  const lift = part(node, "lift");
  lift.textContent = banned_until ? gettext("Unban") : gettext("Unmute");
  lift.setAttribute("aria-label", `${lift.textContent}: ${user.name}`);
  lift.dataset.lifts = `${user.id}/${banned_until ? "ban" : "mute"}`;
}
export {
  mountRoomModeration
};
