/* A classic script in the head: colours and frame are right before the first paint. Theme: "light", "dark", or none. */
(() => {
  const page = document.documentElement;
  const stored = (/** @type {string} */ key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let picked = /** @type {string | null} */ (null); // here, and perhaps not to be stored
  const chosen = () => {
    if (picked) return picked === "system" ? null : picked;
    return stored("theme");
  };
  const apply = () => {
    const theme = chosen() ?? (dark.matches ? "dark" : "light");
    page.dataset.bsTheme = theme;
    page.dataset.density = stored("density") ?? "compact";
    page.dataset.textSize = stored("text-size") ?? "medium";
  };
  apply();
  if (matchMedia("(min-width: 75em)").matches && stored("side") !== "closed") page.dataset.side = "details";
  if (history.state?.above === 0) page.dataset.screen = "rooms";
  dark.addEventListener("change", apply);
  addEventListener("storage", () => {
    picked = null;
    apply();
  });
  addEventListener("theme-chosen", (event) => {
    picked = /** @type {CustomEvent<string>} */ (event).detail;
    apply();
  });
})();
