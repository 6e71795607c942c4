import { fromTemplate, hideIf, part, showText } from "../../lib/dom.js";
import { gettext, interpolate } from "../../lib/i18n.js";
import { sizeText } from "../../lib/sizes.js";
import { clockTime } from "../../lib/waveform.js";
import { isFilm, isPicture } from "../../files/preview.js";

/** @typedef {ReturnType<import("../../files/files.js").Files["look"]>} Look */

export function createTile() {
  return fromTemplate("tray-file");
}

/**
 * One file that waits to be sent.
 * @param {HTMLElement} node @param {KeptFile} file @param {Look} look
 */
export function drawTile(node, file, look) {
  node.dataset.file = file.id;
  node.toggleAttribute("data-failed", file.error !== "");
  showText(part(node, "name"), file.name);
  part(node, "open").title = file.name;
  showText(part(node, "note"), noteOf(file, look));
  hideIf(part(node, "retry"), file.error === "" || file.isFinal === true);
  drawLook(node, look.url);
  node.toggleAttribute("data-film", isFilm(file));
  const progress = /** @type {HTMLProgressElement} */ (part(node, "progress"));
  hideIf(progress, look.part === null || file.error !== "");
  if (look.part !== null) progress.value = look.part;
  nameButtons(node, file.name);
}

/** @param {KeptFile} file @param {Look} look */
function noteOf(file, { part: done, waitsFor, url, duration_s: seconds }) {
  const { size, error, removed, alt } = file;
  if (error !== "") return error;
  if (waitsFor !== "") return waitsFor;
  if (done) return progressText(done, size);
  const length = seconds ? `${clockTime(seconds)} · ` : "";
  const fact = removed.includes("location") ? gettext("Location removed") : sizeText(size);
  if (url === null || !isPicture(file)) return length + fact;
  const action = alt ? gettext("Described") : gettext("Describe");
  return interpolate(gettext("%(fact)s · %(action)s"), { fact, action });
}

/** @param {number} done From 0 to 1. @param {number} size */
function progressText(done, size) {
  const percent = `${Math.floor(done * 100)} %`;
  return interpolate(gettext("%(percent)s of %(size)s"), { percent, size: sizeText(size) });
}

/** @param {HTMLElement} node @param {string | null} url */
function drawLook(node, url) {
  const image = /** @type {HTMLImageElement} */ (part(node, "image"));
  hideIf(image, url === null);
  hideIf(part(node, "icon"), url !== null);
  if (url !== null && image.src !== url) image.src = url;
}

/** @param {HTMLElement} node @param {string} name */
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
