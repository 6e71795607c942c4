import { once } from "../../lib/once.js";
import { loaded } from "./loading.js";

/**
 * Have code behind some buttons, which is loaded later, or earlier when one of them is pressed. What did not come is
 * tried again at the next press, and when the network is back; the button that was pressed last acts when it comes.
 * @template T
 * @param {HTMLElement} root
 * @param {string} selector
 * @param {() => Promise<T>} load
 * @returns {() => Promise<T>} Loads it, once.
 */
export function behindButtons(root, selector, load) {
  const waiting = new AbortController();
  let pressed = /** @type {Element | null} */ (null);
  const loadOnce = once(async () => {
    const code = await load();
    waiting.abort();
    if (pressed instanceof HTMLElement) pressed.click();
    return code;
  });
  const tryToLoad = async () => {
    if ((await loaded(loadOnce)) === null) pressed = null;
  };
  root.addEventListener("click", ({ target }) => {
    pressed = /** @type {Element} */ (target).closest(selector);
    if (pressed) void tryToLoad();
  }, waiting);
  addEventListener("online", () => void tryToLoad(), waiting);
  return loadOnce;
}
