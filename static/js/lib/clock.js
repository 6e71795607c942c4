/**
 * The clocks of the page. A device's clock may be wrong and may be set while the page is open: what the server's times
 * are compared with is the server's clock, carried on by one that only runs forward.
 */

let aheadMs = Date.now() - performance.now();

/** Milliseconds that only grow, for how long something lasts. */
export const monotonicMs = () => performance.now();

/** The server's time; until it is known, the device's. */
export const nowMs = () => Math.round(aheadMs + monotonicMs());

export const now = () => new Date(nowMs());

/** The moment of a value of `monotonicMs`. @param {number} ms */
export const momentOf = (ms) => new Date(Math.round(aheadMs + ms));

/** The device's clock, which goes on while the machine sleeps. */
export const deviceMs = () => Date.now();

/** @param {string} timestamp The server's time now. */
export function setServerTime(timestamp) {
  const serverMs = Date.parse(timestamp);
  if (Number.isFinite(serverMs)) aheadMs = serverMs - monotonicMs();
}
