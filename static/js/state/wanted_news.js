import { isDirect } from "./direct.js";
import { isMeantFor } from "./mentions.js";

/** @typedef {{ room: MyRoom, message: Message | null }} News */

/**
 * Whether a person is notified of something, by what they chose for this room and for all. The server decides by the
 * same rules about what it pushes (messaging/notifications/deciding.py).
 * @param {News} news @param {Pick<Me, "id">} me @param {NotifiedOf[]} chosen
 */
export function isWanted({ room, message }, me, chosen) {
  const level = room.membership?.notify ?? "everything";
  if (level === "nothing") return false;
  const isForMe = isDirect(room) || (message !== null && isMeantFor(me, message));
  if (level === "mentions" && !isForMe) return false;
  if (chosen.includes("everything")) return true;
  if (isDirect(room) && chosen.includes("direct")) return true;
  return message !== null && isMeantFor(me, message) && chosen.includes("mentions");
}
