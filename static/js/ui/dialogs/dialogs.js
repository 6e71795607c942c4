import { onKey, press } from "../../lib/keys.js";
import { once } from "../../lib/once.js";
import { mountLayers, openLayer } from "../shell/layers.js";
import { loaded } from "../shell/loading.js";
import { mountPressedFocus } from "../shell/pressed_focus.js";
import { showToastsIn } from "../shell/toasts.js";

/**
 * Native dialogs: the browser keeps the focus inside, closes on Escape and gives the focus back; Back closes, too.
 * `data-opens="id"` on a button opens one, `data-closes` inside closes it. The code behind a dialog is loaded when
 * it is opened for the first time.
 */

/** @type {Map<string, () => Promise<void>>} */
const loaders = new Map();

/** @param {string} id @returns {HTMLDialogElement} */
export function dialog(id) {
  return /** @type {HTMLDialogElement} */ (document.getElementById(id));
}

/**
 * Load and set up what is behind some dialogs before the first of them opens.
 * @param {string[]} ids
 * @param {() => Promise<void>} load
 */
export function onFirstOpen(ids, load) {
  const loadOnce = once(load);
  for (const id of ids) loaders.set(id, loadOnce);
}

/** Load what is behind a dialog that must open without delay. @param {string} id */
export async function makeReady(id) {
  await loaders.get(id)?.();
}

/** @param {string} id */
export async function openDialog(id) {
  const found = dialog(id);
  if (found.open || (await loaded(async () => (await makeReady(id)) ?? true)) === null) return;
  found.dispatchEvent(new Event("before-open"));
  if (!found.open) show(found);
}

/**
 * Open a dialog whose field takes what is typed while its code comes; keys that mean something to the code wait for it.
 * @param {string} id
 */
export async function openDialogAtOnce(id) {
  const found = dialog(id);
  const field = /** @type {HTMLInputElement} */ (found.querySelector("[autofocus]"));
  const keys = /** @type {string[]} */ ([]);
  const waits = new AbortController();
  onKey(field, (event) => {
    if (!/^(Enter|Arrow)/.test(event.key)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    keys.push(event.key);
  }, { capture: true, signal: waits.signal });
  field.value = "";
  show(found);
  const isReady = await loaded(async () => (await makeReady(id)) ?? true);
  waits.abort();
  if (isReady === null) found.close();
  if (!found.open) return;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  for (const key of keys) press(field, key);
}

/** @param {HTMLDialogElement} found */
function show(found) {
  found.showModal();
  showToastsIn(found);
  const stays = found.querySelector("[data-stays]") !== null;
  openLayer({ isOpen: () => found.open, close: () => found.close(), isNative: true, stays });
}

/** Listen for the buttons of the whole page. */
export function mountDialogs() {
  mountPressedFocus();
  mountLayers();
  document.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    const opener = target.closest("[data-opens]");
    if (opener instanceof HTMLElement) return openFrom(opener);
    const open = target.closest("dialog");
    if (open && (target === open || target.closest("[data-closes]"))) open.close();
    return undefined;
  });
}

/** @param {HTMLElement} opener */
function openFrom(opener) {
  opener.closest("dialog")?.close();
  void openDialog(opener.dataset.opens ?? "");
}
