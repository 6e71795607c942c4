import { H as attempt, c as call } from "./app.js";
function setPin({ room_id, seq }, on) {
  return attempt(() => call(on ? "PUT" : "DELETE", `/rooms/${room_id}/messages/${seq}/pin`));
}
export {
  setPin
};
