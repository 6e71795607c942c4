import { gettext } from "../../lib/i18n.js";
import { permission } from "./push_here.js";

/**
 * What keeps this browser from showing notifications.
 * @returns {{ text: string, isLasting: boolean } | null} isLasting: asking it again is of no use.
 */
export function obstacle() {
  if (permission() === "denied") {
    const text = gettext("Your browser blocks notifications from this site. You can allow them in its settings.");
    return { text, isLasting: false };
  }
  if (permission() !== "unsupported") return null;
  return { text: missing(), isLasting: true };
}

/** Why nothing is shown though the person wanted it: the browser is in the way, or its question was only closed. */
export function refusal() {
  const closed = gettext("Notifications weren't allowed. Try again, and choose “Allow” when your browser asks.");
  return obstacle()?.text ?? closed;
}

function missing() {
  if (!isSecureContext) return gettext("Notifications need a secure connection (https). Ask your administrator.");
  if (isAppleTouch()) {
    return gettext("First add the chat to your Home Screen: choose Share, then Add to Home Screen, and open it there.");
  }
  return gettext("This browser can't show notifications.");
}

/** An iPad says that it is a Mac. */
function isAppleTouch() {
  return /iPhone|iPad/.test(navigator.userAgent) || (/Mac/.test(navigator.platform) && navigator.maxTouchPoints > 1);
}
