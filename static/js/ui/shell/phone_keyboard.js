/**
 * Keep the page as high as what can be seen: the keyboard of a phone takes the lower half, and must not cover the
 * composer. Where the keyboard does not resize the page itself (Safari), the visual viewport tells.
 * @param {HTMLElement} body
 */
export function mount(body) {
  const view = window.visualViewport;
  if (!view || !matchMedia("(pointer: coarse)").matches) return;
  view.addEventListener("resize", () => {
    // A person who zooms in sees less of the page, and the page stays as it is.
    body.style.setProperty("--visible-height", `${Math.round(view.height * view.scale)}px`);
    if (view.scale === 1) scrollTo(0, 0); // Safari has pushed the page up to show the field
  });
}
