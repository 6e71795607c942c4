/**
 * Copy a text. On plain http browsers have no clipboard for pages; the old command works there after a click.
 * @param {string} text
 * @returns {Promise<boolean>} Whether the browser did it.
 */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelected(text);
  }
}

/**
 * Copy a text that is still being fetched. Safari forgets the click while one waits, unless the clipboard waits itself.
 * @param {Promise<string>} text
 * @returns {Promise<boolean>} Whether the browser did it.
 */
export async function copyWhenReady(text) {
  try {
    const blob = text.then((words) => new Blob([words], { type: "text/plain" }));
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
    return true;
  } catch {
    return copyText(await text);
  }
}

/** @param {string} text */
function copySelected(text) {
  const focused = /** @type {HTMLElement | null} */ (document.activeElement);
  const place = document.createElement("textarea");
  place.className = "visually-hidden";
  place.value = text;
  (document.querySelector("dialog[open]") ?? document.body).append(place); // outside an open dialog nothing is selected
  place.select();
  const copied = document.execCommand("copy");
  place.remove();
  focused?.focus({ preventScroll: true });
  return copied;
}
