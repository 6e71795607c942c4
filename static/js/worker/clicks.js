import { sendReply } from "./replies.js";
import { inTurn, optionsFor } from "./shown.js";
import { openAt } from "./tabs_of_chat.js";

/** @type {any} */
const clicksWorker = self;

/** A notification leads to its message, or takes an answer. @param {any} event */
export async function onClick({ notification, action, reply }) {
  const { url = "/", room_id, seq } = notification.data ?? {};
  notification.close();
  const content = String(reply ?? "").trim();
  if (action !== "reply" || content === "") return openAt(url);
  if (await sendReply({ room_id, seq }, content)) return undefined;
  const waits = { kind: /** @type {const} */ ("message"), body: content, url, tag: `unsent-${room_id}`, silent: true };
  const options = optionsFor(waits, [], { offersReply: false, texts: WORKER_TEXTS });
  return inTurn(() => clicksWorker.registration.showNotification(WORKER_TEXTS.unsent, options));
}
