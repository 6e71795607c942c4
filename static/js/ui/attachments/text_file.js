import { decoded, firstLines } from "../../lib/decoding.js";
import { gettext } from "../../lib/i18n.js";
import { card } from "./card.js";
import { whenNear } from "./near.js";

const MAX_BYTES = 16 * 1024;
const MAX_LINES = 20;
const CLOSED_LINES = 6;
/** A line has about so many bytes: space is kept for as many lines as a small file may have. */
const LINE_BYTES = 24;
const TEXTS = /^(text\/|application\/(json|javascript|sql|toml|x-sh|xml|(x-)?yaml|x-ndjson|x-httpd-php)$)/;
/** Of what has no type of its own. */
const NAMES = new Set([
  "c cc conf cpp cs css csv diff dockerfile env go h hpp htm html ini java js json jsx kt log lua makefile md mjs",
  "patch php py rb rs sh sql srt svg swift toml ts tsv tsx txt vtt xml yaml yml",
].join(" ").split(" "));

/** @param {Attachment} file Whether it may be a text, by what is said of it. */
export function mayBeText({ kind, type, name, size }) {
  return kind === "file" && size > 0 && (TEXTS.test(type) || NAMES.has(languageOf(name)));
}

/** A text with its first lines, or all of a few, in about the space that was kept. @param {Attachment} file */
export function textFile(file) {
  const place = document.createElement("div");
  const head = document.createElement("div");
  const pre = document.createElement("pre");
  const code = document.createElement("code");
  place.className = "file-text";
  head.className = "file-text-head";
  pre.className = "file-lines";
  pre.dir = "auto";
  pre.tabIndex = 0; // long lines are scrolled by keys
  pre.style.setProperty("--lines", String(Math.min(CLOSED_LINES, Math.max(2, Math.ceil(file.size / LINE_BYTES)))));
  code.className = `language-${languageOf(file.name)}`;
  pre.append(code);
  head.append(card(file));
  place.append(head, pre);
  whenNear(place, () => void fill(place, code, file));
  return place;
}

/** @param {HTMLElement} place @param {HTMLElement} code @param {Attachment} file */
async function fill(place, code, file) {
  const bytes = await beginningOf(file.url).catch(() => null);
  const text = bytes && decoded(bytes);
  if (!bytes) return say(place, gettext("The preview couldn't be loaded."));
  if (typeof text !== "string") return say(place, gettext("No preview: this isn't text that can be shown."));
  const { lines } = firstLines(text, MAX_LINES);
  code.textContent = lines.join("\n");
  if (lines.length > CLOSED_LINES) offerMore(place, code);
  else code.parentElement?.toggleAttribute("data-open", true); // a scrollbar takes its height too
  return import("../conversation/code_colours.js").then(({ colour }) => colour(code)).catch(() => null);
}

/** @param {HTMLElement} place @param {HTMLElement} code */
function offerMore(place, code) {
  code.parentElement?.style.setProperty("--lines", String(CLOSED_LINES));
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "btn-link-inline", tabIndex: -1 });
  button.textContent = gettext("Show more");
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", (event) => {
    event.stopPropagation(); // it means nothing to the message
    const isOpen = code.parentElement?.toggleAttribute("data-open") ?? false;
    button.setAttribute("aria-expanded", String(isOpen));
    button.textContent = isOpen ? gettext("Show less") : gettext("Show more");
  });
  place.querySelector(".file-text-head")?.append(button);
}

/** @param {HTMLElement} place @param {string} text */
function say(place, text) {
  const pre = /** @type {HTMLElement} */ (place.querySelector("pre"));
  pre.textContent = text;
  pre.classList.add("file-lines-none");
}

/**
 * At most so many bytes are read, whether or not the server sends only a part.
 * @param {string} url
 */
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

/** What the highlighter may know: a suffix, or the whole name of what has none. @param {string} name */
const languageOf = (name) => name.slice(name.lastIndexOf(".") + 1).toLowerCase().replace(/[^a-z0-9+#]/g, "");
