import { u as onKey, w as openDialog, P as fromTemplate, _ as toast, A as gettext } from "./app.js";
import { i as isMessage } from "./chat.js";
import { c as copyText } from "./clipboard.js";
const INSIDE = [
  ".message-quote, .message-text a, .message-text pre, .code-copy, .message-state button",
  ".message-actions button",
  ".message-author, .message-time[href], .message-hour[href]"
];
const COMMANDS = { r: "reply", e: "edit", u: "mark-unread", Delete: "delete" };
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
      if (event.shiftKey && event.key !== "?") return;
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
    ".message-quote, .message-text, .message-state span"
  )];
  const who = hour ? [hour.getAttribute("aria-label") ?? hour.textContent] : [...line.querySelectorAll(".message-author, .message-time")].map((place) => place.textContent);
  return [...who, ...said.map((place) => place.innerText.trim())].filter(Boolean).join(", ");
}
class MessageActions {
  #chat;
  #page;
  #bar = fromTemplate("message-actions");
  /** @param {HTMLElement} list @param {Chat} chat @param {Page} page */
  constructor(list, chat, page) {
    this.#chat = chat;
    this.#page = page;
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
    for (const button of this.#bar.children) {
      if (button instanceof HTMLElement) button.hidden = !offered.has(button.dataset.part);
    }
    if (this.#line === line) return void 0;
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
    return message ? actionsOf(message, this.#chat) : /* @__PURE__ */ new Set();
  }
  /** @param {string} name @param {HTMLElement} line */
  #act(name, line) {
    const [chat, page, message] = [this.#chat, this.#page, this.#message(line)];
    const client = line.dataset.client ?? "";
    const roomId = chat.live.roomId ?? 0;
    switch (name) {
      case "retry":
        return chat.retry(client, roomId);
      case "discard":
        return chat.outbox.discard(client);
      case "copy-link":
        return void copy(`${location.origin}/rooms/${roomId}/${line.dataset.seq}`);
      case "copy-text":
        return void copy(message?.content ?? "");
      case "reply":
        return message && page.reply(message);
      case "edit":
        return message && page.edit(message);
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
  const admin = me.role === "admin";
  const writable = Boolean(room?.is_active && room.membership);
  const moderates = admin || writable && room?.membership?.role !== "member";
  if (message.deleted_at !== null) return new Set(moderates && message.deleted_by === "moderator" ? ["restore"] : []);
  const mayDelete = own ? writable : moderates;
  return /* @__PURE__ */ new Set([
    "copy-link",
    "copy-text",
    ...writable ? ["reply"] : [],
    ...own && writable ? ["edit"] : [],
    ...room?.membership ? ["mark-unread"] : [],
    ...mayDelete ? ["delete"] : [],
    ...own || message.author === null ? [] : ["report"]
  ]);
}
async function copy(text) {
  toast(await copyText(text) ? gettext("Copied.") : gettext("Your browser blocked copying."));
}
function mountInput(log, chat, page) {
  const { scroller, lines } = log;
  const list = lines.container;
  const focus = new LineFocus(lines);
  const actions = new MessageActions(list, chat, page);
  log.drawn.subscribe(() => focus.keep());
  focus.keep();
  focus.listen(scroller, {
    leave: () => page.composer.focus(),
    reveal: (line) => actions.show(line),
    command: (name, line) => actions.command(name, line)
  });
  list.addEventListener("click", (event) => pressed(event, actions, page));
  showUnderPointer(list, actions);
  return focus;
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
  const pressed2 = target.closest("a, [data-part], .code-copy");
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
  page.openPlace(Number(place[1]), Number(place[2]));
}
export {
  mountInput
};
