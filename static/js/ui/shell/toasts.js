import { ChatError } from "../../net/errors.js";

const SHOWN_MS = 5_000;
const ANSWERABLE_MS = 20_000;
const GAP_PX = 8;

/** In the open dialogs, the innermost last. @type {HTMLElement[]} */
const stacks = [];

/** Outside of an open dialog nothing is seen, pressed or announced. @param {HTMLDialogElement} dialog It opens. */
export function showToastsIn(dialog) {
  const stack = currentStack()?.cloneNode(false);
  if (!(stack instanceof HTMLElement)) return;
  dialog.append(stack);
  stacks.push(stack);
  dialog.addEventListener("close", () => {
    stacks.splice(stacks.indexOf(stack), 1);
    stack.remove();
    const next = currentStack();
    if (next && stack.hasChildNodes()) add(next, [...stack.childNodes]);
  }, { once: true });
}

/** @returns {HTMLElement | null} */
function currentStack() {
  return stacks.at(-1) ?? document.querySelector("body > [data-toasts]");
}

/**
 * Tell something short: in the open dialog, which hides the page, else above the composer.
 * @param {string} text
 * @param {{ text: string, act: () => void }} [answer] A button, which also ends the note.
 * @returns {HTMLElement | null} The note, unless it has no place.
 */
export function toast(text, answer) {
  const stack = currentStack();
  if (!stack) return null;
  const note = document.createElement("div");
  note.className = "toast-note";
  note.append(sentence(text));
  if (answer) note.append(button(answer, () => note.remove()));
  add(stack, [note]);
  removeLater(note, answer ? ANSWERABLE_MS : SHOWN_MS);
  return note;
}

/** @param {HTMLElement} stack @param {Node[]} notes */
function add(stack, notes) {
  put(stack);
  stack.append(...notes);
  follow(stack);
}

/**
 * A person may need long to reach a button: the note waits while the pointer or the focus is on it.
 * @param {HTMLElement} note
 * @param {number} afterMs
 */
function removeLater(note, afterMs) {
  setTimeout(() => {
    if (note.matches(":hover, :focus-within")) removeLater(note, SHOWN_MS);
    else note.remove();
  }, afterMs);
}

/**
 * Put the notes above what they must not cover, at its start edge. Marked with `data-under-toasts`, as far as it is
 * shown.
 * @param {HTMLElement} stack
 */
function put(stack) {
  const boxes = [...document.querySelectorAll("[data-under-toasts]")].map((node) => node.getBoundingClientRect());
  const shown = boxes.filter(({ height }) => height > 0);
  const top = Math.min(...shown.map((box) => box.top), innerHeight);
  stack.style.setProperty("--toasts-above", `${Math.max(0, innerHeight - top) + GAP_PX}px`);
  const column = shown[0] ?? document.querySelector("main")?.getBoundingClientRect() ?? new DOMRect(0, 0, innerWidth);
  const start = document.dir === "rtl" ? innerWidth - column.right : column.left;
  stack.style.setProperty("--toasts-start", `${Math.max(0, start)}px`);
}

let following = /** @type {ResizeObserver | null} */ (null);

/** What is below may grow while notes are shown. @param {HTMLElement} stack */
function follow(stack) {
  following?.disconnect();
  following = new ResizeObserver(() => (stack.hasChildNodes() ? put(stack) : following?.disconnect()));
  for (const node of document.querySelectorAll("[data-under-toasts]")) following.observe(node);
}

/** @param {string} text */
function sentence(text) {
  const node = document.createElement("span");
  node.dir = "auto";
  node.textContent = text;
  return node;
}

/** @param {{ text: string, act: () => void }} answer @param {() => void} done */
function button({ text, act }, done) {
  const node = document.createElement("button");
  node.type = "button";
  node.className = "btn-link-inline";
  node.textContent = text;
  node.addEventListener("click", () => {
    done();
    act();
  });
  return node;
}

/**
 * Do what was asked for outside a form: a toast says what the server refuses.
 * @param {() => Promise<unknown>} act
 * @returns {Promise<boolean>} Whether it is done.
 */
export async function attempt(act) {
  try {
    await act();
    return true;
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    toast(error.message);
    return false;
  }
}
