/** Where one is, in the address: `/?room=3`, or `/rooms/3/41` for a message. */
import { address, goTo, renamePlace } from "./ui/shell/layers.js";

/** @returns {{ roomId: number | null, seq: number | null }} */
export function readPlace(url = new URL(address(), location.origin)) {
  const message = url.pathname.match(/^\/rooms\/(\d+)\/(\d+)$/);
  if (message) return { roomId: Number(message[1]), seq: Number(message[2]) };
  const room = url.searchParams.get("room");
  return { roomId: room && /^\d+$/.test(room) ? Number(room) : null, seq: null };
}

/** Go on to a place, as far as the address is concerned. @param {number | null} roomId @param {number | null} [seq] */
export function showPlace(roomId, seq = null) {
  goTo(pathTo(roomId, seq));
}

/** Name the place where one is already. @param {number} roomId @param {number | null} seq */
export function namePlace(roomId, seq) {
  renamePlace(pathTo(roomId, seq));
}

/** @param {number | null} roomId @param {number | null} seq */
function pathTo(roomId, seq) {
  if (roomId === null) return "/";
  return seq === null ? `/?room=${roomId}` : `/rooms/${roomId}/${seq}`;
}
