import { g as gettext } from "./app.js";
import { p as permission } from "./push_here.js";
function obstacle() {
  if (permission() === "denied") {
    const text = gettext("Your browser blocks notifications from this site. You can allow them in its settings.");
    return { text, isLasting: false };
  }
  if (permission() !== "unsupported") return null;
  return { text: missing(), isLasting: true };
}
function refusal() {
  const closed = gettext("Notifications weren't allowed. Try again, and choose \u201CAllow\u201D when your browser asks.");
  return obstacle()?.text ?? closed;
}
function missing() {
  if (!isSecureContext) return gettext("Notifications need a secure connection (https). Ask your administrator.");
  if (isAppleTouch()) {
    return gettext("First add the chat to your Home Screen: choose Share, then Add to Home Screen, and open it there.");
  }
  return gettext("This browser can't show notifications.");
}
function isAppleTouch() {
  return /iPhone|iPad/.test(navigator.userAgent) || /Mac/.test(navigator.platform) && navigator.maxTouchPoints > 1;
}
export {
  obstacle as o,
  refusal as r
};
