import { onKey } from "../../lib/keys.js";

/**
 * Tabs as the ARIA patterns have them: one stop for Tab, arrows, Home and End choose.
 * @param {HTMLElement} list Its buttons name what they show by `aria-controls`.
 * @returns {{ choose: (at: number) => void }}
 */
export function mountTabs(list) {
  const tabs = [...list.querySelectorAll(/** @type {"button"} */ ("[role=tab]"))];
  const choose = (/** @type {number} */ at) => tabs.forEach((tab, index) => {
    tab.setAttribute("aria-selected", String(index === at));
    tab.tabIndex = index === at ? 0 : -1;
    panelOf(tab).hidden = index !== at;
  });
  tabs.forEach((tab, at) => tab.addEventListener("click", () => choose(at)));
  onKey(list, (event) => {
    const at = next(event.key, tabs.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement)), tabs.length);
    if (at === null) return;
    event.preventDefault();
    choose(at);
    tabs[at].focus();
  });
  return { choose };
}

/** @param {HTMLElement} tab */
function panelOf(tab) {
  return /** @type {HTMLElement} */ (document.getElementById(tab.getAttribute("aria-controls") ?? ""));
}

/** @param {string} key @param {number} at @param {number} count */
function next(key, at, count) {
  const forward = document.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  if (key === "ArrowLeft" || key === "ArrowRight") return (at + (key === forward ? 1 : -1) + count) % count;
  return null;
}
