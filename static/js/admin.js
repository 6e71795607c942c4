/** The admin shows times in the zone of this cookie: at once on the first page, then on every page. */
import { timeZone } from "./lib/times.js";

const shown = document.querySelector("[data-time-zone]")?.getAttribute("data-time-zone");
const had = document.cookie.includes("time_zone=");
const secure = location.protocol === "https:" ? "; Secure" : "";
document.cookie = `time_zone=${timeZone()}; Path=/admin/; Max-Age=31536000; SameSite=Lax${secure}`;
if (!had && shown && shown !== timeZone() && document.cookie.includes("time_zone=")) location.reload();
