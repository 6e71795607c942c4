/** Texts of either direction inside a sentence of the page. */

const RIGHT_TO_LEFT = String.raw`\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}`;
const RTL_LETTER = new RegExp(`[${RIGHT_TO_LEFT}]`, "u");
const LTR_LETTER = new RegExp(`(?![${RIGHT_TO_LEFT}])\\p{L}`, "u");
/** They reorder what follows them, beyond the text that holds them. */
const CONTROLS = /[\u202a-\u202e\u2066-\u2069]/g;
const [ISOLATE, END] = ["\u2068", "\u2069"];

/**
 * A text that leaves the order of the sentence around it alone. One that can't disturb it is returned as it is.
 * @param {string} text
 */
export function isolated(text, pageIsRtl = globalThis.document?.documentElement.dir === "rtl") {
  const plain = text.replace(CONTROLS, "");
  return (pageIsRtl ? LTR_LETTER : RTL_LETTER).test(plain) ? ISOLATE + plain + END : plain;
}
