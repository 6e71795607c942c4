import { contentOf, fromTemplate, hideIf, part, showText } from "../../lib/dom.js";
import { gettext } from "../../lib/i18n.js";
import { onKey } from "../../lib/keys.js";
import { Signal } from "../../lib/signal.js";
import { call } from "../../net/api.js";
import { ChatError } from "../../net/errors.js";
import { drawAvatar } from "./avatar.js";

const SEARCH_DELAY_MS = 150;
const SHOWN = 6;

/** A field for people: their names are suggested while one types, and those chosen stand before it. */
export class PeopleField {
  changed = /** @type {Signal<void>} */ (new Signal());
  #root;
  #query;
  #found;
  #most;
  /** @type {User[]} */
  #chosen = [];
  /** @type {User[]} */
  #offered = [];
  /** What was typed when they were offered. */
  #answered = "";
  #at = 0;
  #timer = 0;
  /** Who is not offered. @type {Set<number>} */
  #apart = new Set();

  /** @param {HTMLElement} form @param {number} most */
  constructor(form, most) {
    this.#root = part(form, "people");
    this.#most = most;
    this.#query = /** @type {HTMLInputElement} */ (part(this.#root, "query"));
    this.#found = part(this.#root, "found");
    this.#query.addEventListener("input", () => this.#searchSoon());
    onKey(this.#query, (event) => this.#key(event) && event.preventDefault());
    this.#found.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    this.#found.addEventListener("click", ({ target }) => {
      const row = /** @type {Element} */ (target).closest("li");
      if (row) this.#choose(this.#offered[[...this.#found.children].indexOf(row)]);
    });
    part(this.#root, "chosen").addEventListener("click", ({ target }) => {
      const chip = /** @type {Element} */ (target).closest("button");
      if (chip) this.#remove(Number(chip.dataset.user));
    });
  }

  get ids() {
    return this.#chosen.map(({ id }) => id);
  }

  /**
   * The people to send: a name that was typed must not be left out without a word.
   * @returns {number[]}
   * @throws {ChatError} No one is chosen for the name in the field.
   */
  take() {
    if (this.#typed === "") return this.ids;
    this.#query.focus();
    const message = gettext("Choose the person from the list, or clear the name.");
    throw new ChatError({ code: "invalid_input", message });
  }

  get #typed() {
    return this.#query.value.trim();
  }

  /** Begin anew. @param {{ chosen?: User[], apart?: number[] }} [start] apart: who is not offered. */
  begin({ chosen = [], apart = [] } = {}) {
    this.#chosen = chosen;
    this.#apart = new Set(apart);
    this.#query.value = "";
    this.#drawChosen();
    void this.#search();
  }

  /** @param {KeyboardEvent} event @returns {boolean} Whether the key meant something here. */
  #key({ key }) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (step && this.#offered.length > 0) this.#mark((this.#at + step + this.#offered.length) % this.#offered.length);
    else if (key === "Enter" && this.#typed !== "") void this.#chooseTyped();
    else if (key === "Backspace" && this.#query.value === "") this.#remove(this.#chosen.at(-1)?.id ?? 0);
    else return false;
    return true;
  }

  /** Enter may come before the answer about the last letters: what is offered then is for others. */
  async #chooseTyped() {
    if (this.#answered !== this.#typed) await this.#search();
    if (this.#answered === this.#typed) this.#choose(this.#offered[this.#at]);
  }

  #searchSoon() {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#search(), SEARCH_DELAY_MS);
  }

  async #search() {
    const wanted = this.#typed;
    const answer = await call("GET", `/users?q=${encodeURIComponent(wanted)}`).catch(() => null);
    if (answer === null || wanted !== this.#typed) return;
    this.#answered = wanted;
    const isNew = (/** @type {User} */ { id }) => !this.ids.includes(id) && !this.#apart.has(id);
    this.#offered = this.#chosen.length < this.#most ? answer.users.filter(isNew).slice(0, SHOWN) : [];
    this.#found.replaceChildren(...this.#offered.map((user, at) => option(user, `${this.#found.id}-${at}`)));
    this.#mark(0);
    hideIf(this.#found, this.#offered.length === 0);
    this.#query.setAttribute("aria-expanded", String(this.#offered.length > 0));
    const isNone = wanted !== "" && this.#offered.length === 0;
    showText(part(this.#root, "none"), isNone ? this.#whyNone() : "");
  }

  #whyNone() {
    return this.#chosen.length >= this.#most ? gettext("No more people fit in.") : gettext("No one found.");
  }

  /** @param {number} at */
  #mark(at) {
    this.#at = at;
    for (const [index, row] of [...this.#found.children].entries()) {
      row.setAttribute("aria-selected", String(index === at));
    }
    const row = this.#found.children[at];
    if (row) this.#query.setAttribute("aria-activedescendant", row.id);
    else this.#query.removeAttribute("aria-activedescendant");
  }

  /** @param {User | undefined} user */
  #choose(user) {
    if (!user) return;
    this.#chosen = [...this.#chosen, user];
    this.#changed();
  }

  /** @param {number} userId */
  #remove(userId) {
    this.#chosen = this.#chosen.filter(({ id }) => id !== userId);
    this.#changed();
  }

  #changed() {
    this.#query.value = "";
    this.#query.focus();
    this.#drawChosen();
    this.changed.emit();
    void this.#search();
  }

  #drawChosen() {
    part(this.#root, "chosen").replaceChildren(...this.#chosen.map(chip));
  }
}

/** @param {User} user @param {string} id */
function option(user, id) {
  const row = document.createElement("li");
  row.className = "menu-item";
  row.id = id;
  row.setAttribute("role", "option");
  row.append(contentOf("person-suggestion"));
  drawAvatar(part(row, "avatar"), user);
  part(row, "name").textContent = user.name;
  return row;
}

/** @param {User} user */
function chip(user) {
  const node = fromTemplate("chosen-person");
  const button = part(node, "remove");
  button.dataset.user = String(user.id);
  drawAvatar(part(node, "avatar"), user);
  part(node, "name").textContent = user.name;
  return node;
}
