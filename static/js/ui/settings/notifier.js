import { oncePerFrame } from "../../lib/frames.js";
import { siteName } from "../../lib/site.js";
import { isDirect } from "../../state/direct.js";
import { isMeantFor } from "../../state/mentions.js";

/** @typedef {{ room: MyRoom, message: Message | null }} News */

/** What comes this close together is notified once. */
const GATHER_MS = 300;

let viewTitle = "";
let drawTitle = () => {};

/** Have the title name what covers the chat; nothing when it is to be seen again. @param {string} title */
export function nameView(title) {
  viewTitle = title;
  drawTitle();
}

/**
 * The count of unread messages in the title and on the icon, and by choice a notification and a sound.
 * @param {Chat} chat
 * @param {{ openRoom(roomId: number): void }} page
 */
export function mountNotifier(chat, page) {
  const draw = oncePerFrame(() => drawCount(chat.rooms.unreadTotal, viewTitle || chat.room?.name));
  drawTitle = draw;
  chat.rooms.changed.subscribe(draw);
  chat.roomChanged.subscribe(draw);
  /** The newest of each room. @type {Map<number, News>} */
  const waiting = new Map();
  let isOffered = false;
  chat.newsElsewhere.subscribe((news) => {
    if (chat.looking || !isWanted(news, chat.me) || chat.blocks.has(news.message?.author)) return;
    if (waiting.size === 0) setTimeout(tell, GATHER_MS);
    waiting.set(news.room.id, news);
  });
  draw();

  async function tell() {
    const news = [...waiting.values()];
    waiting.clear();
    const alerts = await import("./alerts.js").catch(() => null);
    if (!isOffered) void import("./notify_offer.js").then((it) => it.offerNotifications(chat)).catch(() => null);
    isOffered = true;
    if (wantsDesktop(chat)) for (const piece of news) alerts?.notify(piece, page);
    if (chat.storage.getItem("sound") === "on") alerts?.chime();
  }
}

/**
 * Whether a person is notified of something in this room.
 * @param {News} news @param {Pick<Me, "id">} me
 */
function isWanted({ room, message }, me) {
  const notify = room.membership?.notify ?? "everything";
  if (notify !== "mentions") return notify === "everything";
  return message !== null && (isDirect(room) || isMeantFor(me, message));
}

/** @param {number} count @param {string} [place] The room, or what covers it. */
function drawCount(count, place) {
  const counted = count > 0 ? `(${count > 99 ? "99+" : count}) ` : "";
  const title = `${counted}${place ? `${place} · ` : ""}${siteName()}`;
  if (document.title !== title) document.title = title; // the browser's window is updated, which costs a millisecond
  void drawFavicon(count > 0).catch(() => (badged = false));
}

/** Whether the person chose notifications and the browser allows them. @param {{ storage: KeyValueStorage }} chat */
export function wantsDesktop(chat) {
  return chat.storage.getItem("desktop") === "on" && globalThis.Notification?.permission === "granted";
}

let badged = false;

/** @param {boolean} wanted */
async function drawFavicon(wanted) {
  const link = /** @type {HTMLLinkElement | null} */ (document.querySelector("[data-favicon]"));
  if (!link || wanted === badged) return;
  badged = wanted;
  link.dataset.plain ??= link.href;
  const icon = wanted ? await (await import("./alerts.js")).withDot(link.dataset.plain) : link.dataset.plain;
  if (wanted === badged) link.href = icon;
}
