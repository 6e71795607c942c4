import { blurhashPixels } from "../../lib/blurhash.js";
import { linkTo } from "./link.js";
import { whenNear } from "./near.js";
import { fitted, stillsIn } from "./sizes.js";

const TILE_PX = 180;
const BLUR_PX = 24;

/** A picture; its space is there before it is loaded, so that nothing moves. @param {Attachment} file */
export function picture(file) {
  return shown(file, fitted(file), "file-picture");
}

/** One of several pictures: a square part of its middle. @param {Attachment} file */
export function tile(file) {
  return shown(file, { width: TILE_PX, height: TILE_PX }, "file-picture file-tile");
}

/** @param {HTMLElement} link @param {Attachment} file */
export function describePicture(link, { alt, name }) {
  const image = /** @type {HTMLImageElement} */ (link.querySelector("img"));
  image.alt = alt || name;
}

/** @param {Attachment} file @param {{ width: number, height: number }} size @param {string} className */
function shown(file, { width, height }, className) {
  const link = linkTo(file, className);
  const image = document.createElement("img");
  Object.assign(image, { width, height, decoding: "async" });
  image.style.aspectRatio = `${width} / ${height}`; // that of a preview is rounded
  const frame = document.createElement("picture");
  frame.append(image);
  link.append(...blurOf(file), frame);
  link.target = "_blank";
  whenNear(link, () => load(frame, image, file));
  return link;
}

/** @param {HTMLPictureElement} frame @param {HTMLImageElement} image @param {Attachment} file */
function load(frame, image, { previews }) {
  const stills = stillsIn(previews);
  const moving = previews.find(({ is_animated }) => is_animated);
  if (moving) {
    const source = document.createElement("source");
    Object.assign(source, { srcset: moving.url, media: "(prefers-reduced-motion: no-preference)" });
    frame.prepend(source);
  }
  image.sizes = `${image.width}px`;
  image.srcset = stills.map(({ url, width: wide }) => `${url} ${wide}w`).join(", ");
  image.src = (stills[0] ?? previews[0]).url;
}

/** The colours of a picture, roughly, until it is there. @param {Attachment} file @returns {HTMLElement[]} */
export function blurOf({ blurhash, width, height }) {
  const [wide, tall] = [BLUR_PX, Math.max(1, Math.round((BLUR_PX * (height ?? 1)) / (width ?? 1)) || 1)];
  const pixels = blurhash && tall < 100 ? blurhashPixels(blurhash, wide, tall) : null;
  if (!pixels) return [];
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: wide, height: tall, className: "file-blur" });
  canvas.setAttribute("aria-hidden", "true");
  canvas.getContext("2d")?.putImageData(new ImageData(pixels, wide, tall), 0, 0);
  return [canvas];
}
