import { copyText } from "../../lib/clipboard.js";
import { nowMs } from "../../lib/clock.js";
import { fromTemplate, hideIf, part } from "../../lib/dom.js";
import { gettext, interpolate } from "../../lib/i18n.js";
import { readable } from "../../lib/mention_marks.js";
import { isDirect } from "../../state/direct.js";
import { isPicture } from "../../state/gallery.js";
import { mayWriteIn } from "../../state/rights.js";
import { RecentEmoji } from "../../state/recent_emoji.js";
import { Reacting } from "../reactions/reacting.js";
import { loaded } from "../shell/loading.js";
import { toast } from "../shell/toasts.js";

/**
 * @typedef {{ openMessage(roomId: number, seq: number): void, showPerson(userId: number): void,
 *   edit(message: Message): void, reply(message: Message): void, remove(message: Message): void,
 *   takeBack(clientId: string): void,
 *   markUnread(message: Message): void, restore(message: Message): void, report(message: Message): void }} Page
 */

/** What stands in the bar by itself; the rest is in its menu. */
/** One key does both. @type {Record<string, string>} */
const TAKES_BACK = { pin: "unpin", save: "unsave" };
const IN_BAR = new Set(["react", "reply"]);

/** What one can do with a message: one set of buttons for the whole conversation, on the line where the reader is. */
export class MessageActions {
  #chat;
  #page;
  #bar = fromTemplate("message-actions");
  reacting;

  /**
   * @param {HTMLElement} list
   * @param {Chat} chat
   * @param {Page} page
   * @param {import("./line_extras.js").LineExtras} extras
   */
  constructor(list, chat, page, extras) {
    this.#chat = chat;
    this.#page = page;
    this.reacting = new Reacting(extras);
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
    this.#offerRecent(offered.has("react"));
    for (const name of IN_BAR) hideIf(part(this.#bar, name), !offered.has(name));
    hideIf(part(this.#bar, "more"), [...offered].every((name) => IN_BAR.has(name)));
    if (this.#line === line) return undefined;
    this.#hide();
    line.append(this.#bar);
    return line.setAttribute("data-active", "");
  }

  /** React at one press with what comes first among the recent ones. @param {boolean} may */
  #offerRecent(may) {
    const button = part(this.#bar, "applaud");
    hideIf(button, !may);
    const emoji = new RecentEmoji(this.#chat.storage, this.#chat.me.id).all[0];
    if (button.dataset.emoji === emoji) return;
    button.dataset.emoji = button.textContent = emoji;
    button.title = interpolate(gettext("React with %(emoji)s"), { emoji });
    button.setAttribute("aria-label", button.title);
  }

  /** What a key asks for, if it is offered. @param {string} name @param {HTMLElement} line */
  command(name, line) {
    const offered = this.offered(line);
    const asked = offered.has(name) ? name : TAKES_BACK[name];
    if (offered.has(asked)) this.#act(asked, line);
  }

  /** React with the first of the recent emoji, where one may. @param {HTMLElement} line */
  applaud(line) {
    const message = this.message(line);
    if (message && this.offered(line).has("react")) void this.reacting.applaud(message);
  }

  /** @param {HTMLElement} button @param {HTMLElement} line */
  press(button, line) {
    if (button.classList.contains("code-copy")) return void copy(codeBeside(button));
    if (button.dataset.part === "author") return this.#page.showPerson(Number(button.dataset.user));
    if (button.dataset.emoji) return void this.#toggle(line, button.dataset.emoji ?? "");
    return this.#act(button.dataset.part ?? "", line, button);
  }

  get #line() {
    return this.#bar.parentElement;
  }

  #hide() {
    this.#line?.removeAttribute("data-active");
    this.#bar.remove();
  }

  /** @param {HTMLElement} line */
  message(line) {
    return this.#chat.live.log.messages.find(({ seq }) => seq === Number(line.dataset.seq));
  }

  /** The names of what is offered for a message. @param {HTMLElement} line */
  offered(line) {
    const message = this.message(line);
    return message ? actionsOf(message, this.#chat) : new Set();
  }

  /** @param {HTMLElement} line @param {string} emoji */
  #toggle(line, emoji) {
    const message = this.message(line);
    return message && this.reacting.toggle(message, emoji);
  }

  /** @param {Message} message */
  async #showWho(message) {
    (await loaded(() => import("../reactions/who_dialog.js")))?.showWho(message);
  }

  /** @param {HTMLElement} line @param {DOMRect} at */
  async #openMenu(line, at) {
    (await loaded(() => import("./message_menu.js")))?.openMessageMenu(this, line, at);
  }

  /** @param {Message} message */
  async #describe(message) {
    (await loaded(() => import("../attachments/describe_dialog.js")))?.describePictures(message);
  }

  /** @param {Message} message @param {boolean} on */
  async #pin(message, on) {
    await (await loaded(() => import("../pins/set_pin.js")))?.setPin(message, on);
  }

  /** @param {Message} message */
  async #forward(message) {
    (await loaded(() => import("./forward_dialog.js")))?.forwardMessage(this.#chat, message);
  }

  /** @param {Message} message @param {boolean} on */
  async #save(message, on) {
    const save = await loaded(() => import("../views/save.js"));
    await (on ? save?.saveMessage(message) : save?.removeSaved(message));
  }

  /** @param {Message} message */
  async #showHistory(message) {
    (await loaded(() => import("../history/history_dialog.js")))?.showHistory(message);
  }

  /** What floats opens at the bar, if it is there. @param {string} name @param {HTMLElement} line */
  #rectOf(name, line) {
    if (matchMedia("(hover: hover)").matches) this.show(line);
    const button = this.#line === line ? part(this.#bar, name) : line;
    return button.getBoundingClientRect();
  }

  /** @param {string} name @param {HTMLElement} line @param {HTMLElement} [button] */
  #act(name, line, button) {
    const [chat, page, message] = [this.#chat, this.#page, this.message(line)];
    const client = line.dataset.client ?? "";
    const roomId = chat.live.roomId ?? 0;
    const at = () => button?.getBoundingClientRect() ?? this.#rectOf(name, line);
    switch (name) {
      case "retry": return chat.retry(client, roomId);
      case "take-back": return page.takeBack(client);
      case "discard": return chat.outbox.discard(client);
      case "copy-link": return void copy(`${location.origin}/rooms/${roomId}/${line.dataset.seq}`);
      case "copy-text": return void copy(readable(message?.content ?? "", (id) => chat.names.of(id)));
      case "forward": return message && void this.#forward(message);
      case "save":
      case "unsave": return message && void this.#save(message, name === "save");
      case "react": return message && void this.reacting.choose(message, at());
      case "more": return void this.#openMenu(line, at());
      case "reply": return message && page.reply(message);
      case "edit": return message && page.edit(message);
      case "describe": return message && void this.#describe(message);
      case "pin":
      case "unpin": return message && void this.#pin(message, name === "pin");
      case "history": return message && void this.#showHistory(message);
      case "who-reacted": return message && void this.#showWho(message);
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
function actionsOf(message, { room, me, saved }) {
  const own = message.author?.id === me.id;
  const writable = Boolean(room?.is_active && room.membership);
  const direct = isDirect(room);
  const moderates = !direct && (me.role === "admin" || (writable && room?.membership?.role !== "member"));
  const hasVoice = !isMuted(room);
  if (message.deleted_at !== null) return new Set(moderates && message.deleted_by === "moderator" ? ["restore"] : []);
  const mayDelete = own ? writable : moderates;
  return new Set([
    "copy-link",
    "copy-text",
    saved.has(message) ? "unsave" : "save",
    "forward",
    ...(writable && hasVoice ? ["react"] : []),
    ...(message.reactions.length > 0 ? ["who-reacted"] : []),
    ...(writable && mayWriteIn(room, me) ? ["reply"] : []),
    ...(own && writable ? ["edit"] : []),
    ...(own && writable && message.attachments?.some(isPicture) ? ["describe"] : []),
    ...(room?.membership ? ["mark-unread"] : []),
    ...((moderates || direct) && hasVoice ? [message.pinned_at ? "unpin" : "pin"] : []),
    ...(mayDelete ? ["delete"] : []),
    ...(own || message.author === null ? [] : ["report"]),
  ]);
}

/** @param {MyRoom | null} room */
function isMuted(room) {
  return Date.parse(room?.membership?.muted_until ?? "") > nowMs();
}

/** @param {string} text */
async function copy(text) {
  toast(await copyText(text) ? gettext("Copied.") : gettext("Your browser blocked copying."));
}
