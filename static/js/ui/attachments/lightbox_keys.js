import { hasModifier, onKey } from "../../lib/keys.js";

const PAN_PX = 80;
const FACTOR = 1.5;
/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/**
 * Arrows lead from picture to picture, or move the one that is larger than its stage; + and - zoom, 0 shows it whole.
 * @param {HTMLElement} root @param {import("./stage.js").Stage} stage @param {{ step(by: 1 | -1): void }} lightbox
 */
export function listenToKeys(root, stage, lightbox) {
  const keys = new Map([
    ["+", () => stage.zoomBy(FACTOR)],
    ["=", () => stage.zoomBy(FACTOR)],
    ["-", () => stage.zoomBy(1 / FACTOR)],
    ["0", () => stage.whole()],
    ["PageDown", () => lightbox.step(1)],
    ["PageUp", () => lightbox.step(-1)],
  ]);
  onKey(root, (event) => {
    if (hasModifier(event) && event.key !== "+") return;
    const act = stage.isCloseUp ? panning(event.key, stage) : stepping(event.key, lightbox);
    const found = act ?? keys.get(event.key);
    if (!found) return;
    event.preventDefault();
    found();
  });
}

/** @param {string} key @param {import("./stage.js").Stage} stage */
function panning(key, stage) {
  const way = ARROWS[key];
  return way && (() => stage.pan(way[0] * PAN_PX, way[1] * PAN_PX));
}

/** @param {string} key @param {{ step(by: 1 | -1): void }} lightbox */
function stepping(key, lightbox) {
  const isRtl = document.documentElement.dir === "rtl";
  if (key === (isRtl ? "ArrowLeft" : "ArrowRight")) return () => lightbox.step(1);
  if (key === (isRtl ? "ArrowRight" : "ArrowLeft")) return () => lightbox.step(-1);
  return undefined;
}
