/** Turn to the other of light and dark. @param {HTMLButtonElement} button */
export function mount(button) {
  button.addEventListener("click", () => {
    chooseTheme(document.documentElement.dataset.bsTheme === "dark" ? "light" : "dark");
  });
}

/** @param {"light" | "dark" | "system"} theme */
export function chooseTheme(theme) {
  if (theme === "system") localStorage.removeItem("theme");
  else localStorage.setItem("theme", theme);
  dispatchEvent(new Event("theme-chosen"));
}
