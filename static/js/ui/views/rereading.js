const REREAD_MS = 500;

/**
 * Read a view again soon after something in it may have changed, once for all that happens meanwhile.
 * @param {HTMLElement} root @param {() => void} read
 * @returns {() => void} Something may have changed.
 */
export function rereading(root, read) {
  let timer = 0;
  return () => {
    if (root.hidden) return;
    timer ||= window.setTimeout(() => {
      timer = 0;
      if (!root.hidden) read();
    }, REREAD_MS);
  };
}
