import { m as megabytes } from "./bytes.js";
import { a as interpolate, g as gettext } from "./app.js";
const KB = 1024;
function sizeText(bytes, round) {
  return bytes < KB * KB ? interpolate(gettext("%(size)s KB"), { size: (round ?? Math.ceil)(bytes / KB) }) : interpolate(gettext("%(size)s MB"), { size: megabytes(bytes, round) });
}
export {
  sizeText as s
};
