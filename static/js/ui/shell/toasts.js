import { ChatError } from "../../net/errors.js";

const SHOWN_MS = 5_000;
const ANSWERABLE_MS = 20_000;

/**
 * Tell something short: in the open dialog, which hides the page.
 * @param {string} text
 * @param {{ text: string, act: () => void }} [answer] A button.
 */
export function toast(text, answer) {
  const place = document.querySelector("dialog[open] [data-toasts], body > [data-toasts]");
  if (!place) return;
  const note = document.createElement("div");
  note.className = "toast-note";
  note.textContent = text;
  if (answer) note.append(" ", button(answer));
  place.append(note);
  setTimeout(() => note.remove(), answer ? ANSWERABLE_MS : SHOWN_MS);
}

/** @param {{ text: string, act: () => void }} answer */
function button({ text, act }) {
  const node = document.createElement("button");
  node.type = "button";
  node.className = "btn-link-inline";
  node.textContent = text;
  node.addEventListener("click", act);
  return node;
}

/**
 * Do what was asked for outside a form: what the server refuses is told.
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
