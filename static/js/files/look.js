/**
 * How a file looks before it is sent.
 * @typedef {{ preview: Blob | null, width: number | null, height: number | null, duration_s: number | null }} Look
 *   preview: a small copy of a picture, the poster of a film.
 */

export const LONGEST_PX = 720;

export const NOTHING = /** @type {Look} */ ({ preview: null, width: null, height: null, duration_s: null });
