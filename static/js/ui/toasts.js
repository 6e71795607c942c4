import { ChatError } from "../net/errors.js";

const SHOWN_MS = 5_000;

/** Tell something short that needs no answer: in the open dialog, which hides the page. @param {string} text */
export function toast(text) {
  const place = document.querySelector("dialog[open] [data-toasts], body > [data-toasts]");
  if (!place) return;
  const note = document.createElement("div");
  note.className = "toast-note";
  note.textContent = text;
  place.append(note);
  setTimeout(() => note.remove(), SHOWN_MS);
}

/** Do what was asked for outside a form: what the server refuses is told. @param {() => Promise<unknown>} act @returns {Promise<boolean>} Whether it is done. */
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
