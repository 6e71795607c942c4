/** Mentions as they are sent: `<@12>` is a person, `<@room>` everyone in the room. */

export const MARK = /<@(\d+|room)>/g;
export const ROOM = "room";

/** Whether a content may hold a mention. @param {string} content */
export const mayHoldMentions = (content) => content.includes("<@");

/**
 * A content as it is read, for where there is no HTML of it.
 * @param {string} content
 * @param {(id: number) => string | undefined} nameOf
 */
export function readable(content, nameOf) {
  return content.replace(MARK, (mark, id) => labelOf(id, nameOf) ?? mark);
}

/** @param {string} id As in a mark. @param {(id: number) => string | undefined} nameOf */
export function labelOf(id, nameOf) {
  const name = id === ROOM ? ROOM : nameOf(Number(id));
  return name === undefined ? undefined : `@${name}`;
}
