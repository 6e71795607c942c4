/** Different emoji under one message, as the contract has it. */
export const MAX_KINDS = 20;

/**
 * A reaction as it is shown; `userIds` names the first hundred people.
 * @typedef {{ emoji: string, count: number, isMine: boolean, userIds: number[] }} ShownReaction
 */

/**
 * What a message shows: what the server says of it, with what I asked for and it has not confirmed yet.
 * @param {Reaction[]} reactions
 * @param {{ emoji: string, on: boolean }[]} wishes
 * @param {number} me
 * @param {(emoji: string) => boolean} [isKnownMine] Of a reaction of so many people that I may not be named.
 * @returns {ShownReaction[]}
 */
export function shownReactions(reactions, wishes, me, isKnownMine = () => false) {
  const shown = reactions.map(({ emoji, count, user_ids }) => ({
    emoji,
    count,
    isMine: user_ids.includes(me) || (count > user_ids.length && isKnownMine(emoji)),
    userIds: user_ids,
  }));
  for (const wish of wishes) apply(shown, wish, me);
  return shown.filter(({ count }) => count > 0);
}

/** @param {ShownReaction[]} shown @param {{ emoji: string, on: boolean }} wish @param {number} me */
function apply(shown, { emoji, on }, me) {
  const known = shown.find((reaction) => isSameEmoji(reaction.emoji, emoji));
  if (!known && on) shown.push({ emoji, count: 1, isMine: true, userIds: [me] });
  if (!known || known.isMine === on) return;
  known.isMine = on;
  known.count += on ? 1 : -1;
  known.userIds = on ? [...known.userIds, me] : known.userIds.filter((id) => id !== me);
}

/** The same with or without the mark that asks for colour. @param {string} a @param {string} b */
export function isSameEmoji(a, b) {
  return bare(a) === bare(b);
}

/** @param {string} emoji */
export function bare(emoji) {
  return emoji.replaceAll("\ufe0f", "");
}
