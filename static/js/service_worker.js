/**
 * Lets the chat open without a network, and nearly for free with one: it keeps the page and its files as they were at
 * one version of the installation. The page itself always comes from the network when there is one, and names its
 * version; the files of that version are then taken from here. It never touches the endpoints.
 */

const PREFIX = "chatsite-";
const SHELL = "/";
/** @type {any} */
const worker = self;

worker.addEventListener("install", () => worker.skipWaiting());
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(worker.clients.claim()));

worker.addEventListener("message", (/** @type {any} */ event) => {
  const { version, files } = event.data;
  event.waitUntil(keep(version, files));
});

worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request, clientId } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate" && isChat(url.pathname)) event.respondWith(page(request));
  else if (/^\/(static|i18n)\//.test(url.pathname)) event.respondWith(file(request, clientId));
});

worker.addEventListener("notificationclick", (/** @type {any} */ event) => {
  event.notification.close();
  event.waitUntil(openAt(event.notification.data ?? SHELL));
});

/** In a tab of the chat, or in a new one. @param {string} address */
async function openAt(address) {
  const tabs = await worker.clients.matchAll({ type: "window" });
  const chat = tabs.find((/** @type {any} */ tab) => isChat(new URL(tab.url).pathname));
  if (!chat) return worker.clients.openWindow(address);
  await chat.focus();
  return chat.navigate(address);
}

/** @param {string} path */
function isChat(path) {
  if (path === SHELL || /^\/(catch-up|inbox|saved)\/$/.test(path)) return true;
  return /^\/rooms\/\d+\/\d+$/.test(path) || /^\/settings\/([a-z]+\/)?$/.test(path);
}

/** From the network, remembered; without a network as remembered. @param {Request} request */
async function page(request) {
  try {
    const response = await fetch(request);
    const version = response.headers.get("X-Static-Version");
    if (response.ok && !response.redirected && version) await (await open(version)).put(SHELL, response.clone());
    return response;
  } catch (error) {
    const kept = await (await current())?.match(SHELL);
    if (kept) return kept;
    throw error;
  }
}

/**
 * A file of the chat page, which named the version that is kept here.
 * @param {Request} request
 * @param {string} clientId
 */
async function file(request, clientId) {
  const client = await worker.clients.get(clientId);
  const cache = client && isChat(new URL(client.url).pathname) ? await current() : null;
  return (await cache?.match(request)) ?? fetch(request);
}

/**
 * What the page has loaded is kept; the browser has just fetched it.
 * @param {string} version
 * @param {string[]} files
 */
async function keep(version, files) {
  const cache = await open(version);
  await Promise.all(files.map((path) => keepFile(cache, path)));
  if (!(await cache.match(SHELL))) await page(new Request(SHELL));
}

/** @param {Cache} cache @param {string} path */
async function keepFile(cache, path) {
  if (await cache.match(path)) return;
  const response = await fetch(path, { cache: "force-cache" });
  if (response.ok) await cache.put(path, response);
}

/** @returns {Promise<Cache | null>} */
async function current() {
  const name = (await caches.keys()).find((key) => key.startsWith(PREFIX));
  return name === undefined ? null : caches.open(name);
}

/** The files of one version; those of any other go. @param {string} version */
async function open(version) {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== PREFIX + version).map((name) => caches.delete(name)));
  return caches.open(PREFIX + version);
}
