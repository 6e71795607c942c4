import { fromTemplate, hideIf, KeyedList, part, plainText, showText } from "../../lib/dom.js";
import { oncePerFrame } from "../../lib/frames.js";
import { gettext, interpolate, ngettext } from "../../lib/i18n.js";
import { nameOf } from "../../lib/person.js";
import { briefTime, fullTime } from "../../lib/times.js";
import { partnerIn } from "../../state/direct.js";
import { moderates } from "../../state/rights.js";
import { markBot } from "../people/bot_badge.js";
import { loaded } from "../shell/loading.js";

const EXCERPT_CHARS = 300;

/** @typedef {import("../../state/pins.js").Pins} Pins */
/** @typedef {{ openMessage(roomId: number, seq: number): void }} Page */

/**
 * @param {HTMLElement} root
 * @param {Chat} chat
 * @param {Pins} pins
 * @param {Page} page
 */
export function mountPinsView(root, chat, pins, page) {
  const list = new KeyedList(part(root, "pins"), {
    key: ({ id }) => String(id),
    create: () => fromTemplate("pin-row"),
    update: drawPin,
  });
  const draw = oncePerFrame(() => {
    const shown = unfolded(pins, chat);
    list.show(shown);
    part(root, "pins").toggleAttribute("data-fixed", !mayUnpin(chat));
    hideIf(part(root, "no-pins"), pins.messages.length > 0);
    drawCounts(root, shown.length);
    void drawBlocked(root, pins.messages.length - shown.length);
  });
  part(root, "pins").addEventListener("click", (event) => pressed(event, pins, page));
  part(root, "show-blocked-pins").addEventListener("click", () => pins.showBlocked());
  const { rooms, blocks, roomChanged } = chat;
  for (const signal of [pins.changed, rooms.changed, roomChanged, blocks.changed]) signal.subscribe(draw);
  draw();
}

/** @param {Pins} pins @param {Chat} chat */
function unfolded({ messages, showsBlocked }, { blocks, room, me }) {
  if (showsBlocked || (room && partnerIn(room, me))) return messages;
  return messages.filter(({ author }) => !blocks.has(author));
}

/** Pins of people whom I blocked are one line, and not counted. @param {HTMLElement} root @param {number} count */
async function drawBlocked(root, count) {
  hideIf(part(root, "blocked-pins"), count === 0);
  if (count === 0) return;
  const lines = await loaded(() => import("../conversation/blocked_lines.js"));
  if (lines) showText(part(root, "blocked-count"), lines.blockedText(count));
}

/** @param {Chat} chat */
function mayUnpin({ room, me }) {
  return moderates(room?.membership, me) && (room?.is_active || me.role === "admin");
}

/** @param {HTMLElement} row @param {Message} message */
function drawPin(row, message) {
  row.dataset.pin = String(message.id);
  showText(part(row, "author"), nameOf(message.author));
  markBot(part(row, "author"), message.author);
  const time = /** @type {HTMLTimeElement} */ (part(row, "time"));
  showText(time, briefTime(message.created_at));
  time.dateTime = message.created_at;
  time.title = fullTime(message.created_at);
  showText(part(row, "text"), plainText(message).trim().slice(0, EXCERPT_CHARS));
}

/** @param {MouseEvent} event @param {Pins} pins @param {Page} page */
function pressed({ target }, pins, page) {
  const button = /** @type {Element} */ (target).closest(/** @type {"button"} */ ("button[data-part]"));
  const row = /** @type {HTMLElement | undefined} */ (button?.closest("[data-pin]"));
  const message = pins.messages.find(({ id }) => String(id) === row?.dataset.pin);
  if (!message) return;
  if (button?.dataset.part === "unpin") void unpin(message);
  else page.openMessage(message.room_id, message.seq);
}

/** @param {Message} message */
async function unpin(message) {
  await (await loaded(() => import("./set_pin.js")))?.setPin(message, false);
}

/** @param {HTMLElement} root @param {number} count */
function drawCounts(root, count) {
  const button = /** @type {HTMLElement} */ (document.querySelector("[data-part=pins-button]"));
  hideIf(button, count === 0);
  const label = ngettext("%(count)s pinned message", "%(count)s pinned messages", count);
  button.setAttribute("aria-label", interpolate(label, { count }));
  showText(part(button, "pin-count"), String(count));
  const some = interpolate(gettext("Pinned messages · %(count)s"), { count });
  showText(part(root, "all-pins"), count === 0 ? gettext("Pinned messages") : some);
}
