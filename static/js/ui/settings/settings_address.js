import { address, goBack, goTo, historyState, replaceAddress } from "../shell/layers.js";

/**
 * The settings as locations in the history: `/settings/` is their list, `/settings/account/` a section. They lie `over`
 * another location, which stays alive behind them, and note how many `steps` they are above it.
 */

const PATH = /^\/settings\/(?:([a-z]+)\/)?$/;

/** The section of an address: "" is the list of them, null another location. */
export function sectionAt(path = address()) {
  const found = path.match(PATH);
  return found ? found[1] ?? "" : null;
}

/** The location that the settings lie over; without them, the location itself. */
export function addressBelow() {
  return sectionAt() === null ? address() : String(historyState().over ?? "/");
}

/** @param {string} section */
export function goToSection(section) {
  const state = historyState();
  const { over = address(), steps = 0, above } = sectionAt() === null ? { above: state.above } : state;
  const higher = typeof above === "number" ? { above: above + 1 } : {};
  goTo(pathOf(section), { over, steps: Number(steps) + 1, ...higher });
}

/** To the list, from a section. */
export function goToList() {
  if (Number(historyState().steps ?? 0) > 1) goBack(1);
  else replaceAddress("/settings/");
}

/** @param {string} path Where to go when these settings were the first location of the visit. */
export function leaveSettings(path) {
  const steps = Number(historyState().steps ?? 0);
  if (steps > 0) goBack(steps);
  else replaceAddress(path, {});
}

/** @param {string} section */
export function pathOf(section) {
  return section === "" ? "/settings/" : `/settings/${section}/`;
}
