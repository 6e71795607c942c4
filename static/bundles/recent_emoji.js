import { J as JsonStore } from "./app.js";
const MAX_KINDS = 20;
function shownReactions(reactions, wishes, me, isKnownMine = () => false) {
  const shown = reactions.map(({ emoji, count, user_ids }) => ({
    emoji,
    count,
    isMine: user_ids.includes(me) || count > user_ids.length && isKnownMine(emoji),
    userIds: user_ids
  }));
  for (const wish of wishes) apply(shown, wish, me);
  return shown.filter(({ count }) => count > 0);
}
function apply(shown, { emoji, on }, me) {
  const known = shown.find((reaction) => isSameEmoji(reaction.emoji, emoji));
  if (!known && on) shown.push({ emoji, count: 1, isMine: true, userIds: [me] });
  if (!known || known.isMine === on) return;
  known.isMine = on;
  known.count += on ? 1 : -1;
  known.userIds = on ? [...known.userIds, me] : known.userIds.filter((id) => id !== me);
}
function isSameEmoji(a, b) {
  return bare(a) === bare(b);
}
function bare(emoji) {
  return emoji.replaceAll("\uFE0F", "");
}
const DEFAULTS = ["\u{1F44D}", "\u2764\uFE0F", "\u{1F602}", "\u{1F389}", "\u{1F62E}", "\u{1F622}"];
const KEY = "reactions";
class RecentEmoji {
  #store;
  /** @param {KeyValueStorage} storage @param {number} userId */
  constructor(storage, userId) {
    this.#store = new JsonStore(storage, `recent-emoji:${userId}:`);
  }
  /** @returns {string[]} */
  get all() {
    const kept = this.#store.get(KEY);
    return Array.isArray(kept) && kept.length === DEFAULTS.length ? kept : DEFAULTS;
  }
  /** One that is there already keeps its place, so that the row stays as the hand knows it. @param {string} emoji */
  used(emoji) {
    const { all } = this;
    if (all.some((known) => isSameEmoji(known, emoji))) return;
    this.#store.set(KEY, [emoji, ...all.slice(0, -1)]);
  }
}
export {
  MAX_KINDS as M,
  RecentEmoji as R,
  bare as b,
  isSameEmoji as i,
  shownReactions as s
};
