import { layersChanged, openLayer } from "./layers.js";

const WIDE = matchMedia("(min-width: 992px)");

/**
 * The side panels of a phone slide over the conversation, one at a time. On a wide screen they are simply there,
 * and the button of the members shows and hides them.
 * @param {HTMLElement} chat
 * @param {HTMLElement} veil
 */
export function mountPanels(chat, veil) {
  const panels = /** @type {HTMLElement[]} */ ([...chat.querySelectorAll(".panel")]);
  let opener = /** @type {HTMLElement | null} */ (null);

  const show = (/** @type {HTMLElement | null} */ wanted) => {
    drawPanels(panels, wanted);
    veil.hidden = wanted === null;
    const main = chat.querySelector("main");
    if (main) main.inert = wanted !== null;
    (wanted?.querySelector(/** @type {"button"} */ ("[aria-current] , button, a")) ?? opener)?.focus();
  };
  const close = () => {
    if (panels.some((panel) => panel.hasAttribute("data-open"))) show(null);
    layersChanged();
  };
  const open = (/** @type {HTMLElement} */ button) => {
    opener = button;
    if (WIDE.matches) toggleMembers(chat);
    else slideIn(document.getElementById(button.dataset.opensPanel ?? ""), show);
  };
  chat.addEventListener("click", (event) => panelClicked(event, open, close));
  veil.addEventListener("click", close);
  WIDE.addEventListener("change", close);
  return { close };
}

/** @param {HTMLElement | null} panel @param {(panel: HTMLElement | null) => void} show */
function slideIn(panel, show) {
  show(panel);
  openLayer({ isOpen: () => panel?.hasAttribute("data-open") ?? false, close: () => show(null) });
}

/** @param {HTMLElement[]} panels @param {HTMLElement | null} wanted The one that is open. */
function drawPanels(panels, wanted) {
  for (const panel of panels) {
    panel.toggleAttribute("data-open", panel === wanted);
    for (const button of openers(panel.id)) button.setAttribute("aria-expanded", String(panel === wanted));
  }
}

/** @param {MouseEvent} event @param {(button: HTMLElement) => void} open @param {() => void} close */
function panelClicked(event, open, close) {
  const target = /** @type {Element} */ (event.target);
  const button = target.closest("[data-opens-panel]");
  if (button instanceof HTMLElement) open(button);
  else if (target.closest("[data-closes-panel]")) close();
}

/** @param {HTMLElement} chat */
function toggleMembers(chat) {
  chat.dataset.members = chat.dataset.members === "hidden" ? "" : "hidden";
}

/** @param {string} panelId @returns {NodeListOf<HTMLElement>} */
function openers(panelId) {
  return document.querySelectorAll(`[data-opens-panel="${panelId}"]`);
}
