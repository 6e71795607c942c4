const MOST = 5;

/**
 * The rooms that a newcomer is shown: public ones that they are not in, where something was written last.
 * @param {MyRoom[]} rooms
 */
export function worthJoining(rooms) {
  const open = rooms.filter((room) => room.is_active && room.visibility === "public" && !room.membership);
  const at = (/** @type {MyRoom} */ { last_message: last }) => last?.created_at ?? "";
  const byActivity = (/** @type {MyRoom} */ one, /** @type {MyRoom} */ other) =>
    at(other).localeCompare(at(one)) || other.member_count - one.member_count;
  return open.toSorted(byActivity).slice(0, MOST);
}
