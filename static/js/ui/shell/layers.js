import { onKey } from "../../lib/keys.js";
import { Signal } from "../../lib/signal.js";

/**
 * Layers: what lies over the page for a while, such as a dialog, a menu, a sheet, the side on a narrow screen, a view
 * that fills the screen. Each open layer is one entry of the session history, so Back closes the innermost, and only
 * with none open does it leave the location. Escape closes the innermost, too.
 *
 *   openLayer({ isOpen: () => !sheet.hidden, close: () => { sheet.hidden = true; } });   // once it is shown
 *   layersChanged();              // after it closed in any other way than by `close`: a button, a choice
 *   closeLayers();                // all that do not stay
 *   goTo("/?room=3");             // a new location: closes the layers, and Back returns to the location before
 *   replaceAddress("/?room=3");   // another address for the current location
 *   travelled.subscribe(draw);    // Back or Forward led to another location: read it from `address()`
 *   addressChanged.subscribe(draw);   // any way led there
 *
 * A `<dialog>` becomes a layer in `openDialog`, and closes by its own `close()`; nothing else calls `showModal`.
 * When a layer closes, the focus returns to where it was, unless it has gone elsewhere by then.
 *
 * The entries follow the layers: `settle` compares how many layers are open with the depth that the current entry
 * carries. An entry whose layer is gone (closed by a button, met by Forward or after a reload) is stepped back from, or
 * taken over by the next location.
 *
 * @typedef {{ isOpen(): boolean, close(): void, isLight?: boolean, isNative?: boolean, stays?: boolean }} Layer
 *   isLight: a menu; it gets a history entry on touch screens only, so that a look into it keeps Forward on a computer.
 *   isNative: the browser closes it on Escape and returns the focus: a dialog.
 *   stays: it says what happened to the person, who closes it; a new location does not.
 */

/** @typedef {{ layer: Layer, isEntry: boolean, opener: Element | null }} OpenLayer */

/** @type {OpenLayer[]} */
let stack = [];
/** A new location, or another address of this one, that waits for the history to come back to it. */
let pending = /** @type {{ path: string, state: object, isNew: boolean } | null} */ (null);
let isTravelling = false;
let known = here();
const touch = matchMedia("(pointer: coarse)");

/** Back or Forward led to another location. @type {Signal<void>} */
export const travelled = new Signal();

/** The address changed, in whichever way. @type {Signal<void>} */
export const addressChanged = new Signal();

/** @param {Layer} layer */
export function openLayer(layer) {
  stack.push({ layer, isEntry: !layer.isLight || touch.matches, opener: document.activeElement });
  settle();
}

/** A layer closed by itself. What follows in the same task, such as a new location, takes over its entry. */
export function layersChanged() {
  queueMicrotask(settle);
}

export function closeLayers() {
  for (const { layer } of stack.toReversed()) if (layer.isOpen() && !layer.stays) layer.close();
  layersChanged();
}

/** The current address, which the history may be about to show. */
export function address() {
  return pending?.path ?? here();
}

/** What `goTo` or `replaceAddress` noted about this location. @returns {Record<string, unknown>} */
export function historyState() {
  return pending?.state ?? history.state ?? {};
}

/** @param {string} path @param {object} [state] */
export function goTo(path, state = {}) {
  closeLayers();
  if (path === address()) return;
  pending = { path, state, isNew: true };
  settle();
}

/** @param {string} path @param {object} [state] */
export function replaceAddress(path, state = historyState()) {
  pending = { path, state, isNew: pending?.isNew ?? false };
  settle();
}

/** Go back over locations of this page. @param {number} count */
export function goBack(count) {
  closeLayers();
  stepBack(count + depth());
}

/** Follow Back, Forward and Escape. Once for each page. */
export function mountLayers() {
  addEventListener("popstate", traverse);
  document.addEventListener("close", layersChanged, true); // of a dialog: this event does not bubble
  onKey(document, (event) => {
    const top = stack.findLast(({ layer }) => layer.isOpen())?.layer;
    if (event.key !== "Escape" || event.defaultPrevented || !top || top.isNative) return;
    event.preventDefault();
    top.close();
    layersChanged();
  });
  settle();
}

function traverse() {
  const isExpected = isTravelling;
  isTravelling = false;
  while (!isExpected && entries() > depth()) {
    const { layer } = stack[stack.length - 1];
    if (layer.isOpen()) layer.close();
    drop(stack.length - 1);
  }
  settle();
  if (isTravelling || address() === known) return;
  known = address();
  addressChanged.emit();
  travelled.emit();
}

/** Make the history agree with what is open. */
function settle() {
  for (let at = stack.length - 1; at >= 0; at -= 1) if (!stack[at].layer.isOpen()) drop(at);
  if (isTravelling) return;
  const surplus = depth() - entries();
  if (surplus > 1 || (surplus === 1 && !pending?.isNew)) stepBack(pending?.isNew ? surplus - 1 : surplus);
  else if (pending && entries() === 0) showPending(surplus === 1);
  while (!isTravelling && depth() < entries()) history.pushState({ ...history.state, depth: depth() + 1 }, "");
}

/** @param {number} count */
function stepBack(count) {
  isTravelling = true;
  history.go(-count);
}

/** @param {boolean} hasSpare The current entry belonged to a layer that is closed now. */
function showPending(hasSpare) {
  const { path, state, isNew } = /** @type {NonNullable<typeof pending>} */ (pending);
  pending = null;
  if (isNew && !hasSpare) history.pushState({ ...state, depth: 0 }, "", path);
  else history.replaceState({ ...state, depth: 0 }, "", path);
  if (path === known) return;
  known = path;
  addressChanged.emit();
}

/** Take a layer off the stack. @param {number} at */
function drop(at) {
  const [{ layer, opener }] = stack.splice(at, 1);
  const focused = document.activeElement;
  const isLost = focused === null || focused === document.body || !focused.checkVisibility();
  if (!layer.isNative && isLost && opener instanceof HTMLElement) opener.focus({ preventScroll: true });
}

/** How many layers should have an entry. */
function entries() {
  return stack.filter(({ isEntry }) => isEntry).length;
}

/** How many layers the current entry lies above its place. @returns {number} */
function depth() {
  return history.state?.depth ?? 0;
}

function here() {
  return location.pathname + location.search;
}
