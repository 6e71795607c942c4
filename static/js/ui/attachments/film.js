import { gettext } from "../../lib/i18n.js";
import { clockTime } from "../../lib/waveform.js";
import { linkTo } from "./link.js";
import { whenNear } from "./near.js";
import { blurOf } from "./picture.js";
import { fitted, stillFor } from "./sizes.js";

/** Of a film of which no more is known. */
const USUAL = { width: 360, height: 203 };

/** Where films were left: one that comes back to the page goes on there. @type {Map<string, number>} */
const leftAt = new Map();

/** @typedef {{ width: number | null, height: number | null, duration_s: number | null }} Facts */

/** A film behind its poster; its space is there before either is loaded. @param {Attachment} file */
export function film(file) {
  const video = document.createElement("video");
  Object.assign(video, { src: file.url, preload: "none", controls: true, playsInline: true, tabIndex: -1 });
  const frame = filmFrame(file, video);
  frame.prepend(...blurOf(file));
  video.addEventListener("play", () => frame.querySelector(".file-duration")?.remove(), { once: true });
  rememberPosition(video, file.url);
  frame.append(problemOf(video, file));
  if (file.previews.length > 0) whenNear(frame, () => (video.poster = stillFor(file).url));
  return frame;
}

/**
 * The space of a film, on its way or not, with how long it is.
 * @param {Facts & { previews?: Attachment["previews"] }} facts @param {HTMLElement} shown
 */
export function filmFrame({ width, height, previews = [], duration_s: seconds }, shown) {
  const frame = document.createElement("div");
  const size = width || previews.length > 0 ? fitted({ width, height, previews }) : USUAL;
  frame.className = "file-film";
  frame.style.width = `${size.width}px`;
  frame.style.aspectRatio = `${size.width} / ${size.height}`;
  frame.append(shown);
  if (seconds) frame.append(durationOf(seconds));
  return frame;
}

/**
 * Browsers know different formats: what this one can't play, another program may.
 * @param {HTMLVideoElement} video @param {Attachment} file
 */
function problemOf(video, file) {
  const problem = document.createElement("p");
  problem.className = "file-problem";
  problem.setAttribute("role", "status");
  const link = Object.assign(linkTo(file, ""), { download: file.name, textContent: gettext("Download") });
  video.addEventListener("error", () => problem.replaceChildren(gettext("This video couldn't be played."), " ", link));
  video.addEventListener("loadedmetadata", () => problem.replaceChildren());
  return problem;
}

/** @param {HTMLVideoElement} video @param {string} url */
function rememberPosition(video, url) {
  video.addEventListener("loadedmetadata", () => {
    video.currentTime = leftAt.get(url) ?? 0;
  }, { once: true });
  video.addEventListener("timeupdate", () => {
    if (video.ended) leftAt.delete(url);
    else if (video.readyState > 0) leftAt.set(url, video.currentTime);
  });
}

/** @param {number} seconds */
function durationOf(seconds) {
  const duration = document.createElement("span");
  duration.className = "file-duration";
  duration.textContent = clockTime(seconds);
  return duration;
}
