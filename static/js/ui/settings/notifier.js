import { oncePerFrame, whenIdle } from "../../lib/frames.js";
import { siteName } from "../../lib/site.js";

/** @typedef {import("../../state/wanted_news.js").News} News */

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
 * The count of unread messages in the title and on the icons, and by choice a notification and a sound.
 * @param {Chat} chat
 * @param {import("../notifications/beside_worker.js").Page} page
 */
export function mountNotifier(chat, page) {
  const draw = oncePerFrame(() => drawCount(chat.rooms.unreadTotal, viewTitle || chat.room?.name));
  drawTitle = draw;
  chat.rooms.changed.subscribe(draw);
  chat.roomChanged.subscribe(draw);
  /** The newest of each room. @type {Map<number, News>} */
  const waiting = new Map();
  chat.newsElsewhere.subscribe((news) => {
    if (chat.looking || news.room.membership?.notify === "nothing" || chat.blocks.has(news.message?.author)) return;
    if (waiting.size === 0) setTimeout(tell, GATHER_MS);
    waiting.set(news.room.id, news);
  });
  draw();
  whenIdle(() => void import("../notifications/beside_worker.js").then((it) => it.mountBesideWorker(chat, page))
    .catch(() => null));

  async function tell() {
    const news = [...waiting.values()];
    waiting.clear();
    await import("../notifications/telling.js").then((it) => it.tellNews(news, chat, page)).catch(() => null);
  }
}

/** @param {number} count @param {string} [place] The room, or what covers it. */
function drawCount(count, place) {
  const counted = count > 0 ? `(${count > 99 ? "99+" : count}) ` : "";
  const title = `${counted}${place ? `${place} · ` : ""}${siteName()}`;
  if (document.title !== title) document.title = title; // the browser's window is updated, which costs a millisecond
  void drawFavicon(count > 0).catch(() => (badged = false));
  drawAppBadge(count);
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

let appBadge = 0;

/** On the icon of the installed app. @param {number} count */
function drawAppBadge(count) {
  if (count === appBadge || !("setAppBadge" in navigator)) return;
  appBadge = count;
  void (count > 0 ? navigator.setAppBadge(count) : navigator.clearAppBadge()).catch(() => null);
}
