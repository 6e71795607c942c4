import { B as onKey, N as hasModifier, a as interpolate, g as gettext, M as showText, Y as nameOf, u as part, a2 as fullTime, L as hideIf, O as timeOfDay, _ as dayName, A as dialog, z as openDialog, c as call, C as ChatError, a5 as toast, E as loaded } from "./app.js";
import { x as placeInMessage, y as beside, z as picturesIn } from "./chat_rest.js";
const PAN_PX = 80;
const FACTOR = 1.5;
const ARROWS = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
function listenToKeys(root, stage, lightbox2) {
  const keys = /* @__PURE__ */ new Map([["+", () => stage.zoomBy(FACTOR)], ["=", () => stage.zoomBy(FACTOR)], ["-", () => stage.zoomBy(1 / FACTOR)], ["0", () => stage.whole()], ["PageDown", () => lightbox2.step(1)], ["PageUp", () => lightbox2.step(-1)]]);
  onKey(root, (event) => {
    if (hasModifier(event) && event.key !== "+") return;
    const act = stage.isCloseUp ? panning(event.key, stage) : stepping(event.key, lightbox2);
    const found = act ?? keys.get(event.key);
    if (!found) return;
    event.preventDefault();
    found();
  });
}
function panning(key, stage) {
  const way = ARROWS[key];
  return way && (() => stage.pan(way[0] * PAN_PX, way[1] * PAN_PX));
}
function stepping(key, lightbox2) {
  const isRtl = document.documentElement.dir === "rtl";
  if (key === (isRtl ? "ArrowLeft" : "ArrowRight")) return () => lightbox2.step(1);
  if (key === (isRtl ? "ArrowRight" : "ArrowLeft")) return () => lightbox2.step(-1);
  return void 0;
}
function drawAbout(root, shown, { previous, next, me }) {
  const { message, file } = shown;
  const { at, of } = placeInMessage(shown);
  const count = of > 1 ? interpolate(gettext("%(at)s of %(of)s"), { at, of }) : "";
  showText(part(root, "author"), nameOf(message.author));
  const time = part(root, "time");
  showText(time, interpolate(gettext("%(day)s, %(time)s"), whenOf(message.created_at)));
  time.title = fullTime(message.created_at);
  showText(part(root, "count"), count);
  showText(part(root, "alt"), file.alt);
  hideIf(part(root, "alt"), file.alt === "");
  hideIf(part(root, "describe"), message.author?.id !== me);
  allow(part(root, "previous"), previous !== null);
  allow(part(root, "next"), next !== null);
  const [original, download] = [part(root, "original"), part(root, "download")];
  for (const link of [original, download]) link.setAttribute("href", file.url);
  download.setAttribute("download", file.name);
  showText(part(root, "announcement"), [count, file.alt || file.name].filter(Boolean).join(". "));
}
function allow(button, may) {
  button.setAttribute("aria-disabled", String(!may));
}
const whenOf = (time) => ({ day: dayName(time), time: timeOfDay(time) });
const TWICE_MS = 300;
const STILL_PX = 10;
const SWIPE_PX = 60;
class PictureGestures {
  #stage;
  #meaning;
  #fingers = /* @__PURE__ */ new Map();
  #start = { x: 0, y: 0 };
  #lastTap = { x: 0, y: 0, at: -TWICE_MS };
  #isStill = true;
  #wasPinched = false;
  #isTap = false;
  constructor(stage, meaning) {
    this.#stage = stage;
    this.#meaning = meaning;
    stage.addEventListener("pointerdown", (event) => this.#down(event));
    stage.addEventListener("pointermove", (event) => this.#move(event));
    stage.addEventListener("pointerup", (event) => this.#up(event));
    stage.addEventListener("pointercancel", (event) => this.#cancel(event));
    stage.addEventListener("click", (event) => this.#clicked(event));
    stage.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    stage.addEventListener("dragstart", (event) => event.preventDefault());
  }
  #down(event) {
    if (event.button !== 0 || event.target.closest("button, a")) return;
    if (this.#fingers.size === 0) {
      this.#start = { x: event.clientX, y: event.clientY };
      this.#isStill = true;
      this.#wasPinched = false;
    }
    this.#stage.setPointerCapture(event.pointerId);
    this.#fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (this.#fingers.size > 1) this.#wasPinched = true;
  }
  #move({ pointerId, clientX: x, clientY: y }) {
    const before = this.#fingers.get(pointerId);
    if (!before) return;
    this.#isStill &&= Math.hypot(x - this.#start.x, y - this.#start.y) < STILL_PX;
    if (this.#fingers.size > 1) this.#pinch(pointerId, { x, y });
    else if (this.#meaning.isCloseUp) this.#meaning.pan(x - before.x, y - before.y);
    else if (!this.#isStill && !this.#wasPinched) this.#meaning.drag(x - this.#start.x, y - this.#start.y);
    this.#fingers.set(pointerId, { x, y });
  }
  #pinch(moved2, to) {
    const [a, b] = [...this.#fingers.values()];
    const [c, d] = [...this.#fingers].map(([id, at]) => id === moved2 ? to : at);
    const factor = Math.hypot(c.x - d.x, c.y - d.y) / Math.max(1, Math.hypot(a.x - b.x, a.y - b.y));
    this.#meaning.zoom(factor, this.#onStage((c.x + d.x) / 2, (c.y + d.y) / 2));
    this.#meaning.pan((c.x + d.x - a.x - b.x) / 2, (c.y + d.y - a.y - b.y) / 2);
  }
  #up(event) {
    if (!this.#fingers.delete(event.pointerId) || this.#fingers.size > 0) return;
    if (this.#isStill && !this.#wasPinched) this.#tapped(event);
    else if (!this.#wasPinched && !this.#meaning.isCloseUp) this.#meaning.swipe(this.#sideOf(event));
  }
  #cancel({ pointerId }) {
    this.#fingers.delete(pointerId);
    this.#meaning.swipe(null);
  }
  #tapped({ clientX: x, clientY: y, timeStamp: at }) {
    const last = this.#lastTap;
    const isSecond = at - last.at < TWICE_MS && Math.hypot(x - last.x, y - last.y) < 3 * STILL_PX;
    this.#lastTap = { x, y, at: isSecond ? -TWICE_MS : at };
    this.#isTap = !isSecond;
    if (isSecond) this.#meaning.tapTwice(this.#onStage(x, y));
  }
  #clicked({ clientX, clientY }) {
    if (this.#isTap) this.#meaning.tap(document.elementFromPoint(clientX, clientY) ?? this.#stage);
    this.#isTap = false;
  }
  #sideOf({ clientX, clientY }) {
    const [x, y] = [clientX - this.#start.x, clientY - this.#start.y];
    if (Math.abs(x) > Math.abs(y)) return Math.abs(x) < SWIPE_PX ? null : x < 0 ? "left" : "right";
    return y > SWIPE_PX ? "down" : null;
  }
  #wheel(event) {
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    this.#meaning.zoom(1.0015 ** (-event.deltaY * lines), this.#onStage(event.clientX, event.clientY));
  }
  #onStage(x, y) {
    const box = this.#stage.getBoundingClientRect();
    return { x: x - box.left - box.width / 2, y: y - box.top - box.height / 2 };
  }
}
const WHOLE = { scale: 1, x: 0, y: 0 };
const LEAST_CLOSE_UP = 2;
function zoomed(view, factor, point, limits) {
  const scale = Math.min(Math.max(view.scale * factor, 1), limits.most);
  const by = scale / view.scale;
  return kept({ scale, x: point.x - (point.x - view.x) * by, y: point.y - (point.y - view.y) * by }, limits);
}
function moved(view, x, y, limits) {
  return kept({ scale: view.scale, x: view.x + x, y: view.y + y }, limits);
}
function fittedOn(natural, stage) {
  const scale = Math.min(1, stage.width / natural.width, stage.height / natural.height);
  return { width: natural.width * scale, height: natural.height * scale };
}
function mostOf(natural, fitted) {
  return Math.max(LEAST_CLOSE_UP, 2 * natural.width / Math.max(1, fitted.width));
}
function kept({ scale, x, y }, { stage, picture }) {
  return { scale, x: within(x, (picture.width * scale - stage.width) / 2), y: within(y, (picture.height * scale - stage.height) / 2) };
}
function within(value, most) {
  const limit = Math.max(0, most);
  return Math.min(Math.max(value, -limit), limit) || 0;
}
const DOUBLE_TAP = 2.5;
const STEP = 1.5;
const reduced = matchMedia("(prefers-reduced-motion: reduce)");
class Stage {
  #root;
  #page;
  #place;
  #image;
  #view = WHOLE;
  #file = null;
  #isPaused = false;
  constructor(root, page) {
    this.#root = root;
    this.#page = page;
    this.#place = part(root, "stage");
    this.#image = part(root, "picture");
    this.#image.addEventListener("load", () => this.#arrived());
    this.#image.addEventListener("error", () => this.#failed());
    new PictureGestures(this.#place, meaningFor(this, page));
    new ResizeObserver(() => this.whole()).observe(this.#place);
    part(root, "zoom-in").addEventListener("click", () => this.zoomBy(STEP));
    part(root, "zoom-out").addEventListener("click", () => this.zoomBy(1 / STEP));
    part(root, "pause").addEventListener("click", () => this.#play(this.#isPaused));
    part(root, "retry").addEventListener("click", () => this.#load());
  }
  get isCloseUp() {
    return this.#view.scale > 1;
  }
  show(file) {
    const isMoving = file.previews.some(({ is_animated }) => is_animated);
    this.#file = file;
    this.#image.alt = file.alt || file.name;
    hideIf(part(this.#root, "pause"), !isMoving);
    this.#play(isMoving && !reduced.matches);
  }
  describe({ alt, name }) {
    this.#image.alt = alt || name;
  }
  prepare(file) {
    new Image().src = urlOf(file, false);
  }
  clear() {
    this.#file = null;
    this.#image.removeAttribute("src");
  }
  whole() {
    this.#set(WHOLE);
  }
  zoomBy(factor, at = { x: 0, y: 0 }) {
    this.#set(zoomed(this.#view, factor, at, this.#limits()));
  }
  pan(x, y) {
    this.#set(moved(this.#view, x, y, this.#limits()));
  }
  drag(x, y) {
    this.#image.style.translate = `${x}px ${Math.max(0, y)}px`;
  }
  toggleCloseUp(at) {
    if (this.isCloseUp) this.whole();
    else this.zoomBy(DOUBLE_TAP, at);
  }
  #play(isPlaying) {
    const button = part(this.#root, "pause");
    this.#isPaused = !isPlaying;
    button.setAttribute("aria-label", isPlaying ? gettext("Pause") : gettext("Play"));
    button.title = button.getAttribute("aria-label") ?? "";
    button.toggleAttribute("data-paused", !isPlaying);
    this.#load();
  }
  #load() {
    if (!this.#file) return;
    this.#root.dataset.state = "loading";
    showText(part(this.#root, "status"), gettext("Loading\u2026"));
    hideIf(part(this.#root, "retry"), true);
    this.#image.removeAttribute("src");
    this.#image.src = urlOf(this.#file, !this.#isPaused);
    this.#image.style.backgroundImage = `url("${this.#file.previews[0].url}")`;
    this.#reserve();
    this.whole();
  }
  #reserve() {
    const { width, height } = this.#natural();
    const stage = this.#place.getBoundingClientRect();
    const size = fittedOn({ width, height }, stage);
    Object.assign(this.#image.style, { width: `${size.width}px`, height: `${size.height}px` });
  }
  #arrived() {
    this.#image.style.backgroundImage = "";
    this.#root.dataset.state = "ready";
    showText(part(this.#root, "status"), "");
  }
  #failed() {
    if (!this.#file) return;
    this.#root.dataset.state = "failed";
    showText(part(this.#root, "status"), gettext("This picture couldn't be loaded."));
    hideIf(part(this.#root, "retry"), false);
    this.#page.failed();
  }
  #natural() {
    const largest = this.#file?.previews.at(-1);
    return { width: this.#file?.width ?? largest?.width ?? 1, height: this.#file?.height ?? largest?.height ?? 1 };
  }
  #limits() {
    const stage = this.#place.getBoundingClientRect();
    const picture = fittedOn(this.#natural(), stage);
    return { stage, picture, most: mostOf(this.#natural(), picture) };
  }
  #set(view) {
    this.#view = view;
    const { scale, x, y } = view;
    if (scale === 1) this.#reserve();
    this.#image.style.translate = "";
    this.#image.style.transform = scale === 1 ? "" : `translate(${x}px, ${y}px) scale(${scale})`;
    this.#place.toggleAttribute("data-close-up", this.isCloseUp);
    part(this.#root, "zoom-out").setAttribute("aria-disabled", String(!this.isCloseUp));
    part(this.#root, "zoom-in").setAttribute("aria-disabled", String(scale >= this.#limits().most));
  }
}
function urlOf({ previews, url }, isMoving) {
  return previews.findLast(({ is_animated }) => is_animated === isMoving)?.url ?? previews.at(-1)?.url ?? url;
}
function meaningFor(stage, page) {
  return { get isCloseUp() {
    return stage.isCloseUp;
  }, zoom: (factor, at) => stage.zoomBy(factor, at), pan: (x, y) => stage.pan(x, y), drag: (x, y) => stage.drag(x, y), swipe: (side) => {
    stage.drag(0, 0);
    if (side === "down") page.close();
    else if (side) page.step(side === "left" === (document.documentElement.dir !== "rtl") ? 1 : -1);
  }, tap: (target) => target.matches("[data-part=stage]") && page.close(), tapTwice: (at) => stage.toggleCloseUp(at) };
}
let lightbox = null;
function showPicture(chat, id) {
  lightbox ??= new Lightbox(chat);
  void lightbox.open(id);
}
class Lightbox {
  #chat;
  #root = dialog("lightbox");
  #stage;
  #shown = null;
  #askedBefore = 0;
  constructor(chat) {
    this.#chat = chat;
    this.#stage = new Stage(this.#root, { step: (by) => this.step(by), close: () => this.#root.close(), failed: () => void this.#lookWhy() });
    listenToKeys(this.#root, this.#stage, this);
    for (const [name, by] of [["previous", -1], ["next", 1]]) {
      part(this.#root, name).addEventListener("click", () => this.step(by));
    }
    part(this.#root, "describe").addEventListener("click", () => void this.#describe());
    this.#root.addEventListener("close", () => this.#closed());
    chat.live.changed.subscribe(() => this.#follow());
    for (const left of [chat.roomChanged, chat.roomLost]) left.subscribe(() => this.#root.close());
  }
  async open(id) {
    const found = this.#pictures().find(({ file }) => file.id === id);
    if (!found) return;
    await openDialog(this.#root.id);
    this.#show(found);
  }
  step(by) {
    const next = this.#shown && beside(this.#pictures(), this.#shown, by);
    if (next) this.#show(next);
  }
  #show(shown) {
    this.#shown = shown;
    this.#stage.show(shown.file);
    this.#draw();
  }
  #draw() {
    if (!this.#shown) return;
    const pictures = this.#pictures();
    const [previous, next] = [beside(pictures, this.#shown, -1), beside(pictures, this.#shown, 1)];
    drawAbout(this.#root, this.#shown, { previous, next, me: this.#chat.me.id });
    if (previous) this.#stage.prepare(previous.file);
    else this.#loadOlder();
    if (next) this.#stage.prepare(next.file);
  }
  #loadOlder() {
    const { log } = this.#chat.live;
    const seq = log.first?.seq ?? 0;
    if (!log.hasMoreBefore || this.#askedBefore === seq || this.#shown?.message.seq === this.#askedBefore) return;
    this.#askedBefore = seq;
    void this.#chat.live.loadOlder();
  }
  #follow() {
    const shown = this.#shown;
    if (!this.#root.open || !shown) return;
    const message = this.#chat.live.log.messages.find(({ id }) => id === shown.message.id) ?? shown.message;
    const file = message.attachments.find(({ id }) => id === shown.file.id);
    if (!file) return this.#leave(whyGone(message));
    this.#shown = { message, file };
    this.#stage.describe(file);
    return this.#draw();
  }
  async #lookWhy() {
    const id = this.#shown?.file.id;
    try {
      await call("GET", `/attachments/${id}`);
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      if (error.code !== "not_found" || id !== this.#shown?.file.id) return;
      this.#leave(gettext("This picture is no longer available."));
    }
  }
  #leave(reason) {
    if (!this.#root.open) return;
    this.#root.close();
    toast(reason);
  }
  async #describe() {
    const shown = this.#shown;
    const { describePictures } = await loaded(() => import("./describe_dialog.js")) ?? {};
    if (shown) describePictures?.(shown.message, shown.file.id);
  }
  #closed() {
    const id = this.#shown?.file.id ?? "";
    this.#shown = null;
    this.#stage.clear();
    if (document.activeElement !== document.body) return;
    const place = `.file-picture[data-file="${CSS.escape(id)}"]`;
    document.querySelector(place)?.focus({ preventScroll: true });
  }
  #pictures() {
    const { live, blocks } = this.#chat;
    return picturesIn(live.log.messages, ({ author }) => blocks.has(author));
  }
}
function whyGone({ deleted_by }) {
  if (deleted_by === "moderator") return gettext("This message was removed by a moderator.");
  return gettext("This message was deleted.");
}
export {
  showPicture
};
