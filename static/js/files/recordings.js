import { LONGEST_PX, NOTHING } from "./look.js";

/** What a browser can't decode may say neither that it can nor that it can't. */
const PATIENCE_MS = 8_000;
/** The first picture of a film is often black. */
const POSTER_AT_S = 1;
/** Browsers that don't know how long a recording is find out when they are sent to its end. */
const END_S = 1e7;
const QUALITY = 0.8;

/** @typedef {import("./look.js").Look} Look */

/**
 * How long a film or a sound is; of a film also its size, and a picture of it.
 * @param {Blob} file
 * @returns {Promise<Look>} As much as this browser can tell.
 */
export async function lookOfRecording(file) {
  const media = document.createElement(file.type.startsWith("video/") ? "video" : "audio");
  const url = URL.createObjectURL(file);
  const over = AbortSignal.timeout(PATIENCE_MS);
  const look = { ...NOTHING };
  try {
    await opened(media, url, over);
    look.duration_s = await durationOf(media, over);
    if (media instanceof HTMLVideoElement && media.videoWidth > 0) Object.assign(look, await pictured(media, over));
  } catch {
    // What is known by now is all that can be.
  } finally {
    media.removeAttribute("src");
    media.load();
    URL.revokeObjectURL(url);
  }
  return look;
}

/** @param {HTMLMediaElement} media @param {string} url @param {AbortSignal} over */
function opened(media, url, over) {
  const metadata = happened(media, "loadedmetadata", over);
  Object.assign(media, { muted: true, playsInline: true, preload: "auto", src: url });
  return metadata;
}

/** @param {HTMLMediaElement} media @param {AbortSignal} over @returns {Promise<number | null>} */
async function durationOf(media, over) {
  if (!Number.isFinite(media.duration)) await soughtTo(media, END_S, over);
  return Number.isFinite(media.duration) ? Math.round(media.duration * 10) / 10 : null;
}

/** @param {HTMLVideoElement} video @param {AbortSignal} over @returns {Promise<Partial<Look>>} */
async function pictured(video, over) {
  const { videoWidth: width, videoHeight: height, duration } = video;
  await soughtTo(video, Math.min(POSTER_AT_S, (duration || 0) / 2), over);
  return { width, height, preview: await posterOf(video) };
}

/** @param {HTMLVideoElement} video @returns {Promise<Blob | null>} */
async function posterOf(video) {
  const scale = Math.min(1, LONGEST_PX / Math.max(video.videoWidth, video.videoHeight));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(video.videoWidth * scale));
  canvas.height = Math.max(1, Math.round(video.videoHeight * scale));
  canvas.getContext("2d")?.drawImage(video, 0, 0, canvas.width, canvas.height);
  const webp = await encoded(canvas, "image/webp");
  return webp?.type === "image/webp" ? webp : encoded(canvas, "image/jpeg"); // Safari makes a PNG instead
}

/** @param {HTMLCanvasElement} canvas @param {string} type @returns {Promise<Blob | null>} */
function encoded(canvas, type) {
  return new Promise((resolve) => canvas.toBlob(resolve, type, QUALITY));
}

/** @param {HTMLMediaElement} media @param {number} seconds @param {AbortSignal} over */
async function soughtTo(media, seconds, over) {
  const sought = happened(media, "seeked", over);
  media.currentTime = seconds;
  await sought;
}

/** @param {HTMLMediaElement} media @param {string} name @param {AbortSignal} over @returns {Promise<void>} */
function happened(media, name, over) {
  return new Promise((resolve, reject) => {
    media.addEventListener(name, () => resolve(), { once: true, signal: over });
    media.addEventListener("error", reject, { once: true, signal: over });
    over.addEventListener("abort", reject, { once: true });
  });
}
