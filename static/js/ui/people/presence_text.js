import { gettext } from "../../lib/i18n.js";
import { lastSeenText } from "../../lib/last_seen.js";

/** Whether a person is here, or when they were. @param {boolean} isOnline @param {Member | null} member */
export function presenceText(isOnline, member) {
  if (isOnline) return gettext("Online now");
  return member?.last_seen_at ? lastSeenText(member.last_seen_at) : gettext("Offline");
}
