import { goBack, historyState } from "./layers.js";

/**
 * A phone shows either the list of rooms or one room, and the room lies above the list in the history. Each place
 * notes how many entries it lies `above` the list; without a list below it, it notes nothing.
 */
const PHONE = matchMedia("(max-width: 44.99em)");

export function isPhone() {
  return PHONE.matches;
}

/** @param {"rooms" | "room"} screen */
export function showScreen(screen) {
  document.documentElement.dataset.screen = screen;
  nameMain();
}

/** The list is what a phone's page is about while it shows nothing else. */
function nameMain() {
  const isList = isPhone() && document.documentElement.dataset.screen === "rooms";
  document.getElementById("rooms-panel")?.setAttribute("role", isList ? "main" : "complementary");
}

PHONE.addEventListener("change", nameMain);

/** How many places the current one lies above the list of rooms. @returns {number | undefined} */
export function aboveList() {
  return /** @type {number | undefined} */ (historyState().above);
}

/** What the place after this one notes. */
export function stateAbove() {
  const above = aboveList();
  return above === undefined ? {} : { above: above + 1 };
}

/** @returns {boolean} Whether there is a list of rooms to go back to. */
export function goBackToList() {
  const above = aboveList() ?? 0;
  if (above > 0) goBack(above);
  return above > 0;
}
