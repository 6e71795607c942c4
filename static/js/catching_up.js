/** After this many pages of missed changes the newest page is shown instead. */
const MOST_CATCH_UPS = 4;

/**
 * Bring a conversation up to date, in as many answers as it takes.
 * @param {import("./state/message_log.js").MessageLog} log
 * @param {(cursor: { since?: number }) => Promise<JoinAck>} join
 * @param {() => boolean} isWanted Whether the conversation is still on the screen.
 */
export async function catchUp(log, join, isWanted) {
  for (let round = 0, complete = false; !complete && isWanted(); round += 1) {
    if (round === MOST_CATCH_UPS) log.reset();
    const since = log.version;
    const ack = await join(since === null ? {} : { since });
    if (since === null) log.showNewest(ack);
    else log.catchUp(ack.messages, ack.version);
    complete = ack.complete;
  }
}
