import { fromTemplate, hideIf, KeyedList, part, showText } from "../../lib/dom.js";
import { MAX_KINDS } from "../../state/reactions.js";

/** @typedef {import("../../state/reactions.js").ShownReaction} ShownReaction */
/** @typedef {{ place: HTMLElement, list: KeyedList<ShownReaction>, shown: ShownReaction[], may: boolean }} Drawn */

/** The reactions below messages: one button for each emoji, and one for more. */
export class Pills {
  /** @type {WeakMap<HTMLElement, Drawn>} */
  #drawn = new WeakMap();

  /**
   * @param {HTMLElement} line
   * @param {ShownReaction[]} shown The same list for as long as nothing changed.
   * @param {boolean} may Whether I may react.
   */
  draw(line, shown, may) {
    const known = this.#drawn.get(line);
    if (shown.length === 0) return known && this.#remove(line, known);
    const isThere = known?.place.parentElement === line;
    if (isThere && known.shown === shown && known.may === may) return undefined;
    const drawn = known ?? begin();
    const hadFocus = drawn.place.contains(document.activeElement);
    drawn.list.show(shown);
    if (hadFocus && !drawn.place.contains(document.activeElement)) line.focus({ preventScroll: true });
    drawn.place.toggleAttribute("data-closed", !may);
    hideIf(part(drawn.place, "react"), !may || shown.length >= MAX_KINDS);
    if (!isThere) placeBelowText(line, drawn.place);
    this.#drawn.set(line, { ...drawn, shown, may });
    return undefined;
  }

  /** @param {HTMLElement} line @param {Drawn} drawn */
  #remove(line, { place }) {
    if (place.contains(document.activeElement)) line.focus({ preventScroll: true });
    place.remove();
    this.#drawn.delete(line);
  }
}

/** @returns {Omit<Drawn, "shown" | "may">} */
function begin() {
  const place = fromTemplate("message-reactions");
  const list = new KeyedList(place, {
    key: ({ emoji }) => emoji,
    create: createPill,
    update: (node, reaction, previous) => drawPill(node, reaction, /** @type {ShownReaction | null} */ (previous)),
  });
  return { place, list };
}

/** @param {ShownReaction} reaction */
function createPill({ emoji }) {
  const pill = fromTemplate("message-reaction");
  pill.dataset.emoji = emoji;
  part(pill, "emoji").textContent = emoji;
  return pill;
}

/** @param {HTMLElement} pill @param {ShownReaction} reaction @param {ShownReaction | null} before */
function drawPill(pill, { count, isMine }, before) {
  if (before?.count !== count) showText(part(pill, "count"), String(count));
  if (before?.isMine !== isMine) pill.setAttribute("aria-pressed", String(isMine));
}

/** @param {HTMLElement} line @param {HTMLElement} place */
function placeBelowText(line, place) {
  const above = [".message-state", ".message-files", ".message-text"].map((name) => line.querySelector(name));
  above.find((node) => node !== null)?.after(place);
}
