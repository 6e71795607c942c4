import { personAt } from "../../page_address.js";
import { LineFocus, lineOf } from "./line_focus.js";
import { MessageActions } from "./message_actions.js";
import { mountSheet } from "./message_sheet.js";

/** @typedef {import("./message_actions.js").Page & { composer: { focus(): void } }} Page */

/**
 * What one does with a line of the conversation: by mouse, by touch, by keyboard.
 * @param {import("./conversation.js").ConversationLog} log
 * @param {Chat} chat
 * @param {Page} page
 * @returns {{ toLast(): void }}
 */
export function mountInput(log, chat, page) {
  const { scroller, lines } = log;
  const list = lines.container;
  const focus = new LineFocus(lines);
  const actions = new MessageActions(list, chat, page, log.extras);
  log.drawn.subscribe(() => focus.keep());
  focus.keep();
  focus.listen(scroller, {
    leave: () => page.composer.focus(),
    reveal: (line) => actions.show(line),
    command: (name, line) => actions.command(name, line),
  });
  list.addEventListener("click", (event) => void (markUnread(event, actions) || pressed(event, actions, page)));
  showUnderPointer(list, actions);
  tellWhoReacted(list, chat);
  return focus;
}

/**
 * The names behind a reaction come when it is pointed at or has the focus.
 * @param {HTMLElement} list
 * @param {Chat} chat
 */
function tellWhoReacted(list, chat) {
  const tell = (/** @type {EventTarget | null} */ target) => {
    const pill = /** @type {Element} */ (target).closest(/** @type {"button"} */ (".reaction[data-emoji]"));
    if (pill) void import("../reactions/who_tip.js").then(({ showTip }) => showTip(pill, chat)).catch(() => null);
  };
  list.addEventListener("pointerover", ({ pointerType, target }) => pointerType === "mouse" && tell(target));
  list.addEventListener("focusin", ({ target }) => tell(target));
}

/** @param {HTMLElement} list @param {MessageActions} actions */
function showUnderPointer(list, actions) {
  const show = (/** @type {EventTarget | null} */ target) => {
    const line = lineOf(/** @type {Element} */ (target));
    if (line) actions.show(line);
  };
  list.addEventListener("pointerover", ({ pointerType, target }) => pointerType === "mouse" && show(target));
  if (matchMedia("(any-hover: hover)").matches) {
    show(list.querySelector(".message:hover, .message:focus") ?? list); // the reader was here before this code
    list.addEventListener("focusin", ({ target }) => show(target));
  }
  if (matchMedia("(any-pointer: coarse)").matches) mountSheet(list, actions);
}

/** Alt and a click on a message mark it as unread. @param {MouseEvent} event @param {MessageActions} actions */
function markUnread(event, actions) {
  const line = event.altKey && lineOf(/** @type {Element} */ (event.target));
  if (!line) return false;
  event.preventDefault(); // of a link, a browser would save what it leads to
  void actions.command("mark-unread", line);
  return true;
}

/** @param {MouseEvent} event @param {MessageActions} actions @param {Page} page */
function pressed(event, actions, page) {
  const target = /** @type {Element} */ (event.target);
  const line = lineOf(target);
  const pressed = target.closest("a, button");
  if (!line || !(pressed instanceof HTMLElement)) return;
  if (pressed.closest(".message-actions")) line.focus({ preventScroll: true }); // afterwards this button may be gone
  if (pressed.matches(".mention[role]")) page.showPerson(Number(pressed.dataset.user));
  else if (pressed instanceof HTMLAnchorElement) follow(event, pressed, page);
  else if (pressed.matches("button")) actions.press(pressed, line);
}

/**
 * A link to a message of a room, or to a person, is followed without leaving the page.
 * @param {MouseEvent} event
 * @param {HTMLAnchorElement} link
 * @param {Page} page
 */
function follow(event, link, page) {
  if (link.origin !== location.origin || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const place = link.pathname.match(/^\/rooms\/(\d+)\/(\d+)$/);
  const person = personAt(link.pathname);
  if (place || person) event.preventDefault();
  if (place) page.openMessage(Number(place[1]), Number(place[2]));
  else if (person) page.showPerson(person);
}
