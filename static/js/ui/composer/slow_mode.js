import { nowMs } from "../../lib/clock.js";

/**
 * The server counts too; this keeps the text here instead of in the queue.
 * @param {Chat} chat
 * @param {number} roomId
 */
export function startSlowMode({ room, rooms, me }, roomId) {
  if (!room?.slow_mode_s || room.membership?.role !== "member" || me.role === "admin") return;
  rooms.setReading(roomId, { next_message_at: new Date(nowMs() + room.slow_mode_s * 1000).toISOString() });
}
