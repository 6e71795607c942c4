import { plainText } from "../../lib/dom.js";
import { isDirect } from "../../state/direct.js";
import { interpolate, gettext } from "../../lib/i18n.js";
import { inTurn } from "../../worker/shown.js";

const BADGE_PX = 64;

/**
 * A notification of the desktop, about what is not pushed to this device. The sound is the page's own.
 * @param {import("../../state/wanted_news.js").News} news
 * @param {{ openMessage(roomId: number, seq: number): void, openRoom(roomId: number): void }} page
 */
export function notify({ room, message }, page) {
  const isAlone = isDirect(room) && (room.members?.length ?? 0) <= 2; // the room is called after the author
  const title = message?.author && !isAlone
    ? interpolate(gettext("%(author)s in %(room)s"), { author: message.author.name, room: room.name })
    : room.name;
  const body = message ? plainText(message).trim().slice(0, 200) : "";
  const url = message ? `/rooms/${room.id}/${message.seq}` : `/?room=${room.id}`;
  const data = { url, room_id: room.id, seq: message?.seq ?? 0 };
  show(title, { body, tag: `room-${room.id}`, data, silent: true }, () => {
    if (message) page.openMessage(room.id, message.seq);
    else page.openRoom(room.id);
  });
}

/** What a notification looks like. */
export function notifyOfTest() {
  show(gettext("This is a test"), { body: gettext("Notifications look like this."), tag: "test" });
}

/** @param {string} title @param {NotificationOptions} options @param {() => void} [clicked] */
function show(title, options, clicked = () => undefined) {
  const notification = pageNotification(title, options);
  if (!notification) return void workerNotification(title, options).catch(() => null);
  notification.addEventListener("click", () => {
    window.focus();
    clicked();
    notification.close();
  });
  return undefined;
}

/** Android knows the constructor, and it throws. @param {string} title @param {NotificationOptions} options */
function pageNotification(title, options) {
  try {
    return new Notification(title, options);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/** @param {string} title @param {NotificationOptions} options */
async function workerNotification(title, options) {
  const registration = await navigator.serviceWorker?.getRegistration();
  await inTurn(async () => registration?.showNotification(title, options));
}

/** @param {string} url @returns {Promise<string>} The icon with a dot, as a data URL. */
export async function withDot(url) {
  const icon = new Image(BADGE_PX, BADGE_PX);
  icon.src = url;
  await icon.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: BADGE_PX, height: BADGE_PX });
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.drawImage(icon, 0, 0, BADGE_PX, BADGE_PX);
  pen.fillStyle = "#d6402b";
  pen.beginPath();
  pen.arc(BADGE_PX - 15, 15, 14, 0, 2 * Math.PI);
  pen.fill();
  return canvas.toDataURL();
}

/** Two soft notes, made on the spot. */
export function chime() {
  const audio = new AudioContext();
  for (const [index, frequency] of [660, 880].entries()) {
    const note = audio.createOscillator();
    const volume = audio.createGain();
    const start = audio.currentTime + index * 0.12;
    note.frequency.value = frequency;
    volume.gain.setValueAtTime(0.08, start);
    volume.gain.exponentialRampToValueAtTime(0.001, start + 0.3);
    note.connect(volume).connect(audio.destination);
    note.start(start);
    note.stop(start + 0.3);
  }
  setTimeout(() => void audio.close(), 1_000);
}
