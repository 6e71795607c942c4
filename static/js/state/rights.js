/** Whether I may invite others to a room; the server decides. @param {MyRoom} room @param {Me} me */
export function mayInvite(room, me) {
  if (!room.is_active || room.visibility === "direct") return false;
  return moderates(room.membership, me) || (room.members_may_invite && room.membership !== null);
}

/** Whether I may add people to a room; the server decides. @param {MyRoom} room @param {Me} me */
export function mayAdd(room, me) {
  return room.visibility === "direct" ? (room.members?.length ?? 0) < 10 : mayInvite(room, me);
}

/** Whether I moderate a room; the server decides. @param {Membership | null | undefined} membership @param {Me} me */
export function moderates(membership, me) {
  return me.role === "admin" || (membership !== null && membership !== undefined && membership.role !== "member");
}

/** Whether I can write in a room now; the server decides. @param {MyRoom} room @param {Me} me @param {number} nowMs */
export function mayWriteNow(room, me, nowMs) {
  const isMuted = Date.parse(room.membership?.muted_until ?? "") > nowMs;
  return room.is_active && room.membership !== null && !isMuted && mayWriteIn(room, me);
}

/** Whether I may have a room's events sent to programs; the server decides. @param {MyRoom} room @param {Me} me */
export function mayHaveOutgoing({ visibility, membership }, me) {
  return visibility !== "direct" && (me.role === "admin" || membership?.role === "owner");
}

/** Whether a room lets me write, as far as its kind goes. @param {MyRoom | null} room @param {Me} me */
export function mayWriteIn(room, me) {
  return room?.who_may_write !== "moderators" || moderates(room.membership, me);
}
