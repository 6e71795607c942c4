import { copyText } from "../../lib/clipboard.js";
import { fromTemplate } from "../../lib/dom.js";
import { gettext } from "../../lib/i18n.js";
import { toast } from "../shell/toasts.js";

/**
 * @typedef {{ openPlace(roomId: number, seq: number): void, showPerson(userId: number): void,
 *   edit(message: Message): void, reply(message: Message): void, remove(message: Message): void,
 *   markUnread(message: Message): void, restore(message: Message): void, report(message: Message): void }} Page
 */

/** What one can do with a message: one set of buttons for the whole conversation, on the line where the reader is. */
export class MessageActions {
  #chat;
  #page;
  #bar = fromTemplate("message-actions");

  /** @param {HTMLElement} list @param {Chat} chat @param {Page} page */
  constructor(list, chat, page) {
    this.#chat = chat;
    this.#page = page;
    // A finger that is lifted leaves too, right before it clicks.
    list.addEventListener("pointerleave", ({ pointerType }) => {
      if (pointerType === "mouse" && !this.#bar.contains(document.activeElement)) this.#hide();
    });
    document.addEventListener("pointerdown", ({ target }) => {
      if (!this.#line?.contains(/** @type {Node} */ (target))) this.#hide();
    });
    for (const changed of [chat.live.changed, chat.rooms.changed]) {
      changed.subscribe(() => this.#line && this.show(this.#line));
    }
  }

  /** @param {HTMLElement} line */
  show(line) {
    const offered = this.offered(line);
    if (offered.size === 0 || !line.isConnected) return this.#hide();
    for (const button of this.#bar.children) {
      if (button instanceof HTMLElement) button.hidden = !offered.has(button.dataset.part);
    }
    if (this.#line === line) return undefined;
    this.#hide();
    line.append(this.#bar);
    return line.setAttribute("data-active", "");
  }

  /** What a key asks for, if it is offered. @param {string} name @param {HTMLElement} line */
  command(name, line) {
    if (this.offered(line).has(name)) this.#act(name, line);
  }

  /** @param {HTMLElement} button @param {HTMLElement} line */
  press(button, line) {
    if (button.classList.contains("code-copy")) return void copy(codeBeside(button));
    if (button.dataset.part === "author") return this.#page.showPerson(Number(button.dataset.user));
    return this.#act(button.dataset.part ?? "", line);
  }

  get #line() {
    return this.#bar.parentElement;
  }

  #hide() {
    this.#line?.removeAttribute("data-active");
    this.#bar.remove();
  }

  /** @param {HTMLElement} line */
  #message(line) {
    return this.#chat.live.log.messages.find(({ seq }) => seq === Number(line.dataset.seq));
  }

  /** The names of what is offered for a message. @param {HTMLElement} line */
  offered(line) {
    const message = this.#message(line);
    return message ? actionsOf(message, this.#chat) : new Set();
  }

  /** @param {string} name @param {HTMLElement} line */
  #act(name, line) {
    const [chat, page, message] = [this.#chat, this.#page, this.#message(line)];
    const client = line.dataset.client ?? "";
    const roomId = chat.live.roomId ?? 0;
    switch (name) {
      case "retry": return chat.retry(client, roomId);
      case "discard": return chat.outbox.discard(client);
      case "copy-link": return void copy(`${location.origin}/rooms/${roomId}/${line.dataset.seq}`);
      case "copy-text": return void copy(message?.content ?? "");
      case "reply": return message && page.reply(message);
      case "edit": return message && page.edit(message);
      case "report": return message && page.report(message);
      case "mark-unread": return message && page.markUnread(message);
      case "delete": return message && page.remove(message);
      case "restore": return message && page.restore(message);
      default: return undefined;
    }
  }
}

/** @param {HTMLElement} button */
function codeBeside(button) {
  return button.parentElement?.querySelector("pre")?.textContent ?? "";
}

/**
 * What I may do with a message; the server decides.
 * @param {Message} message
 * @param {Chat} chat
 * @returns {Set<string | undefined>}
 */
function actionsOf(message, { room, me }) {
  const own = message.author?.id === me.id;
  const admin = me.role === "admin";
  const writable = Boolean(room?.is_active && room.membership);
  const moderates = admin || (writable && room?.membership?.role !== "member");
  if (message.deleted_at !== null) return new Set(moderates && message.deleted_by === "moderator" ? ["restore"] : []);
  const mayDelete = own ? writable : moderates;
  return new Set([
    "copy-link",
    "copy-text",
    ...(writable ? ["reply"] : []),
    ...(own && writable ? ["edit"] : []),
    ...(room?.membership ? ["mark-unread"] : []),
    ...(mayDelete ? ["delete"] : []),
    ...(own || message.author === null ? [] : ["report"]),
  ]);
}

/** @param {string} text */
async function copy(text) {
  toast(await copyText(text) ? gettext("Copied.") : gettext("Your browser blocked copying."));
}
