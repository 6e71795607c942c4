import { megabytes } from "./bytes.js";
import { gettext, interpolate } from "./i18n.js";

const KB = 1024;

/** @param {number} bytes */
export function sizeText(bytes) {
  return bytes < KB * KB
    ? interpolate(gettext("%(size)s KB"), { size: Math.ceil(bytes / KB) })
    : interpolate(gettext("%(size)s MB"), { size: megabytes(bytes) });
}
