async function keepForOffline(version) {
  const container = navigator.serviceWorker;
  if (!container || version === "") return;
  await container.register("/service-worker.js");
  const { active } = await container.ready;
  const kept = /* @__PURE__ */ new Set();
  const keep = (seen) => {
    const fresh = seen.filter(isFile).map(pathOf).filter((path) => !kept.has(path));
    for (const path of fresh) kept.add(path);
    if (fresh.length > 0) active?.postMessage({ version, files: loadedFiles() });
  };
  keep(performance.getEntriesByType("resource"));
  new PerformanceObserver((seen) => keep(seen.getEntries())).observe({ type: "resource" });
}
async function forgetOffline() {
  for (const name of await globalThis.caches?.keys() ?? []) await caches.delete(name);
}
function loadedFiles() {
  return [...new Set(performance.getEntriesByType("resource").filter(isFile).map(pathOf))];
}
function isFile(entry) {
  return /^\/(static|i18n)\//.test(pathOf(entry));
}
function pathOf({ name }) {
  return new URL(name).pathname;
}
export {
  forgetOffline,
  keepForOffline
};
