import { H as attempt, c as call, g as gettext, a5 as toast, a as interpolate, u as part, z as openDialog, A as dialog, a7 as plainText } from "./app.js";
import { c as clearProblems, j as jsonForm } from "./forms.js";
const EXCERPT_CHARS = 400;
const reportMessage = reportForm(({ room_id, seq }) => ({ room_id, seq }), (message) => plainText(message));
const reportPerson = reportForm((user) => ({ user_id: user.id }), (user) => user.name);
function reportForm(nameOf, textOf) {
  return (subject, isDirect = false) => {
    const { root, form } = freshForm("report");
    part(form, "excerpt").textContent = textOf(subject).slice(0, EXCERPT_CHARS);
    part(form, "handed-over").hidden = !isDirect;
    sendOnce(form, async (fields) => call("POST", "/reports", { ...nameOf(subject), ...fields }), () => {
      root.close();
      toast(gettext("Report sent. An administrator will review it."));
    });
    void openDialog("report");
  };
}
function sanction(name, user, roomId) {
  const { title, meaning, submit, hasTerm, send } = SANCTIONS[name];
  const { root, form } = freshForm("sanction");
  const values = { name: user.name };
  part(root, "title").textContent = interpolate(title, values);
  part(form, "meaning").textContent = interpolate(meaning, values);
  part(form, "submit").textContent = submit;
  part(form, "term").hidden = !hasTerm;
  const withTerm = ({ for_s: term, ...fields }) => hasTerm && term ? { ...fields, for_s: Number(term) } : fields;
  sendOnce(form, (fields) => send(user.id, roomId, withTerm(fields)), () => {
    root.close();
    toast(gettext("Done. Recorded in the moderation log."));
  });
  void openDialog("sanction");
}
const SANCTIONS = { mute: { title: gettext("Mute %(name)s in this room?"), meaning: gettext("They can read this room, but not write in it."), submit: gettext("Mute"), hasTerm: true, send: (userId, roomId, fields) => call("PUT", `/rooms/${roomId}/members/${userId}/mute`, fields) }, remove: { title: gettext("Remove %(name)s from this room?"), meaning: gettext("They leave the room but can join again, unless it's private. To keep them out, ban them."), submit: gettext("Remove"), hasTerm: false, send: (userId, roomId, fields) => call("POST", `/rooms/${roomId}/members/${userId}/remove`, fields) }, ban: { title: gettext("Ban %(name)s from this room?"), meaning: gettext("They leave the room and can't read or join it until the ban ends."), submit: gettext("Ban"), hasTerm: true, send: (userId, roomId, fields) => call("PUT", `/rooms/${roomId}/members/${userId}/ban`, fields) }, warn: { title: gettext("Warn %(name)s?"), meaning: gettext("They see the warning now, or the next time they're here."), submit: gettext("Send warning"), hasTerm: false, send: (userId, _, fields) => call("POST", `/users/${userId}/warnings`, fields) }, "mute-everywhere": { title: gettext("Mute %(name)s everywhere?"), meaning: gettext("They can read, but not write anywhere on this site."), submit: gettext("Mute everywhere"), hasTerm: true, send: (userId, _, fields) => call("PUT", `/users/${userId}/mute`, fields) }, "ban-everywhere": { title: gettext("Ban %(name)s from the whole site?"), meaning: gettext("They are signed out everywhere and can't sign in until the ban ends."), submit: gettext("Ban account"), hasTerm: true, send: (userId, _, fields) => call("PUT", `/users/${userId}/ban`, fields) } };
async function giveRole(user, roomId, role) {
  await attempt(async () => {
    await call("PATCH", `/rooms/${roomId}/members/${user.id}`, { role });
    const text = role === "moderator" ? gettext("%(name)s is now a moderator of this room.") : gettext("%(name)s is no longer a moderator.");
    toast(interpolate(text, { name: user.name }));
  });
}
function freshForm(id) {
  const root = dialog(id);
  const form = part(root, "form");
  form.reset();
  clearProblems(form);
  return { root, form };
}
const purposes = /* @__PURE__ */ new Map();
function sendOnce(form, send, done) {
  const isNew = !purposes.has(form);
  purposes.set(form, { send, done });
  if (!isNew) return;
  jsonForm(form, { send: (fields) => purposes.get(form)?.send(fields) ?? Promise.resolve(), done: () => purposes.get(form)?.done() });
}
export {
  giveRole,
  reportMessage,
  reportPerson,
  sanction
};
