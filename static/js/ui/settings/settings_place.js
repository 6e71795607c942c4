import { address, goBack, goTo, placeState, renamePlace } from "../shell/layers.js";

/**
 * The settings as places in the history: `/settings/` is their list, `/settings/account/` a section. They lie `over`
 * another place, which stays alive behind them, and note how many `steps` they are above it.
 */

const PATH = /^\/settings\/(?:([a-z]+)\/)?$/;

/** The section of an address: "" is the list of them, null another place. */
export function sectionAt(path = address()) {
  const found = path.match(PATH);
  return found ? found[1] ?? "" : null;
}

/** The place that the settings lie over; without them, the place itself. */
export function placeBelow() {
  return sectionAt() === null ? address() : String(placeState().over ?? "/");
}

/** @param {string} section */
export function goToSection(section) {
  const { over = address(), steps = 0, above } = sectionAt() === null ? { above: placeState().above } : placeState();
  const higher = typeof above === "number" ? { above: above + 1 } : {};
  goTo(pathOf(section), { over, steps: Number(steps) + 1, ...higher });
}

/** To the list, from a section. */
export function goToList() {
  if (Number(placeState().steps ?? 0) > 1) goBack(1);
  else renamePlace("/settings/");
}

/** @param {string} place Where to go when these settings were the first place of the visit. */
export function leaveSettings(place) {
  const steps = Number(placeState().steps ?? 0);
  if (steps > 0) goBack(steps);
  else renamePlace(place, {});
}

/** @param {string} section */
export function pathOf(section) {
  return section === "" ? "/settings/" : `/settings/${section}/`;
}
