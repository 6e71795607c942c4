import { part, showText } from "../../lib/dom.js";
import { oncePerFrame } from "../../lib/frames.js";
import { mayHoldMentions } from "../../lib/mention_marks.js";
import { once } from "../../lib/once.js";
import { loaded } from "../shell/loading.js";

const SIZES_ITSELF = globalThis.CSS?.supports("field-sizing", "content") ?? false;

/** The field of the composer: as high as its text, with what it offers while one types. */
export class TextBox {
  #list;
  #label;
  #chat;
  #ready;
  #aids = /** @type {import("./typing_aids.js").TypingAids | null} */ (null);

  /**
   * @param {HTMLElement} root @param {Chat} chat
   * @param {() => void} ready Called when there may be a hint about what was typed before.
   */
  constructor(root, chat, ready) {
    this.#ready = ready;
    this.node = /** @type {HTMLTextAreaElement} */ (part(root, "text"));
    this.#list = part(root, "suggestions");
    this.#label = part(root, "label");
    this.#chat = chat;
    this.#keepFocus(part(root, "send"));
    this.node.addEventListener("input", (event) => this.#edited(/** @type {InputEvent} */ (event)));
    // A text wraps elsewhere once a phone is turned or the letters grow.
    if (!SIZES_ITSELF) new ResizeObserver(oncePerFrame(() => this.fit())).observe(this.node);
  }

  /**
   * A button takes the focus of what it is pressed beside: a phone would hide its keyboard at each message. Reached by
   * key it would have to give it up, as it is disabled when nothing is left to send.
   * @param {HTMLElement} send
   */
  #keepFocus(send) {
    send.addEventListener("mousedown", (event) => event.preventDefault());
    send.addEventListener("click", ({ detail }) => detail === 0 && this.focus());
  }

  /** What is sent, where a mention is `<@12>`. */
  get text() {
    return this.#aids?.mentions.content ?? this.node.value;
  }

  /** What there is to say of the text. */
  get hint() {
    return this.#aids?.hint ?? "";
  }

  /** The number of characters that would be sent. */
  get length() {
    return [...this.text.trim()].length;
  }

  /** @param {string} text */
  show(text) {
    if (this.#aids) this.#aids.show(text);
    else this.node.value = text;
    if (!this.#aids && mayHoldMentions(text)) this.prepare();
    this.fit();
  }

  /** Get what helps while one types, before it is needed: Enter after "@b" is to choose someone. */
  prepare() {
    void this.#load().catch(() => null);
  }

  /** Mention someone after what is written. @param {User} user */
  async mention(user) {
    (await loaded(() => this.#load()))?.mentions.add(user);
  }

  focus() {
    this.node.focus({ preventScroll: true });
  }

  /** What the stylesheet does in browsers that know `field-sizing`. */
  fit() {
    if (SIZES_ITSELF) return;
    this.node.style.height = "auto";
    this.node.style.height = `${this.node.scrollHeight}px`;
  }

  /** @param {string} label What the field is for. */
  name(label) {
    showText(this.#label, label);
    if (this.node.placeholder !== label) this.node.placeholder = label;
  }

  /** @param {InputEvent} event */
  #edited(event) {
    this.fit();
    if (/[:@/]/.test(this.node.value)) void this.#help(event);
  }

  /** Without its code, a text can be written and sent all the same. @param {InputEvent} event */
  async #help(event) {
    const aids = await this.#load().catch(() => null);
    aids?.update(event);
  }

  /** Get what a plain text does not need. */
  #load = once(async () => {
    const { TypingAids } = await import("./typing_aids.js");
    this.#aids = new TypingAids(this.node, this.#list, this.#chat);
    this.fit();
    this.#ready();
    return this.#aids;
  });
}
