/** The admin shows times in the zone of this cookie: at once on the first page, then on every page. */
import { onKey } from "./lib/keys.js";
import { timeZone } from "./lib/times.js";

const shown = document.querySelector("[data-time-zone]")?.getAttribute("data-time-zone");
const had = document.cookie.includes("time_zone=");
const secure = location.protocol === "https:" ? "; Secure" : "";
document.cookie = `time_zone=${timeZone()}; Path=/admin/; Max-Age=31536000; SameSite=Lax${secure}`;
if (!had && shown && shown !== timeZone() && document.cookie.includes("time_zone=")) location.reload();

/** Menus close by Escape and by a click elsewhere. */
const openMenu = () => /** @type {HTMLDetailsElement | null} */ (document.querySelector(".chip[open]"));

onKey(document, (event) => {
  const menu = openMenu();
  if (event.key !== "Escape" || !menu) return;
  menu.open = false;
  menu.querySelector("summary")?.focus();
});
document.addEventListener("click", (event) => {
  const menu = openMenu();
  if (menu && !menu.contains(/** @type {Node} */ (event.target))) menu.open = false;
});

/** What is above a list selects all that is in it. */
document.addEventListener("change", ({ target }) => {
  const all = /** @type {HTMLInputElement} */ (target);
  if (!all.matches("[data-selects-all]")) return;
  all.form?.querySelectorAll("[name=_selected_action]").forEach((box) => {
    /** @type {HTMLInputElement} */ (box).checked = all.checked;
  });
});
