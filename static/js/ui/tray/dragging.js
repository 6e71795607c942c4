/** A hand that trembles does not drag. */
const LEAST_PX = 6;

/**
 * A file is dragged to its place with the mouse; keys and the file's dialog do the same.
 * @param {HTMLElement} list
 * @param {(id: string, step: number) => void} move
 */
export function mountDragging(list, move) {
  list.addEventListener("pointerdown", (event) => {
    const tile = /** @type {HTMLElement} */ (event.target).closest("li");
    if (!tile || event.pointerType !== "mouse" || event.button !== 0) return;
    follow(tile, event, move);
  });
}

/** @param {HTMLElement} tile @param {PointerEvent} start @param {(id: string, step: number) => void} move */
function follow(tile, { clientX, clientY }, move) {
  const over = new AbortController();
  let isDragged = false;
  addEventListener("pointermove", (event) => {
    isDragged ||= Math.hypot(event.clientX - clientX, event.clientY - clientY) >= LEAST_PX;
    tile.toggleAttribute("data-dragged", isDragged);
    const step = isDragged ? stepTo(tile, event) : 0;
    if (step !== 0) move(tile.dataset.file ?? "", step);
  }, over);
  const end = () => {
    tile.removeAttribute("data-dragged");
    setTimeout(() => over.abort()); // after the click
  };
  for (const name of ["pointerup", "pointercancel"]) addEventListener(name, end, over);
  addEventListener("click", (event) => isDragged && event.stopPropagation(), { capture: true, signal: over.signal });
}

/** How many places to the file under the pointer. @param {HTMLElement} tile @param {PointerEvent} event */
function stepTo(tile, { clientX, clientY }) {
  const tiles = [...tile.parentElement?.children ?? []];
  const under = tiles.findIndex((other) => {
    const { left, right, top, bottom } = other.getBoundingClientRect();
    return left <= clientX && clientX <= right && top <= clientY && clientY <= bottom;
  });
  return under < 0 ? 0 : under - tiles.indexOf(tile);
}
