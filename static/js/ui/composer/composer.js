import { monotonicMs, nowMs } from "../../lib/clock.js";
import { part, plainText, showText } from "../../lib/dom.js";
import { withEmojiNow, withEmojiSoon } from "../../lib/emoji_table.js";
import { oncePerFrame } from "../../lib/frames.js";
import { gettext, interpolate } from "../../lib/i18n.js";
import { onKey } from "../../lib/keys.js";
import { nameOf } from "../../lib/person.js";
import { ChatError } from "../../net/errors.js";
import { TypingSignal } from "../../state/typing.js";
import { counterText, pauseText } from "./composer_notes.js";
import { sendsMessage } from "./enter_key.js";
import { startSlowMode } from "./slow_mode.js";
import { toast } from "../shell/toasts.js";

export const MAX_CONTENT_CHARS = 4_000;
const DRAFT_DELAY_MS = 300;

/** Where people write: each room has its own draft, and a text goes to the room it was typed in. */
export class Composer {
  #root;
  #chat;
  #form;
  #text;
  #roomId = /** @type {number | null} */ (null);
  #typing = new TypingSignal();
  #emoji = /** @type {Promise<{ update(event?: Partial<InputEvent>): Promise<void> }> | null} */ (null);
  #repliesTo = /** @type {number | null} */ (null);
  #draftTimer = 0;
  #countdown = 0;
  #onSend;

  /** @param {HTMLElement} root @param {Chat} chat @param {{ onSend: () => void }} page */
  constructor(root, chat, { onSend }) {
    this.#root = root;
    this.#chat = chat;
    this.#onSend = onSend;
    this.#form = /** @type {HTMLFormElement} */ (part(root, "form"));
    this.#text = /** @type {HTMLTextAreaElement} */ (part(root, "text"));
    this.#listen();
    this.#draw();
  }

  focus() {
    if (!this.#form.hidden) this.#text.focus({ preventScroll: true });
  }

  /** The next message answers this one. @param {Message} message */
  replyTo(message) {
    this.#setReply(message);
    this.focus();
  }

  get empty() {
    return this.#text.value === "";
  }

  #listen() {
    const chat = this.#chat;
    this.#form.addEventListener("submit", (event) => this.#submitted(event));
    this.#text.addEventListener("input", (event) => this.#edited(/** @type {InputEvent} */ (event)));
    onKey(this.#text, (event) => this.#key(event));
    this.#text.addEventListener("blur", () => this.#stopTyping());
    part(this.#root, "no-reply").addEventListener("click", () => this.#setReply(null));
    part(this.#root, "join").addEventListener("click", () => void this.#join());
    chat.roomChanged.subscribe(() => this.#roomChanged());
    chat.rooms.changed.subscribe(oncePerFrame(() => this.#draw()));
    chat.sender.paused.subscribe(({ roomId, untilMs }) => roomId === this.#roomId && this.#countDown(untilMs));
    addEventListener("pagehide", () => this.#keepDraft());
  }

  /** @param {Event} event */
  #submitted(event) {
    event.preventDefault();
    const typed = this.#text.value.trim();
    if (!this.#maySend(typed)) return;
    const content = withEmojiNow(typed);
    if (content === null) void this.#sendSoon(typed);
    else this.#send(content, "");
  }

  /** @param {string} content */
  #maySend(content) {
    if (this.#roomId === null || content === "" || [...content].length > MAX_CONTENT_CHARS) return false;
    return !this.#waits("next_message_at");
  }

  /** The text stays in its box until it is sent: what is typed meanwhile stays there too. @param {string} typed */
  async #sendSoon(typed) {
    const roomId = this.#roomId;
    const content = await withEmojiSoon(typed);
    const text = this.#text.value.trimStart();
    if (roomId !== this.#roomId || !text.startsWith(typed) || !this.#maySend(typed)) return;
    this.#send(content, text.slice(typed.length));
  }

  /** @param {string} content @param {string} rest What stays in the box. */
  #send(content, rest) {
    const roomId = /** @type {number} */ (this.#roomId);
    startSlowMode(this.#chat, roomId);
    this.#chat.post(roomId, content, this.#repliesTo);
    this.#setReply(null);
    this.#typing = new TypingSignal();
    this.#setText(rest);
    this.#keepDraft();
    this.#onSend();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.defaultPrevented) return;
    if (event.key === "Escape" && this.#repliesTo !== null) this.#setReply(null);
    if (!sendsMessage(event, this.#chat.storage)) return;
    event.preventDefault();
    this.#form.requestSubmit();
  }

  /** @param {Partial<InputEvent>} [event] */
  #edited(event) {
    this.#fit();
    this.#drawCounter();
    if (this.#text.value.includes(":")) this.#suggestEmoji(event);
    clearTimeout(this.#draftTimer);
    this.#draftTimer = window.setTimeout(() => this.#keepDraft(), DRAFT_DELAY_MS);
    if (this.#text.value === "") this.#stopTyping();
    else if (this.#typing.keyPressed(monotonicMs())) this.#tellTyping(true);
  }

  /** @param {Partial<InputEvent>} [event] */
  #suggestEmoji(event) {
    this.#emoji ??= import("./emoji_suggestions.js").then(
      ({ EmojiSuggestions }) => new EmojiSuggestions(this.#text, part(this.#root, "suggestions")),
    );
    void this.#emoji.then((suggestions) => suggestions.update(event)).catch(() => (this.#emoji = null));
  }

  #stopTyping() {
    if (this.#typing.stopped(monotonicMs())) this.#tellTyping(false);
  }

  /** @param {boolean} isTyping */
  #tellTyping(isTyping) {
    this.#chat.connection.tell("typing", { room_id: this.#roomId, is_typing: isTyping });
  }

  #keepDraft() {
    clearTimeout(this.#draftTimer);
    if (this.#roomId !== null) this.#chat.drafts.keep(this.#roomId, this.#text.value);
  }

  #roomChanged() {
    this.#stopTyping();
    this.#keepDraft();
    this.#roomId = this.#chat.live.roomId;
    this.#setText(this.#roomId === null ? "" : this.#chat.drafts.of(this.#roomId));
    this.#setReply(null);
    this.#draw();
    const pausedUntil = this.#roomId === null ? 0 : this.#chat.sender.pausedUntil(this.#roomId);
    this.#countDown(pausedUntil);
  }

  /** @param {Message | null} message */
  #setReply(message) {
    this.#repliesTo = message?.seq ?? null;
    part(this.#root, "reply").hidden = message === null;
    if (!message) return;
    const values = { name: nameOf(message.author), text: plainText(message).trim().slice(0, 100) };
    part(this.#root, "reply-text").textContent = interpolate(gettext("Reply to %(name)s: %(text)s"), values);
  }

  /** @param {string} text */
  #setText(text) {
    this.#text.value = text;
    this.#fit();
    this.#drawCounter();
  }

  #fit() {
    this.#text.style.height = "auto";
    this.#text.style.height = `${this.#text.scrollHeight}px`;
  }

  #draw() {
    const { room } = this.#chat;
    const open = room?.is_active ?? false;
    const muted = open && this.#waits("muted_until");
    part(this.#root, "muted").hidden = !muted;
    if (muted || this.#waits("next_message_at")) void this.#explain();
    part(this.#root, "closed").hidden = room === null || open;
    part(this.#root, "outside").hidden = !open || room?.membership !== null;
    const wasHidden = this.#form.hidden;
    this.#form.hidden = !open || muted || !room?.membership;
    if (!room) return;
    const label = interpolate(gettext("Message %(room)s"), { room: room.name });
    showText(part(this.#root, "label"), label);
    if (this.#text.placeholder !== label) this.#text.placeholder = label;
    if (wasHidden && !this.#form.hidden) this.#fit();
    this.#drawCounter();
  }

  /** Whether a sanction or slow mode keeps me from writing. @param {"muted_until" | "next_message_at"} why */
  #waits(why) {
    return Date.parse(this.#chat.room?.membership?.[why] ?? "") > nowMs();
  }

  async #explain() {
    const restraint = await import("./restraint.js").catch(() => null);
    restraint?.showRestraint(this.#root, this.#chat, () => this.#draw());
  }

  #drawCounter() {
    const length = [...this.#text.value.trim()].length;
    const left = MAX_CONTENT_CHARS - length;
    this.#form.toggleAttribute("data-over", left < 0);
    const send = /** @type {HTMLButtonElement} */ (this.#form.querySelector("button[type=submit]"));
    send.disabled = length === 0 || left < 0 || this.#waits("next_message_at");
    if (this.#countdown) return;
    this.#note(counterText(left), left < 0 ? "danger" : "");
  }

  /** @param {number} untilMs */
  #countDown(untilMs) {
    clearTimeout(this.#countdown);
    this.#countdown = 0;
    const seconds = Math.ceil((untilMs - monotonicMs()) / 1000);
    if (seconds <= 0) return this.#drawCounter();
    this.#note(pauseText(seconds), "warning");
    this.#countdown = window.setTimeout(() => this.#countDown(untilMs), 250);
    return undefined;
  }

  /** @param {string} text @param {string} tone */
  #note(text, tone) {
    const note = part(this.#root, "note");
    showText(note, text);
    note.dataset.tone = tone;
  }

  async #join() {
    try {
      await this.#chat.joinRoom(/** @type {number} */ (this.#roomId));
      this.focus();
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      toast(error.message);
    }
  }
}
