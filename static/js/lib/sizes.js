import { megabytes } from "./bytes.js";
import { gettext, interpolate } from "./i18n.js";

const KB = 1024;

/** @param {number} bytes @param {(size: number) => number} [round] As for `megabytes`; kilobytes are rounded up. */
export function sizeText(bytes, round) {
  return bytes < KB * KB
    ? interpolate(gettext("%(size)s KB"), { size: (round ?? Math.ceil)(bytes / KB) })
    : interpolate(gettext("%(size)s MB"), { size: megabytes(bytes, round) });
}
