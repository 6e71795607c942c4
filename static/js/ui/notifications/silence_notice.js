import { part } from "../../lib/dom.js";
import { gettext, interpolate } from "../../lib/i18n.js";
import { sinceTime } from "../../lib/times.js";
import { dialog } from "../dialogs/dialogs.js";
import { attempt } from "../shell/toasts.js";
import { changeChoices, choicesChanged } from "./choices.js";
import { pausedText } from "./pause_button.js";

/** Say at the top that nothing disturbs now, and until when. @param {HTMLElement} section */
export function mountSilence(section) {
  const notice = part(section, "silence");
  const resume = part(section, "resume");
  choicesChanged.subscribe(({ silence }) => {
    notice.hidden = silence === null;
    resume.hidden = silence?.reason !== "paused";
    if (silence) part(section, "silence-text").textContent = `${silenceText(silence)}.`;
  });
  resume.addEventListener("click", async () => {
    if (await attempt(() => changeChoices({ paused_until: null }))) part(section, "devices-title").parentElement
      ?.closest("[data-section]")?.querySelector("h2")?.focus();
  });
  part(section, "pause-row").hidden = dialog("pause-notifications") === null; // a page without the chat
}

/** @param {NonNullable<NotificationsAnswer["silence"]>} silence */
export function silenceText({ reason, until }) {
  if (reason === "paused") return pausedText(until);
  return interpolate(gettext("It's within your quiet hours, until %(time)s"), { time: sinceTime(until) });
}
