import { isFilm, isPicture } from "../../files/preview.js";
import { fromTemplate } from "../../lib/dom.js";
import { gettext, interpolate } from "../../lib/i18n.js";
import { sizeText } from "../../lib/sizes.js";
import { filmFrame } from "./film.js";
import { fitted } from "./sizes.js";

const TILE_PX = 180;

/** @typedef {import("../../files/files.js").Files} Keeper */
/** @typedef {ReturnType<Keeper["look"]>} Look */

/** The files of messages that are being sent, as they will look, with how far they are. */
export class FilesOnTheirWay {
  #keeper;
  /** @type {Map<HTMLElement, KeptFile[]>} */
  #shown = new Map();

  /** @param {Keeper} keeper */
  constructor(keeper) {
    this.#keeper = keeper;
    keeper.changed.subscribe(() => this.#update());
  }

  /** @param {HTMLElement} line @param {KeptFile[]} files */
  draw(line, files) {
    const known = line.querySelector(/** @type {"div"} */ (".message-files"));
    const place = known ?? document.createElement("div");
    this.#shown.set(place, files);
    if (!known) {
      place.className = "message-files";
      place.dataset.sending = "";
      line.querySelector(".message-text")?.after(place);
    }
    this.#drawAll(place, files);
    offerBack(line);
  }

  /**
   * The message is stored: until its own pictures are there, the copies show behind them.
   * @param {HTMLElement} line @param {() => void} draw
   */
  replace(line, draw) {
    const place = line.querySelector("[data-sending]");
    const urls = [...place?.children ?? []].map((file) => file.querySelector("img")?.src);
    place?.remove();
    draw();
    for (const [at, file] of [...line.querySelector(".message-files")?.children ?? []].entries()) {
      const shown = file.querySelector(/** @type {"video"} */ ("img, video"));
      if (shown && urls[at]) shown.style.background = `center / cover url(${urls[at]})`;
    }
  }

  #update() {
    for (const [place, files] of this.#shown) {
      if (place.isConnected) this.#drawAll(place, files);
      else this.#shown.delete(place);
    }
  }

  /** @param {HTMLElement} place @param {KeptFile[]} files */
  #drawAll(place, files) {
    const looks = files.map(({ id }) => this.#keeper.look(id));
    const pictures = files.filter((file, at) => isPicture(file) && looks[at].url !== null).length;
    if (pictures > 1) place.dataset.pictures = String(pictures);
    for (const [at, file] of files.entries()) {
      const node = drawn(place, at, file, looks[at], pictures > 1 && isPicture(file));
      drawProgress(node, file, looks[at]);
    }
  }
}

/** The message can come back into the composer. @param {HTMLElement} line */
function offerBack(line) {
  const state = line.querySelector(".message-state");
  if (!state || state.querySelector("[data-part=take-back]")) return;
  const button = fromTemplate("message-take-back");
  button.textContent = line.dataset.state === "failed" ? gettext("Edit") : gettext("Cancel");
  state.append(button);
}

/** @param {HTMLElement} place @param {number} at @param {KeptFile} file @param {Look} look @param {boolean} isTile */
function drawn(place, at, file, look, isTile) {
  const known = /** @type {HTMLElement | undefined} */ (place.children[at]);
  const kind = kindOf(file, look, isTile);
  if (known?.className === kind) return known;
  const fresh = drawnAs(kind, file, look, isTile);
  if (known) known.replaceWith(fresh);
  else place.append(fresh);
  return fresh;
}

/** @param {KeptFile} file @param {Look} look @param {boolean} isTile */
function kindOf(file, { url }, isTile) {
  if (isFilm(file) && url !== null) return "file-film";
  return url === null ? "file-card" : `file-picture${isTile ? " file-tile" : ""}`;
}

/** @param {string} kind @param {KeptFile} file @param {Look} look @param {boolean} isTile */
function drawnAs(kind, file, look, isTile) {
  if (kind === "file-film") return filmFrame(look, picture(file, look, false));
  const fresh = document.createElement("div");
  fresh.className = kind;
  fresh.append(...look.url === null ? words(file) : [picture(file, look, isTile)]);
  return fresh;
}

/** @param {KeptFile} file @param {Look} look @param {boolean} isTile */
function picture({ name, alt }, { url, width, height }, isTile) {
  const size = isTile ? { width: TILE_PX, height: TILE_PX } : fitted({ width, height, previews: [] });
  return Object.assign(document.createElement("img"), size, { alt: alt || name, src: url });
}

/** @param {KeptFile} file */
function words({ name, size }) {
  const title = document.createElement("bdi");
  title.textContent = name;
  const note = document.createElement("span");
  note.className = "quiet small";
  note.textContent = sizeText(size);
  return [title, note];
}

/** @param {HTMLElement} node @param {KeptFile} file @param {Look} look */
function drawProgress(node, { name }, { part }) {
  let bar = node.querySelector("progress");
  if (part === null) return bar?.remove();
  if (bar === null) {
    bar = document.createElement("progress");
    bar.className = "file-progress";
    bar.setAttribute("aria-label", interpolate(gettext("Uploading %(name)s"), { name }));
    node.append(bar);
  }
  bar.value = part;
  return undefined;
}
