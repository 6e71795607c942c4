/**
 * @typedef {{ mentions?: User[], mentions_room?: boolean, author: User | null, reply_to: ReplyTo | null }} Addressing
 *   One that the browser stored may be older than mentions.
 */

/** Whether someone else mentions a person in a message. @param {Pick<Me, "id">} me @param {Addressing} message */
export function mentionsPerson(me, { mentions = [], mentions_room = false, author }) {
  return author?.id !== me.id && (mentions_room || mentions.some(({ id }) => id === me.id));
}

/**
 * Whether someone else mentions or answers a person in a message.
 * @param {Pick<Me, "id">} me @param {Addressing} message
 */
export function isMeantFor(me, message) {
  const isAnswer = message.reply_to?.author?.id === me.id && message.author?.id !== me.id;
  return isAnswer || mentionsPerson(me, message);
}
