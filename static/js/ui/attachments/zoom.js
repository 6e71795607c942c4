/**
 * Where a picture is on its stage, by arithmetic alone.
 * @typedef {{ width: number, height: number }} Size
 * @typedef {{ x: number, y: number }} Point  From the middle of the stage.
 * @typedef {{ scale: number, x: number, y: number }} View  Scale 1 shows all of it; x and y: where its middle is.
 * @typedef {{ stage: Size, picture: Size, most: number }} Limits  picture: its size at scale 1.
 */

/** @type {View} */
export const WHOLE = { scale: 1, x: 0, y: 0 };
const LEAST_CLOSE_UP = 2;

/**
 * Make it larger or smaller around a point, which stays where it is.
 * @param {View} view @param {number} factor @param {Point} point @param {Limits} limits @returns {View}
 */
export function zoomed(view, factor, point, limits) {
  const scale = Math.min(Math.max(view.scale * factor, 1), limits.most);
  const by = scale / view.scale;
  return kept({ scale, x: point.x - (point.x - view.x) * by, y: point.y - (point.y - view.y) * by }, limits);
}

/** @param {View} view @param {number} x @param {number} y @param {Limits} limits @returns {View} */
export function moved(view, x, y, limits) {
  return kept({ scale: view.scale, x: view.x + x, y: view.y + y }, limits);
}

/**
 * The size at which a whole picture is on its stage, never larger than it is.
 * @param {Size} natural @param {Size} stage @returns {Size}
 */
export function fittedOn(natural, stage) {
  const scale = Math.min(1, stage.width / natural.width, stage.height / natural.height);
  return { width: natural.width * scale, height: natural.height * scale };
}

/** How far one may go in: to twice the picture's own pixels. @param {Size} natural @param {Size} fitted */
export function mostOf(natural, fitted) {
  return Math.max(LEAST_CLOSE_UP, (2 * natural.width) / Math.max(1, fitted.width));
}

/**
 * No edge of the picture goes further inwards than the stage's.
 * @param {View} view @param {Limits} limits @returns {View}
 */
function kept({ scale, x, y }, { stage, picture }) {
  return {
    scale,
    x: within(x, (picture.width * scale - stage.width) / 2),
    y: within(y, (picture.height * scale - stage.height) / 2),
  };
}

/** @param {number} value @param {number} most */
function within(value, most) {
  const limit = Math.max(0, most);
  return Math.min(Math.max(value, -limit), limit) || 0;
}
