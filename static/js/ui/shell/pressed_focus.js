/**
 * Safari gives a pressed button no focus: what the button opens could not give the focus back to it, and what the
 * button closes would not know that it had the focus. So the button gets it here, before it acts.
 */
export function mountPressedFocus() {
  document.addEventListener("click", ({ target }) => {
    const button = /** @type {Element} */ (target).closest("button");
    if (button && document.activeElement === document.body) button.focus({ preventScroll: true });
  }, { capture: true });
}
