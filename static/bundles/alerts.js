import { a as interpolate, g as gettext, a7 as plainText } from "./app.js";
import { d as isDirect } from "./chat.js";
import { i as inTurn } from "./shown.js";
const BADGE_PX = 64;
function notify({ room, message }, page) {
  const isAlone = isDirect(room) && (room.members?.length ?? 0) <= 2;
  const title = message?.author && !isAlone ? interpolate(gettext("%(author)s in %(room)s"), { author: message.author.name, room: room.name }) : room.name;
  const body = message ? plainText(message).trim().slice(0, 200) : "";
  const url = message ? `/rooms/${room.id}/${message.seq}` : `/?room=${room.id}`;
  const data = { url, room_id: room.id, seq: message?.seq ?? 0 };
  show(title, { body, tag: `room-${room.id}`, data, silent: true }, () => {
    if (message) page.openMessage(room.id, message.seq);
    else page.openRoom(room.id);
  });
}
function notifyOfTest() {
  show(gettext("This is a test"), { body: gettext("Notifications look like this."), tag: "test" });
}
function show(title, options, clicked = () => void 0) {
  const notification = pageNotification(title, options);
  if (!notification) return void workerNotification(title, options).catch(() => null);
  notification.addEventListener("click", () => {
    window.focus();
    clicked();
    notification.close();
  });
  return void 0;
}
function pageNotification(title, options) {
  try {
    return new Notification(title, options);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
async function workerNotification(title, options) {
  const registration = await navigator.serviceWorker?.getRegistration();
  await inTurn(async () => registration?.showNotification(title, options));
}
async function withDot(url) {
  const icon = new Image(BADGE_PX, BADGE_PX);
  icon.src = url;
  await icon.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: BADGE_PX, height: BADGE_PX });
  const pen = canvas.getContext("2d");
  pen.drawImage(icon, 0, 0, BADGE_PX, BADGE_PX);
  pen.fillStyle = "#d6402b";
  pen.beginPath();
  pen.arc(BADGE_PX - 15, 15, 14, 0, 2 * Math.PI);
  pen.fill();
  return canvas.toDataURL();
}
function chime() {
  const audio = new AudioContext();
  for (const [index, frequency] of [660, 880].entries()) {
    const note = audio.createOscillator();
    const volume = audio.createGain();
    const start = audio.currentTime + index * 0.12;
    note.frequency.value = frequency;
    volume.gain.setValueAtTime(0.08, start);
    volume.gain.exponentialRampToValueAtTime(1e-3, start + 0.3);
    note.connect(volume).connect(audio.destination);
    note.start(start);
    note.stop(start + 0.3);
  }
  setTimeout(() => void audio.close(), 1e3);
}
export {
  chime,
  notify,
  notifyOfTest,
  withDot
};
