/**
 * Keep the last button that was pressed before its code came, and press it again then.
 * @param {HTMLElement} root
 * @param {string} selector
 * @returns {() => void} The code is there.
 */
export function keepEarlyClick(root, selector) {
  let pressed = /** @type {Element | null} */ (null);
  const note = (/** @type {Event} */ { target }) => {
    pressed = /** @type {Element} */ (target).closest(selector);
  };
  root.addEventListener("click", note);
  return () => {
    root.removeEventListener("click", note);
    if (pressed instanceof HTMLElement) pressed.click();
  };
}
