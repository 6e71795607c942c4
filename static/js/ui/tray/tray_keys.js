import { onKey } from "../../lib/keys.js";

const STEPS = /** @type {Record<string, number>} */ ({ ArrowLeft: -1, ArrowRight: 1 });

/**
 * Arrows go from file to file, with Shift they move the file; Delete removes it.
 * @param {HTMLElement} list
 * @param {{ move(id: string, step: number): void, remove(id: string): void }} tray
 */
export function listenToKeys(list, tray) {
  onKey(list, (event) => {
    const tile = /** @type {HTMLElement} */ (event.target).closest("li");
    if (!tile || event.altKey || event.ctrlKey || event.metaKey) return;
    const step = (STEPS[event.key] ?? 0) * (document.dir === "rtl" ? -1 : 1);
    if (step !== 0 && event.shiftKey) tray.move(tile.dataset.file ?? "", step);
    else if (step !== 0) neighbour(tile, step)?.querySelector("button")?.focus();
    else if (event.key === "Delete" || event.key === "Backspace") tray.remove(tile.dataset.file ?? "");
    else return;
    event.preventDefault();
  });
}

/** @param {HTMLElement} tile @param {number} step */
function neighbour(tile, step) {
  return step > 0 ? tile.nextElementSibling : tile.previousElementSibling;
}
