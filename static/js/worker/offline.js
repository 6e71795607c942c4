import { isChat } from "./tabs_of_chat.js";

/** The page and its files, as they were at one version of the installation. */

const PREFIX = "chatsite-";
const SHELL = "/";
/** @type {any} */
const offlineWorker = self;

/** From the network, remembered; without a network as remembered. @param {Request} request */
export async function page(request) {
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
export async function file(request, clientId) {
  const client = await offlineWorker.clients.get(clientId);
  const cache = client && isChat(new URL(client.url).pathname) ? await current() : null;
  return (await cache?.match(request)) ?? fetch(request);
}

/**
 * What the page has loaded is kept; the browser has just fetched it.
 * @param {string} version
 * @param {string[]} files
 */
export async function keep(version, files) {
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
