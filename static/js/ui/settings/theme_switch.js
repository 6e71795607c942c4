import { browserStorage } from "../../lib/storage.js";

/** Turn to the other of light and dark. @param {HTMLButtonElement} button */
export function mount(button) {
  button.addEventListener("click", () => {
    chooseTheme(document.documentElement.dataset.bsTheme === "dark" ? "light" : "dark");
  });
}

/** @param {"light" | "dark" | "system"} theme */
export function chooseTheme(theme) {
  const storage = browserStorage();
  if (theme === "system") storage.removeItem("theme");
  else storage.setItem("theme", theme);
  dispatchEvent(new CustomEvent("theme-chosen", { detail: theme }));
}
