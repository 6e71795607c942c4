const PROCESSED_BY_INPUT_METHOD = 229;
const ON_A_MAC = { Ctrl: "\u2318", Alt: "\u2325", Del: "Delete" };
const IS_MAC = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? "");
function isComposing({ isComposing: isComposing2, keyCode }) {
  return isComposing2 || keyCode === PROCESSED_BY_INPUT_METHOD;
}
function hasModifier({ altKey, ctrlKey, metaKey, shiftKey }) {
  return altKey || ctrlKey || metaKey || shiftKey;
}
function isCommand({ altKey, ctrlKey, metaKey }) {
  return !altKey && (IS_MAC ? metaKey && !ctrlKey : ctrlKey && !metaKey);
}
function nameKeys(root) {
  if (!IS_MAC) return;
  for (const key of root.querySelectorAll("kbd")) {
    key.textContent = (key.textContent ?? "").replace(/Ctrl|Alt|Del/, (name) => ON_A_MAC[name]);
  }
}
function onKey(target, pressed, options) {
  target.addEventListener("keydown", (event) => {
    const key = event;
    if (!isComposing(key)) pressed(key);
  }, options);
}
function press(target, key) {
  target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
}
function once(load) {
  let loading = null;
  return () => loading ??= load().catch((error) => {
    loading = null;
    throw error;
  });
}
class Signal {
  #listeners = /* @__PURE__ */ new Set();
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
  emit(value) {
    for (const listener of [...this.#listeners]) listener(value);
  }
}
let stack = [];
let pending = null;
let isTravelling = false;
let known = here();
const touch = matchMedia("(pointer: coarse)");
const travelled = new Signal();
const addressChanged = new Signal();
function openLayer(layer) {
  stack.push({ layer, isEntry: !layer.isLight || touch.matches, opener: document.activeElement });
  settle();
}
function layersChanged() {
  queueMicrotask(settle);
}
function closeLayers() {
  for (const { layer } of stack.toReversed()) if (layer.isOpen() && !layer.stays) layer.close();
  layersChanged();
}
function address() {
  return pending?.path ?? here();
}
function historyState() {
  return pending?.state ?? history.state ?? {};
}
function goTo(path, state = {}) {
  closeLayers();
  if (path === address()) return;
  pending = { path, state, isNew: true };
  settle();
}
function replaceAddress(path, state = historyState()) {
  pending = { path, state, isNew: pending?.isNew ?? false };
  settle();
}
function goBack(count) {
  closeLayers();
  stepBack(count + depth());
}
function mountLayers() {
  addEventListener("popstate", traverse);
  document.addEventListener("close", layersChanged, true);
  onKey(document, (event) => {
    const top = stack.findLast(({ layer }) => layer.isOpen())?.layer;
    if (event.key !== "Escape" || event.defaultPrevented || !top || top.isNative) return;
    event.preventDefault();
    top.close();
    layersChanged();
  });
  settle();
}
function traverse() {
  const isExpected = isTravelling;
  isTravelling = false;
  while (!isExpected && entries() > depth()) {
    const { layer } = stack[stack.length - 1];
    if (layer.isOpen()) layer.close();
    drop(stack.length - 1);
  }
  settle();
  if (isTravelling || address() === known) return;
  known = address();
  addressChanged.emit();
  travelled.emit();
}
function settle() {
  for (let at = stack.length - 1; at >= 0; at -= 1) if (!stack[at].layer.isOpen()) drop(at);
  if (isTravelling) return;
  const surplus = depth() - entries();
  if (surplus > 1 || surplus === 1 && !pending?.isNew) stepBack(pending?.isNew ? surplus - 1 : surplus);
  else if (pending && entries() === 0) showPending(surplus === 1);
  while (!isTravelling && depth() < entries()) history.pushState({ ...history.state, depth: depth() + 1 }, "");
}
function stepBack(count) {
  isTravelling = true;
  history.go(-count);
}
function showPending(hasSpare) {
  const { path, state, isNew } = pending;
  pending = null;
  if (isNew && !hasSpare) history.pushState({ ...state, depth: 0 }, "", path);
  else history.replaceState({ ...state, depth: 0 }, "", path);
  if (path === known) return;
  known = path;
  addressChanged.emit();
}
function drop(at) {
  const [{ layer, opener }] = stack.splice(at, 1);
  const focused = document.activeElement;
  const isLost = focused === null || focused === document.body || !focused.checkVisibility();
  if (!layer.isNative && isLost && opener instanceof HTMLElement) opener.focus({ preventScroll: true });
}
function entries() {
  return stack.filter(({ isEntry }) => isEntry).length;
}
function depth() {
  return history.state?.depth ?? 0;
}
function here() {
  return location.pathname + location.search;
}
const RIGHT_TO_LEFT = String.raw`\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}`;
const RTL_LETTER = new RegExp(`[${RIGHT_TO_LEFT}]`, "u");
const LTR_LETTER = new RegExp(`(?![${RIGHT_TO_LEFT}])\\p{L}`, "u");
const CONTROLS = /[\u202a-\u202e\u2066-\u2069]/g;
const [ISOLATE, END] = ["\u2068", "\u2069"];
function isolated(text, pageIsRtl = globalThis.document?.documentElement.dir === "rtl") {
  const plain = text.replace(CONTROLS, "");
  return (pageIsRtl ? LTR_LETTER : RTL_LETTER).test(plain) ? ISOLATE + plain + END : plain;
}
const CATALOGUE = globalThis.django?.catalog ? globalThis.django : { gettext: (text) => text, ngettext: (one, many, count) => count === 1 ? one : many };
const gettext = (text) => CATALOGUE.gettext(text);
const ngettext = (one, many, count) => CATALOGUE.ngettext(one, many, count);
function interpolate(text, values) {
  return text.replace(/%\((\w+)\)s/g, (_, name) => isolated(String(values[name])));
}
class ChatError extends Error {
  constructor({ code, message, fields = {}, retry_after_s }) {
    super(Object.values(fields).flat().join(" ") || message);
    this.code = code;
    this.fields = fields;
    this.retryAfterS = retry_after_s ?? null;
  }
  about(field) {
    return this.fields[field]?.[0] ?? this.message;
  }
}
class Unreachable extends ChatError {
  constructor() {
    super({ code: "unreachable", message: gettext("The server can't be reached. Try again in a moment.") });
  }
}
const PASSING = /* @__PURE__ */ new Set(["unreachable", "unavailable", "rate_limited"]);
function isPassing(error) {
  return error instanceof ChatError && PASSING.has(error.code);
}
const FIRST_PAUSE_MS = 1e3;
const LONGEST_PAUSE_MS = 3e4;
async function patiently(ask, isWorthIt = () => true) {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    try {
      return await ask();
    } catch (error) {
      if (!isPassing(error) || !isWorthIt(error)) throw error;
      const leastMs = (error.retryAfterS ?? 0) * 1e3;
      await new Promise((resolve) => setTimeout(resolve, Math.max(pauseMs, leastMs) * (1 + Math.random() / 2)));
    }
  }
}
const SHOWN_MS = 5e3;
const ANSWERABLE_MS = 2e4;
const GAP_PX = 8;
const stacks = [];
function showToastsIn(dialog2) {
  const stack2 = currentStack()?.cloneNode(false);
  if (!(stack2 instanceof HTMLElement)) return;
  dialog2.append(stack2);
  stacks.push(stack2);
  dialog2.addEventListener("close", () => {
    stacks.splice(stacks.indexOf(stack2), 1);
    stack2.remove();
    const next = currentStack();
    if (next && stack2.hasChildNodes()) add(next, [...stack2.childNodes]);
  }, { once: true });
}
function currentStack() {
  return stacks.at(-1) ?? document.querySelector("body > [data-toasts]");
}
function toast(text, answer) {
  const stack2 = currentStack();
  if (!stack2) return null;
  const note = document.createElement("div");
  note.className = "toast-note";
  note.append(sentence(text));
  if (answer) note.append(button(answer, () => note.remove()));
  add(stack2, [note]);
  removeLater(note, answer ? ANSWERABLE_MS : SHOWN_MS);
  return note;
}
function add(stack2, notes) {
  put(stack2);
  stack2.append(...notes);
  follow(stack2);
}
function removeLater(note, afterMs) {
  setTimeout(() => {
    if (note.matches(":hover, :focus-within")) removeLater(note, SHOWN_MS);
    else note.remove();
  }, afterMs);
}
function put(stack2) {
  const boxes = [...document.querySelectorAll("[data-under-toasts]")].map((node) => node.getBoundingClientRect());
  const shown = boxes.filter(({ height }) => height > 0);
  const top = Math.min(...shown.map((box) => box.top), innerHeight);
  stack2.style.setProperty("--toasts-above", `${Math.max(0, innerHeight - top) + GAP_PX}px`);
  const column = shown[0] ?? document.querySelector("main")?.getBoundingClientRect() ?? new DOMRect(0, 0, innerWidth);
  const start = document.dir === "rtl" ? innerWidth - column.right : column.left;
  stack2.style.setProperty("--toasts-start", `${Math.max(0, start)}px`);
}
let following = null;
function follow(stack2) {
  following?.disconnect();
  following = new ResizeObserver(() => stack2.hasChildNodes() ? put(stack2) : following?.disconnect());
  for (const node of document.querySelectorAll("[data-under-toasts]")) following.observe(node);
}
function sentence(text) {
  const node = document.createElement("span");
  node.dir = "auto";
  node.textContent = text;
  return node;
}
function button({ text, act }, done) {
  const node = document.createElement("button");
  node.type = "button";
  node.className = "btn-link-inline";
  node.textContent = text;
  node.addEventListener("click", () => {
    done();
    act();
  });
  return node;
}
async function attempt$1(act) {
  try {
    await act();
    return true;
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    toast(error.message);
    return false;
  }
}
let failures = 0;
let said = null;
async function loaded(load) {
  try {
    const code = await load();
    failures = 0;
    return code;
  } catch (error) {
    const isOutdated = isOfNewRelease(error);
    if (!isOutdated && !isFailedImport(error)) throw error;
    failures += 1;
    sayAgain(isOutdated || failures > 1 && navigator.onLine);
    return null;
  }
}
function sayAgain(isLasting) {
  said?.remove();
  said = toast(gettext("Part of this page couldn't load. Check your connection and try again."), isLasting ? { text: gettext("Reload"), act: () => location.reload() } : void 0);
}
function isFailedImport(error) {
  return error instanceof TypeError && /dynamically imported module|importing a module/i.test(error.message);
}
function isOfNewRelease(error) {
  return error instanceof SyntaxError && /export|importing binding/i.test(error.message);
}
function mountPressedFocus() {
  document.addEventListener("click", ({ target }) => {
    const button2 = target.closest("button");
    if (button2 && document.activeElement === document.body) button2.focus({ preventScroll: true });
  }, { capture: true });
}
const loaders = /* @__PURE__ */ new Map();
function dialog(id) {
  return document.getElementById(id);
}
function onFirstOpen(ids, load) {
  const loadOnce = once(load);
  for (const id of ids) loaders.set(id, loadOnce);
}
async function makeReady(id) {
  await loaders.get(id)?.();
}
async function openDialog(id) {
  const found = dialog(id);
  if (found.open || await loaded(async () => await makeReady(id) ?? true) === null) return;
  found.dispatchEvent(new Event("before-open"));
  if (!found.open) show(found);
}
async function openDialogAtOnce(id) {
  const found = dialog(id);
  const field = found.querySelector("[autofocus]");
  const keys = [];
  const waits = new AbortController();
  onKey(field, (event) => {
    if (!/^(Enter|Arrow)/.test(event.key)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    keys.push(event.key);
  }, { capture: true, signal: waits.signal });
  field.value = "";
  show(found);
  const isReady = await loaded(async () => await makeReady(id) ?? true);
  waits.abort();
  if (isReady === null) found.close();
  if (!found.open) return;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  for (const key of keys) press(field, key);
}
function show(found) {
  found.showModal();
  showToastsIn(found);
  const stays = found.querySelector("[data-stays]") !== null;
  openLayer({ isOpen: () => found.open, close: () => found.close(), isNative: true, stays });
}
function mountDialogs() {
  mountPressedFocus();
  mountLayers();
  document.addEventListener("click", (event) => {
    const target = event.target;
    const opener = target.closest("[data-opens]");
    if (opener instanceof HTMLElement) return openFrom(opener);
    const open = target.closest("dialog");
    if (open && (target === open || target.closest("[data-closes]"))) open.close();
    return void 0;
  });
}
function openFrom(opener) {
  opener.closest("dialog")?.close();
  void openDialog(opener.dataset.opens ?? "");
}
class MemoryStorage {
  #values = /* @__PURE__ */ new Map();
  get length() {
    return this.#values.size;
  }
  keys() {
    return [...this.#values.keys()];
  }
  getItem(key) {
    return this.#values.get(key) ?? null;
  }
  setItem(key, value) {
    this.#values.set(key, value);
  }
  removeItem(key) {
    this.#values.delete(key);
  }
}
class BrowserStorage {
  #permanent;
  #passing = new MemoryStorage();
  constructor(permanent) {
    this.#permanent = permanent;
  }
  keys() {
    const { length } = this.#permanent;
    const permanent = Array.from({ length }, (_, index) => this.#permanent.key(index) ?? "");
    return [...permanent, ...this.#passing.keys()];
  }
  getItem(key) {
    return this.#passing.getItem(key) ?? this.#permanent.getItem(key);
  }
  setItem(key, value) {
    this.removeItem(key);
    try {
      this.#permanent.setItem(key, value);
    } catch {
      this.#passing.setItem(key, value);
    }
  }
  removeItem(key) {
    this.#passing.removeItem(key);
    this.#permanent.removeItem(key);
  }
}
function browserStorage() {
  try {
    return localStorage === null ? new MemoryStorage() : new BrowserStorage(localStorage);
  } catch {
    return new MemoryStorage();
  }
}
function forgetPerson(storage, userId) {
  for (const key of storage.keys()) {
    if (key.split(":")[1] === String(userId)) storage.removeItem(key);
  }
}
class JsonStore {
  #storage;
  #prefix;
  constructor(storage, prefix) {
    this.#storage = storage;
    this.#prefix = prefix;
  }
  owns(storageKey) {
    return storageKey === null || storageKey.startsWith(this.#prefix);
  }
  get(key) {
    try {
      return JSON.parse(this.#storage.getItem(this.#prefix + key) ?? "null");
    } catch {
      return null;
    }
  }
  set(key, value) {
    try {
      this.#storage.setItem(this.#prefix + key, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  }
  remove(key) {
    this.#storage.removeItem(this.#prefix + key);
  }
  keys() {
    const keys = this.#storage.keys().filter((key) => key.startsWith(this.#prefix));
    return keys.map((key) => key.slice(this.#prefix.length));
  }
}
function mount(button2) {
  button2.addEventListener("click", () => {
    chooseTheme(document.documentElement.dataset.bsTheme === "dark" ? "light" : "dark");
  });
}
function chooseTheme(theme) {
  const storage = browserStorage();
  if (theme === "system") storage.removeItem("theme");
  else storage.setItem("theme", theme);
  dispatchEvent(new CustomEvent("theme-chosen", { detail: theme }));
}
var themeSwitch = Object.freeze({ __proto__: null, chooseTheme, mount });
const COMPONENTS = { "account-form": () => import("./account_form.js"), "chat": () => import("./chat.js").then(function(n) {
  return n.C;
}), "password-field": () => import("./password_field.js"), "settings": () => import("./settings_page.js"), "theme-switch": () => themeSwitch };
mountDialogs();
onFirstOpen(["feedback"], async () => (await import("./feedback_dialog.js")).mount(dialog("feedback")));
const mounting = [...document.querySelectorAll("[data-component]")].map(async (root) => {
  (await COMPONENTS[root.dataset.component ?? ""]?.())?.mount(root);
});
void Promise.all(mounting).then(() => document.body.toggleAttribute("data-ready", true));
function fromTemplate(templateId) {
  const template = document.getElementById(templateId);
  return template.content.firstElementChild?.cloneNode(true);
}
function contentOf(templateId) {
  return document.getElementById(templateId).content.cloneNode(true);
}
function part(root, name) {
  const found = root.querySelector(`[data-part="${name}"]`);
  if (!found) throw new Error(`no part "${name}"`);
  return found;
}
function parts(root, ...names) {
  return Object.fromEntries(names.map((name) => [name, part(root, name)]));
}
function showText(place, text) {
  if (place.textContent !== text) place.textContent = text;
}
function hideIf(place, isHidden) {
  if (place.hidden !== isHidden) place.hidden = isHidden;
}
function showSaying(place, name, text) {
  const author = document.createElement("bdi");
  author.textContent = name;
  place.replaceChildren(author, `: ${text}`);
}
function showServerHtml(place, html) {
  place.innerHTML = html;
  for (const link of place.querySelectorAll("a[href]")) {
    if (link.protocol !== "mailto:" && link.origin !== location.origin) link.target = "_blank";
  }
}
function elementFrom(html) {
  const found = documentOf(html).body.firstElementChild;
  return document.adoptNode(found);
}
const documentOf = (html) => new DOMParser().parseFromString(html, "text/html");
let inert = null;
function plainText({ html, content, attachments = [] }) {
  if (html === "") return content || attachments.map(({ name }) => name).join(", ");
  inert ??= document.createElement("template");
  inert.innerHTML = html;
  return inert.content.textContent ?? "";
}
class KeyedList {
  #shown = /* @__PURE__ */ new Map();
  constructor(container, how) {
    this.container = container;
    this.how = how;
  }
  show(items) {
    const next = new Map(items.map((item) => [this.how.key(item), this.#drawn(item)]));
    for (const [key, { node }] of this.#shown) if (!next.has(key)) node.remove();
    let place = this.container.firstElementChild;
    for (const { node } of next.values()) {
      if (node === place) place = place.nextElementSibling;
      else this.container.insertBefore(node, place);
    }
    this.#shown = next;
  }
  node(key) {
    return this.#shown.get(key)?.node ?? null;
  }
  item(key) {
    return this.#shown.get(key)?.item ?? null;
  }
  #drawn(item) {
    const known2 = this.#shown.get(this.how.key(item));
    const node = known2?.node ?? this.how.create(item);
    this.how.update(node, item, known2?.item ?? null);
    return { item, node };
  }
}
const TIMEOUT_MS = 2e4;
async function call(method, path, body, signal = AbortSignal.timeout(TIMEOUT_MS)) {
  const response = await reach(path, { method, ...withBody(method, body), signal });
  if (response.status === 204) return null;
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw refusal(response, answer);
  if (answer === null) throw new Unreachable();
  return answer;
}
async function fetchMarkup(path) {
  const response = await reach(path, { redirect: "manual", signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (response.type === "opaqueredirect") {
    throw new ChatError({ code: "not_authenticated", message: gettext("Your session has ended. Sign in again.") });
  }
  if (!response.ok) throw refusal(response, null);
  return response.text();
}
async function ensureCsrfCookie() {
  if (csrfToken() === "") await call("GET", "/auth/me").catch(() => null);
}
async function reach(path, options) {
  try {
    return await fetch(path, options);
  } catch {
    throw new Unreachable();
  }
}
function withBody(method, body) {
  const headers = { Accept: "application/json" };
  if (method !== "GET") headers["X-CSRFToken"] = csrfToken();
  if (body === void 0 || body instanceof FormData) return { headers, body };
  return { headers: { ...headers, "Content-Type": "application/json" }, body: JSON.stringify(body) };
}
function csrfToken() {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";
}
const PASSING_STATUSES = /* @__PURE__ */ new Map([[429, "rate_limited"], [502, "unavailable"], [503, "unavailable"], [504, "unavailable"]]);
function refusal(response, answer) {
  if (answer?.error) return new ChatError(answer.error);
  const code = PASSING_STATUSES.get(response.status);
  if (code === void 0 && response.status >= 500) return new Unreachable();
  const message = code ? new Unreachable().message : gettext("That didn't work. Try again.");
  const seconds = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
  const retry_after_s = Number.isNaN(seconds) ? void 0 : seconds;
  return new ChatError({ code: code ?? `http_${response.status}`, message, retry_after_s });
}
let aheadMs = Date.now() - performance.now();
const monotonicMs = () => performance.now();
const nowMs = () => Math.round(aheadMs + monotonicMs());
const now = () => new Date(nowMs());
const momentOf = (ms) => new Date(Math.round(aheadMs + ms));
const deviceMs = () => Date.now();
function setServerTime(timestamp) {
  const serverMs = Date.parse(timestamp);
  if (Number.isFinite(serverMs)) aheadMs = serverMs - monotonicMs();
}
const DAY_FIRST = "en-GB";
const MONTH_FIRST = "en-US";
const CYCLES = { 12: "h12", 24: "h23" };
function readersLocale(page, preferred, clock2 = "auto") {
  const words = page && isLanguage(page) ? page : void 0;
  const reader = preferred.find(isLanguage) ?? words ?? new Intl.DateTimeFormat().resolvedOptions().locale;
  const tag = words === void 0 || saysTheSame(words, reader) ? reader : variantFor(words, reader);
  const hourCycle = clock2 === "auto" ? hourCycleOf(reader) : CYCLES[clock2];
  return new Intl.Locale(tag, { hourCycle }).toString();
}
function isLanguage(tag) {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
function saysTheSame(page, reader) {
  const [one, other] = [page, reader].map((tag) => new Intl.Locale(tag).maximize());
  return one.language === other.language && one.script === other.script;
}
function variantFor(page, reader) {
  const { region } = new Intl.Locale(reader).maximize();
  const there = new Intl.Locale(page, { region }).baseName;
  const variants = new Intl.Locale(page).language === "en" ? [there, DAY_FIRST, MONTH_FIRST] : [there];
  return variants.find((tag) => isDayFirst(tag) === isDayFirst(reader)) ?? there;
}
function isDayFirst(tag) {
  const parts2 = new Intl.DateTimeFormat(tag, { day: "numeric", month: "numeric" }).formatToParts(0);
  return parts2.find(({ type }) => type === "day" || type === "month")?.type === "day";
}
function hourCycleOf(tag) {
  return new Intl.DateTimeFormat(tag, { hour: "numeric" }).resolvedOptions().hourCycle;
}
const compareNames = new Intl.Collator(void 0, { numeric: true }).compare;
const DAY_MS = 864e5;
const PAGE_LANGUAGE = globalThis.document?.documentElement.lang;
const READERS_LANGUAGES = globalThis.navigator?.languages ?? [];
const calendarChanged = new Signal();
let clock = "auto";
let formats = newFormats();
let written = calendarNow();
function renewCalendar() {
  const found = calendarNow();
  if (found === written) return;
  written = found;
  formats = newFormats();
  calendarChanged.emit();
}
function chooseClock(chosen) {
  clock = chosen;
  renewCalendar();
}
function setNow(timestamp) {
  setServerTime(timestamp);
  renewCalendar();
}
const calendar = () => written;
function newFormats() {
  const locale = readersLocale(PAGE_LANGUAGE, READERS_LANGUAGES, clock);
  const time = { hour: hourWidth(locale), minute: "2-digit" };
  return { locale, clock: clockOf(locale), full: new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "short" }), day: new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long" }), dayOfOtherYear: new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric" }), shortDay: new Intl.DateTimeFormat(locale, { day: "numeric", month: "short" }), shortDayOfOtherYear: new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric" }), weekdayTime: new Intl.DateTimeFormat(locale, { weekday: "long", ...time }), dateTime: new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", ...time }), relative: new Intl.RelativeTimeFormat(locale, { numeric: "auto" }) };
}
function clockOf(locale) {
  return new Intl.DateTimeFormat(locale, { timeStyle: "short" });
}
function hourWidth(locale) {
  const three = clockOf(locale).formatToParts(new Date(2026, 0, 1, 3));
  return three.find(({ type }) => type === "hour")?.value.length === 2 ? "2-digit" : "numeric";
}
function calendarNow() {
  return `${dayKey(now())} ${timeZone()} ${clock}`;
}
function timeZone() {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
const timeOfDay = (time) => formats.clock.format(new Date(time));
const readersList = (texts) => new Intl.ListFormat(formats.locale, { type: "conjunction" }).format(texts);
function timeOfDayBy(other, time) {
  const locale = readersLocale(PAGE_LANGUAGE, READERS_LANGUAGES, other);
  return clockOf(locale).format(time);
}
const fullTime = (time) => formats.full.format(new Date(time));
function dayKey(time) {
  const date = new Date(time);
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}
function daysSince(time, today = now()) {
  return Math.round((startOfDay(today) - startOfDay(new Date(time))) / DAY_MS);
}
function dayName(time, today = now()) {
  const date = new Date(time);
  const days = -daysSince(date, today);
  if (days === 0 || days === -1) return capitalised(formats.relative.format(days, "day"));
  return (date.getFullYear() === today.getFullYear() ? formats.day : formats.dayOfOtherYear).format(date);
}
function briefTime(time, today = now()) {
  const days = -daysSince(time, today);
  if (days === 0) return timeOfDay(time);
  return days === -1 ? formats.relative.format(-1, "day") : shortDate(time, today);
}
function shortDate(time, today = now()) {
  const date = new Date(time);
  return (date.getFullYear() === today.getFullYear() ? formats.shortDay : formats.shortDayOfOtherYear).format(date);
}
function isoDay(time = now()) {
  const date = new Date(time);
  const two = (number) => String(number).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
const beginningOf = (day) => /* @__PURE__ */ new Date(`${day}T00:00`);
function sinceTime(time, today = now()) {
  const days = -daysSince(time, today);
  if (days === 0) return timeOfDay(time);
  return (days > -7 ? formats.weekdayTime : formats.dateTime).format(new Date(time));
}
function startOfDay(date) {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
function capitalised(text) {
  return text.charAt(0).toLocaleUpperCase(formats.locale) + text.slice(1);
}
class Snapshot {
  #store;
  constructor(storage) {
    this.#store = new JsonStore(storage, "snapshot:");
  }
  get me() {
    return this.#store.get("me");
  }
  keepMe(me) {
    if (this.me !== null && this.me.id !== me.id) this.clear();
    this.#store.set("me", me);
  }
  get rooms() {
    return this.#store.get("rooms") ?? [];
  }
  keepRooms(rooms) {
    this.#keep("rooms", rooms);
  }
  messagesIn(roomId) {
    const screen = this.#store.get("screen");
    return screen?.roomId === roomId ? screen.messages : [];
  }
  keepScreen(roomId, messages) {
    this.#keep("screen", { roomId, messages: messages.slice(-50) });
  }
  keep({ live: { roomId, log }, rooms }) {
    this.keepRooms(rooms.joined());
    if (roomId !== null && !log.hasMoreAfter) this.keepScreen(roomId, log.messages);
  }
  get searches() {
    return this.#store.get("searches") ?? [];
  }
  keepSearches(searches) {
    this.#keep("searches", searches);
  }
  #keep(key, value) {
    if (this.me !== null) this.#store.set(key, value);
  }
  clear() {
    for (const key of this.#store.keys()) this.#store.remove(key);
  }
}
const HIDDEN_FRAME_MS = 100;
const due = /* @__PURE__ */ new Set();
let isAsked = false;
function oncePerFrame(work) {
  return () => {
    due.add(work);
    askForFrame();
  };
}
function askForFrame() {
  if (isAsked) return;
  isAsked = true;
  if (document.visibilityState === "visible") requestAnimationFrame(runFrame);
  else setTimeout(runFrame, HIDDEN_FRAME_MS);
}
function runFrame() {
  const done = /* @__PURE__ */ new Set();
  for (const work of due) {
    if (done.has(work)) continue;
    due.delete(work);
    done.add(work);
    attempt(work);
  }
  isAsked = false;
  if (due.size > 0) askForFrame();
}
function attempt(work) {
  try {
    work();
  } catch (error) {
    reportError(error);
  }
}
const SOON_MS = 500;
function whenIdle(work) {
  if ("requestIdleCallback" in globalThis) requestIdleCallback(work, { timeout: SOON_MS });
  else setTimeout(work);
}
const PATH = /^\/settings\/(?:([a-z]+)\/)?$/;
function sectionAt(path = address()) {
  const found = path.match(PATH);
  return found ? found[1] ?? "" : null;
}
function addressBelow() {
  return sectionAt() === null ? address() : String(historyState().over ?? "/");
}
function goToSection(section) {
  const state = historyState();
  const { over = address(), steps = 0, above } = sectionAt() === null ? { above: state.above } : state;
  const higher = typeof above === "number" ? { above: above + 1 } : {};
  goTo(pathOf(section), { over, steps: Number(steps) + 1, ...higher });
}
function goToList() {
  if (Number(historyState().steps ?? 0) > 1) goBack(1);
  else replaceAddress("/settings/");
}
function leaveSettings(path) {
  const steps = Number(historyState().steps ?? 0);
  if (steps > 0) goBack(steps);
  else replaceAddress(path, {});
}
function pathOf(section) {
  return section === "" ? "/settings/" : `/settings/${section}/`;
}
function siteName() {
  return globalThis.document?.querySelector?.('meta[name="application-name"]')?.getAttribute("content") || "Chatsite";
}
function nameOf(person) {
  return person?.name ?? siteName();
}
const HUES = 12;
function initials(name) {
  const all = name.trim().split(/\s+/u);
  const plain = all.filter((word) => !/^\p{P}/u.test(word));
  const words = plain.length > 0 ? plain : all;
  const chosen = words.length > 1 ? [words[0], words[words.length - 1]] : [words[0]];
  return chosen.map((word) => firstLetter(word)).join("").toUpperCase();
}
function firstLetter(word) {
  const letters = typeof Intl.Segmenter === "function" ? new Intl.Segmenter().segment(word) : [...word];
  for (const letter of letters) return typeof letter === "string" ? letter : letter.segment;
  return "?";
}
function hueOf(userId) {
  return userId * 5 % HUES;
}
function drawAvatar(place, user) {
  const signature = `${user?.id}|${user?.name}|${user?.avatar_url}`;
  if (place.dataset.person === signature) return;
  place.dataset.person = signature;
  place.dataset.hue = String(hueOf(user?.id ?? 0));
  place.replaceChildren(user?.avatar_url ? picture(user.avatar_url) : initials(nameOf(user)));
}
function drawPicture(place, image) {
  delete place.dataset.person;
  place.replaceChildren(image);
}
function picture(url) {
  const image = new Image();
  image.src = url;
  image.alt = "";
  image.loading = "lazy";
  image.decoding = "async";
  return image;
}
const CHANNEL = "signed-out";
let isLeaving = false;
function channel() {
  return "BroadcastChannel" in window ? new BroadcastChannel(CHANNEL) : null;
}
function leave(path = "/login/") {
  if (isLeaving) return;
  isLeaving = true;
  document.body.hidden = true;
  location.replace(path);
}
function followSignOut() {
  channel()?.addEventListener("message", () => leave());
}
function leaveEverywhere(path) {
  channel()?.postMessage(null);
  leave(path);
}
export {
  sinceTime as $,
  dialog as A,
  onKey as B,
  ChatError as C,
  isCommand as D,
  loaded as E,
  openDialogAtOnce as F,
  once as G,
  attempt$1 as H,
  oncePerFrame as I,
  JsonStore as J,
  parts as K,
  hideIf as L,
  showText as M,
  hasModifier as N,
  timeOfDay as O,
  momentOf as P,
  calendar as Q,
  dayKey as R,
  Signal as S,
  calendarChanged as T,
  Unreachable as U,
  whenIdle as V,
  ngettext as W,
  isolated as X,
  nameOf as Y,
  fromTemplate as Z,
  dayName as _,
  interpolate as a,
  contentOf as a0,
  drawAvatar as a1,
  fullTime as a2,
  showSaying as a3,
  showServerHtml as a4,
  toast as a5,
  briefTime as a6,
  plainText as a7,
  KeyedList as a8,
  deviceMs as a9,
  followSignOut as aa,
  renewCalendar as ab,
  leaveEverywhere as ac,
  readersList as ad,
  documentOf as ae,
  siteName as af,
  daysSince as ag,
  openLayer as ah,
  layersChanged as ai,
  goToSection as aj,
  leaveSettings as ak,
  isoDay as al,
  beginningOf as am,
  csrfToken as an,
  ensureCsrfCookie as ao,
  forgetPerson as ap,
  chooseTheme as aq,
  timeOfDayBy as ar,
  timeZone as as,
  shortDate as at,
  goToList as au,
  elementFrom as av,
  fetchMarkup as aw,
  drawPicture as ax,
  address as ay,
  nowMs as b,
  call as c,
  compareNames as d,
  browserStorage as e,
  Snapshot as f,
  gettext as g,
  chooseClock as h,
  isPassing as i,
  goBack as j,
  historyState as k,
  sectionAt as l,
  monotonicMs as m,
  now as n,
  goTo as o,
  addressBelow as p,
  addressChanged as q,
  replaceAddress as r,
  setNow as s,
  travelled as t,
  part as u,
  closeLayers as v,
  patiently as w,
  onFirstOpen as x,
  nameKeys as y,
  openDialog as z
};
