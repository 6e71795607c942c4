/**
 * Whether a key press sends the message. On a phone Enter makes a new line, unless the person chose otherwise;
 * with Ctrl or Command it always sends.
 * @param {KeyboardEvent} event
 * @param {{ getItem(key: string): string | null }} storage
 */
export function sendsMessage(event, storage) {
  if (event.key !== "Enter" || event.shiftKey || event.altKey) return false;
  return event.ctrlKey || event.metaKey || enterSends(storage);
}

/** Whether Enter alone sends. @param {{ getItem(key: string): string | null }} storage */
export function enterSends(storage) {
  const chosen = storage.getItem("enter-key");
  return chosen === "send" || (chosen !== "break" && !matchMedia("(pointer: coarse)").matches);
}
