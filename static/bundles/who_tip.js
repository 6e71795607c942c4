import { a as interpolate, W as ngettext, g as gettext, c as call, X as isolated, ad as readersList } from "./app.js";
const MAX_NAMES = 10;
function whoReacted({ names, count, emoji }, listed) {
  const named = names.slice(0, MAX_NAMES);
  const left = count - named.length;
  const others = interpolate(ngettext("%(count)s other", "%(count)s others", left), { count: left });
  const alone = interpolate(ngettext("%(count)s person", "%(count)s people", left), { count: left });
  const who = named.length === 0 ? [alone] : left > 0 ? [...named, others] : named;
  return interpolate(gettext("%(people)s reacted with %(emoji)s"), { people: listed(who), emoji });
}
const GAP_PX = 6;
const EDGE_PX = 8;
const learnt = /* @__PURE__ */ new Map();
let pointed = null;
let unsubscribe = () => {
};
async function showTip(pill, chat) {
  if (pointed === pill) return;
  hide();
  pointed = pill;
  const draw = () => pill.isConnected ? drawTip(pill, chat) : hide();
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
function withMine(pill, names) {
  const others = names.filter((name) => name !== gettext("You"));
  return pill.getAttribute("aria-pressed") === "true" ? [gettext("You"), ...others] : others;
}
function nameOf(id, { me, members, live }) {
  if (id === me.id) return gettext("You");
  const author = () => live.log.messages.find((message) => message.author?.id === id)?.author;
  const name = members.get(id)?.user.name ?? author()?.name ?? learnt.get(id);
  return name === void 0 ? null : isolated(name);
}
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
function reactionOf(pill, { live, me }) {
  const emoji = pill.dataset.emoji ?? "";
  const message = live.log.messages.find(({ seq }) => seq === Number(lineOf(pill)?.dataset.seq));
  const mine = { emoji, count: 1, user_ids: [me.id] };
  return message && (message.reactions.find((known) => known.emoji === emoji) ?? mine);
}
function lineOf(pill) {
  return pill.closest(".message");
}
function tip() {
  return document.getElementById("reaction-tip");
}
function placeAbove(floating, at) {
  const { width, height } = floating.getBoundingClientRect();
  const left = at.left + at.width / 2 - width / 2;
  floating.style.top = `${at.top - height - GAP_PX > 0 ? at.top - height - GAP_PX : at.bottom + GAP_PX}px`;
  floating.style.left = `${Math.min(Math.max(EDGE_PX, left), innerWidth - width - EDGE_PX)}px`;
}
export {
  showTip
};
