import { film } from "./film.js";
import { end, isPlayingAt } from "./begun_sounds.js";
import { SoundPlayer } from "./sound_player.js";

/** @type {WeakMap<HTMLElement, SoundPlayer>} */
const players = new WeakMap();
let isListening = false;

/** A film or a sound. @param {Attachment} file @param {"video" | "audio"} kind @returns {HTMLElement} */
export function recording(file, kind) {
  playOneAtATime();
  if (kind === "video") return film(file);
  const player = new SoundPlayer(file);
  players.set(player.root, player);
  return player.root;
}

/** @param {HTMLElement} node @param {Attachment} file */
export function describeRecording(node, file) {
  const player = players.get(node);
  if (player) player.describe(file);
  else node.querySelector("video")?.setAttribute("aria-label", file.alt || file.name);
}

/** End what plays in the files of a message. @param {HTMLElement} files @returns {boolean} Whether something did. */
export function endPlaying(files) {
  const sounds = [...files.querySelectorAll(/** @type {"div"} */ (".sound"))].map(({ dataset }) => dataset.sound);
  const isPlaying = sounds.some(isPlayingAt) || [...files.querySelectorAll("video")].some(({ paused }) => !paused);
  for (const url of sounds) end(url);
  return isPlaying;
}

/** What begins to play silences what played before. */
function playOneAtATime() {
  if (isListening) return;
  isListening = true;
  document.addEventListener("play", ({ target }) => {
    for (const one of document.querySelectorAll(/** @type {"video"} */ ("video, audio"))) {
      if (one !== target) one.pause();
    }
  }, true);
}
