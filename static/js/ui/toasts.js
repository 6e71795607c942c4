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
