import { momentOf, monotonicMs } from "../../lib/clock.js";
import { hideIf, part, showText } from "../../lib/dom.js";
import { gettext, interpolate } from "../../lib/i18n.js";
import { timeOfDay } from "../../lib/times.js";

const CHECK_MS = 500;
/** A line may stall for half a minute before it is known to be dead. */
const UNANSWERED_MS = 5_000;

/**
 * One honest line about the connection; empty when there is nothing to say.
 * @param {HTMLElement} root
 * @param {import("../../chat.js").Chat} chat
 */
export function mount(root, chat) {
  const { status, statusChanged } = chat.connection;
  const line = part(root, "text");
  const draw = () => {
    const isUnanswered = chat.sender.unansweredMs(monotonicMs()) > UNANSWERED_MS;
    const said = status.notice(monotonicMs());
    const notice = said === "none" && isUnanswered ? "unanswered" : said;
    root.dataset.notice = notice;
    document.documentElement.toggleAttribute("data-unconnected", status.phase !== "online");
    const text = noticeText(notice, status.sinceMs);
    showText(line, text);
    hideIf(part(root, "sign-in"), notice !== "signed_out");
  };
  statusChanged.subscribe(draw);
  setInterval(draw, CHECK_MS);
  draw();
}

/**
 * @param {ReturnType<import("../../state/connection_status.js").ConnectionStatus["notice"]> | "unanswered"} notice
 * @param {number} sinceMs
 */
function noticeText(notice, sinceMs) {
  switch (notice) {
    case "connecting": return gettext("Connecting…");
    case "offline": return offlineText(timeOfDay(momentOf(sinceMs)));
    case "unanswered": return gettext("Waiting for a response. Your message is saved.");
    case "back": return gettext("Back online.");
    case "signed_out": return gettext("You're signed out. Anything you wrote is saved.");
    default: return "";
  }
}

/** @param {string} time */
function offlineText(time) {
  const text = gettext("Offline since %(time)s. Your messages will be sent when you're back online.");
  return interpolate(text, { time });
}
