const HIDDEN_FRAME_MS = 100;

/** What is to be done in the next frame, in the order it was asked for. @type {Set<() => void>} */
const due = new Set();
let isAsked = false;

/**
 * Do something at most once per frame, however often it is asked for. What drawing one thing makes necessary elsewhere
 * is drawn in the same frame: each frame costs the browser as much as a line of the conversation.
 * @param {() => void} work
 */
export function oncePerFrame(work) {
  return () => {
    due.add(work);
    askForFrame();
  };
}

/** A hidden tab has no frames: there a timer takes their place. */
function askForFrame() {
  if (isAsked) return;
  isAsked = true;
  if (document.visibilityState === "visible") requestAnimationFrame(runFrame);
  else setTimeout(runFrame, HIDDEN_FRAME_MS);
}

function runFrame() {
  const done = new Set();
  for (const work of due) { // those that are added meanwhile come as well
    if (done.has(work)) continue; // again in the next frame
    due.delete(work);
    done.add(work);
    attempt(work);
  }
  isAsked = false;
  if (due.size > 0) askForFrame();
}

/** What fails takes nothing else of the frame with it. @param {() => void} work */
function attempt(work) {
  try {
    work();
  } catch (error) {
    reportError(error);
  }
}

const SOON_MS = 500;

/** Do what the first screen does not need, once there is time for it. @param {() => void} work */
export function whenIdle(work) {
  if ("requestIdleCallback" in globalThis) requestIdleCallback(work, { timeout: SOON_MS });
  else setTimeout(work);
}
