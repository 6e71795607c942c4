import { A as dialog, u as part, z as openDialog, a5 as toast, a as interpolate, g as gettext, c as call, a2 as fullTime, Y as nameOf, Z as fromTemplate, X as isolated } from "./app.js";
import { u as untilText } from "./terms.js";
let waiting = [];
let newestRead = 0;
function sanctioned(chat, sanction) {
  tell([sanction]);
  const { action, room } = sanction;
  if (room !== null && action === "banned") chat.loseRoom(room.id, "banned");
  else void chat.sync().catch(() => null);
}
function tell(sanctions) {
  const root = dialog("decisions");
  const known = new Set(waiting.map(({ id }) => id));
  waiting = [...sanctions.filter(({ id }) => id > newestRead && !known.has(id)), ...waiting];
  if (waiting.length === 0) return;
  part(root, "list").replaceChildren(...waiting.map(noticeRow));
  if (root.open) return;
  root.addEventListener("close", () => void noteSeen(), { once: true });
  void openDialog("decisions");
}
async function noteSeen() {
  newestRead = Math.max(newestRead, ...waiting.map(({ id }) => id));
  waiting = [];
  await call("PUT", "/auth/sanctions", { seen: newestRead }).catch(() => null);
}
function tellReport(report) {
  toast(interpolate(gettext("Your report \xB7 %(status)s"), { status: statusText(report) }));
}
function mountMyReports() {
  const root = dialog("my-reports");
  root.addEventListener("before-open", () => void refresh(root));
}
async function refresh(root) {
  const [{ reports }, { sanctions }] = await Promise.all([call("GET", "/reports").catch(() => ({ reports: [] })), call("GET", "/auth/sanctions").catch(() => ({ sanctions: [] }))]);
  part(root, "reports").replaceChildren(...reports.map(reportRow));
  part(root, "notices").replaceChildren(...sanctions.map(noticeRow));
  part(root, "no-reports").hidden = reports.length > 0;
  part(root, "no-notices").hidden = sanctions.length > 0;
}
function reportRow(report) {
  const about = nameOf(report.person);
  const what = report.seq === null ? gettext("%(name)s \xB7 %(status)s") : gettext("Message by %(name)s \xB7 %(status)s");
  const text = interpolate(what, { name: about, status: statusText(report) });
  return row(text, [report.answer, fullTime(report.created_at)]);
}
function noticeRow(sanction) {
  const reason = sanction.reason === "" ? "" : interpolate(gettext("Reason: %(reason)s"), { reason: sanction.reason });
  return row(noticeText(sanction), [reason, fullTime(sanction.created_at)]);
}
function row(what, why) {
  const node = fromTemplate("decision-row");
  part(node, "what").textContent = what;
  part(node, "why").textContent = why.filter((text) => text !== "").map((text) => isolated(text)).join(" \xB7 ");
  return node;
}
function statusText({ status }) {
  switch (status) {
    case "claimed":
      return gettext("In review");
    case "resolved":
      return gettext("Resolved: action taken");
    case "dismissed":
      return gettext("Resolved: no action needed");
    default:
      return gettext("Waiting for review");
  }
}
function noticeText({ action, room, until }) {
  const values = { room: room?.name ?? "", until: until === null ? "" : untilText(until) };
  return interpolate(room === null ? everywhere(action) : inRoom(action), values);
}
function everywhere(action) {
  switch (action) {
    case "warned":
      return gettext("A moderator sent you a warning.");
    case "muted":
      return gettext("You're muted everywhere %(until)s. You can read, but not write.");
    case "unmuted":
      return gettext("You can write again.");
    case "banned":
      return gettext("Your account was banned %(until)s.");
    case "unbanned":
      return gettext("Your account is no longer banned.");
    default:
      return action;
  }
}
function inRoom(action) {
  switch (action) {
    case "muted":
      return gettext("You're muted in %(room)s %(until)s. You can read, but not write.");
    case "unmuted":
      return gettext("You can write in %(room)s again.");
    case "removed":
      return gettext("You were removed from %(room)s. You can join again, unless it's private.");
    case "banned":
      return gettext("You're banned from %(room)s %(until)s.");
    case "unbanned":
      return gettext("You can join %(room)s again.");
    case "message_removed":
      return gettext("A moderator removed your message in %(room)s.");
    default:
      return action;
  }
}
export {
  mountMyReports,
  sanctioned,
  tell,
  tellReport
};
