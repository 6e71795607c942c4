/** What the first bytes of a file say, if they are text. */

const CONTROL = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f\u007f]/;
const LONGEST_LINE = 400;
const HIRAGANA = /[\u3041-\u3096]/;

/** Byte order marks. @type {[mark: number[], encoding: string][]} */
const MARKS = [[[0xef, 0xbb, 0xbf], "utf-8"], [[0xff, 0xfe], "utf-16le"], [[0xfe, 0xff], "utf-16be"]];

/**
 * @param {Uint8Array} bytes The beginning of a file; its last character may be cut off.
 * @returns {string | null} Null for what is no text.
 */
export function decoded(bytes) {
  const marked = MARKS.find(([mark]) => mark.every((byte, at) => bytes[at] === byte));
  for (const encoding of marked ? [marked[1]] : [unmarkedUtf16(bytes), "utf-8"]) {
    const text = encoding && read(bytes, encoding);
    if (typeof text === "string" && !CONTROL.test(text)) return text;
  }
  return marked ? null : decodedOld(bytes);
}

/** In an encoding of the time before Unicode, if it shows which. @param {Uint8Array} bytes @returns {string | null} */
function decodedOld(bytes) {
  for (const encoding of ["shift_jis", "euc-jp"]) {
    const text = read(bytes, encoding);
    if (text !== null && HIRAGANA.test(text) && !CONTROL.test(text)) return text;
  }
  const text = read(bytes, "windows-1252");
  return text === null || CONTROL.test(text) || isGarbled(text) ? null : text;
}

/** Another alphabet read as Latin, in which accented letters and signs rarely stand together. @param {string} text */
function isGarbled(text) {
  const count = (/** @type {RegExp} */ pattern) => text.match(pattern)?.length ?? 0;
  return count(/[\u0080-\uffff]{4,}/g) > count(/[a-z]{2,}/gi);
}

/**
 * The first lines, each as long as is useful to see.
 * @param {string} text @param {number} most
 */
export function firstLines(text, most) {
  const lines = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n", most + 1);
  const shown = lines.slice(0, most).map((line) => (line.length > LONGEST_LINE ? `${cut(line)}…` : line));
  return { lines: shown, hasMore: lines.length > most };
}

/** Not through the middle of a character. @param {string} line */
const cut = (line) => line.slice(0, LONGEST_LINE).replace(/[\ud800-\udbff]$/, "");

/** @param {Uint8Array} bytes @param {string} encoding */
function read(bytes, encoding) {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return null;
  }
}

/** Of text in Latin letters every second byte is zero. @param {Uint8Array} bytes */
function unmarkedUtf16(bytes) {
  const zeros = [0, 0];
  for (const [at, byte] of bytes.subarray(0, 512).entries()) if (byte === 0) zeros[at % 2] += 1;
  const most = Math.min(bytes.length, 512) / 2;
  if (most < 4 || Math.max(...zeros) < most * 0.4 || Math.min(...zeros) > most * 0.1) return null;
  return zeros[1] > zeros[0] ? "utf-16le" : "utf-16be";
}
