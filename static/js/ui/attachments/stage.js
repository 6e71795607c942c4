import { hideIf, part, showText } from "../../lib/dom.js";
import { gettext } from "../../lib/i18n.js";
import { PictureGestures } from "./gestures.js";
import { fittedOn, mostOf, moved, WHOLE, zoomed } from "./zoom.js";

const DOUBLE_TAP = 2.5;
const STEP = 1.5;
const reduced = matchMedia("(prefers-reduced-motion: reduce)");

/** @typedef {{ step(by: 1 | -1): void, close(): void, failed(): void }} Page */

/** Where one picture is shown: it loads, is zoomed and moved; what moves by itself can be paused. */
export class Stage {
  #root;
  #page;
  #place;
  #image;
  #view = WHOLE;
  #file = /** @type {Attachment | null} */ (null);
  #isPaused = false;

  /** @param {HTMLElement} root @param {Page} page */
  constructor(root, page) {
    this.#root = root;
    this.#page = page;
    this.#place = part(root, "stage");
    this.#image = /** @type {HTMLImageElement} */ (part(root, "picture"));
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

  /** @param {Attachment} file */
  show(file) {
    const isMoving = file.previews.some(({ is_animated }) => is_animated);
    this.#file = file;
    this.#image.alt = file.alt || file.name;
    hideIf(part(this.#root, "pause"), !isMoving);
    this.#play(isMoving && !reduced.matches);
  }

  /** @param {Attachment} file What it shows may be described anew. */
  describe({ alt, name }) {
    this.#image.alt = alt || name;
  }

  /** Have the next one ready. @param {Attachment} file */
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

  /** @param {number} factor */
  zoomBy(factor, at = { x: 0, y: 0 }) {
    this.#set(zoomed(this.#view, factor, at, this.#limits()));
  }

  /** @param {number} x @param {number} y */
  pan(x, y) {
    this.#set(moved(this.#view, x, y, this.#limits()));
  }

  /** Move the whole picture aside, for as long as a finger does. @param {number} x @param {number} y */
  drag(x, y) {
    this.#image.style.translate = `${x}px ${Math.max(0, y)}px`;
  }

  /** @param {{ x: number, y: number }} at */
  toggleCloseUp(at) {
    if (this.isCloseUp) this.whole();
    else this.zoomBy(DOUBLE_TAP, at);
  }

  /** @param {boolean} isPlaying */
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
    showText(part(this.#root, "status"), gettext("Loading…"));
    hideIf(part(this.#root, "retry"), true);
    this.#image.removeAttribute("src"); // the same address is asked again, too
    this.#image.src = urlOf(this.#file, !this.#isPaused);
    this.#image.style.backgroundImage = `url("${this.#file.previews[0].url}")`; // it is here already
    this.#reserve();
    this.whole();
  }

  /** The place that it takes is known before it comes. */
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

  /** @param {import("./zoom.js").View} view */
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

/** @param {Attachment} file @param {boolean} isMoving */
function urlOf({ previews, url }, isMoving) {
  return previews.findLast(({ is_animated }) => is_animated === isMoving)?.url ?? previews.at(-1)?.url ?? url;
}

/** @param {Stage} stage @param {Page} page @returns {import("./gestures.js").Meaning} */
function meaningFor(stage, page) {
  return {
    get isCloseUp() {
      return stage.isCloseUp;
    },
    zoom: (factor, at) => stage.zoomBy(factor, at),
    pan: (x, y) => stage.pan(x, y),
    drag: (x, y) => stage.drag(x, y),
    swipe: (side) => {
      stage.drag(0, 0);
      if (side === "down") page.close();
      else if (side) page.step((side === "left") === (document.documentElement.dir !== "rtl") ? 1 : -1);
    },
    tap: (target) => target.matches("[data-part=stage]") && page.close(),
    tapTwice: (at) => stage.toggleCloseUp(at),
  };
}
