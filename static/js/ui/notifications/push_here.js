import { agentName } from "../../lib/agent.js";
import { call } from "../../net/api.js";
import { ChatError } from "../../net/errors.js";
import { readChoices } from "./choices.js";

/**
 * This device as a receiver of notifications. In the storage are the wish (`desktop`), whether the server pushes to it
 * (`push`), and the session for which it does (`push-session`).
 */

/** @typedef {{ storage: KeyValueStorage }} Owner */

export const canPush = () => "PushManager" in window && "serviceWorker" in navigator;

/** @returns {NotificationPermission | "unsupported"} */
export const permission = () => globalThis.Notification?.permission ?? "unsupported";

/** Whether notifications are on here. @param {Owner} owner */
export const isOn = ({ storage }) => storage.getItem("desktop") === "on" && permission() === "granted";

/**
 * Whether the worker shows what is pushed to this device, so that the page itself has to show nothing.
 * @param {Owner} owner
 */
export const isPushed = (owner) => isOn(owner) && owner.storage.getItem("push") === "on";

/**
 * Ask for permission, which needs a click, and receive from then on.
 * @param {Owner} owner @returns {Promise<boolean>} Whether the person allowed it.
 */
export async function turnOn(owner) {
  const isAllowed = (await globalThis.Notification?.requestPermission()) === "granted";
  owner.storage.setItem("desktop", isAllowed ? "on" : "off");
  if (isAllowed) await subscribe(owner);
  return isAllowed;
}

/** @param {Owner} owner */
export async function turnOff({ storage }) {
  storage.setItem("desktop", "off");
  storage.removeItem("push");
  const subscription = await subscriptionHere();
  await subscription?.unsubscribe().catch(() => null);
  const device = await deviceHere();
  if (device) await call("DELETE", `/auth/push/${device.id}`);
}

/**
 * At the beginning of a visit: have the server push to this device still, unless it was removed from another one.
 * @param {Owner} owner
 */
export async function keepSubscribed(owner) {
  if (!isOn(owner)) return;
  if (await isRevoked(owner)) await turnOff(owner);
  else await subscribe(owner);
}

/** A new session has to subscribe anew, as has a browser that lost its subscription. @param {Owner} owner */
async function isRevoked({ storage }) {
  const mayBe = isPushed({ storage }) && (await subscriptionHere()) !== null;
  return mayBe && (await deviceHere()) === null && storage.getItem("push-session") === (await sessionHere());
}

/**
 * Have the server push to this device, as far as both can. Repeating it changes nothing.
 * @param {Owner} owner
 * @returns {Promise<boolean>}
 */
export async function subscribe({ storage }) {
  const isPushable = await subscribed().catch(keepErrors);
  storage.setItem("push", isPushable ? "on" : "off");
  if (isPushable) storage.setItem("push-session", await sessionHere());
  return isPushable;
}

/** What the server or the network refuses says nothing about the browser. @param {unknown} error */
function keepErrors(error) {
  if (error instanceof ChatError) throw error;
  return false;
}

/** @returns {Promise<boolean>} False where the browser or the site can't. */
async function subscribed() {
  const { push_available, push_key } = await readChoices(Infinity);
  const manager = await pushManager();
  if (!manager || !push_available || push_key === null) return false;
  const key = bytesOf(push_key);
  const known = await manager.getSubscription();
  const isCurrent = known && isSame(known.options.applicationServerKey, key);
  if (known && !isCurrent) await known.unsubscribe(); // of an earlier installation
  const options = { userVisibleOnly: true, applicationServerKey: key };
  const subscription = isCurrent ? known : await manager.subscribe(options);
  await call("POST", "/auth/push", { subscription: subscription.toJSON(), label: agentName(navigator.userAgent) });
  return true;
}

/** @returns {Promise<PushDevice | null>} As the server knows it. */
export async function deviceHere() {
  const { devices } = await call("GET", "/auth/push");
  return devices.find((/** @type {PushDevice} */ { current }) => current) ?? null;
}

/** @returns {Promise<string>} */
async function sessionHere() {
  const { sessions } = await call("GET", "/auth/sessions");
  return sessions.find((/** @type {{ current: boolean }} */ { current }) => current)?.id ?? "";
}

/** @returns {Promise<PushSubscription | null>} */
export async function subscriptionHere() {
  return (await pushManager())?.getSubscription().catch(() => null) ?? null;
}

async function pushManager() {
  if (!canPush()) return null;
  return (await navigator.serviceWorker.getRegistration())?.pushManager ?? null;
}

/** @param {string} text In base64url. */
function bytesOf(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

/** @param {ArrayBuffer | null | undefined} known @param {Uint8Array} key */
function isSame(known, key) {
  const bytes = new Uint8Array(known ?? []);
  return bytes.length === key.length && bytes.every((byte, index) => byte === key[index]);
}
