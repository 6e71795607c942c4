/**
 * How a message shows once another one has changed: what it quotes of that one is as it is now. The same object comes
 * back where nothing differs.
 * @param {Message} message
 * @param {Message} changed
 * @returns {Message}
 */
export function requoted(message, changed) {
  const quote = message.reply_to;
  if (quote === null || changed.excerpt === undefined) return message;
  if (quote.id !== changed.id || quote.version >= changed.version) return message;
  const { id, seq, version, author, excerpt } = changed;
  return { ...message, reply_to: { id, seq, version, author, excerpt } };
}
