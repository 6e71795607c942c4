/** Let the service worker keep this version's page and files. @param {string} version */
export async function keepForOffline(version) {
  const container = navigator.serviceWorker;
  if (!container || version === "") return;
  await container.register("/service-worker.js");
  const { active } = await container.ready;
  const kept = new Set();
  const keep = (/** @type {PerformanceEntry[]} */ seen) => {
    const fresh = seen.filter(isFile).map(pathOf).filter((path) => !kept.has(path));
    for (const path of fresh) kept.add(path);
    if (fresh.length > 0) active?.postMessage({ version, files: loadedFiles() });
  };
  keep(performance.getEntriesByType("resource"));
  // What is loaded when it is first used is kept from then on.
  new PerformanceObserver((seen) => keep(seen.getEntries())).observe({ type: "resource" });
}

/** Remove every page and file that was kept. */
export async function forgetOffline() {
  for (const name of (await globalThis.caches?.keys()) ?? []) await caches.delete(name);
}

function loadedFiles() {
  return [...new Set(performance.getEntriesByType("resource").filter(isFile).map(pathOf))];
}

/** @param {PerformanceEntry} entry */
function isFile(entry) {
  return /^\/(static|i18n)\//.test(pathOf(entry));
}

/** @param {PerformanceEntry} entry */
function pathOf({ name }) {
  return new URL(name).pathname;
}
