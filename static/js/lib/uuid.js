import { nowMs } from "./clock.js";

/**
 * Make a UUID version 7 (RFC 9562, section 5.7): 48 bits of time, then random bits, so that ids sort by age.
 * `crypto.randomUUID` is missing on plain http, `crypto.getRandomValues` is not.
 * @param {number} timeMs
 * @param {(bytes: Uint8Array) => Uint8Array} fill
 */
export function uuidv7(timeMs = nowMs(), fill = (bytes) => crypto.getRandomValues(bytes)) {
  const bytes = fill(new Uint8Array(16));
  for (let i = 0; i < 6; i += 1) bytes[i] = Math.floor(timeMs / 2 ** (8 * (5 - i))) % 256;
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** A clock that never repeats: ids made in the same millisecond keep the order in which they were made. */
export class UuidClock {
  #lastMs = 0;

  next(timeMs = nowMs()) {
    this.#lastMs = Math.max(timeMs, this.#lastMs + 1);
    return uuidv7(this.#lastMs);
  }
}
