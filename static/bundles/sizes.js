import { m as megabytes } from "./bytes.js";
import { a as interpolate, g as gettext } from "./app.js";
const KB = 1024;
function sizeText(bytes) {
  return bytes < KB * KB ? interpolate(gettext("%(size)s KB"), { size: Math.ceil(bytes / KB) }) : interpolate(gettext("%(size)s MB"), { size: megabytes(bytes) });
}
export {
  sizeText as s
};
