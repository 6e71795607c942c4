import { deviceMs } from "./lib/clock.js";

const CHECK_MS = 1_000;
/**
 * Timers of a hidden tab may come once a minute; a longer silence means that the machine slept or the page was frozen.
 */
const ASLEEP_MS = 20_000;

/**
 * Tell when this page may have missed something: `slept` after a sleep, when every connection is dead; `returned` when
 * the network or the page came back, and a connection may live on.
 * @param {{ slept: () => void, returned: () => void }} what
 */
export function watchWaking({ slept, returned }) {
  let lastMs = deviceMs();
  const check = () => {
    const gapMs = deviceMs() - lastMs;
    lastMs = deviceMs();
    if (gapMs > ASLEEP_MS) slept();
    return gapMs > ASLEEP_MS;
  };
  setInterval(check, CHECK_MS);
  addEventListener("online", () => check() || returned());
  addEventListener("pageshow", (event) => check() || (event.persisted && returned()));
  document.addEventListener("resume", () => check() || returned());
  document.addEventListener("visibilitychange", check);
}
