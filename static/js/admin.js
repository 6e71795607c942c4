/** The admin shows times in the zone that this cookie names: from the next page on, or at once if a page shows another. */
import { timeZone } from "./lib/times.js";

const shown = document.querySelector("[data-time-zone]")?.getAttribute("data-time-zone");
const had = document.cookie.includes("time_zone=");
const secure = location.protocol === "https:" ? "; Secure" : "";
document.cookie = `time_zone=${timeZone()}; Path=/admin/; Max-Age=31536000; SameSite=Lax${secure}`;
if (!had && shown && shown !== timeZone() && document.cookie.includes("time_zone=")) location.reload();
