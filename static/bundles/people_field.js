import { S as Signal, u as part, B as onKey, g as gettext, C as ChatError, c as call, L as hideIf, M as showText, a0 as contentOf, a1 as drawAvatar, Z as fromTemplate } from "./app.js";
const SEARCH_DELAY_MS = 150;
const SHOWN = 6;
class PeopleField {
  changed = new Signal();
  #root;
  #query;
  #found;
  #most;
  #chosen = [];
  #offered = [];
  #answered = "";
  #at = 0;
  #timer = 0;
  #apart = /* @__PURE__ */ new Set();
  constructor(form, most) {
    this.#root = part(form, "people");
    this.#most = most;
    this.#query = part(this.#root, "query");
    this.#found = part(this.#root, "found");
    this.#query.addEventListener("input", () => this.#searchSoon());
    onKey(this.#query, (event) => this.#key(event) && event.preventDefault());
    this.#found.addEventListener("pointerdown", (event) => event.preventDefault());
    this.#found.addEventListener("click", ({ target }) => {
      const row = target.closest("li");
      if (row) this.#choose(this.#offered[[...this.#found.children].indexOf(row)]);
    });
    part(this.#root, "chosen").addEventListener("click", ({ target }) => {
      const chip2 = target.closest("button");
      if (chip2) this.#remove(Number(chip2.dataset.user));
    });
  }
  get ids() {
    return this.#chosen.map(({ id }) => id);
  }
  take() {
    if (this.#typed === "") return this.ids;
    this.#query.focus();
    const message = gettext("Choose the person from the list, or clear the name.");
    throw new ChatError({ code: "invalid_input", message });
  }
  get #typed() {
    return this.#query.value.trim();
  }
  begin({ chosen = [], apart = [] } = {}) {
    this.#chosen = chosen;
    this.#apart = new Set(apart);
    this.#query.value = "";
    this.#drawChosen();
    void this.#search();
  }
  #key({ key }) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (step && this.#offered.length > 0) this.#mark((this.#at + step + this.#offered.length) % this.#offered.length);
    else if (key === "Enter" && this.#typed !== "") void this.#chooseTyped();
    else if (key === "Backspace" && this.#query.value === "") this.#remove(this.#chosen.at(-1)?.id ?? 0);
    else return false;
    return true;
  }
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
    const isNew = ({ id }) => !this.ids.includes(id) && !this.#apart.has(id);
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
  #mark(at) {
    this.#at = at;
    for (const [index, row2] of [...this.#found.children].entries()) {
      row2.setAttribute("aria-selected", String(index === at));
    }
    const row = this.#found.children[at];
    if (row) this.#query.setAttribute("aria-activedescendant", row.id);
    else this.#query.removeAttribute("aria-activedescendant");
  }
  #choose(user) {
    if (!user) return;
    this.#chosen = [...this.#chosen, user];
    this.#changed();
  }
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
function chip(user) {
  const node = fromTemplate("chosen-person");
  const button = part(node, "remove");
  button.dataset.user = String(user.id);
  drawAvatar(part(node, "avatar"), user);
  part(node, "name").textContent = user.name;
  return node;
}
export {
  PeopleField as P
};
