import { au as daysSince, G as interpolate, _ as dayName, F as gettext, N as timeOfDay, n as now } from "./app.js";
function lastSeenText(time, today = now()) {
  switch (daysSince(time, today)) {
    case 0:
      return interpolate(gettext("Last seen today at %(time)s"), { time: timeOfDay(time) });
    case 1:
      return gettext("Last seen yesterday");
    default:
      return interpolate(gettext("Last seen on %(day)s"), { day: dayName(time, today) });
  }
}
function presenceText(isOnline, member) {
  if (isOnline) return gettext("Online now");
  return member?.last_seen_at ? lastSeenText(member.last_seen_at) : gettext("Offline");
}
export {
  presenceText
};
