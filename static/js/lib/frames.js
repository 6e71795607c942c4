/**
 * Do something at most once per frame, however often it is asked for. A hidden tab has no frames: there a
 * timer takes their place.
 * @param {() => void} work
 */
export function oncePerFrame(work) {
  let due = false;
  const run = () => {
    due = false;
    work();
  };
  return () => {
    if (due) return;
    due = true;
    if (document.visibilityState === "visible") requestAnimationFrame(run);
    else setTimeout(run, 100);
  };
}

const SOON_MS = 500;

/** Do what the first screen does not need, once there is time for it. @param {() => void} work */
export function whenIdle(work) {
  if ("requestIdleCallback" in globalThis) requestIdleCallback(work, { timeout: SOON_MS });
  else setTimeout(work);
}
