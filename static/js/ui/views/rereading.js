const REREAD_MS = 500;

/**
 * Read a view again soon after something in it may have changed: once for all that happens meanwhile, and never twice
 * at a time, so that no older answer follows a newer one.
 * @param {{ hidden: boolean }} root @param {() => Promise<void>} read
 * @returns {() => void} Something may have changed.
 */
export function rereading(root, read) {
  let isWaiting = false;
  let isAsked = false;
  const readSoon = () => {
    if (root.hidden) return;
    isAsked = true;
    if (!isWaiting) setTimeout(readNow, REREAD_MS);
    isWaiting = true;
  };
  const readNow = async () => {
    isAsked = false;
    try {
      if (!root.hidden) await read();
    } finally {
      isWaiting = false;
      if (isAsked) readSoon();
    }
  };
  return readSoon;
}
