import { K as oncePerFrame, a as isDirect, b as isMeantFor, as as siteName } from "./app.js";
const GATHER_MS = 300;
let viewTitle = "";
let drawTitle = () => {
};
function nameView(title) {
  viewTitle = title;
  drawTitle();
}
function mountNotifier(chat, page) {
  const draw = oncePerFrame(() => drawCount(chat.rooms.unreadTotal, viewTitle || chat.room?.name));
  drawTitle = draw;
  chat.rooms.changed.subscribe(draw);
  chat.roomChanged.subscribe(draw);
  const waiting = /* @__PURE__ */ new Map();
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
function isWanted({ room, message }, me) {
  const notify = room.membership?.notify ?? "everything";
  if (notify !== "mentions") return notify === "everything";
  return message !== null && (isDirect(room) || isMeantFor(me, message));
}
function drawCount(count, place) {
  const counted = count > 0 ? `(${count > 99 ? "99+" : count}) ` : "";
  const title = `${counted}${place ? `${place} \xB7 ` : ""}${siteName()}`;
  if (document.title !== title) document.title = title;
  void drawFavicon(count > 0).catch(() => badged = false);
}
function wantsDesktop(chat) {
  return chat.storage.getItem("desktop") === "on" && globalThis.Notification?.permission === "granted";
}
let badged = false;
async function drawFavicon(wanted) {
  const link = (
    /** @type {HTMLLinkElement | null} */
    document.querySelector("[data-favicon]")
  );
  if (!link || wanted === badged) return;
  badged = wanted;
  link.dataset.plain ??= link.href;
  const icon = wanted ? await (await import("./alerts.js")).withDot(link.dataset.plain) : link.dataset.plain;
  if (wanted === badged) link.href = icon;
}
export {
  mountNotifier as m,
  nameView as n,
  wantsDesktop as w
};
