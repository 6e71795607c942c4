import { g as gettext, a5 as toast, a8 as KeyedList, N as hasModifier, E as loaded } from "./app.js";
import { t as isPicture } from "./chat_rest.js";
import { l as linkTo, b as film, w as whenNear, d as describePicture, t as tile, p as picture } from "./film.js";
import { s as sizeText } from "./sizes.js";
import { i as isPlayingAt, e as end } from "./begun_sounds.js";
import { S as SoundPlayer } from "./sound_player.js";
function card(file) {
  const link = linkTo(file, "file-card");
  const name = document.createElement("bdi");
  name.textContent = file.name;
  const size = document.createElement("span");
  size.className = "quiet small";
  size.textContent = sizeText(file.size);
  link.append(name, size);
  link.download = file.name;
  return link;
}
const players = /* @__PURE__ */ new WeakMap();
let isListening = false;
function recording(file, kind) {
  playOneAtATime();
  if (kind === "video") return film(file);
  const player = new SoundPlayer(file);
  players.set(player.root, player);
  return player.root;
}
function describeRecording(node, file) {
  const player = players.get(node);
  if (player) player.describe(file);
  else node.querySelector("video")?.setAttribute("aria-label", file.alt || file.name);
}
function endPlaying(files) {
  const sounds = [...files.querySelectorAll(".sound")].map(({ dataset }) => dataset.sound);
  const isPlaying = sounds.some(isPlayingAt) || [...files.querySelectorAll("video")].some(({ paused }) => !paused);
  for (const url of sounds) end(url);
  return isPlaying;
}
function playOneAtATime() {
  if (isListening) return;
  isListening = true;
  document.addEventListener("play", ({ target }) => {
    for (const one of document.querySelectorAll("video, audio")) {
      if (one !== target) one.pause();
    }
  }, true);
}
const CONTROL = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f\u007f]/;
const LONGEST_LINE = 400;
const HIRAGANA = /[\u3041-\u3096]/;
const MARKS = [[[239, 187, 191], "utf-8"], [[255, 254], "utf-16le"], [[254, 255], "utf-16be"]];
function decoded(bytes) {
  const marked = MARKS.find(([mark]) => mark.every((byte, at) => bytes[at] === byte));
  for (const encoding of marked ? [marked[1]] : [unmarkedUtf16(bytes), "utf-8"]) {
    const text = encoding && read(bytes, encoding);
    if (typeof text === "string" && !CONTROL.test(text)) return text;
  }
  return marked ? null : decodedOld(bytes);
}
function decodedOld(bytes) {
  for (const encoding of ["shift_jis", "euc-jp"]) {
    const text2 = read(bytes, encoding);
    if (text2 !== null && HIRAGANA.test(text2) && !CONTROL.test(text2)) return text2;
  }
  const text = read(bytes, "windows-1252");
  return text === null || CONTROL.test(text) || isGarbled(text) ? null : text;
}
function isGarbled(text) {
  const count = (pattern) => text.match(pattern)?.length ?? 0;
  return count(/[\u0080-\uffff]{4,}/g) > count(/[a-z]{2,}/gi);
}
function firstLines(text, most) {
  const lines = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n", most + 1);
  const shown = lines.slice(0, most).map((line) => line.length > LONGEST_LINE ? `${cut(line)}\u2026` : line);
  return { lines: shown, hasMore: lines.length > most };
}
const cut = (line) => line.slice(0, LONGEST_LINE).replace(/[\ud800-\udbff]$/, "");
function read(bytes, encoding) {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return null;
  }
}
function unmarkedUtf16(bytes) {
  const zeros = [0, 0];
  for (const [at, byte] of bytes.subarray(0, 512).entries()) if (byte === 0) zeros[at % 2] += 1;
  const most = Math.min(bytes.length, 512) / 2;
  if (most < 4 || Math.max(...zeros) < most * 0.4 || Math.min(...zeros) > most * 0.1) return null;
  return zeros[1] > zeros[0] ? "utf-16le" : "utf-16be";
}
const MAX_BYTES = 16 * 1024;
const MAX_LINES = 20;
const CLOSED_LINES = 6;
const LINE_BYTES = 24;
const TEXTS = /^(text\/|application\/(json|javascript|sql|toml|x-sh|xml|(x-)?yaml|x-ndjson|x-httpd-php)$)/;
const NAMES = new Set(["c cc conf cpp cs css csv diff dockerfile env go h hpp htm html ini java js json jsx kt log lua makefile md mjs", "patch php py rb rs sh sql srt svg swift toml ts tsv tsx txt vtt xml yaml yml"].join(" ").split(" "));
function mayBeText({ kind, type, name, size }) {
  return kind === "file" && size > 0 && (TEXTS.test(type) || NAMES.has(languageOf(name)));
}
function textFile(file) {
  const place = document.createElement("div");
  const head = document.createElement("div");
  const pre = document.createElement("pre");
  const code = document.createElement("code");
  place.className = "file-text";
  head.className = "file-text-head";
  pre.className = "file-lines";
  pre.dir = "auto";
  pre.tabIndex = 0;
  pre.style.setProperty("--lines", String(Math.min(CLOSED_LINES, Math.max(2, Math.ceil(file.size / LINE_BYTES)))));
  code.className = `language-${languageOf(file.name)}`;
  pre.append(code);
  head.append(card(file));
  place.append(head, pre);
  whenNear(place, () => void fill(place, code, file));
  return place;
}
async function fill(place, code, file) {
  const bytes = await beginningOf(file.url).catch(() => null);
  const text = bytes && decoded(bytes);
  if (!bytes) return say(place, gettext("The preview couldn't be loaded."));
  if (typeof text !== "string") return say(place, gettext("No preview: this isn't text that can be shown."));
  const { lines } = firstLines(text, MAX_LINES);
  code.textContent = lines.join("\n");
  if (lines.length > CLOSED_LINES) offerMore(place, code);
  else code.parentElement?.toggleAttribute("data-open", true);
  return import("./code_colours.js").then(({ colour }) => colour(code)).catch(() => null);
}
function offerMore(place, code) {
  code.parentElement?.style.setProperty("--lines", String(CLOSED_LINES));
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "btn-link-inline", tabIndex: -1 });
  button.textContent = gettext("Show more");
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", (event) => {
    event.stopPropagation();
    const isOpen = code.parentElement?.toggleAttribute("data-open") ?? false;
    button.setAttribute("aria-expanded", String(isOpen));
    button.textContent = isOpen ? gettext("Show less") : gettext("Show more");
  });
  place.querySelector(".file-text-head")?.append(button);
}
function say(place, text) {
  const pre = place.querySelector("pre");
  pre.textContent = text;
  pre.classList.add("file-lines-none");
}
async function beginningOf(url) {
  const response = await fetch(url, { headers: { Range: `bytes=0-${MAX_BYTES - 1}` } });
  if (!response.ok || !response.body) throw new TypeError(String(response.status));
  const reader = response.body.getReader();
  const found = new Uint8Array(MAX_BYTES);
  let length = 0;
  while (length < MAX_BYTES) {
    const { value, done } = await reader.read();
    if (done) break;
    found.set(value.subarray(0, MAX_BYTES - length), length);
    length += Math.min(value.length, MAX_BYTES - length);
  }
  void reader.cancel();
  return found.subarray(0, length);
}
const languageOf = (name) => name.slice(name.lastIndexOf(".") + 1).toLowerCase().replace(/[^a-z0-9+#]/g, "");
class Files {
  #chat;
  #lists = /* @__PURE__ */ new WeakMap();
  constructor(chat, container) {
    this.#chat = chat;
    container.addEventListener("click", (event) => void this.#pressed(event));
  }
  draw(line, files) {
    let place = line.querySelector(".message-files");
    if (files.length === 0) return place ? this.#remove(place) : void 0;
    place ??= placeIn(line);
    const pictures = files.filter(isPicture).length;
    if (pictures > 1) place.dataset.pictures = String(pictures);
    this.#listIn(place).show(files.map((file) => ({ file, isTile: pictures > 1 && isPicture(file) })));
    return void 0;
  }
  #remove(place) {
    if (endPlaying(place)) toast(gettext("The message you were playing was deleted."));
    place.remove();
  }
  #listIn(place) {
    const known = this.#lists.get(place);
    if (known) return known;
    const list = new KeyedList(place, { key: ({ file }) => file.id, create: drawFile, update: describe });
    this.#lists.set(place, list);
    return list;
  }
  async #pressed(event) {
    const target = event.target;
    const link = target.closest(".file-picture");
    if (!link || hasModifier(event) || event.defaultPrevented) return;
    event.preventDefault();
    const lightbox = await loaded(() => import("./lightbox.js"));
    lightbox?.showPicture(this.#chat, link.dataset.file ?? "");
  }
}
function placeIn(line) {
  const place = document.createElement("div");
  place.className = "message-files";
  line.querySelector(".message-text")?.after(place);
  return place;
}
function drawFile({ file, isTile }) {
  if (isPicture(file)) return isTile ? tile(file) : picture(file);
  if (file.kind === "video" || file.kind === "audio") return recording(file, file.kind);
  return mayBeText(file) ? textFile(file) : card(file);
}
function describe(node, { file }) {
  if (isPicture(file)) describePicture(node, file);
  else if (file.kind === "video" || file.kind === "audio") describeRecording(node, file);
}
export {
  Files
};
