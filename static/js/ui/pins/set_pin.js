import { call } from "../../net/api.js";
import { attempt } from "../shell/toasts.js";

/** Pin a message, or unpin it. @param {Message} message @param {boolean} on */
export function setPin({ room_id, seq }, on) {
  return attempt(() => call(on ? "PUT" : "DELETE", `/rooms/${room_id}/messages/${seq}/pin`));
}
