import { a8 as KeyedList, u as part, Z as fromTemplate, B as onKey, g as gettext, C as ChatError, M as showText } from "./app.js";
class CardList {
  #root;
  #how;
  #list;
  items = [];
  constructor(root, how) {
    this.#root = root;
    this.#how = how;
    this.#list = new KeyedList(part(root, "list"), { key: how.key, create: () => fromTemplate(how.template), update: (node, item, before) => before === item || how.draw(node, item) });
    this.#list.container.addEventListener("click", (event) => this.#pressed(event));
    onKey(root, (event) => this.#key(event));
  }
  show(items) {
    const at = this.#focused;
    this.items = items;
    this.#list.show(items);
    if (at >= 0 && !this.#root.contains(document.activeElement)) this.#focus(at);
    part(this.#root, "keys").hidden = items.length === 0;
    this.#say(items.length === 0 ? this.#how.none : "");
  }
  async load(read) {
    const retry = part(this.#root, "retry");
    this.#say(this.items.length > 0 ? "" : gettext("Loading\u2026"));
    retry.hidden = true;
    try {
      this.show(await read());
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      this.#say(error.message);
      retry.hidden = false;
      retry.onclick = () => void this.load(read);
    }
  }
  get #cards() {
    return this.items.flatMap((item) => this.#list.node(this.#how.key(item)) ?? []).map((node) => part(node, "card"));
  }
  get #focused() {
    return [...this.#list.container.children].findIndex((row) => row.contains(document.activeElement));
  }
  #focus(at) {
    const cards = this.#cards;
    (cards[Math.min(Math.max(at, 0), cards.length - 1)] ?? part(this.#root, "title")).focus();
  }
  #pressed(event) {
    const target = event.target;
    const action = target.closest("button, a[data-part]")?.dataset.part;
    const at = this.#cards.findIndex((card) => card.contains(target));
    if (!action || at < 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.#how.act(action, this.items[at]);
  }
  #key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const at = this.#focused;
    const key = event.key.toLowerCase();
    const action = this.#how.keys[key];
    if (key === "j") this.#focus(at + 1);
    else if (key === "k") this.#focus(at - 1);
    else if (at >= 0 && action) this.#how.act(action, this.items[at]);
    else if (at >= 0 && key === "enter" && event.target === this.#cards[at]) this.#how.act("open", this.items[at]);
    else return;
    event.preventDefault();
  }
  #say(text) {
    showText(part(this.#root, "state"), text);
  }
}
export {
  CardList as C
};
