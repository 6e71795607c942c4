/**
 * Load at the first call, and share what came; what did not come is tried again at the next call.
 * @template T
 * @param {() => Promise<T>} load
 * @returns {() => Promise<T>}
 */
export function once(load) {
  let loading = /** @type {Promise<T> | null} */ (null);
  return () => (loading ??= load().catch((error) => {
    loading = null;
    throw error;
  }));
}
