import { io } from "../../vendor/socket.io-client-4.8.4/socket.io.esm.min.js";
import { monotonicMs } from "../lib/clock.js";
import { Signal } from "../lib/signal.js";
import { ConnectionStatus } from "../state/connection_status.js";
import { ChatError, Unreachable } from "./errors.js";

const ACK_TIMEOUT_MS = 10_000;
const PROBE_TIMEOUT_MS = 800;
const RETRY_MS = 3_000;

/**
 * The Socket.IO connection of this tab: reconnects with jitter for as long as the session lasts. It is online once the
 * server greets the page's own person: after a reconnect, the browser may have someone else's session.
 */
export class Connection {
  status = new ConnectionStatus(monotonicMs());
  statusChanged = /** @type {Signal<void>} */ (new Signal());
  /** Whose page this is. */
  userId = 0;
  #socket;
  #endedReason = /** @type {string | null} */ (null);

  constructor() {
    this.#socket = io({
      autoConnect: false,
      transports: ["websocket", "polling"],
      reconnectionDelay: 500,
      reconnectionDelayMax: 5_000,
      randomizationFactor: 0.5,
      timeout: 8_000,
    });
    this.#socket.on("ready", ({ user }) => this.#greeted(user));
    this.#socket.on("disconnect", (reason) => this.#disconnected(reason));
    this.#socket.on("connect_error", (error) => this.#refused(error));
    this.#socket.on("session_ended", ({ reason }) => (this.#endedReason = reason));
    this.#socket.io.on("reconnect_attempt", () => this.#enter("connecting"));
  }

  get online() {
    return this.status.phase === "online";
  }

  /** Why the server ended this session; null while it lasts. */
  get endedReason() {
    return this.#endedReason;
  }

  connect() {
    this.#endedReason = null;
    if (this.status.phase === "signed_out") this.#enter("connecting");
    this.#socket.connect();
  }

  /** @param {string} event @param {(payload: any) => void} listener */
  on(event, listener) {
    this.#socket.on(event, listener);
  }

  /**
   * Send an event and wait for its acknowledgement.
   * @param {string} event
   * @param {object} payload
   * @returns {Promise<any>}
   * @throws {ChatError} What the server refused; Unreachable when it did not answer in time.
   */
  async request(event, payload, timeoutMs = ACK_TIMEOUT_MS) {
    if (!this.online) throw new Unreachable();
    const ack = await this.#socket.timeout(timeoutMs).emitWithAck(event, payload).catch(() => null);
    if (ack === null) throw new Unreachable();
    if (!ack.ok) throw new ChatError(ack.error);
    return ack;
  }

  /** Send an event that is not worth waiting for. @param {string} event @param {object} payload */
  tell(event, payload) {
    if (this.online) this.#socket.volatile.emit(event, payload);
  }

  /**
   * The network came back: a connection may be dead without knowing.
   * @param {(timeoutMs: number) => Promise<unknown>} probe A request that answers soon on a live connection.
   */
  async wake(probe) {
    if (this.status.phase === "signed_out") return;
    if (this.online) {
      const alive = await probe(PROBE_TIMEOUT_MS).then(() => true, (error) => !(error instanceof Unreachable));
      if (alive) return;
    }
    this.renew();
  }

  /** Connect anew at once: after a sleep the server has long closed the old connection. */
  renew() {
    if (this.status.phase !== "signed_out") this.#socket.disconnect().connect();
  }

  /** @param {User} user */
  #greeted(user) {
    if (user.id === this.userId) this.#enter("online");
    else this.#socket.disconnect();
  }

  /** @param {string} reason */
  #disconnected(reason) {
    if (this.#endedReason !== null) this.#enter("signed_out");
    else this.#enter("offline");
    if (reason === "io server disconnect" && this.#endedReason === null) this.#retryLater();
  }

  /** @param {Error & { data?: { code?: string, retry_after_s?: number } }} error */
  #refused(error) {
    if (error.data?.code === "not_authenticated") return this.#enter("signed_out");
    this.#enter("offline");
    if (!this.#socket.active) this.#retryLater(error.data?.retry_after_s);
    return undefined;
  }

  /**
   * The client itself retries lost connections, but not refused ones.
   * @param {number} [afterS] What the server asked for.
   */
  #retryLater(afterS = 0) {
    const waitMs = Math.max(RETRY_MS * (0.5 + Math.random()), afterS * 1_000 * (1 + Math.random() / 2));
    setTimeout(() => this.status.phase !== "signed_out" && this.#socket.connect(), waitMs);
  }

  /** @param {import("../state/connection_status.js").Phase} phase */
  #enter(phase) {
    if (this.status.phase === phase) return;
    this.status.enter(phase, monotonicMs());
    this.statusChanged.emit();
  }
}
