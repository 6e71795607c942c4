/**
 * What the page that recorded a sound knows of it, for its listeners.
 * @typedef {{ duration_s: number, waveform: number[] }} SoundFacts
 */

/** @type {WeakMap<File, SoundFacts>} */
const known = new WeakMap();

/** @param {File} file @param {SoundFacts} facts */
export function noteSound(file, facts) {
  known.set(file, facts);
}

/** @param {File} file */
export const soundOf = (file) => known.get(file) ?? null;
