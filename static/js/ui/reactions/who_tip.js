import { isolated } from "../../lib/direction.js";
import { gettext } from "../../lib/i18n.js";
import { readersList } from "../../lib/times.js";
import { call } from "../../net/api.js";
import { MAX_NAMES, whoReacted } from "../../state/who_reacted.js";

const GAP_PX = 6;
const EDGE_PX = 8;
/** People of whom the page knows no more than the id until it asks. @type {Map<number, string>} */
const learnt = new Map();
let pointed = /** @type {HTMLElement | null} */ (null);
let unsubscribe = () => {};

/**
 * Say who reacted, above the reaction that is pointed at or has the focus.
 * @param {HTMLElement} pill
 * @param {Chat} chat
 */
export async function showTip(pill, chat) {
  if (pointed === pill) return;
  hide();
  pointed = pill;
  const draw = () => (pill.isConnected ? drawTip(pill, chat) : hide());
  unsubscribe = chat.live.changed.subscribe(() => requestAnimationFrame(() => pointed === pill && draw()));
  const leave = () => pointed === pill && hide();
  for (const left of ["pointerleave", "blur"]) pill.addEventListener(left, leave, { once: true });
  draw();
  if (await learnNames(pill, chat)) pointed === pill && draw();
}

function hide() {
  unsubscribe();
  pointed?.removeAttribute("aria-describedby");
  pointed = null;
  tip().hidden = true;
}

/** @param {HTMLElement} pill @param {Chat} chat */
function drawTip(pill, chat) {
  const reaction = reactionOf(pill, chat);
  if (!reaction) return;
  const names = reaction.user_ids.map((id) => nameOf(id, chat)).filter((name) => name !== null);
  const { emoji } = reaction;
  const count = Number(pill.querySelector("[data-part=count]")?.textContent);
  tip().textContent = whoReacted({ names: withMine(pill, names), count, emoji }, readersList);
  tip().hidden = false;
  pill.setAttribute("aria-describedby", tip().id);
  placeAbove(tip(), pill.getBoundingClientRect());
}

/**
 * What I have just set or taken back is shown before the server says so.
 * @param {HTMLElement} pill
 * @param {string[]} names
 */
function withMine(pill, names) {
  const others = names.filter((name) => name !== gettext("You"));
  return pill.getAttribute("aria-pressed") === "true" ? [gettext("You"), ...others] : others;
}

/** @param {number} id @param {Chat} chat */
function nameOf(id, { me, members, live }) {
  if (id === me.id) return gettext("You");
  const author = () => live.log.messages.find((message) => message.author?.id === id)?.author;
  const name = members.get(id)?.user.name ?? author()?.name ?? learnt.get(id);
  return name === undefined ? null : isolated(name);
}

/** Ask for the names that are not known. @param {HTMLElement} pill @param {Chat} chat */
async function learnNames(pill, chat) {
  const reaction = reactionOf(pill, chat);
  const first = reaction?.user_ids.slice(0, MAX_NAMES) ?? [];
  if (first.every((id) => nameOf(id, chat) !== null)) return false;
  const path = `/rooms/${chat.live.roomId}/messages/${lineOf(pill)?.dataset.seq}/reactions`;
  const query = `?emoji=${encodeURIComponent(reaction?.emoji ?? "")}&limit=${MAX_NAMES}`;
  const answer = await call("GET", path + query).catch(() => ({ reactions: [] }));
  for (const { users } of answer.reactions) for (const { id, name } of users) learnt.set(id, name);
  return true;
}

/** @param {HTMLElement} pill @param {Chat} chat @returns {Reaction | undefined} */
function reactionOf(pill, { live, me }) {
  const emoji = pill.dataset.emoji ?? "";
  const message = live.log.messages.find(({ seq }) => seq === Number(lineOf(pill)?.dataset.seq));
  const mine = { emoji, count: 1, user_ids: [me.id] };
  return message && (message.reactions.find((known) => known.emoji === emoji) ?? mine);
}

/** @param {HTMLElement} pill */
function lineOf(pill) {
  return /** @type {HTMLElement | null} */ (pill.closest(".message"));
}

function tip() {
  return /** @type {HTMLElement} */ (document.getElementById("reaction-tip"));
}

/** @param {HTMLElement} floating @param {DOMRect} at */
function placeAbove(floating, at) {
  const { width, height } = floating.getBoundingClientRect();
  const left = at.left + at.width / 2 - width / 2;
  floating.style.top = `${at.top - height - GAP_PX > 0 ? at.top - height - GAP_PX : at.bottom + GAP_PX}px`;
  floating.style.left = `${Math.min(Math.max(EDGE_PX, left), innerWidth - width - EDGE_PX)}px`;
}
