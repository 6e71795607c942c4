/** @typedef {[look: "good" | "doubtful" | "bad" | "off", text: string]} State */

/** @param {HTMLElement} pill @param {State} state */
export function showPill(pill, [look, text]) {
  pill.dataset.look = look;
  pill.textContent = text;
}
