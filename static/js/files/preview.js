import { LONGEST_PX, NOTHING } from "./look.js";
import { lookOfRecording } from "./recordings.js";

const PICTURES = /^image\/(jpeg|png|gif|webp|avif|heic|heif)$/;
const QUALITY = 0.8;
/** What is larger would take too much memory to look at. */
const MAX_BYTES = 60 * 2 ** 20;
const MAX_PIXELS = 60e6;

/** @typedef {import("./look.js").Look} Look */

/** One at a time: a picture is decoded whole. @type {Promise<unknown>} */
let last = Promise.resolve();

/** Whether a file is a picture, as far as its type says. @param {{ type: string }} file */
export const isPicture = ({ type }) => PICTURES.test(type);

/** @param {{ type: string }} file */
export const isFilm = ({ type }) => type.startsWith("video/");

/** @param {{ type: string }} file */
const isSound = ({ type }) => type.startsWith("audio/");

/**
 * Make a small copy of a picture, upright as the server will show it, or of a film; see how long a recording is.
 * @param {Blob} file
 * @returns {Promise<Look>} Nothing of what is none of these, or none that this browser can show.
 */
export function lookOf(file) {
  const make = makerFor(file);
  if (!make) return Promise.resolve(NOTHING);
  const look = last.then(() => make(file)).catch(() => NOTHING);
  last = look;
  return look;
}

/** @param {Blob} file @returns {((file: Blob) => Promise<Look>) | null} */
function makerFor(file) {
  if (isPicture(file)) return file.size > MAX_BYTES ? null : made;
  return isFilm(file) || isSound(file) ? lookOfRecording : null;
}

/** @param {Blob} file @returns {Promise<Look>} */
async function made(file) {
  const url = URL.createObjectURL(file);
  try {
    const image = await read(url);
    const { naturalWidth: width, naturalHeight: height } = image;
    if (width * height > MAX_PIXELS) return { ...NOTHING, width, height };
    return { ...NOTHING, preview: await reduced(image), width, height };
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** Its size is known then; it is decoded later. @param {string} url @returns {Promise<HTMLImageElement>} */
function read(url) {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = reject;
    image.src = url;
  });
}

/** @param {HTMLImageElement} image @returns {Promise<Blob | null>} */
async function reduced(image) {
  const scale = Math.min(1, LONGEST_PX / Math.max(image.naturalWidth, image.naturalHeight));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
  canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
  const bitmap = await createImageBitmap(image, {
    resizeWidth: canvas.width, resizeHeight: canvas.height, resizeQuality: "medium",
  });
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0);
  bitmap.close();
  return new Promise((resolve) => canvas.toBlob(resolve, "image/webp", QUALITY));
}
