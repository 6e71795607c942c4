import { M as showText, u as part, L as hideIf, Z as fromTemplate, g as gettext, a as interpolate, B as onKey, a8 as KeyedList, E as loaded, I as oncePerFrame } from "./app.js";
import { s as sizeText } from "./sizes.js";
import { c as clockTime } from "./waveform.js";
import { i as isFilm, a as isPicture } from "./preview.js";
const LEAST_PX = 6;
function mountDragging(list, move) {
  list.addEventListener("pointerdown", (event) => {
    const tile = event.target.closest("li");
    if (!tile || event.pointerType !== "mouse" || event.button !== 0) return;
    follow(tile, event, move);
  });
}
function follow(tile, { clientX, clientY }, move) {
  const over = new AbortController();
  let isDragged = false;
  addEventListener("pointermove", (event) => {
    isDragged ||= Math.hypot(event.clientX - clientX, event.clientY - clientY) >= LEAST_PX;
    tile.toggleAttribute("data-dragged", isDragged);
    const step = isDragged ? stepTo(tile, event) : 0;
    if (step !== 0) move(tile.dataset.file ?? "", step);
  }, over);
  const end = () => {
    tile.removeAttribute("data-dragged");
    setTimeout(() => over.abort());
  };
  for (const name of ["pointerup", "pointercancel"]) addEventListener(name, end, over);
  addEventListener("click", (event) => isDragged && event.stopPropagation(), { capture: true, signal: over.signal });
}
function stepTo(tile, { clientX, clientY }) {
  const tiles = [...tile.parentElement?.children ?? []];
  const under = tiles.findIndex((other) => {
    const { left, right, top, bottom } = other.getBoundingClientRect();
    return left <= clientX && clientX <= right && top <= clientY && clientY <= bottom;
  });
  return under < 0 ? 0 : under - tiles.indexOf(tile);
}
function createTile() {
  return fromTemplate("tray-file");
}
function drawTile(node, file, look) {
  node.dataset.file = file.id;
  node.toggleAttribute("data-failed", file.error !== "");
  showText(part(node, "name"), file.name);
  part(node, "open").title = file.name;
  showText(part(node, "note"), noteOf(file, look));
  hideIf(part(node, "retry"), file.error === "" || file.isFinal === true);
  drawLook(node, look.url);
  node.toggleAttribute("data-film", isFilm(file));
  const progress = part(node, "progress");
  hideIf(progress, look.part === null || file.error !== "");
  if (look.part !== null) progress.value = look.part;
  nameButtons(node, file.name);
}
function noteOf(file, { part: done, waitsFor, url, duration_s: seconds }) {
  const { size, error, removed, alt } = file;
  if (error !== "") return error;
  if (waitsFor !== "") return waitsFor;
  if (done) return progressText(done, size);
  const length = seconds ? `${clockTime(seconds)} \xB7 ` : "";
  const fact = removed.includes("location") ? gettext("Location removed") : sizeText(size);
  if (url === null || !isPicture(file)) return length + fact;
  const action = alt ? gettext("Described") : gettext("Describe");
  return interpolate(gettext("%(fact)s \xB7 %(action)s"), { fact, action });
}
function progressText(done, size) {
  const percent = `${Math.floor(done * 100)} %`;
  return interpolate(gettext("%(percent)s of %(size)s"), { percent, size: sizeText(size) });
}
function drawLook(node, url) {
  const image = part(node, "image");
  hideIf(image, url === null);
  hideIf(part(node, "icon"), url !== null);
  if (url !== null && image.src !== url) image.src = url;
}
function nameButtons(node, name) {
  const texts = { remove: gettext("Remove %(name)s"), retry: gettext("Try %(name)s again") };
  for (const [button, text] of Object.entries(texts)) {
    const label = interpolate(text, { name });
    const found = part(node, button);
    if (found.title === label) continue;
    found.title = label;
    found.setAttribute("aria-label", label);
  }
}
const STEPS = { ArrowLeft: -1, ArrowRight: 1 };
function listenToKeys(list, tray) {
  onKey(list, (event) => {
    const tile = event.target.closest("li");
    if (!tile || event.altKey || event.ctrlKey || event.metaKey) return;
    const step = (STEPS[event.key] ?? 0) * (document.dir === "rtl" ? -1 : 1);
    if (step !== 0 && event.shiftKey) tray.move(tile.dataset.file ?? "", step);
    else if (step !== 0) neighbour(tile, step)?.querySelector("button")?.focus();
    else if (event.key === "Delete" || event.key === "Backspace") tray.remove(tile.dataset.file ?? "");
    else return;
    event.preventDefault();
  });
}
function neighbour(tile, step) {
  return step > 0 ? tile.nextElementSibling : tile.previousElementSibling;
}
class Tray {
  #root;
  #chat;
  #files;
  #list;
  #roomId = null;
  constructor(root, chat, files) {
    this.#root = root;
    this.#chat = chat;
    this.#files = files;
    const place = part(root, "tray");
    this.#list = new KeyedList(place, { key: ({ id }) => id, create: () => createTile(), update: (node, file) => drawTile(node, file, files.look(file.id)) });
    place.addEventListener("click", (event) => this.#click(event));
    listenToKeys(place, this);
    mountDragging(place, (id, step) => this.move(id, step));
    const draw = oncePerFrame(() => this.draw());
    for (const { changed } of [files, chat.trays]) changed.subscribe(draw);
    this.draw();
  }
  draw() {
    const { roomId } = this.#chat.live;
    if (roomId !== this.#roomId && roomId !== null) this.#files.resume(roomId);
    this.#roomId = roomId;
    const files = this.#chat.trays.in(roomId);
    const { container } = this.#list;
    const grows = files.length > container.childElementCount;
    this.#list.show(files);
    container.hidden = files.length === 0 || this.#root.querySelector("[data-editing]") !== null;
    if (grows) container.lastElementChild?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
  move(id, step) {
    const roomId = this.#roomId;
    const files = this.#chat.trays.in(roomId);
    const to = files.findIndex((file) => file.id === id) + step;
    if (to < 0 || to >= files.length) return;
    this.#files.move(roomId, id, to);
    this.draw();
    this.#list.node(id)?.querySelector("button")?.focus();
    const place = { name: this.#list.item(id)?.name, at: to + 1, count: files.length };
    part(this.#root, "tray-note").textContent = interpolate(gettext("%(name)s: %(at)s of %(count)s"), place);
  }
  remove(id) {
    const node = this.#list.node(id);
    const next = node?.nextElementSibling ?? node?.previousElementSibling;
    const hadFocus = node?.contains(document.activeElement);
    this.#files.remove(this.#roomId, id);
    this.draw();
    if (hadFocus) (next?.querySelector("button") ?? part(this.#root, "text")).focus();
  }
  describe(id, alt) {
    if (this.#list.item(id)?.alt !== alt) this.#files.change(this.#roomId, id, { alt });
    this.#list.node(id)?.querySelector("button")?.focus();
  }
  async #show(id) {
    const { showFile } = await loaded(() => import("./file_dialog.js")) ?? {};
    const files = this.#chat.trays.in(this.#roomId);
    const at = files.findIndex((file) => file.id === id);
    if (at < 0) return;
    const { url } = this.#files.look(id);
    void showFile?.(this, { file: files[at], url, isFirst: at === 0, isLast: at === files.length - 1 });
  }
  #click({ target }) {
    const button = target.closest("button");
    const id = button?.closest("li")?.dataset.file ?? "";
    if (button?.dataset.part === "open") void this.#show(id);
    if (button?.dataset.part === "remove") this.remove(id);
    if (button?.dataset.part === "retry") this.#files.retry(this.#roomId, id);
  }
}
export {
  Tray
};
