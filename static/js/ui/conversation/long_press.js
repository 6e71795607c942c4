const HOLD_MS = 450;

/**
 * What a finger does in place of a mouse that hovers: it stays a moment where it is.
 * @param {HTMLElement} root
 * @param {(target: Element) => void} held
 */
export function onLongPress(root, held) {
  let timer = 0;
  const release = () => clearTimeout(timer);
  root.addEventListener("touchstart", ({ target }) => {
    release();
    timer = window.setTimeout(() => held(/** @type {Element} */ (target)), HOLD_MS);
  }, { passive: true });
  for (const end of ["touchend", "touchmove", "touchcancel"]) root.addEventListener(end, release, { passive: true });
}
