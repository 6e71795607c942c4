/**
 * Which tabs of this browser are alive. Each holds a Web Lock with its name for as long as it lives; the browser
 * lets go of it even when a tab crashes. Without Web Locks (plain http) every other tab counts as gone: a message
 * may then be sent twice, and the server stores it once.
 */

const PREFIX = "chatsite-tab:";

/** @param {string} tab */
export function keepTabAlive(tab) {
  void navigator.locks?.request(PREFIX + tab, () => new Promise(() => {}));
}

/** @param {string} ownTab @returns {Promise<Set<string>>} */
export async function liveTabs(ownTab) {
  const held = (await navigator.locks?.query())?.held ?? [];
  const tabs = held.map((lock) => lock.name ?? "").filter((name) => name.startsWith(PREFIX));
  return new Set([ownTab, ...tabs.map((name) => name.slice(PREFIX.length))]);
}
