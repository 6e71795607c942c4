/**
 * Replace a part of a field as if it had been typed: it can be undone, and the field gets its `input` event.
 * @param {HTMLTextAreaElement | HTMLInputElement} field
 * @param {{ start: number, end: number }} range
 * @param {string} text
 */
export function insertText(field, { start, end }, text) {
  field.focus({ preventScroll: true });
  field.setSelectionRange(start, end);
  // The standard has no other way to edit a field that can be undone.
  const done = text === "" ? document.execCommand("delete") : document.execCommand("insertText", false, text);
  if (done) return;
  field.setRangeText(text, start, end, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
