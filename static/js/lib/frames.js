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
