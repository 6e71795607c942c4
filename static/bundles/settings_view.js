import { u as part, c as call, ac as leaveEverywhere, f as Snapshot, ap as forgetPerson, a as interpolate, g as gettext, a5 as toast, C as ChatError, Z as fromTemplate, a2 as fullTime, H as attempt, W as ngettext, aq as chooseTheme, A as dialog, j as goBack, z as openDialog, ar as timeOfDayBy, n as now, as as timeZone, at as shortDate, x as onFirstOpen, E as loaded, $ as sinceTime, b as nowMs, a6 as briefTime, aj as goToSection, au as goToList, B as onKey, av as elementFrom, aw as fetchMarkup } from "./app.js";
import { forgetOffline } from "./offline.js";
import { j as jsonForm, a as askForCode, f as fieldsOf, c as clearProblems } from "./forms.js";
import { removeFiles } from "./leaving.js";
import { a as agentName, t as turnOff, i as isOn, b as isPushed, c as turnOn } from "./push_here.js";
import { mount } from "./password_field.js";
import { m as mountPictureForm } from "./picture_form.js";
import { c as copyText, n as nameView } from "./chat_rest.js";
import { c as choicesChanged, a as changeChoices, r as readChoices } from "./choices.js";
import { r as refusal, o as obstacle } from "./support.js";
import { p as pausedText } from "./pause_button.js";
function mountDeletion(root, owner) {
  const form = part(root, "deletion-form");
  form.closest("details")?.addEventListener("toggle", () => form.reset());
  jsonForm(form, { send: (fields) => call("DELETE", "/auth/account", fields).catch((error) => askForCode(form, error)), done: async () => {
    form.reset();
    addEventListener("pagehide", () => forget$1(owner));
    await forgetOffline().catch(() => null);
    await removeFiles(owner.me.id);
    leaveEverywhere("/login/?deleted=1");
  } });
}
function forget$1({ storage, me }) {
  new Snapshot(storage).clear();
  forgetPerson(storage, me.id);
}
function mountEmailChange(section, owner) {
  const root = part(section, "email");
  const form = part(root, "email-form");
  const show2 = () => part(root, "address").textContent = owner.me.email;
  section.addEventListener("shown", show2);
  owner.meChanged.subscribe(show2);
  jsonForm(form, { send: (fields) => call("POST", "/auth/email-change", fields).catch((error) => askForCode(form, error)), done: ({ user, is_pending: isPending }) => {
    const { email } = fieldsOf(form);
    owner.changeMe(user);
    form.reset();
    showDone(root, isPending ? interpolate(gettext("We sent a link to %(email)s. Open it within 24 hours to finish the change."), { email: String(email) }) : gettext("Email address changed."));
  } });
}
function showDone(root, text) {
  const place = part(root, "sent");
  place.textContent = text;
  place.hidden = false;
  root.querySelector("details").open = false;
  place.focus();
}
function mountSessionList(root) {
  root.addEventListener("shown", () => void show$4(root));
  document.addEventListener("sessions-ended", () => !root.hidden && void show$4(root));
  part(root, "end-others").addEventListener("click", () => {
    void end(root, "/auth/sessions", gettext("Signed out everywhere else."));
  });
}
function sessionsEnded() {
  document.dispatchEvent(new Event("sessions-ended"));
}
async function show$4(root) {
  const sessions = await ownSessions();
  const current = sessions.filter((session) => session.current);
  const others = sessions.filter((session) => !session.current);
  part(root, "sessions").replaceChildren(...[...current, ...others].map((session) => row$3(root, session)));
  part(root, "end-others").hidden = others.length === 0;
}
async function ownSessions() {
  try {
    return (await call("GET", "/auth/sessions")).sessions;
  } catch (error) {
    const isOver = error instanceof ChatError && error.code === "not_authenticated";
    if (isOver) location.assign("/login/?next=/settings/sessions/");
    throw error;
  }
}
function row$3(root, session) {
  const node = fromTemplate("session-row");
  const agent = agentName(session.agent) || gettext("Unknown device");
  const seen = { time: fullTime(session.last_seen_at), address: session.address };
  part(node, "agent").textContent = agent;
  part(node, "seen").textContent = session.current ? gettext("This device") : interpolate(gettext("Last seen %(time)s from %(address)s"), seen);
  const button = part(node, "end");
  button.hidden = session.current;
  button.setAttribute("aria-label", interpolate(gettext("Sign out %(agent)s"), { agent }));
  button.addEventListener("click", () => {
    void end(root, `/auth/sessions/${session.id}`, interpolate(gettext("%(agent)s was signed out."), { agent }));
  });
  return node;
}
async function end(root, path, done) {
  try {
    await call("DELETE", path);
    toast(done);
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    toast(error.message);
  }
  await show$4(root);
  part(root, "session-title").focus();
}
const PATH$2 = "/auth/identities";
function mountLinkedSignIns(section) {
  const root = part(section, "sign-ins");
  const link = part(root, "link-form");
  jsonForm(link, { send: (fields) => call("POST", PATH$2, { ...fields, provider: new FormData(link).get("provider") }).catch((error) => askForCode(link, error)), done: ({ url }) => location.assign(url) });
  mountUnlinking(root);
  section.addEventListener("shown", () => void show$3(root));
}
function mountUnlinking(root) {
  const form = part(root, "unlink-form");
  jsonForm(form, { send: (fields) => call("DELETE", `${PATH$2}/${form.dataset.id}`, fields).catch((error) => askForCode(form, error)), done: () => {
    close(root, form);
    sessionsEnded();
    void show$3(root);
  } });
  part(form, "keep").addEventListener("click", () => close(root, form));
}
function close(root, form) {
  form.reset();
  form.hidden = true;
  part(form, "second-factor").hidden = true;
  part(root, "sign-ins-title").focus();
}
async function show$3(root) {
  const { identities } = await call("GET", PATH$2);
  part(root, "sign-ins-state").textContent = identities.length ? "" : gettext("No accounts are linked.");
  part(root, "sign-in-list").replaceChildren(...identities.map((one) => row$2(root, one)));
}
function row$2(root, signIn) {
  const node = fromTemplate("sign-in-row");
  const { label, email, last_used_at: used } = signIn;
  const last = used && interpolate(gettext("Last used %(time)s"), { time: fullTime(used) });
  part(node, "label").textContent = label;
  part(node, "about").textContent = [email, last].filter(Boolean).join(" \xB7 ");
  const button = part(node, "unlink");
  button.setAttribute("aria-label", interpolate(gettext("Unlink %(label)s"), { label }));
  button.addEventListener("click", () => ask$1(root, signIn));
  return node;
}
function ask$1(root, { id, label }) {
  const form = part(root, "unlink-form");
  clearProblems(form);
  form.dataset.id = String(id);
  part(form, "unlink-question").textContent = interpolate(gettext("Unlink %(label)s? Other devices that signed in with it are signed out."), { label });
  form.hidden = false;
  part(form, "unlink-question").focus();
}
function mountPasswordChange(root) {
  const form = part(root, "password-form");
  jsonForm(form, { send: (fields) => call("PUT", "/auth/profile", fields).catch((error) => askForCode(form, error)), done: () => {
    form.reset();
    part(form, "second-factor").hidden = true;
    root.querySelector("details").open = false;
    part(root, "changed").textContent = gettext("Password changed.");
    part(root, "changed").focus();
    sessionsEnded();
  } });
}
function sayIsSaved(form, text = gettext("Saved.")) {
  const place = part(form, "saved");
  place.textContent = "";
  requestAnimationFrame(() => place.textContent = text);
  form.addEventListener("input", () => place.textContent = "", { once: true });
}
function forgetSaved(section) {
  for (const place of section.querySelectorAll("[data-part=saved]")) place.textContent = "";
}
function tick(form, name, value) {
  const found = form.elements.namedItem(name);
  if (found instanceof RadioNodeList || found instanceof HTMLSelectElement) found.value = value;
}
function mountStoredChoices(form, storage, defaults, chosen = () => void 0) {
  const show2 = () => {
    for (const [name, value] of Object.entries(defaults)) tick(form, name, storage.getItem(name) ?? value);
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", ({ target }) => {
    const { name, value } = target;
    storage.setItem(name, value);
    chosen(name, value);
    sayIsSaved(form);
  });
  show2();
  return show2;
}
function mountProfile(section, owner) {
  const picture = mountPicture(part(section, "picture-form"), owner);
  mountName(part(section, "name-form"), owner);
  mountSwitch(part(section, "presence-form"), owner, "shows_last_seen");
  const direct = section.querySelector('[data-part="direct-form"]');
  if (direct) mountSwitch(direct, owner, "takes_direct_messages");
  owner.meChanged.subscribe(picture.redraw);
  section.addEventListener("shown", picture.redraw);
}
function mountPicture(form, owner) {
  const picture = mountPictureForm(form, { me: () => owner.me, changed: ({ user }) => {
    owner.changeMe(user);
    sayIsSaved(form, user.avatar_url ? gettext("Picture saved.") : gettext("Picture removed."));
  } });
  form.addEventListener("forgotten", picture.show);
  return picture;
}
function mountName(form, owner) {
  const input = form.elements.namedItem("name");
  const show2 = () => {
    const isEdited2 = input.value !== input.defaultValue;
    input.defaultValue = owner.me.name;
    if (!isEdited2) input.value = owner.me.name;
  };
  show2();
  owner.meChanged.subscribe(show2);
  jsonForm(form, { send: (fields) => call("PUT", "/auth/profile", fields), done: ({ user }) => {
    owner.changeMe(user);
    input.value = user.name;
    sayIsSaved(form, gettext("Name saved."));
  } });
}
function mountSwitch(form, owner, name) {
  const box = form.elements.namedItem(name);
  const show2 = () => box.checked = owner.me.preferences[name];
  form.addEventListener("submit", (event) => event.preventDefault());
  box.addEventListener("change", async () => {
    const isStored = await attempt(async () => {
      owner.changeMe((await call("PUT", "/auth/preferences", { [name]: box.checked })).user);
    });
    show2();
    if (isStored) sayIsSaved(form);
  });
  owner.meChanged.subscribe(show2);
  show2();
}
const PATH$1 = "/auth/two-factor";
function mountSecondFactor(section) {
  const root = part(section, "two-factor");
  const actions = { begin: async (fields) => showKey(root, await call("POST", PATH$1, fields)), renew: async (fields) => showCodes(root, await call("POST", `${PATH$1}/recovery-codes`, fields)), "turn-off": async (fields) => {
    await call("DELETE", PATH$1, fields);
    await show$2(root);
  } };
  const form = part(root, "switch");
  jsonForm(form, { send: (fields, button) => actions[button.value](fields).catch((error) => askForCode(form, error)), done: () => void 0 });
  mountConfirmation(root);
  mountCopyButton(root);
  section.addEventListener("shown", () => void show$2(root));
}
function mountConfirmation(root) {
  jsonForm(part(root, "confirm"), { send: (fields) => call("PUT", PATH$1, fields), done: (answer) => {
    sessionsEnded();
    void showCodes(root, answer);
  } });
}
async function show$2(root) {
  const { enabled, required, recovery_codes_left: left } = await call("GET", PATH$1);
  part(root, "state").textContent = enabled ? interpolate(codesLeft(left), { left }) : gettext("Off. When on, you also need a code from an app to sign in.");
  offer(root, enabled ? "on" : "off");
  const notice = document.querySelector("[data-part=required]");
  if (notice) notice.hidden = !required;
  part(root, "codes").hidden = true;
  part(root, "fold-title").textContent = enabled ? gettext("Change two-factor sign-in") : gettext("Set up two-factor sign-in");
  showForm(root, "switch");
}
function offer(root, state) {
  for (const button of root.querySelectorAll("[data-when]")) {
    button.hidden = button.dataset.when !== state;
    button.type = button.hidden ? "button" : "submit";
  }
}
function codesLeft(left) {
  return ngettext("On. %(left)s recovery code left.", "On. %(left)s recovery codes left.", left);
}
function showKey(root, { secret, qr_svg }) {
  part(root, "qr").src = qr_svg;
  part(root, "secret").textContent = secret.replace(/.{4}(?=.)/g, "$& ");
  showForm(root, "confirm").querySelector("input")?.focus();
}
async function showCodes(root, { recovery_codes: codes }) {
  await show$2(root);
  part(root, "code-list").replaceChildren(...codes.map((code) => {
    const line2 = document.createElement("li");
    line2.textContent = code;
    return line2;
  }));
  part(root, "codes").hidden = false;
  part(root, "fold").open = false;
  part(root, "codes").focus();
}
function showForm(root, name) {
  for (const other of ["switch", "confirm"]) {
    const form = part(root, other);
    form.hidden = other !== name;
    form.reset();
    const code = form.querySelector("[data-part=second-factor]");
    if (code) code.hidden = true;
  }
  return part(root, name);
}
function mountCopyButton(root) {
  const button = part(root, "copy");
  button.addEventListener("click", async () => {
    const codes = [...part(root, "code-list").children].map((line2) => line2.textContent);
    const copied = await copyText(codes.join("\n"));
    toast(copied ? gettext("Codes copied.") : gettext("Your browser blocked copying."));
  });
}
const DEFAULTS = { "theme": "system", "density": "compact", "text-size": "medium" };
function mountAppearance(section, { storage }) {
  const form = part(section, "appearance-form");
  const show2 = mountStoredChoices(form, storage, DEFAULTS, (name, value) => {
    if (name === "theme") chooseTheme(value);
    else document.documentElement.setAttribute(`data-${name}`, value);
  });
  section.addEventListener("shown", show2);
}
function editedSection(root) {
  const form = guarded(root).find((candidate) => [...candidate.elements].some(isEdited));
  return form?.closest("[data-section]")?.dataset.section ?? null;
}
function forgetEdits(root) {
  for (const form of guarded(root)) {
    form.reset();
    clearProblems(form);
    form.dispatchEvent(new Event("forgotten"));
  }
  for (const fold of root.querySelectorAll("details")) fold.open = false;
}
function mountDiscarding(root) {
  part(dialog("discard-edits"), "discard").addEventListener("click", () => {
    forgetEdits(root);
    goBack(1);
  });
}
async function askToDiscard() {
  await openDialog("discard-edits");
  await new Promise((resolve) => dialog("discard-edits").addEventListener("close", resolve, { once: true }));
}
function guarded(root) {
  return [...root.querySelectorAll("form[data-guarded]")];
}
function isEdited(control) {
  if (!(control instanceof HTMLInputElement) || control.matches(":autofill")) return false;
  const { type, checked, defaultChecked, value, defaultValue } = control;
  return type === "checkbox" ? checked !== defaultChecked : value !== defaultValue;
}
function mountLanguage(section, owner) {
  const form = part(section, "language-form");
  const show2 = () => {
    const { language, clock } = owner.me.preferences;
    tick(form, "language", language);
    tick(form, "clock", clock);
    showExamples(form);
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", async ({ target }) => {
    await choose(form, owner, target);
    show2();
  });
  section.addEventListener("shown", show2);
  owner.meChanged.subscribe(show2);
}
async function choose(form, owner, { name, value }) {
  const isStored = await attempt(async () => {
    const { user } = await call("PUT", "/auth/preferences", { [name]: value });
    owner.changeMe(user);
  });
  if (!isStored) return;
  if (name === "language") location.reload();
  else sayIsSaved(form);
}
function showExamples(form) {
  for (const place of form.querySelectorAll("[data-clock]")) {
    place.textContent = timeOfDayBy(place.dataset.clock, now());
  }
  const example = { time: fullTime(now()), zone: timeZone() };
  const sentence = gettext("It is %(time)s now, in the time zone %(zone)s of this device.");
  part(form, "example").textContent = interpolate(sentence, example);
}
const NIGHT = { quiet_from: "22:00", quiet_to: "07:00" };
function mountChoices(form) {
  form.hidden = true;
  choicesChanged.subscribe((answer) => show$1(form, answer));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", ({ target }) => {
    const input = target;
    const changes = changesOf(form, input);
    if (changes) void save(input, changes);
  });
  const use = part(form, "use-zone");
  use.addEventListener("click", () => void save(use, { time_zone: timeZone() }));
}
async function save(chosen, changes) {
  const isSaved = await attempt(() => changeChoices(changes));
  const section = chosen.closest("section");
  if (isSaved && section) sayIsSaved(section);
}
function changesOf(form, changed) {
  const { name } = changed;
  if (name === "push_for" || name === "mail_for") return { [name]: ticked(form, name) };
  if (name === "sound") return { sound: changed.checked };
  if (name === "mail_after_s") return { mail_after_s: Number(changed.value) };
  if (name === "quiet") {
    return changed.checked ? { ...NIGHT, time_zone: timeZone() } : { quiet_from: null, quiet_to: null };
  }
  const hours = { quiet_from: field(form, "quiet_from").value, quiet_to: field(form, "quiet_to").value };
  return Object.values(hours).includes("") ? null : hours;
}
function ticked(form, name) {
  return boxes(form, name).filter(({ checked }) => checked).map(({ value }) => value);
}
function boxes(form, name) {
  return [...form.querySelectorAll(`[name=${name}]`)];
}
function show$1(form, { notifications: chosen, mail_available }) {
  form.hidden = false;
  for (const name of ["push_for", "mail_for"]) {
    for (const box of boxes(form, name)) box.checked = chosen[name].includes(box.value);
  }
  field(form, "sound").checked = chosen.sound;
  showAfter(form.elements.namedItem("mail_after_s"), chosen.mail_after_s);
  showHours(form, chosen);
  part(form, "mail").hidden = !mail_available;
  part(form, "no-mail").hidden = mail_available;
}
function showAfter(select, seconds) {
  const isKnown = [...select.options].some(({ value }) => Number(value) === seconds);
  const minutes = String(Math.round(seconds / 60));
  if (!isKnown) select.add(new Option(interpolate(gettext("%(count)s minutes"), { count: minutes }), String(seconds)));
  select.value = String(seconds);
}
function showHours(form, { quiet_from, quiet_to, time_zone }) {
  const isQuiet = quiet_from !== null && quiet_to !== null;
  field(form, "quiet").checked = isQuiet;
  part(form, "hours").hidden = !isQuiet;
  if (!isQuiet) return;
  field(form, "quiet_from").value = quiet_from;
  field(form, "quiet_to").value = quiet_to;
  const zones = { zone: time_zone || "UTC", here: timeZone() };
  part(form, "zone").textContent = interpolate(gettext("In the time zone %(zone)s."), zones);
  const use = part(form, "use-zone");
  use.hidden = zones.zone === zones.here;
  use.textContent = interpolate(gettext("Use %(here)s, as on this device"), zones);
}
function field(form, name) {
  return form.elements.namedItem(name);
}
function mountDevices(section) {
  const show2 = async () => {
    const { devices } = await call("GET", "/auth/push");
    part(section, "devices").replaceChildren(...devices.map((one) => row$1(one, remove)));
    part(section, "no-devices").hidden = devices.length > 0;
  };
  const remove = async (device) => {
    const isDone = await attempt(() => call("DELETE", `/auth/push/${device.id}`));
    if (isDone) toast(interpolate(gettext("%(device)s receives no more notifications."), { device: nameOf(device) }));
    if (isDone) section.dispatchEvent(new CustomEvent("device-removed", { detail: device }));
    await attempt(show2);
    part(section, "devices-title").focus();
  };
  return { show: show2 };
}
function row$1(device, remove) {
  const node = fromTemplate("device-row");
  part(node, "label").textContent = nameOf(device);
  part(node, "about").textContent = aboutDevice(device);
  const button = part(node, "remove");
  button.setAttribute("aria-label", interpolate(gettext("Remove %(device)s"), { device: nameOf(device) }));
  button.addEventListener("click", () => remove(device));
  return node;
}
function nameOf({ label }) {
  return label || gettext("Unknown device");
}
function aboutDevice({ current, created_at, last_error }) {
  const since = interpolate(gettext("Since %(date)s"), { date: shortDate(created_at) });
  const trouble = last_error ? interpolate(gettext("The last attempt failed: %(reason)s"), { reason: last_error }) : "";
  return [current ? gettext("This device") : "", since, trouble].filter(Boolean).join(" \xB7 ");
}
function mountThisDevice(section, owner, showDevices) {
  const form = part(section, "device-form");
  const box = form.elements.namedItem("desktop");
  const show2 = () => showHere(form, box, owner);
  form.addEventListener("submit", (event) => event.preventDefault());
  box.addEventListener("change", async () => {
    const wanted2 = box.checked;
    await attempt(() => wanted2 ? turnOn(owner) : turnOff(owner));
    show2();
    if (wanted2 && !box.checked) part(form, "device-note").textContent = refusal();
    await attempt(showDevices);
  });
  section.addEventListener("shown", show2);
  section.addEventListener("device-removed", (event) => {
    const { detail } = event;
    if (detail.current) void turnOff(owner).then(show2);
  });
  choicesChanged.subscribe(show2);
  part(form, "test").addEventListener("click", () => void attempt(() => test(form, owner)));
  onFirstOpen(["why-not-notified"], async () => (await import("./why_dialog.js")).mountWhyDialog(owner));
  dialog("why-not-notified").addEventListener("close", show2);
}
function showHere(form, box, owner) {
  const found = obstacle();
  box.checked = isOn(owner);
  box.disabled = found !== null && found.isLasting;
  part(form, "test").hidden = !box.checked;
  part(form, "device-note").textContent = box.checked ? reach(owner) : found?.text ?? "";
}
function reach(owner) {
  return isPushed(owner) ? gettext("Messages reach you here even when the chat is closed.") : gettext("Messages reach you here while the chat is open. This browser can't receive them once it's closed.");
}
async function test(form, owner) {
  const place = part(form, "test-results");
  place.replaceChildren();
  if (!isPushed(owner)) {
    const alerts = await loaded(() => import("./alerts.js"));
    if (alerts === null) return void 0;
    alerts.notifyOfTest();
  }
  const { devices } = await call("GET", "/auth/push");
  if (devices.length === 0) return place.append(line(gettext("Shown by this page.")));
  const { results } = await call("POST", "/auth/push/test");
  for (const { id, ok, reason } of results) {
    const device = nameOf(devices.find((one) => one.id === id) ?? { label: "" });
    place.append(line(interpolate(ok ? gettext("%(device)s: sent.") : "%(device)s: %(reason)s", { device, reason })));
  }
  return void 0;
}
function line(text) {
  const place = document.createElement("p");
  place.textContent = text;
  return place;
}
function mountSilence(section) {
  const notice = part(section, "silence");
  const resume = part(section, "resume");
  choicesChanged.subscribe(({ silence }) => {
    notice.hidden = silence === null;
    resume.hidden = silence?.reason !== "paused";
    if (silence) part(section, "silence-text").textContent = `${silenceText(silence)}.`;
  });
  resume.addEventListener("click", async () => {
    if (await attempt(() => changeChoices({ paused_until: null }))) part(section, "devices-title").parentElement?.closest("[data-section]")?.querySelector("h2")?.focus();
  });
  part(section, "pause-row").hidden = dialog("pause-notifications") === null;
}
function silenceText({ reason, until }) {
  if (reason === "paused") return pausedText(until);
  return interpolate(gettext("It's within your quiet hours, until %(time)s"), { time: sinceTime(until) });
}
function mountNotifications(section, owner) {
  const { show: showDevices } = mountDevices(section);
  mountThisDevice(section, owner, showDevices);
  mountChoices(part(section, "choices-form"));
  mountSilence(section);
  section.addEventListener("shown", () => void attempt(() => Promise.all([readChoices(), showDevices()])));
}
const PATH = "/auth/tokens";
const DAY_MS = 864e5;
function mountTokenList(root) {
  root.addEventListener("shown", () => {
    forget(root);
    void show(root);
  });
  const form = part(root, "token-form");
  jsonForm(form, { send: (fields) => call("POST", PATH, wanted(fields)), done: ({ token }) => {
    form.reset();
    void showSecret(root, token);
  } });
  part(root, "copy").addEventListener("click", async () => {
    const copied = await copyText(part(root, "secret").textContent ?? "");
    toast(copied ? gettext("Token copied.") : gettext("Your browser blocked copying."));
  });
  part(dialog("revoke-token"), "revoke").addEventListener("click", () => void revoke(root));
}
function wanted({ name, read, write, days }) {
  const scopes = [...read ? ["read"] : [], ...write ? ["write"] : []];
  const end2 = days ? { expires_at: new Date(nowMs() + Number(days) * DAY_MS).toISOString() } : {};
  return { name, scopes, ...end2 };
}
async function show(root) {
  const { tokens } = await call("GET", PATH);
  part(root, "tokens").replaceChildren(...tokens.map(row));
  part(root, "none").hidden = tokens.length > 0;
}
function row(token) {
  const node = fromTemplate("token-row");
  part(node, "name").textContent = token.name;
  part(node, "facts").textContent = [scopesOf(token), endOf(token), useOf(token)].join(" \xB7 ");
  const button = part(node, "end");
  button.setAttribute("aria-label", interpolate(gettext("Revoke %(name)s"), { name: token.name }));
  button.addEventListener("click", () => ask(token));
  return node;
}
function scopesOf({ scopes }) {
  if (scopes.length > 1) return gettext("reads and writes");
  return scopes[0] === "read" ? gettext("only reads") : gettext("only writes");
}
function endOf({ expires_at: end2 }) {
  if (end2 === null) return gettext("doesn't expire");
  const time = briefTime(end2);
  return new Date(end2) <= now() ? interpolate(gettext("expired %(time)s"), { time }) : interpolate(gettext("until %(time)s"), { time });
}
function useOf({ last_used_at: used }) {
  return used === null ? gettext("never used") : interpolate(gettext("last used %(time)s"), { time: briefTime(used) });
}
async function showSecret(root, { id, secret }) {
  part(root, "secret").textContent = secret;
  part(root, "made").dataset.token = String(id);
  part(root, "made").hidden = false;
  part(root, "fold").open = false;
  part(root, "made").focus();
  await show(root);
}
function forget(root) {
  part(root, "secret").textContent = "";
  part(root, "made").hidden = true;
}
function ask({ id, name }) {
  const question = dialog("revoke-token");
  question.dataset.token = String(id);
  part(question, "question").textContent = interpolate(gettext("Programs that use \u201C%(name)s\u201D are disconnected at once. Webhooks and invitations that they created stay."), { name });
  void openDialog("revoke-token");
}
async function revoke(root) {
  const question = dialog("revoke-token");
  question.close();
  await attempt(() => call("DELETE", `${PATH}/${question.dataset.token}`));
  if (part(root, "made").dataset.token === question.dataset.token) forget(root);
  await show(root);
  part(root, "token-title").focus();
}
function mountWriting(section, { storage }) {
  mountStoredChoices(part(section, "writing-form"), storage, { "enter-key": "auto" });
}
const FIRST = "profile";
async function openSettings(owner, how) {
  const root = elementFrom(await fetchMarkup("/settings/markup"));
  root.hidden = true;
  document.querySelector("body > [data-toasts]")?.before(root);
  await styled(root);
  return new SettingsView(root, owner, how);
}
async function styled(root) {
  const link = root.querySelector("link");
  if (!link || link.sheet) return;
  await new Promise((resolve) => {
    link.addEventListener("load", resolve);
    link.addEventListener("error", resolve);
  });
}
class SettingsView {
  #root;
  #how;
  #section = null;
  #isAsking = false;
  constructor(root, owner, how) {
    this.#root = root;
    this.#how = how;
    mountSections(root, owner);
    mountDiscarding(root);
    this.#mountWays();
    addEventListener("beforeunload", (event) => editedSection(root) !== null && event.preventDefault());
  }
  show(section) {
    const isNew = this.#root.hidden;
    if (this.#section === section && !isNew) return;
    this.#section = section;
    this.#root.hidden = false;
    for (const covered of this.#how.covers) covered.inert = true;
    this.#root.dataset.view = section === "" ? "list" : "section";
    this.#draw(section || FIRST);
    part(this.#root, "back").setAttribute("aria-label", section ? gettext("All settings") : gettext("Back to chat"));
    this.#focus(section);
  }
  leave() {
    if (this.#root.hidden || this.#isAsking) return;
    const edited = editedSection(this.#root);
    if (edited === null) return this.#hide();
    this.#isAsking = true;
    goToSection(edited);
    void askToDiscard().then(() => this.#isAsking = false);
  }
  #hide() {
    this.#root.hidden = true;
    this.#section = null;
    forgetEdits(this.#root);
    for (const covered of this.#how.covers) covered.inert = false;
    nameView("");
    document.querySelector("[aria-controls=account-menu]")?.focus();
  }
  #draw(shown) {
    for (const section of this.#root.querySelectorAll("[data-section]")) {
      section.hidden = section.dataset.section !== shown;
      forgetSaved(section);
      if (!section.hidden) section.dispatchEvent(new Event("shown"));
    }
    for (const link of this.#root.querySelectorAll("[data-section-link]")) {
      if (link.dataset.sectionLink === shown) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  }
  #focus(section) {
    const title = section ? this.#root.querySelector(`[data-section=${section}] > h2`) : null;
    const settings = part(this.#root, "title");
    (title ?? settings).focus({ preventScroll: true });
    part(this.#root, "sections").scrollTop = 0;
    this.#root.scrollTop = 0;
    nameView([title?.textContent, settings.textContent].filter(Boolean).join(" \xB7 "));
  }
  #mountWays() {
    part(this.#root, "close").addEventListener("click", (event) => {
      event.preventDefault();
      this.#how.close();
    });
    part(this.#root, "back").addEventListener("click", (event) => {
      event.preventDefault();
      if (this.#section === "") this.#how.close();
      else goToList();
    });
    onKey(this.#root, (event) => {
      const target = event.target;
      if (event.key !== "Escape" || event.defaultPrevented || target.closest("dialog")) return;
      event.preventDefault();
      this.#how.close();
    });
  }
}
function mountSections(root, owner) {
  const section = (name) => root.querySelector(`[data-section=${name}]`);
  mountProfile(section("profile"), owner);
  const account = section("account");
  mountEmailChange(account, owner);
  if (account.querySelector("[data-part=sign-ins]")) mountLinkedSignIns(account);
  if (account.querySelector("[data-part=password-form]")) mountPasswordChange(part(account, "password"));
  mountSecondFactor(account);
  mountDeletion(part(account, "deletion"), owner);
  mountAppearance(section("appearance"), owner);
  mountLanguage(section("language"), owner);
  mountWriting(section("writing"), owner);
  mountNotifications(section("notifications"), owner);
  mountSessionList(section("sessions"));
  mountTokenList(section("tokens"));
  for (const field2 of root.querySelectorAll("[data-component=password-field]")) {
    mount(field2);
  }
}
var settings_view = Object.freeze({ __proto__: null, SettingsView, openSettings });
export {
  SettingsView as S,
  settings_view as a,
  silenceText as s
};
