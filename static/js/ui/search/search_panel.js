import { hideIf, part, parts } from "../../lib/dom.js";
import { RecentSearches } from "../../state/recent_searches.js";
import { without } from "../../state/search_query.js";
import { Beginning } from "./beginning.js";
import { drawChips } from "./chips.js";
import { followResults } from "./live_results.js";
import { ResultsView } from "./results_view.js";
import { drawScope } from "./scope.js";
import { SearchField } from "./search_field.js";
import { drawState } from "./search_state.js";
import { Searching } from "./searching.js";
import { WayBack } from "./way_back.js";

/**
 * @typedef {{ open(view: "results"): void, isBeside: boolean, changed: import("../../lib/signal.js").Signal<void> }}
 *   Side
 * @typedef {import("../../state/search_results.js").Result} Result
 * @typedef {{ log: import("../conversation/conversation.js").ConversationLog } & import("./way_back.js").Page} Page
 */

/** The search of messages, in the side: the field, what was understood of it, and what was found. */
export class SearchPanel {
  #view;
  #chat;
  #side;
  #parts;
  #searching = new Searching();
  #recent;
  #field;
  #beginning;
  #results;
  #wayBack;
  /** The room that was on the screen when the search began. @type {number | null} */
  #roomId = null;
  #isInRoom = false;
  #openedId = 0;

  /** @param {HTMLElement} view @param {Chat} chat @param {Side} side @param {Page} page */
  constructor(view, chat, side, page) {
    this.#view = view;
    this.#chat = chat;
    this.#side = side;
    this.#parts = parts(view, "body", "chips", "scope", "more", "retry", "widen", "found", "beginning");
    this.#recent = new RecentSearches(chat.snapshot);
    this.#field = new SearchField(view, chat, {
      soon: () => this.#searching.soon(this.#search),
      now: () => this.#searchNow(),
      down: () => this.#results.focus(),
    });
    this.#beginning = new Beginning(this.#parts.beginning, this.#recent, {
      search: (text) => this.#searchFor(text),
      type: (text) => this.#field.type(text),
    });
    this.#results = new ResultsView(this.#parts.found, chat, {
      open: (result) => this.#open(result),
      leave: () => this.#field.focus(),
    });
    this.#wayBack = new WayBack(chat, page.log, page, {
      showResults: () => this.#reopen(),
      areBeside: () => side.isBeside,
      has: (by) => this.#from(by) !== undefined,
      step: (by) => this.#step(by),
    });
    this.#listen();
  }

  /**
   * @param {boolean} inRoom Whether only the room on the screen is searched.
   * @param {boolean} isAsked Whether Enter was pressed before this code came.
   */
  begin(inRoom, isAsked) {
    this.#roomId = this.#chat.live.roomId ?? this.#roomId;
    this.#isInRoom = inRoom && this.#chat.live.roomId !== null;
    this.#beginning.draw();
    this.#field.begin();
    if (isAsked) this.#searchNow();
    else void this.#searchAgain();
  }

  get #search() {
    return { text: this.#field.text, roomId: this.#isInRoom ? this.#roomId : null };
  }

  #listen() {
    const { chips, scope, more, retry, widen } = this.#parts;
    const chat = this.#chat;
    this.#searching.changed.subscribe(() => this.#draw());
    this.#side.changed.subscribe(() => this.#wayBack.draw());
    for (const signal of [chat.roomChanged, chat.connection.statusChanged]) signal.subscribe(() => this.#draw());
    chips.addEventListener("click", (event) => this.#removeChip(event));
    scope.addEventListener("click", (event) => this.#choose(event));
    more.addEventListener("click", () => void this.#more());
    retry.addEventListener("click", () => void this.#searching.retry());
    widen.addEventListener("click", () => this.#lookIn(false));
    followResults(this.#searching, chat);
  }

  #draw() {
    const { results, phase, search } = this.#searching;
    if (this.#chat.live.roomId !== null && !this.#isInRoom) this.#roomId = this.#chat.live.roomId;
    drawScope(this.#parts.scope, this.#chat.rooms.get(this.#roomId ?? 0), this.#isInRoom);
    drawState(this.#view, this.#searching, { isInRoom: this.#isInRoom, isOnline: this.#chat.connection.online });
    if (phase === "blank" && this.#parts.beginning.hidden) this.#beginning.draw();
    hideIf(this.#parts.beginning, phase !== "blank");
    this.#results.show(results.rows(search.roomId === null));
    this.#drawChips();
    this.#wayBack.draw();
  }

  /** What has the focus stays in the list, or the field follows. */
  #drawChips() {
    const { chips } = this.#parts;
    const buttons = () => [...chips.querySelectorAll("button")];
    const at = buttons().findIndex((button) => button === document.activeElement);
    drawChips(chips, this.#searching.results.understood, this.#chat.rooms);
    if (at >= 0) (buttons()[Math.min(at, buttons().length - 1)] ?? part(document, "side-title")).focus();
  }

  #searchNow() {
    this.#recent.note(this.#field.text);
    this.#results.markOpened(null);
    this.#parts.body.scrollTop = 0;
    void this.#searching.now(this.#search);
  }

  /** For what stands in the field, unless that is what was found. */
  async #searchAgain() {
    const { text, roomId } = this.#search;
    const { search, phase } = this.#searching;
    const isSame = text.trim() === search.text.trim() && roomId === search.roomId;
    const isKnown = isSame && ["asking", "done"].includes(phase);
    if (isKnown) this.#draw();
    else await this.#searching.now(this.#search);
  }

  /** @param {string} text */
  #searchFor(text) {
    this.#field.show(text);
    this.#searchNow();
  }

  /** @param {MouseEvent} event */
  #removeChip({ target }) {
    const at = /** @type {Element} */ (target).closest("button")?.dataset.at;
    if (at === undefined) return;
    const left = without(this.#field.text, this.#searching.results.understood, Number(at));
    this.#field.show(left);
    void this.#searching.now(this.#search);
    if (left === "") this.#field.focus();
  }

  /** @param {MouseEvent} event */
  #choose({ target }) {
    const scope = /** @type {Element} */ (target).closest("button")?.dataset.scope;
    if (scope) this.#lookIn(scope === "room");
  }

  /** @param {boolean} inRoom */
  #lookIn(inRoom) {
    this.#isInRoom = inRoom;
    void this.#searchAgain();
  }

  async #more() {
    const hadFocus = this.#parts.more === document.activeElement;
    const { length } = this.#searching.results.items;
    await this.#searching.more();
    if (hadFocus && this.#searching.results.items.length > length) this.#results.focus(length);
  }

  /** @param {Result} result */
  #open({ message }) {
    this.#recent.note(this.#searching.search.text);
    this.#note(message);
    const { scrollTop } = this.#parts.body;
    this.#wayBack.open(message, this.#side.isBeside ? null : () => this.#reopen(scrollTop));
  }

  /** @param {Message} message */
  #note({ id }) {
    this.#openedId = id;
    this.#results.markOpened(id);
  }

  /** The result that stands so far from the opened one. @param {number} by */
  #from(by) {
    const { items } = this.#searching.results;
    const at = items.findIndex(({ message }) => message.id === this.#openedId);
    return at < 0 ? undefined : items[at + by];
  }

  /** @param {number} by */
  #step(by) {
    const next = this.#from(by);
    if (!next) return;
    this.#note(next.message);
    this.#wayBack.open(next.message);
  }

  /** Show the results as they were left. @param {number} [scrollTop] */
  #reopen(scrollTop = this.#parts.body.scrollTop) {
    this.#side.open("results");
    this.#results.focus();
    this.#parts.body.scrollTop = scrollTop;
  }
}
