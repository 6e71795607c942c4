/** Signed out is signed out: in every tab of this browser nothing stays on the screen. */

const CHANNEL = "signed-out";
let isLeaving = false;

/** Without one, as in Safari before 15.4, the other tabs learn it from their connections. */
function channel() {
  return "BroadcastChannel" in window ? new BroadcastChannel(CHANNEL) : null;
}

/** Go to the sign-in. Until the browser is there the page is hidden, not taken apart: its events still draw. */
function leave(path = "/login/") {
  if (isLeaving) return; // the page gets its own message, too
  isLeaving = true;
  document.body.hidden = true;
  location.replace(path);
}

/** Leave when a person signs out in another tab. */
export function followSignOut() {
  channel()?.addEventListener("message", () => leave());
}

/** Leave here and in the other tabs. @param {string} [path] Where this one goes. */
export function leaveEverywhere(path) {
  channel()?.postMessage(null);
  leave(path);
}
