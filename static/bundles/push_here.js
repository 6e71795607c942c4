import { a as interpolate, g as gettext, c as call, C as ChatError } from "./app.js";
import { r as readChoices } from "./choices.js";
const BROWSERS = [[/\bEdg(?:A|iOS)?\//, "Edge"], [/\bOPR\//, "Opera"], [/\bSamsungBrowser\//, "Samsung Internet"], [/\b(?:Firefox|FxiOS)\//, "Firefox"], [/\b(?:Headless)?(?:Chrome|CriOS)\//, "Chrome"], [/\bSafari\//, "Safari"]];
const SYSTEMS = [[/\biPhone\b/, "iPhone"], [/\biPad\b/, "iPad"], [/\bAndroid\b/, "Android"], [/\bWindows\b/, "Windows"], [/\bMac OS X\b/, "macOS"], [/\bCrOS\b/, "ChromeOS"], [/\bLinux\b/, "Linux"]];
function agentName(agent) {
  const browser = firstIn(BROWSERS, agent);
  const system = firstIn(SYSTEMS, agent);
  if (browser && system) return interpolate(gettext("%(browser)s on %(system)s"), { browser, system });
  return browser || agent.split(" ")[0];
}
function firstIn(names, agent) {
  return names.find(([pattern]) => pattern.test(agent))?.[1] ?? "";
}
const canPush = () => "PushManager" in window && "serviceWorker" in navigator;
const permission = () => globalThis.Notification?.permission ?? "unsupported";
const isOn = ({ storage }) => storage.getItem("desktop") === "on" && permission() === "granted";
const isPushed = (owner) => isOn(owner) && owner.storage.getItem("push") === "on";
async function turnOn(owner) {
  const isAllowed = await globalThis.Notification?.requestPermission() === "granted";
  owner.storage.setItem("desktop", isAllowed ? "on" : "off");
  if (isAllowed) await subscribe(owner);
  return isAllowed;
}
async function turnOff({ storage }) {
  storage.setItem("desktop", "off");
  storage.removeItem("push");
  const subscription = await subscriptionHere();
  await subscription?.unsubscribe().catch(() => null);
  const device = await deviceHere();
  if (device) await call("DELETE", `/auth/push/${device.id}`);
}
async function keepSubscribed(owner) {
  if (!isOn(owner)) return;
  if (await isRevoked(owner)) await turnOff(owner);
  else await subscribe(owner);
}
async function isRevoked({ storage }) {
  const mayBe = isPushed({ storage }) && await subscriptionHere() !== null;
  return mayBe && await deviceHere() === null && storage.getItem("push-session") === await sessionHere();
}
async function subscribe({ storage }) {
  const isPushable = await subscribed().catch(keepErrors);
  storage.setItem("push", isPushable ? "on" : "off");
  if (isPushable) storage.setItem("push-session", await sessionHere());
  return isPushable;
}
function keepErrors(error) {
  if (error instanceof ChatError) throw error;
  return false;
}
async function subscribed() {
  const { push_available, push_key } = await readChoices(Infinity);
  const manager = await pushManager();
  if (!manager || !push_available || push_key === null) return false;
  const key = bytesOf(push_key);
  const known = await manager.getSubscription();
  const isCurrent = known && isSame(known.options.applicationServerKey, key);
  if (known && !isCurrent) await known.unsubscribe();
  const options = { userVisibleOnly: true, applicationServerKey: key };
  const subscription = isCurrent ? known : await manager.subscribe(options);
  await call("POST", "/auth/push", { subscription: subscription.toJSON(), label: agentName(navigator.userAgent) });
  return true;
}
async function deviceHere() {
  const { devices } = await call("GET", "/auth/push");
  return devices.find(({ current }) => current) ?? null;
}
async function sessionHere() {
  const { sessions } = await call("GET", "/auth/sessions");
  return sessions.find(({ current }) => current)?.id ?? "";
}
async function subscriptionHere() {
  return (await pushManager())?.getSubscription().catch(() => null) ?? null;
}
async function pushManager() {
  if (!canPush()) return null;
  return (await navigator.serviceWorker.getRegistration())?.pushManager ?? null;
}
function bytesOf(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}
function isSame(known, key) {
  const bytes = new Uint8Array(known ?? []);
  return bytes.length === key.length && bytes.every((byte, index) => byte === key[index]);
}
export {
  agentName as a,
  isPushed as b,
  turnOn as c,
  canPush as d,
  isOn as i,
  keepSubscribed as k,
  permission as p,
  subscriptionHere as s,
  turnOff as t
};
