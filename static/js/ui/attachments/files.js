import { KeyedList } from "../../lib/dom.js";
import { gettext } from "../../lib/i18n.js";
import { hasModifier } from "../../lib/keys.js";
import { isPicture } from "../../state/gallery.js";
import { loaded } from "../shell/loading.js";
import { toast } from "../shell/toasts.js";
import { card } from "./card.js";
import { describePicture, picture, tile } from "./picture.js";
import { describeRecording, endPlaying, recording } from "./recording.js";
import { mayBeText, textFile } from "./text_file.js";

/** @typedef {{ file: Attachment, isTile: boolean }} Drawn isTile: it is one of several pictures. */

/** The files of messages, below their texts. */
export class Files {
  #chat;
  /** @type {WeakMap<HTMLElement, KeyedList<Drawn>>} */
  #lists = new WeakMap();

  /** @param {Chat} chat @param {HTMLElement} container Of all lines. */
  constructor(chat, container) {
    this.#chat = chat;
    container.addEventListener("click", (event) => void this.#pressed(event));
  }

  /** @param {HTMLElement} line @param {Attachment[]} files */
  draw(line, files) {
    let place = line.querySelector(/** @type {"div"} */ (".message-files"));
    if (files.length === 0) return place ? this.#remove(place) : undefined;
    place ??= placeIn(line);
    const pictures = files.filter(isPicture).length;
    if (pictures > 1) place.dataset.pictures = String(pictures);
    this.#listIn(place).show(files.map((file) => ({ file, isTile: pictures > 1 && isPicture(file) })));
    return undefined;
  }

  /** What is played ends with its message, which is said: silence alone could be a fault. @param {HTMLElement} place */
  #remove(place) {
    if (endPlaying(place)) toast(gettext("The message you were playing was deleted."));
    place.remove();
  }

  /** @param {HTMLElement} place */
  #listIn(place) {
    const known = this.#lists.get(place);
    if (known) return known;
    const list = new KeyedList(place, { key: ({ file }) => file.id, create: drawFile, update: describe });
    this.#lists.set(place, list);
    return list;
  }

  /** @param {MouseEvent} event */
  async #pressed(event) {
    const target = /** @type {Element} */ (event.target);
    const link = target.closest(/** @type {"a"} */ (".file-picture"));
    if (!link || hasModifier(event) || event.defaultPrevented) return;
    event.preventDefault();
    const lightbox = await loaded(() => import("./lightbox.js"));
    lightbox?.showPicture(this.#chat, link.dataset.file ?? "");
  }
}

/** @param {HTMLElement} line */
function placeIn(line) {
  const place = document.createElement("div");
  place.className = "message-files";
  line.querySelector(".message-text")?.after(place);
  return place;
}

/** @param {Drawn} drawn @returns {HTMLElement} */
function drawFile({ file, isTile }) {
  if (isPicture(file)) return isTile ? tile(file) : picture(file);
  if (file.kind === "video" || file.kind === "audio") return recording(file, file.kind);
  return mayBeText(file) ? textFile(file) : card(file);
}

/** Only what a file shows can become another. @param {HTMLElement} node @param {Drawn} drawn */
function describe(node, { file }) {
  if (isPicture(file)) describePicture(node, file);
  else if (file.kind === "video" || file.kind === "audio") describeRecording(node, file);
}
