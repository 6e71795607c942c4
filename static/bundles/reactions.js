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
export {
  MAX_KINDS as M,
  bare as b,
  isSameEmoji as i,
  shownReactions as s
};
