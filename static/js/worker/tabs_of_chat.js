/** The tabs that show the chat, as the service worker sees them. */

/** @type {any} */
const tabsWorker = self;
const ANSWER_MS = 1_500;

/** @param {string} path */
export function isChat(path) {
  if (path === "/" || /^\/(catch-up|inbox|saved)\/$/.test(path)) return true;
  return /^\/(rooms\/\d+\/\d+|people\/\d+\/)$/.test(path) || /^\/settings\/([a-z]+\/)?$/.test(path);
}

/** Those that are looked at first. @returns {Promise<any[]>} */
export async function chatTabs() {
  const tabs = await tabsWorker.clients.matchAll({ type: "window" });
  const chats = tabs.filter((/** @type {any} */ tab) => isChat(new URL(tab.url).pathname));
  return chats.sort((/** @type {any} */ a, /** @type {any} */ b) => attention(b) - attention(a));
}

/** @param {{ focused: boolean, visibilityState: string }} tab */
function attention({ focused, visibilityState }) {
  return (focused ? 2 : 0) + (visibilityState === "visible" ? 1 : 0);
}

/** Whether a person looks at the chat now. */
export async function isLookedAt() {
  return (await chatTabs()).some(({ focused, visibilityState }) => focused && visibilityState === "visible");
}

/**
 * Ask a tab to do something.
 * @param {any} tab @param {object} wish
 * @returns {Promise<boolean>} False when it does not answer: it is still loading, or frozen.
 */
export function askTab(tab, wish) {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), ANSWER_MS);
    port1.onmessage = () => {
      clearTimeout(timer);
      resolve(true);
    };
    tab.postMessage(wish, [port2]);
  });
}

/** Lead to an address in a tab of the chat, or in a new one. @param {string} address */
export async function openAt(address) {
  const [tab] = await chatTabs();
  if (!tab) return tabsWorker.clients.openWindow(address);
  await tab.focus().catch(() => null); // a browser may refuse; the tab goes there all the same
  if (await askTab(tab, { kind: "open", url: address })) return tab;
  return tab.navigate(address).catch(() => tabsWorker.clients.openWindow(address));
}
