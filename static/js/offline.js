/** Let the service worker keep this version's page and files. @param {string} version */
export async function keepForOffline(version) {
  const container = navigator.serviceWorker;
  if (!container || version === "") return;
  await container.register("/service-worker.js");
  const { active } = await container.ready;
  active?.postMessage({ version, files: loadedFiles() });
}

/** Remove every page and file that was kept. */
export async function forgetOffline() {
  for (const name of (await globalThis.caches?.keys()) ?? []) await caches.delete(name);
}

function loadedFiles() {
  const paths = performance.getEntriesByType("resource").map(({ name }) => new URL(name).pathname);
  return [...new Set(paths)].filter((path) => /^\/(static|i18n)\//.test(path));
}
