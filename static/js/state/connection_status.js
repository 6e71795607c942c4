/**
 * What to tell a person about the connection. A short interruption is not worth a word.
 * @typedef {"connecting" | "online" | "offline" | "signed_out"} Phase
 */

export const PATIENCE_MS = 1_500;
export const BACK_ONLINE_MS = 2_500;

/** The state line as a machine: the clock is an argument. */
export class ConnectionStatus {
  /** @type {Phase} */
  phase = "connecting";
  #sinceMs;
  #toldOffline = false;
  /** The network was lost since the last connection: each new try to connect changes nothing about that. */
  #isOffline = false;

  /** @param {number} nowMs */
  constructor(nowMs) {
    this.#sinceMs = nowMs;
  }

  get sinceMs() {
    return this.#sinceMs;
  }

  /** @param {Phase} phase @param {number} nowMs */
  enter(phase, nowMs) {
    if (phase === this.phase) return;
    const stillWithout = this.phase !== "online" && phase !== "online";
    this.phase = phase;
    this.#isOffline = phase === "offline" || (this.#isOffline && phase === "connecting");
    if (!stillWithout) this.#sinceMs = nowMs;
  }

  /**
   * The notice to show now.
   * @param {number} nowMs
   * @returns {"none" | "connecting" | "offline" | "back" | "signed_out"}
   */
  notice(nowMs) {
    if (this.phase === "signed_out") return "signed_out";
    if (this.phase === "online") return this.#backOnline(nowMs);
    if (nowMs - this.#sinceMs < PATIENCE_MS) return this.#toldOffline ? "offline" : "none";
    this.#toldOffline = true;
    return this.#isOffline ? "offline" : "connecting";
  }

  /** @param {number} nowMs */
  #backOnline(nowMs) {
    const back = this.#toldOffline && nowMs - this.#sinceMs < BACK_ONLINE_MS;
    if (!back) this.#toldOffline = false;
    return back ? "back" : "none";
  }
}
