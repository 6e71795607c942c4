/**
 * Where one is, in the address: `/?room=3`, or `/rooms/3/41` for a message; `/` is the list of rooms on a phone.
 * `/people/12/` opens a person's card over the room where one was.
 */
import { addressBelow, sectionAt } from "./ui/settings/settings_address.js";
import { goTo, replaceAddress } from "./ui/shell/layers.js";
import { aboveList, isPhone, stateAbove } from "./ui/shell/screens.js";

const LIST = { above: 0 };
/** Lists from all rooms shown instead of a room. @typedef {"catch-up" | "inbox" | "saved"} ViewName */

const VIEWS = /** @type {const} */ (["catch-up", "inbox", "saved"]);

/** @returns {{ roomId: number | null, seq: number | null }} */
export function readAddress(url = new URL(addressBelow(), location.origin)) {
  const message = url.pathname.match(/^\/rooms\/(\d+)\/(\d+)$/);
  if (message) return { roomId: Number(message[1]), seq: Number(message[2]) };
  const room = url.searchParams.get("room");
  return { roomId: room && /^\d+$/.test(room) ? Number(room) : null, seq: null };
}

/** Whether one has not gone elsewhere meanwhile. @param {number} roomId @param {number} [seq] */
export function isAt(roomId, seq) {
  const at = readAddress();
  return at.roomId === roomId && (seq === undefined || at.seq === seq);
}

/** The person whose card an address leads to. @param {string} pathname */
export function personAt(pathname) {
  const person = pathname.match(/^\/people\/(\d+)\/$/);
  return person && Number(person[1]);
}

/** Go on to a room. @param {number} roomId @param {number | null} [seq] */
export function goToRoom(roomId, seq = null) {
  goTo(pathTo(roomId, seq), stateAbove());
}

/** Name the current location. @param {number | null} roomId @param {number | null} [seq] */
export function setAddress(roomId, seq = null) {
  if (isCovered()) return;
  replaceAddress(pathTo(roomId, seq), roomId === null ? LIST : undefined);
}

/** Name the first location of a visit. On a phone the list of rooms lies below it, for Back. */
export function setFirstAddress(/** @type {number} */ roomId, /** @type {number | null} */ seq) {
  if (!isPhone() || isCovered() || aboveList() !== undefined) return setAddress(roomId, seq);
  setAddress(null);
  return goToRoom(roomId, seq);
}

/** The view where one is. @returns {ViewName | undefined} */
export function currentView() {
  const [path] = addressBelow().split(/[?#]/);
  return VIEWS.find((name) => path === `/${name}/`);
}

/** Go on to a view. @param {ViewName} name */
export function goToView(name) {
  goTo(`/${name}/`, stateAbove());
}

/** Whether one left the list of rooms on the screen. */
export function isAtList() {
  return isPhone() && aboveList() === 0;
}

/** Whether the settings lie over a location, which keeps its address below them. */
export function isCovered() {
  return sectionAt() !== null;
}

/** @param {number | null} roomId @param {number | null} seq */
function pathTo(roomId, seq) {
  if (roomId === null) return "/";
  return seq === null ? `/?room=${roomId}` : `/rooms/${roomId}/${seq}`;
}
