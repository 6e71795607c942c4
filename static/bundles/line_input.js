import { v as onKey, x as openDialog, z as loaded, Q as fromTemplate, p as part, a0 as toast, B as gettext, b as nowMs } from "./app.js";
import { i as isMessage, g as readable } from "./chat.js";
import { c as copyText } from "./clipboard.js";
const INSIDE = [
  ".message-quote, .message-text a, .message-text pre, .code-copy, .message-edited, .message-state button",
  ".message-reactions button",
  ".message-actions button",
  ".message-author, .message-time[href], .message-hour[href]"
];
const SAID = ".message-pinned, .message-quote, .message-text, .message-state span, .reaction[data-emoji]";
const COMMANDS = { r: "reply", e: "edit", u: "mark-unread", p: "pin", s: "save", "+": "react", Delete: "delete" };
class LineFocus {
  #list;
  /** Where Tab leads. @type {HTMLElement | null} */
  #stop = null;
  /** @param {import("./line_blocks.js").LineBlocks} list */
  constructor(list) {
    this.#list = list;
    list.container.addEventListener("focusin", ({ target }) => this.#entered(
      /** @type {HTMLElement} */
      target
    ));
    list.container.addEventListener("focusout", () => this.#stop?.removeAttribute("aria-label"));
  }
  /** @param {HTMLElement} scroller @param {LinePage} page */
  listen(scroller, page) {
    onKey(scroller, (event) => {
      if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.shiftKey && event.key !== "?" && event.key !== "+") return;
      if (this.#pressed(event, page)) event.preventDefault();
    });
  }
  /** After the lines changed: while none has the focus, Tab leads to the newest. */
  keep() {
    if (!this.#stop?.isConnected || !this.#stop.contains(document.activeElement)) this.#stopAt(this.#list.last);
  }
  toLast() {
    this.#list.last?.focus();
  }
  /** @param {KeyboardEvent} event @param {LinePage} page @returns {boolean} Whether the key means something here. */
  #pressed({ key, target }, page) {
    const line = lineOf(
      /** @type {Element} */
      target
    );
    if (key === "Escape") page.leave();
    else if (key === "?") void openDialog("shortcuts");
    else if (line && target === line && key in COMMANDS) page.command(COMMANDS[key], line);
    else if (key === "Enter" && target instanceof HTMLElement && target.matches(".mention")) target.click();
    else if (line && isInward(key, target === line)) this.#step(line, 1, page);
    else if (line && isOutward(key)) this.#step(line, -1, page);
    else return this.#walk(key, line);
    return true;
  }
  /** @param {string} key @param {HTMLElement | null} line */
  #walk(key, line) {
    const messages = this.#list.nodes.filter(isMessage);
    const at = line ? messages.indexOf(line) : messages.length;
    const steps = /* @__PURE__ */ new Map([["ArrowUp", at - 1], ["ArrowDown", at + 1], ["Home", 0], ["End", messages.length - 1]]);
    const to = steps.get(key);
    if (to !== void 0) messages[Math.min(Math.max(to, 0), messages.length - 1)]?.focus();
    return to !== void 0;
  }
  /** Go on inside a message, or out of it. @param {HTMLElement} line @param {number} by @param {LinePage} page */
  #step(line, by, page) {
    page.reveal(line);
    const places = [line, ...INSIDE.flatMap((places2) => [...line.querySelectorAll(
      /** @type {"a"} */
      places2
    )])];
    const shown = places.filter((place) => place.checkVisibility());
    const at = shown.findIndex((place) => place === document.activeElement);
    shown[(at + by + shown.length) % shown.length].focus();
  }
  /** @param {HTMLElement} target */
  #entered(target) {
    const line = lineOf(target);
    if (!line) return;
    this.#stopAt(line);
    if (target === line) line.setAttribute("aria-label", labelOf(line));
  }
  /** @param {HTMLElement | null} line */
  #stopAt(line) {
    if (line === this.#stop) return;
    if (this.#stop) this.#stop.tabIndex = -1;
    if (line) line.tabIndex = 0;
    this.#stop = line;
  }
}
function lineOf(element) {
  return element.closest(".message");
}
function isInward(key, onLine) {
  return key === forward() || key === "Enter" && onLine;
}
function isOutward(key) {
  return key !== forward() && (key === "ArrowLeft" || key === "ArrowRight");
}
function forward() {
  return document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
}
function labelOf(line) {
  const hour = line.querySelector(".message-hour");
  const said = [...line.querySelectorAll(
    /** @type {"p"} */
    SAID
  )];
  const who = hour ? [hour.getAttribute("aria-label") ?? hour.textContent] : [...line.querySelectorAll(".message-author, .message-time")].map((place) => place.textContent);
  return [...who, ...said.map((place) => place.innerText.trim())].filter(Boolean).join(", ");
}
class Reacting {
  #extras;
  /** @param {import("../conversation/line_extras.js").LineExtras} extras */
  constructor(extras) {
    this.#extras = extras;
  }
  /** @param {Message} message @param {string} emoji */
  async toggle(message, emoji) {
    (await this.#load())?.toggle(message, emoji);
  }
  /** React with what comes first among the recent ones. @param {Message} message */
  async applaud(message) {
    const reactions = await this.#load();
    if (reactions?.may) reactions.set(message, reactions.recent.all[0], true);
  }
  /** Offer the recent ones. @param {Message} message @param {DOMRect} at */
  async choose(message, at) {
    const [reactions, row] = [await this.#load(), await loaded(() => import("./quick_row.js"))];
    if (reactions) row?.openQuickRow({ message, reactions, more: () => void this.chooseAny(message, at) }, at);
  }
  /** Offer the recent ones in a row of a sheet. @param {HTMLElement} row @param {Message} message */
  async offerIn(row, message, done = () => {
  }) {
    const [reactions, quick] = [await this.#load(), await loaded(() => import("./quick_row.js"))];
    const more = () => void this.chooseAny(message, row.getBoundingClientRect());
    if (reactions) quick?.fillQuickRow(row, { message, reactions, more }, done);
  }
  /** Offer all there are. @param {Message} message @param {DOMRect} at */
  async chooseAny(message, at) {
    const picker = await loaded(() => import("./picker.js"));
    await picker?.openPicker(at, (emoji) => void this.toggle(message, emoji));
  }
  async #load() {
    return (await loaded(() => this.#extras.load()))?.reactions;
  }
}
const IN_BAR = /* @__PURE__ */ new Set(["react", "reply"]);
class MessageActions {
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
    list.addEventListener("pointerleave", ({ pointerType }) => {
      if (pointerType === "mouse" && !this.#bar.contains(document.activeElement)) this.#hide();
    });
    document.addEventListener("pointerdown", ({ target }) => {
      if (!this.#line?.contains(
        /** @type {Node} */
        target
      )) this.#hide();
    });
    for (const changed of [chat.live.changed, chat.rooms.changed]) {
      changed.subscribe(() => this.#line && this.show(this.#line));
    }
  }
  /** @param {HTMLElement} line */
  show(line) {
    const offered = this.offered(line);
    if (offered.size === 0 || !line.isConnected) return this.#hide();
    for (const name of IN_BAR) part(this.#bar, name).hidden = !offered.has(name);
    part(this.#bar, "more").hidden = [...offered].every((name) => IN_BAR.has(name));
    if (this.#line === line) return void 0;
    this.#hide();
    line.append(this.#bar);
    return line.setAttribute("data-active", "");
  }
  /** What a key asks for, if it is offered. @param {string} name @param {HTMLElement} line */
  command(name, line) {
    const offered = this.offered(line);
    const asked = name === "pin" && offered.has("unpin") ? "unpin" : name;
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
    if (button.dataset.part === "reaction") return void this.#toggle(line, button.dataset.emoji ?? "");
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
    return message ? actionsOf(message, this.#chat) : /* @__PURE__ */ new Set();
  }
  /** @param {HTMLElement} line @param {string} emoji */
  #toggle(line, emoji) {
    const message = this.message(line);
    return message && this.reacting.toggle(message, emoji);
  }
  /** @param {Message} message */
  async #showWho(message) {
    (await loaded(() => import("./who_dialog.js")))?.showWho(message);
  }
  /** @param {HTMLElement} line @param {DOMRect} at */
  async #openMenu(line, at) {
    (await loaded(() => import("./message_menu.js")))?.openMessageMenu(this, line, at);
  }
  /** @param {Message} message @param {boolean} on */
  async #pin(message, on) {
    await (await loaded(() => import("./set_pin.js")))?.setPin(message, on);
  }
  /** @param {Message} message */
  async #save(message) {
    await (await loaded(() => import("./save.js")))?.saveMessage(message);
  }
  /** @param {Message} message */
  async #showHistory(message) {
    (await loaded(() => import("./history_dialog.js")))?.showHistory(message);
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
      case "retry":
        return chat.retry(client, roomId);
      case "discard":
        return chat.outbox.discard(client);
      case "copy-link":
        return void copy(`${location.origin}/rooms/${roomId}/${line.dataset.seq}`);
      case "copy-text":
        return void copy(readable(message?.content ?? "", (id) => chat.names.of(id)));
      case "save":
        return message && void this.#save(message);
      case "react":
        return message && void this.reacting.choose(message, at());
      case "more":
        return void this.#openMenu(line, at());
      case "reply":
        return message && page.reply(message);
      case "edit":
        return message && page.edit(message);
      case "pin":
      case "unpin":
        return message && void this.#pin(message, name === "pin");
      case "history":
        return message && void this.#showHistory(message);
      case "who-reacted":
        return message && void this.#showWho(message);
      case "report":
        return message && page.report(message);
      case "mark-unread":
        return message && page.markUnread(message);
      case "delete":
        return message && page.remove(message);
      case "restore":
        return message && page.restore(message);
      default:
        return void 0;
    }
  }
}
function codeBeside(button) {
  return button.parentElement?.querySelector("pre")?.textContent ?? "";
}
function actionsOf(message, { room, me }) {
  const own = message.author?.id === me.id;
  const writable = Boolean(room?.is_active && room.membership);
  const moderates = me.role === "admin" || writable && room?.membership?.role !== "member";
  const hasVoice = !isMuted(room);
  if (message.deleted_at !== null) return new Set(moderates && message.deleted_by === "moderator" ? ["restore"] : []);
  const mayDelete = own ? writable : moderates;
  return /* @__PURE__ */ new Set([
    "copy-link",
    "copy-text",
    "save",
    ...writable && hasVoice ? ["react"] : [],
    ...message.reactions.length > 0 ? ["who-reacted"] : [],
    ...writable ? ["reply"] : [],
    ...own && writable ? ["edit"] : [],
    ...room?.membership ? ["mark-unread"] : [],
    ...moderates && hasVoice ? [message.pinned_at ? "unpin" : "pin"] : [],
    ...mayDelete ? ["delete"] : [],
    ...own || message.author === null ? [] : ["report"]
  ]);
}
function isMuted(room) {
  return Date.parse(room?.membership?.muted_until ?? "") > nowMs();
}
async function copy(text) {
  toast(await copyText(text) ? gettext("Copied.") : gettext("Your browser blocked copying."));
}
function mountInput(log, chat, page) {
  const { scroller, lines } = log;
  const list = lines.container;
  const focus = new LineFocus(lines);
  const actions = new MessageActions(list, chat, page, log.extras);
  log.drawn.subscribe(() => focus.keep());
  focus.keep();
  focus.listen(scroller, {
    leave: () => page.composer.focus(),
    reveal: (line) => actions.show(line),
    command: (name, line) => actions.command(name, line)
  });
  list.addEventListener("click", (event) => pressed(event, actions, page));
  showUnderPointer(list, actions);
  tellWhoReacted(list, chat);
  return focus;
}
function tellWhoReacted(list, chat) {
  const tell = (target) => {
    const pill = (
      /** @type {Element} */
      target.closest(
        /** @type {"button"} */
        ".reaction[data-emoji]"
      )
    );
    if (pill) void import("./who_tip.js").then(({ showTip }) => showTip(pill, chat)).catch(() => null);
  };
  list.addEventListener("pointerover", ({ pointerType, target }) => pointerType === "mouse" && tell(target));
  list.addEventListener("focusin", ({ target }) => tell(target));
}
function showUnderPointer(list, actions) {
  const show = (target) => {
    const line = lineOf(
      /** @type {Element} */
      target
    );
    if (line) actions.show(line);
  };
  list.addEventListener("pointerover", ({ pointerType, target }) => pointerType === "mouse" && show(target));
  if (matchMedia("(any-hover: hover)").matches) {
    show(list.querySelector(".message:hover, .message:focus") ?? list);
    list.addEventListener("focusin", ({ target }) => show(target));
  }
  if (!matchMedia("(any-pointer: coarse)").matches) return;
  void import("./message_sheet.js").then(({ mountSheet }) => mountSheet(list, actions)).catch(() => null);
}
function pressed(event, actions, page) {
  const target = (
    /** @type {Element} */
    event.target
  );
  const line = lineOf(target);
  const pressed2 = target.closest("a, button");
  if (!line || !(pressed2 instanceof HTMLElement)) return;
  if (pressed2.closest(".message-actions")) line.focus({ preventScroll: true });
  if (pressed2.matches(".mention[role]")) page.showPerson(Number(pressed2.dataset.user));
  else if (pressed2 instanceof HTMLAnchorElement) follow(event, pressed2, page);
  else if (pressed2.matches("button")) actions.press(pressed2, line);
}
function follow(event, link, page) {
  const place = link.origin === location.origin && link.pathname.match(/^\/rooms\/(\d+)\/(\d+)$/);
  if (!place || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  page.openMessage(Number(place[1]), Number(place[2]));
}
export {
  mountInput
};
