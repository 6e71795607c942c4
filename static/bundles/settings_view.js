import { u as part, c as call, ae as leaveEverywhere, g as Snapshot, J as JsonStore, G as interpolate, F as gettext, a6 as toast, C as ChatError, Z as fromTemplate, a3 as fullTime, M as attempt, V as ngettext, ar as chooseTheme, z as dialog, j as goBack, x as openDialog, as as timeOfDayBy, n as now, at as timeZone, aj as goToSection, au as goToList, y as onKey, av as elementFrom, aw as fetchMarkup } from "./app.js";
import { forgetOffline } from "./offline.js";
import { j as jsonForm, a as askForCode, f as fieldsOf, c as clearProblems } from "./forms.js";
import { mount } from "./password_field.js";
import { m as mountPictureForm } from "./picture_form.js";
import { f as copyText, w as wantsDesktop, n as nameView } from "./chat_rest.js";
function mountDeletion(root, owner) {
  const form = (
    /** @type {HTMLFormElement} */
    part(root, "deletion-form")
  );
  jsonForm(form, {
    send: (fields) => call("DELETE", "/auth/account", fields).catch((error) => askForCode(form, error)),
    done: async () => {
      form.reset();
      addEventListener("pagehide", () => forget(owner));
      await forgetOffline().catch(() => null);
      leaveEverywhere("/login/?deleted=1");
    }
  });
}
function forget({ storage, me }) {
  new Snapshot(storage).clear();
  for (const kind of ["draft", "outbox"]) {
    const store = new JsonStore(storage, `${kind}:${me.id}:`);
    for (const key of store.keys()) store.remove(key);
  }
}
function mountEmailChange(section, owner) {
  const root = part(section, "email");
  const form = (
    /** @type {HTMLFormElement} */
    part(root, "email-form")
  );
  const show2 = () => part(root, "address").textContent = owner.me.email;
  section.addEventListener("shown", show2);
  owner.meChanged.subscribe(show2);
  jsonForm(form, {
    send: (fields) => call("POST", "/auth/email-change", fields).catch((error) => askForCode(form, error)),
    done: ({ user, is_pending: isPending }) => {
      const { email } = fieldsOf(form);
      owner.changeMe(user);
      form.reset();
      showDone(root, isPending ? interpolate(
        gettext("We sent a link to %(email)s. Open it within 24 hours to finish the change."),
        { email: String(email) }
      ) : gettext("Email address changed."));
    }
  });
}
function showDone(root, text) {
  const place = part(root, "sent");
  place.textContent = text;
  place.hidden = false;
  root.querySelector("details").open = false;
  place.focus();
}
const BROWSERS = [
  [/\bEdg(?:A|iOS)?\//, "Edge"],
  [/\bOPR\//, "Opera"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\b(?:Firefox|FxiOS)\//, "Firefox"],
  [/\b(?:Headless)?(?:Chrome|CriOS)\//, "Chrome"],
  [/\bSafari\//, "Safari"]
];
const SYSTEMS = [
  [/\biPhone\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bAndroid\b/, "Android"],
  [/\bWindows\b/, "Windows"],
  [/\bMac OS X\b/, "macOS"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bLinux\b/, "Linux"]
];
function agentName(agent) {
  const browser = firstIn(BROWSERS, agent);
  const system = firstIn(SYSTEMS, agent);
  if (browser && system) return interpolate(gettext("%(browser)s on %(system)s"), { browser, system });
  return browser || agent.split(" ")[0];
}
function firstIn(names, agent) {
  return names.find(([pattern]) => pattern.test(agent))?.[1] ?? "";
}
function mountSessionList(root) {
  root.addEventListener("shown", () => void show$1(root));
  document.addEventListener("sessions-ended", () => !root.hidden && void show$1(root));
  part(root, "end-others").addEventListener("click", () => {
    void end(root, "/auth/sessions", gettext("Signed out everywhere else."));
  });
}
function sessionsEnded() {
  document.dispatchEvent(new Event("sessions-ended"));
}
async function show$1(root) {
  const sessions = await ownSessions();
  const current = sessions.filter((session) => session.current);
  const others = sessions.filter((session) => !session.current);
  part(root, "sessions").replaceChildren(...[...current, ...others].map((session) => row(root, session)));
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
function row(root, session) {
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
  await show$1(root);
  part(root, "session-title").focus();
}
function mountPasswordChange(root) {
  const form = (
    /** @type {HTMLFormElement} */
    part(root, "password-form")
  );
  jsonForm(form, {
    send: (fields) => call("PUT", "/auth/profile", fields).catch((error) => askForCode(form, error)),
    done: () => {
      form.reset();
      part(form, "second-factor").hidden = true;
      root.querySelector("details").open = false;
      part(root, "changed").textContent = gettext("Password changed.");
      part(root, "changed").focus();
      sessionsEnded();
    }
  });
}
function sayIsSaved(form, text = gettext("Saved.")) {
  const place = part(form, "saved");
  place.textContent = "";
  requestAnimationFrame(() => place.textContent = text);
  form.addEventListener("input", () => place.textContent = "", { once: true });
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
    const { name, value } = (
      /** @type {HTMLInputElement} */
      target
    );
    storage.setItem(name, value);
    chosen(name, value);
    sayIsSaved(form);
  });
  show2();
  return show2;
}
function mountProfile(section, owner) {
  const picture = mountPicture(
    /** @type {HTMLFormElement} */
    part(section, "picture-form"),
    owner
  );
  mountName(
    /** @type {HTMLFormElement} */
    part(section, "name-form"),
    owner
  );
  mountSwitch(
    /** @type {HTMLFormElement} */
    part(section, "presence-form"),
    owner,
    "shows_last_seen"
  );
  const direct = section.querySelector('[data-part="direct-form"]');
  if (direct) mountSwitch(
    /** @type {HTMLFormElement} */
    direct,
    owner,
    "takes_direct_messages"
  );
  owner.meChanged.subscribe(picture.redraw);
  section.addEventListener("shown", picture.redraw);
}
function mountPicture(form, owner) {
  const picture = mountPictureForm(form, {
    me: () => owner.me,
    changed: ({ user }) => {
      owner.changeMe(user);
      sayIsSaved(form, user.avatar_url ? gettext("Picture saved.") : gettext("Picture removed."));
    }
  });
  form.addEventListener("forgotten", picture.show);
  return picture;
}
function mountName(form, owner) {
  const input = (
    /** @type {HTMLInputElement} */
    form.elements.namedItem("name")
  );
  const show2 = () => {
    const isEdited2 = input.value !== input.defaultValue;
    input.defaultValue = owner.me.name;
    if (!isEdited2) input.value = owner.me.name;
  };
  show2();
  owner.meChanged.subscribe(show2);
  jsonForm(form, {
    send: (fields) => call("PUT", "/auth/profile", fields),
    done: ({ user }) => {
      owner.changeMe(user);
      input.value = user.name;
      sayIsSaved(form, gettext("Name saved."));
    }
  });
}
function mountSwitch(form, owner, name) {
  const box2 = (
    /** @type {HTMLInputElement} */
    form.elements.namedItem(name)
  );
  const show2 = () => box2.checked = owner.me.preferences[name];
  form.addEventListener("submit", (event) => event.preventDefault());
  box2.addEventListener("change", async () => {
    const isStored = await attempt(async () => {
      owner.changeMe((await call("PUT", "/auth/preferences", { [name]: box2.checked })).user);
    });
    show2();
    if (isStored) sayIsSaved(form);
  });
  owner.meChanged.subscribe(show2);
  show2();
}
const PATH = "/auth/two-factor";
function mountSecondFactor(section) {
  const root = part(section, "two-factor");
  const actions = {
    begin: async (fields) => showKey(root, await call("POST", PATH, fields)),
    renew: async (fields) => showCodes(root, await call("POST", `${PATH}/recovery-codes`, fields)),
    "turn-off": async (fields) => {
      await call("DELETE", PATH, fields);
      await show(root);
    }
  };
  const form = (
    /** @type {HTMLFormElement} */
    part(root, "switch")
  );
  jsonForm(form, {
    send: (fields, button) => actions[button.value](fields).catch((error) => askForCode(form, error)),
    done: () => void 0
  });
  mountConfirmation(root);
  mountCopyButton(root);
  section.addEventListener("shown", () => void show(root));
}
function mountConfirmation(root) {
  jsonForm(
    /** @type {HTMLFormElement} */
    part(root, "confirm"),
    {
      send: (fields) => call("PUT", PATH, fields),
      done: (answer) => {
        sessionsEnded();
        void showCodes(root, answer);
      }
    }
  );
}
async function show(root) {
  const { enabled, required, recovery_codes_left: left } = await call("GET", PATH);
  part(root, "state").textContent = enabled ? interpolate(codesLeft(left), { left }) : gettext(
    "Off. When on, you also need a code from an app to sign in."
  );
  offer(root, enabled ? "on" : "off");
  const notice = document.querySelector(
    /** @type {"div"} */
    "[data-part=required]"
  );
  if (notice) notice.hidden = !required;
  part(root, "codes").hidden = true;
  part(root, "fold-title").textContent = enabled ? gettext("Change two-factor sign-in") : gettext("Set up two-factor sign-in");
  showForm(root, "switch");
}
function offer(root, state) {
  for (const button of root.querySelectorAll(
    /** @type {"button"} */
    "[data-when]"
  )) {
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
  await show(root);
  part(root, "code-list").replaceChildren(...codes.map((code) => {
    const line = document.createElement("li");
    line.textContent = code;
    return line;
  }));
  part(root, "codes").hidden = false;
  part(root, "fold").open = false;
  part(root, "codes").focus();
}
function showForm(root, name) {
  for (const other of ["switch", "confirm"]) {
    const form = (
      /** @type {HTMLFormElement} */
      part(root, other)
    );
    form.hidden = other !== name;
    form.reset();
    const code = form.querySelector(
      /** @type {"div"} */
      "[data-part=second-factor]"
    );
    if (code) code.hidden = true;
  }
  return part(root, name);
}
function mountCopyButton(root) {
  const button = part(root, "copy");
  button.addEventListener("click", async () => {
    const codes = [...part(root, "code-list").children].map((line) => line.textContent);
    const copied = await copyText(codes.join("\n"));
    toast(copied ? gettext("Codes copied.") : gettext("Your browser blocked copying."));
  });
}
const DEFAULTS = { "theme": "system", "density": "compact", "text-size": "medium" };
function mountAppearance(section, { storage }) {
  const form = (
    /** @type {HTMLFormElement} */
    part(section, "appearance-form")
  );
  const show2 = mountStoredChoices(form, storage, DEFAULTS, (name, value) => {
    if (name === "theme") chooseTheme(
      /** @type {"light" | "dark" | "system"} */
      value
    );
    else document.documentElement.setAttribute(`data-${name}`, value);
  });
  section.addEventListener("shown", show2);
}
function editedSection(root) {
  const form = guarded(root).find((candidate) => [...candidate.elements].some(isEdited));
  return form?.closest(
    /** @type {"div"} */
    "[data-section]"
  )?.dataset.section ?? null;
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
    const question = dialog("discard-edits");
    forgetEdits(root);
    question.addEventListener("close", () => goBack(1), { once: true });
    question.close();
  });
}
async function askToDiscard() {
  await openDialog("discard-edits");
  await new Promise((resolve) => dialog("discard-edits").addEventListener("close", resolve, { once: true }));
}
function guarded(root) {
  return [...root.querySelectorAll(
    /** @type {"form"} */
    "form[data-guarded]"
  )];
}
function isEdited(control) {
  if (!(control instanceof HTMLInputElement)) return false;
  const { type, checked, defaultChecked, value, defaultValue } = control;
  return type === "checkbox" ? checked !== defaultChecked : value !== defaultValue;
}
function mountLanguage(section, owner) {
  const form = (
    /** @type {HTMLFormElement} */
    part(section, "language-form")
  );
  const show2 = () => {
    const { language, clock } = owner.me.preferences;
    tick(form, "language", language);
    tick(form, "clock", clock);
    showExamples(form);
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", async ({ target }) => {
    await choose(
      form,
      owner,
      /** @type {HTMLInputElement | HTMLSelectElement} */
      target
    );
    show2();
  });
  section.addEventListener("shown", show2);
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
  for (const place of form.querySelectorAll(
    /** @type {"div"} */
    "[data-clock]"
  )) {
    place.textContent = timeOfDayBy(
      /** @type {Clock} */
      place.dataset.clock,
      now()
    );
  }
  const example = { time: fullTime(now()), zone: timeZone() };
  const sentence = gettext("It is %(time)s now, in the time zone %(zone)s of this device.");
  part(form, "example").textContent = interpolate(sentence, example);
}
function mountNotifications(section, owner) {
  const form = (
    /** @type {HTMLFormElement} */
    part(section, "notifications-form")
  );
  section.addEventListener("shown", () => {
    box(form, "desktop").checked = wantsDesktop(owner);
    box(form, "sound").checked = owner.storage.getItem("sound") === "on";
    showBlocked(form, globalThis.Notification?.permission === "denied");
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", async ({ target }) => {
    const input = (
      /** @type {HTMLInputElement} */
      target
    );
    const choose2 = input.name === "desktop" ? chooseDesktop : chooseSound;
    if (await choose2(form, input, owner)) sayIsSaved(form);
  });
}
async function chooseSound(_form, input, { storage }) {
  storage.setItem("sound", input.checked ? "on" : "off");
  if (input.checked) (await import("./alerts.js").catch(() => null))?.chime();
  return true;
}
async function chooseDesktop(form, input, { storage }) {
  const wanted = input.checked;
  const permission = wanted ? await globalThis.Notification?.requestPermission() : "default";
  input.checked = permission === "granted";
  storage.setItem("desktop", input.checked ? "on" : "off");
  showBlocked(form, permission === "denied" || permission === void 0);
  return input.checked === wanted;
}
function showBlocked(form, isBlocked) {
  part(form, "desktop-note").textContent = isBlocked ? gettext("Your browser blocks notifications from this site. You can allow them in its settings.") : "";
}
function box(form, name) {
  return (
    /** @type {HTMLInputElement} */
    form.elements.namedItem(name)
  );
}
function mountWriting(section, { storage }) {
  mountStoredChoices(
    /** @type {HTMLFormElement} */
    part(section, "writing-form"),
    storage,
    { "enter-key": "auto" }
  );
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
  #section = (
    /** @type {string | null} */
    null
  );
  #isAsking = false;
  /** @param {HTMLElement} root @param {Owner} owner @param {Surroundings} how */
  constructor(root, owner, how) {
    this.#root = root;
    this.#how = how;
    mountSections(root, owner);
    mountDiscarding(root);
    this.#mountWays();
    addEventListener("beforeunload", (event) => editedSection(root) !== null && event.preventDefault());
  }
  /** @param {string} section None is the list, beside which a wide screen shows the first section. */
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
  /** The chat is to be seen again; edits that would be lost are asked about first. */
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
    document.querySelector(
      /** @type {"button"} */
      "[aria-controls=account-menu]"
    )?.focus();
  }
  /** @param {string} shown */
  #draw(shown) {
    for (const section of this.#root.querySelectorAll(
      /** @type {"div"} */
      "[data-section]"
    )) {
      section.hidden = section.dataset.section !== shown;
      if (!section.hidden) section.dispatchEvent(new Event("shown"));
    }
    for (const link of this.#root.querySelectorAll(
      /** @type {"a"} */
      "[data-section-link]"
    )) {
      if (link.dataset.sectionLink === shown) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  }
  /** @param {string} section */
  #focus(section) {
    const title = section ? this.#root.querySelector(
      /** @type {"h2"} */
      `[data-section=${section}] > h2`
    ) : null;
    const settings = part(this.#root, "title");
    (title ?? settings).focus({ preventScroll: true });
    part(this.#root, "sections").scrollTop = 0;
    this.#root.scrollTop = 0;
    nameView([title?.textContent, settings.textContent].filter(Boolean).join(" \xB7 "));
  }
  /** Back to the list and to the chat. */
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
      const target = (
        /** @type {Element} */
        event.target
      );
      if (event.key !== "Escape" || event.defaultPrevented || target.closest("dialog")) return;
      event.preventDefault();
      this.#how.close();
    });
  }
}
function mountSections(root, owner) {
  const section = (name) => (
    /** @type {HTMLElement} */
    root.querySelector(`[data-section=${name}]`)
  );
  mountProfile(section("profile"), owner);
  const account = section("account");
  mountEmailChange(account, owner);
  mountPasswordChange(part(account, "password"));
  mountSecondFactor(account);
  mountDeletion(part(account, "deletion"), owner);
  mountAppearance(section("appearance"), owner);
  mountLanguage(section("language"), owner);
  mountWriting(section("writing"), owner);
  mountNotifications(section("notifications"), owner);
  mountSessionList(section("sessions"));
  for (const field of root.querySelectorAll(
    /** @type {"div"} */
    "[data-component=password-field]"
  )) {
    mount(field);
  }
}
export {
  SettingsView,
  openSettings
};
