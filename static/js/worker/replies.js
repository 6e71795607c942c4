import { dropReply, keepReply, keptReplies, keptWho } from "./kept.js";
import { askTab, chatTabs } from "./tabs_of_chat.js";
import { uuidv7 } from "../lib/uuid.js";

/**
 * Answers typed into notifications. Each has a client_id from the beginning, and is kept until a tab has it in its
 * outbox or the server has it: sent from here or from there, and however often, it is stored once.
 */

/** @typedef {import("./kept.js").KeptReply} KeptReply */

/** @type {any} */
const repliesWorker = self;
const SYNC_TAG = "replies";

/**
 * Send an answer, by a tab of the chat or from here.
 * @param {{ room_id: number, seq: number }} place @param {string} content
 * @returns {Promise<boolean>} Whether it is on its way; false when the person has to look after it.
 */
export async function sendReply({ room_id, seq }, content) {
  const reply = { client_id: uuidv7(), room_id, seq, content, user: await keptWho() };
  await keepReply(reply);
  for (const tab of await chatTabs()) {
    if (!(await askTab(tab, { kind: "reply", reply }))) continue;
    await dropReply(reply.client_id);
    return true;
  }
  const outcome = await post(reply);
  if (outcome === "later") await repliesWorker.registration.sync?.register(SYNC_TAG).catch(() => null);
  return outcome === "sent" || (outcome === "later" && Boolean(repliesWorker.registration.sync));
}

/** The network is back. @returns {Promise<void>} Rejects to be called again. */
export async function sendKept() {
  for (const reply of await keptReplies()) {
    if ((await post(reply)) === "later") throw new Error("a reply waits");
  }
}

/** @param {KeptReply} reply @returns {Promise<"sent" | "later" | "refused">} A refused one waits for the page. */
async function post(reply) {
  const { room_id, seq, content, client_id } = reply;
  const token = await csrfCookie();
  if (token === null) return "refused";
  const sent = await request(`/rooms/${room_id}/messages`, token, { content, client_id });
  if (sent === null || sent.status === 429 || sent.status >= 500) return "later";
  if (!sent.ok) return "refused";
  await dropReply(client_id);
  await request(`/rooms/${room_id}/read`, token, { seq });
  return "sent";
}

/** @param {string} path @param {string} token @param {object} body */
function request(path, token, body) {
  const headers = { "accept": "application/json", "Content-Type": "application/json", "X-CSRFToken": token };
  return fetch(path, { method: "POST", headers, body: JSON.stringify(body) }).catch(() => null);
}

/** Some browsers let no worker read cookies; there the page sends. @returns {Promise<string | null>} */
export async function csrfCookie() {
  const cookie = await repliesWorker.cookieStore?.get("csrftoken");
  return cookie?.value ?? null;
}
