/**
 * Sounds that were begun go on when their message leaves the page, which would end one that stood in it; a player that
 * comes back goes on where its sound is.
 */

const EVENTS = ["play", "pause", "timeupdate", "durationchange", "ended", "seeked", "error"];
/** As many positions are remembered. */
const MOST = 20;

/** @type {Map<string, HTMLAudioElement>} */
const begun = new Map();
/** Draws the latest player of each. @type {WeakMap<HTMLAudioElement, () => void>} */
const players = new WeakMap();

/** The sound at an address, for its latest player. @param {string} url @param {() => void} draw */
export function soundAt(url, draw) {
  const audio = begun.get(url) ?? silent(url);
  players.set(audio, draw);
  return audio;
}

/** @param {string} url */
function silent(url) {
  const audio = new Audio();
  Object.assign(audio, { preload: "none", src: url });
  audio.dataset.sound = url;
  for (const name of EVENTS) audio.addEventListener(name, () => players.get(audio)?.());
  return audio;
}

/** It is about to play. @param {HTMLAudioElement} audio */
export function begin(audio) {
  const url = audio.dataset.sound ?? "";
  begun.delete(url);
  begun.set(url, audio);
  document.body.append(audio);
  for (const old of [...begun.keys()].slice(0, -MOST)) end(old);
}

/** @param {string | undefined} url */
export function end(url = "") {
  const audio = begun.get(url);
  audio?.pause();
  audio?.remove();
  begun.delete(url);
}

/** @param {string | undefined} url */
export const isPlayingAt = (url = "") => begun.get(url)?.paused === false;
