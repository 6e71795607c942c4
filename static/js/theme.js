/* A classic script in the head: the colours are right before the first paint. Choice: "light", "dark", or none. */
(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let picked = /** @type {string | null} */ (null); // here, and perhaps not to be stored
  const chosen = () => {
    if (picked) return picked === "system" ? null : picked;
    try {
      return localStorage.getItem("theme");
    } catch {
      return null;
    }
  };
  const apply = () => {
    const theme = chosen() ?? (dark.matches ? "dark" : "light");
    document.documentElement.dataset.bsTheme = theme;
  };
  apply();
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
