import { deviceMs } from "../lib/clock.js";

/** What the notifications of a device show. Pure, but for `closeRead` and `inTurn`. */

/**
 * @typedef {{ kind: "message" | "read" | "test", room_id?: number, seq?: number, title?: string, body?: string,
 *   url?: string, unread?: number, tag?: string, silent?: boolean, can_reply?: boolean }} Push
 * @typedef {{ url: string, room_id: number, seq: number, unread: number, soundedMs: number }} Shown
 *   What a notification knows of itself.
 * @typedef {{ tag: string, data?: Shown, close(): void }} ShownNotification
 */

/** At most one sound in a burst, from whichever rooms. */
const BURST_MS = 10_000;
/** A turn may take as long as a slow line needs for an icon. */
const PATIENCE_MS = 3_000;
/** What Chromium shows in our name after a push that closed the last notification. */
const BROWSERS_OWN_TAG = "user_visible_auto_notification";

/**
 * What is to be shown for a push.
 * @param {Push} push
 * @param {Shown[]} shown What the other notifications know.
 * @param {{ nowMs?: number, offersReply: boolean, texts: WorkerTexts }} about
 */
export function optionsFor(push, shown, { nowMs = deviceMs(), offersReply, texts }) {
  const { body = "", url = "/", room_id = 0, seq = 0, unread = 0 } = push;
  const { tag = `room-${room_id}`, silent = false, can_reply } = push;
  const lastMs = Math.max(0, ...shown.map(({ soundedMs }) => soundedMs ?? 0));
  const sounds = !silent && nowMs - lastMs >= BURST_MS;
  /** @type {Shown} */
  const data = { url, room_id, seq, unread, soundedMs: sounds ? nowMs : lastMs };
  const answer = { action: "reply", type: "text", title: texts.reply, placeholder: texts.placeholder };
  return {
    body,
    tag,
    data,
    dir: "auto",
    icon: texts.icon,
    badge: texts.badge,
    silent: !sounds,
    renotify: sounds,
    ...(can_reply && offersReply ? { actions: [answer] } : {}),
  };
}

/**
 * Whether a notification shows only what is read by now.
 * @param {ShownNotification} one @param {number} roomId @param {number} seq
 */
export function isReadBy({ data }, roomId, seq) {
  return data?.room_id === roomId && data.seq <= seq;
}

/** Whether a browser is Safari, or one on an iPhone, which all are in this. @param {string} userAgent */
export function insistsOnShowing(userAgent) {
  return /AppleWebKit/.test(userAgent) && !/Chrom(e|ium)\//.test(userAgent);
}

/** How many messages notifications stand for. @param {{ data?: Shown }[]} shown */
export function unreadIn(shown) {
  return shown.reduce((sum, { data }) => sum + (data?.unread ?? 0), 0);
}

/**
 * Show or read notifications while neither the worker nor a page does: Chromium forgets one that is shown while others
 * are read, and then a click on it leads nowhere.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function inTurn(work) {
  let isMine = false;
  const begin = () => {
    isMine = true;
    return work();
  };
  try {
    return await navigator.locks.request("notifications", { signal: AbortSignal.timeout(PATIENCE_MS) }, begin);
  } catch (error) {
    if (isMine) throw error;
    return work(); // who has the turn may be asleep, or the browser knows no locks
  }
}

/**
 * Close what was read, here or elsewhere.
 * @param {{ getNotifications(): Promise<any[]> }} registration @param {(roomId: number) => number} readUpto
 */
export async function closeRead(registration, readUpto) {
  for (const one of await registration.getNotifications()) {
    const roomId = one.data?.room_id;
    if (one.tag === BROWSERS_OWN_TAG || (roomId && isReadBy(one, roomId, readUpto(roomId)))) one.close();
  }
}
