const PROCESSED_BY_INPUT_METHOD = 229;
/** @type {Record<string, string>} */
const ON_A_MAC = { Ctrl: "⌘", Alt: "⌥", Del: "Delete" };
const IS_MAC = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? "");

/**
 * Whether a key belongs to an input method: it confirms, changes or cancels a conversion, and means nothing to the
 * page.
 * Safari ends the composition before the Enter that confirms it, and marks that key by its old code alone.
 * @param {Pick<KeyboardEvent, "isComposing" | "keyCode">} event
 */
export function isComposing({ isComposing, keyCode }) {
  return isComposing || keyCode === PROCESSED_BY_INPUT_METHOD;
}

/** @param {KeyboardEvent | MouseEvent} event */
export function hasModifier({ altKey, ctrlKey, metaKey, shiftKey }) {
  return altKey || ctrlKey || metaKey || shiftKey;
}

/**
 * Whether the key of commands is held: Command on a Mac, where Ctrl with a letter moves the caret, and Ctrl elsewhere.
 * @param {KeyboardEvent} event
 */
export function isCommand({ altKey, ctrlKey, metaKey }) {
  return !altKey && (IS_MAC ? metaKey && !ctrlKey : ctrlKey && !metaKey);
}

/** Call the keys what is written on those of a Mac. @param {ParentNode} root */
export function nameKeys(root) {
  if (!IS_MAC) return;
  for (const key of root.querySelectorAll("kbd")) {
    key.textContent = (key.textContent ?? "").replace(/Ctrl|Alt|Del/, (name) => ON_A_MAC[name]);
  }
}

/**
 * Listen for keys that a person means for the page. Every key handler is registered here, so that none acts on a
 * conversion in Japanese, Chinese or Korean.
 * @param {EventTarget} target
 * @param {(event: KeyboardEvent) => void} pressed
 * @param {AddEventListenerOptions} [options]
 */
export function onKey(target, pressed, options) {
  target.addEventListener("keydown", (event) => {
    const key = /** @type {KeyboardEvent} */ (event);
    if (!isComposing(key)) pressed(key);
  }, options);
}

/** Press a key for a person who pressed it earlier. @param {EventTarget} target @param {string} key */
export function press(target, key) {
  target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
}
