/** Whether I moderate a room; the server decides. @param {Membership | null | undefined} membership @param {Me} me */
export function moderates(membership, me) {
  return me.role === "admin" || (membership !== null && membership !== undefined && membership.role !== "member");
}
