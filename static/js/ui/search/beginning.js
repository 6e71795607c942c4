import { fromTemplate, hideIf, part } from "../../lib/dom.js";
import { gettext, interpolate } from "../../lib/i18n.js";
import { drawExample, MEANINGS } from "./offers.js";

/** What a search can be narrowed by. @type {[typed: string, example: string, meaning: string][]} */
const EXAMPLES = [
  ["from:", "from:", MEANINGS.from],
  ["in:", "in:", MEANINGS.in],
  ["before:", "before:", MEANINGS.before],
  ["after:", "after:", MEANINGS.after],
  ["has:", "has:", MEANINGS.has],
  ["mentions:me ", "mentions:me", MEANINGS.mentions],
  ["\"", `"${gettext("two words")}"`, gettext("In exactly this order")],
  ["-", `-${gettext("word")}`, gettext("Without a word")],
];

/** @typedef {{ search(text: string): void, type(text: string): void }} Field */

/** What stands below an empty field: the last searches of this device, and what one can search by. */
export class Beginning {
  #root;
  #recent;

  /**
   * @param {HTMLElement} root
   * @param {import("../../state/recent_searches.js").RecentSearches} recent
   * @param {Field} field
   */
  constructor(root, recent, field) {
    this.#root = root;
    this.#recent = recent;
    part(root, "examples").replaceChildren(...EXAMPLES.map(exampleRow));
    root.addEventListener("click", ({ target }) => {
      const button = /** @type {Element} */ (target).closest("button");
      if (button) this.#pressed(button, field);
    });
  }

  draw() {
    const { all } = this.#recent;
    hideIf(part(this.#root, "recent"), all.length === 0);
    part(this.#root, "recent-list").replaceChildren(...all.map(recentRow));
  }

  /** @param {HTMLButtonElement} button @param {Field} field */
  #pressed(button, field) {
    const { typed, search, part: name } = button.dataset;
    if (typed) return field.type(typed);
    if (name === "open") return field.search(search ?? "");
    if (name === "forget") this.#recent.forget(search ?? "");
    else this.#recent.clear();
    this.draw();
    const left = this.#root.querySelector(/** @type {"button"} */ ("[data-part=forget]"));
    return left ? left.focus() : field.type("");
  }
}

/** @param {[typed: string, example: string, meaning: string]} example */
function exampleRow([typed, example, meaning]) {
  const row = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "menu-item";
  button.dataset.typed = typed;
  drawExample(button, example, meaning);
  row.append(button);
  return row;
}

/** @param {string} text */
function recentRow(text) {
  const row = fromTemplate("recent-search");
  part(row, "text").textContent = text;
  for (const name of ["open", "forget"]) part(row, name).dataset.search = text;
  part(row, "forget").setAttribute("aria-label", interpolate(gettext("Forget “%(text)s”"), { text }));
  return row;
}
