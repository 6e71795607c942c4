import { gettext } from "../../lib/i18n.js";
import { lastSeenText } from "../../lib/last_seen.js";

/**
 * Whether a person is here, or when they were. A bot that isn't connected is not away: it may post at any time.
 * @param {User} user
 * @param {boolean} isOnline
 * @param {Member | null} member
 */
export function presenceText(user, isOnline, member) {
  if (isOnline) return gettext("Online now");
  if (user.is_bot) return "";
  return member?.last_seen_at ? lastSeenText(member.last_seen_at) : gettext("Offline");
}
