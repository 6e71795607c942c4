import { $ as drawAvatar, u as part, I as showText, a4 as briefTime, a0 as fullTime, g as gettext, a5 as plainText, a as interpolate, W as nameOf } from "./app.js";
import { b as markBot } from "./chat.js";
function drawMessageCard(node, { message, heading, note, done }) {
  const { author, created_at, deleted_at, room_id, seq } = message;
  drawAvatar(part(node, "avatar"), author);
  showText(part(node, "heading"), heading);
  markBot(part(node, "heading"), author);
  part(node, "card").setAttribute("aria-label", heading);
  const time = part(node, "time");
  showText(time, briefTime(created_at));
  time.dateTime = created_at;
  time.title = fullTime(created_at);
  showText(part(node, "text"), deleted_at ? gettext("This message was deleted.") : plainText(message).trim());
  part(node, "note").hidden = note === "";
  showText(part(node, "note"), note);
  part(node, "open").setAttribute("href", `/rooms/${room_id}/${seq}`);
  part(node, "done").hidden = done === null;
  showText(part(node, "done"), done ?? "");
}
function headingOf(text, { author }, room, rooms) {
  return interpolate(text, { name: nameOf(author), room: rooms.get(room.id)?.name ?? room.name });
}
export {
  drawMessageCard as d,
  headingOf as h
};
