import { Signal } from "../../lib/signal.js";
import { timeZone } from "../../lib/times.js";
import { call } from "../../net/api.js";
import { ChatError, isPassing } from "../../net/errors.js";
import { SearchResults } from "../../state/search_results.js";
import { isWorthAsking } from "../../state/search_query.js";

/** @typedef {import("../../state/search_results.js").Answer} Answer */
/** @typedef {{ text: string, roomId: number | null }} Search roomId: where to look only. */

const PAGE = 25;
const PAUSE_MS = 300;
const TIMEOUT_MS = 20_000;
/** When a search that takes its time says so, and says so again. */
const WORDS_MS = [400, 4_000];

/**
 * Asks the server what someone searches for: after a pause in typing, or at once. Only the answer to the latest search
 * counts, and what was found before stays until then.
 */
export class Searching {
  changed = /** @type {Signal<void>} */ (new Signal());
  results = new SearchResults();
  /** What the results are of, or what is being asked for. @type {Search} */
  search = { text: "", roomId: null };
  phase = /** @type {"blank" | "asking" | "done" | "failed"} */ ("blank");
  /** Whether the next page is what is asked for. */
  isMore = false;
  /** How much there is to say about the waiting. */
  waited = 0;
  /** @type {ChatError | null} */
  error = null;
  #read;
  #request = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #pause;
  /** @type {ReturnType<typeof setTimeout>[]} */
  #timers = [];

  /** @param {(path: string, signal: AbortSignal) => Promise<Answer>} [read] */
  constructor(read = (path, signal) => call("GET", path, undefined, signal)) {
    this.#read = read;
  }

  /** Someone types: search when they pause, unless what they write is not finished. @param {Search} search */
  soon(search) {
    clearTimeout(this.#pause);
    if (search.text.trim() === "") return this.clear();
    if (!isWorthAsking(search.text) || this.#isAsked(search)) return undefined;
    this.#pause = setTimeout(() => void this.now(search), PAUSE_MS);
    return undefined;
  }

  /** @param {Search} search */
  async now(search) {
    clearTimeout(this.#pause);
    if (search.text.trim() === "") return this.clear();
    this.search = search;
    this.isMore = false;
    return this.#ask("", (answer) => this.results.replace(answer));
  }

  /** Look further back. */
  async more() {
    const { before } = this.results;
    if (before === null || this.phase === "asking") return;
    this.isMore = true;
    await this.#ask(`&before=${before}`, (answer) => this.results.add(answer));
  }

  /** Ask again for what failed. */
  retry() {
    return this.isMore ? this.more() : this.now(this.search);
  }

  clear() {
    this.#end();
    this.search = { ...this.search, text: "" };
    this.results = new SearchResults();
    this.#show("blank");
  }

  /** Whether the search failed for a reason that passes, such as the network. */
  get isWaiting() {
    return this.phase === "failed" && isPassing(this.error);
  }

  /** A message was edited: whether it is found still, and how it reads now. @param {Message} message */
  async lookAgain({ id, version }) {
    const { search, results } = this;
    const known = results.of(id);
    if (known) known.message = { ...known.message, version }; // once is enough
    const path = `${pathOf(search)}&before=${id + 1}&limit=1`;
    const answer = await this.#read(path, AbortSignal.timeout(TIMEOUT_MS)).catch(() => null);
    if (answer === null || search !== this.search || results !== this.results) return;
    const [result] = answer.results;
    if (result?.message.id === id) results.put(result);
    else results.drop(({ message }) => message.id === id);
    this.changed.emit();
  }

  /** @param {Search} search */
  #isAsked({ text, roomId }) {
    return ["asking", "done"].includes(this.phase) && text.trim() === this.search.text.trim()
      && roomId === this.search.roomId;
  }

  /** @param {string} cursor @param {(answer: Answer) => void} take */
  async #ask(cursor, take) {
    this.#end();
    const request = (this.#request = new AbortController());
    this.#timers = [
      setTimeout(() => request.abort(), TIMEOUT_MS),
      ...WORDS_MS.map((ms, at) => setTimeout(() => this.#wait(at + 1), ms)),
    ];
    this.#show("asking");
    try {
      const answer = await this.#read(`${pathOf(this.search)}${cursor}&limit=${PAGE}`, request.signal);
      if (request !== this.#request) return;
      take(answer);
      this.#end();
      this.#show("done");
    } catch (error) {
      if (request !== this.#request) return;
      this.#fail(error);
    }
  }

  /** @param {unknown} error */
  #fail(error) {
    if (!(error instanceof ChatError)) throw error;
    this.#end();
    this.error = error;
    if (!this.isMore) this.results = new SearchResults();
    this.#show("failed");
    const pauseMs = (error.retryAfterS ?? 0) * 1_000;
    if (isPassing(error) && pauseMs > 0) this.#timers = [setTimeout(() => void this.retry(), pauseMs)];
  }

  /** @param {number} waited */
  #wait(waited) {
    this.waited = waited;
    this.changed.emit();
  }

  /** @param {Searching["phase"]} phase */
  #show(phase) {
    this.phase = phase;
    this.waited = 0;
    if (phase !== "failed") this.error = null;
    this.changed.emit();
  }

  /** Want no answer any longer, and wait for nothing. */
  #end() {
    const request = this.#request;
    this.#request = new AbortController();
    request.abort();
    for (const timer of [this.#pause, ...this.#timers]) clearTimeout(timer);
    this.#timers = [];
  }
}

/** @param {Search} search */
function pathOf({ text, roomId }) {
  const where = roomId === null ? "" : `&room_id=${roomId}`;
  return `/search?q=${encodeURIComponent(text.trim())}${where}&tz=${encodeURIComponent(timeZone())}`;
}
