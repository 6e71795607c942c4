import { agentName } from "../../lib/agent.js";
import { fromTemplate, part } from "../../lib/dom.js";
import { gettext, interpolate } from "../../lib/i18n.js";
import { fullTime } from "../../lib/times.js";
import { call } from "../../net/api.js";
import { ChatError } from "../../net/errors.js";
import { toast } from "../shell/toasts.js";

/** @typedef {{ id: string, current: boolean, last_seen_at: string, address: string, agent: string }} Session */

/** Where a person is signed in; each but this one can be ended, or all of them. @param {HTMLElement} root */
export function mountSessionList(root) {
  root.addEventListener("shown", () => void show(root));
  document.addEventListener("sessions-ended", () => !root.hidden && void show(root));
  part(root, "end-others").addEventListener("click", () => {
    void end(root, "/auth/sessions", gettext("Signed out everywhere else."));
  });
}

/** Tell the list that something else on the page has ended sessions. */
export function sessionsEnded() {
  document.dispatchEvent(new Event("sessions-ended"));
}

/** @param {HTMLElement} root */
async function show(root) {
  const sessions = await ownSessions();
  const current = sessions.filter((session) => session.current);
  const others = sessions.filter((session) => !session.current);
  part(root, "sessions").replaceChildren(...[...current, ...others].map((session) => row(root, session)));
  part(root, "end-others").hidden = others.length === 0;
}

/** When this very session was ended elsewhere, the way leads through the sign-in. @returns {Promise<Session[]>} */
async function ownSessions() {
  try {
    return (await call("GET", "/auth/sessions")).sessions;
  } catch (error) {
    const isOver = error instanceof ChatError && error.code === "not_authenticated";
    if (isOver) location.assign("/login/?next=/settings/sessions/");
    throw error;
  }
}

/** @param {HTMLElement} root @param {Session} session */
function row(root, session) {
  const node = fromTemplate("session-row");
  const agent = agentName(session.agent) || gettext("Unknown device");
  const seen = { time: fullTime(session.last_seen_at), address: session.address };
  part(node, "agent").textContent = agent;
  part(node, "seen").textContent = session.current
    ? gettext("This device")
    : interpolate(gettext("Last seen %(time)s from %(address)s"), seen);
  const button = part(node, "end");
  button.hidden = session.current;
  button.setAttribute("aria-label", interpolate(gettext("Sign out %(agent)s"), { agent }));
  button.addEventListener("click", () => {
    void end(root, `/auth/sessions/${session.id}`, interpolate(gettext("%(agent)s was signed out."), { agent }));
  });
  return node;
}

/**
 * The button is gone afterwards: the focus goes to the title.
 * @param {HTMLElement} root
 * @param {string} path
 * @param {string} done
 */
async function end(root, path, done) {
  try {
    await call("DELETE", path);
    toast(done);
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    toast(error.message);
  }
  await show(root);
  part(root, "session-title").focus();
}
