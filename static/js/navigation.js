import { part } from "./lib/dom.js";
import { patiently } from "./net/errors.js";
import {
  currentView, isAt, isAtList, isCovered, setAddress, setFirstAddress, readAddress, goToRoom, goToView,
} from "./page_address.js";
import { isDirect } from "./state/direct.js";
import { addressChanged, closeLayers, travelled } from "./ui/shell/layers.js";
import { goBackToList, isPhone, showScreen } from "./ui/shell/screens.js";

/**
 * @typedef {{
 *   composer: { focus(): void },
 *   log: { reveal(seq: number): void },
 *   complain(error: unknown): void,
 *   showView(name: import("./page_address.js").ViewName | null): void,
 * }} Table
 */

/** Moves between rooms, messages and, on a phone, the list of rooms; Back and Forward too. */
export class Navigation {
  #body;
  #chat;
  #table;
  #isCovered = isCovered();
  #wasCovered = false;

  /** @param {HTMLElement} body @param {Chat} chat @param {Table} table */
  constructor(body, chat, table) {
    this.#body = body;
    this.#chat = chat;
    this.#table = table;
    addressChanged.subscribe(() => {
      this.#wasCovered = this.#isCovered;
      this.#isCovered = isCovered();
    });
    travelled.subscribe(() => this.#travel());
    part(body, "to-rooms").addEventListener("click", () => this.openList());
  }

  /** Show where this visit begins, once that is known. */
  start() {
    const { changed } = this.#chat.rooms;
    const unsubscribe = changed.subscribe(() => this.#openFirst() && unsubscribe());
    if (this.#openFirst()) unsubscribe();
  }

  /**
   * @param {number} roomId
   * @param {number | null} [seq] A message of it.
   * @param {boolean} [replaces] In the history, it takes the place of where one is.
   */
  open(roomId, seq = null, replaces = false) {
    if (replaces) closeLayers();
    if (replaces) setAddress(roomId, seq);
    else goToRoom(roomId, seq);
    this.#goTo(roomId, seq);
  }

  /** Go to a list from all rooms. @param {import("./page_address.js").ViewName} name */
  openView(name) {
    goToView(name);
    this.#showView(name);
  }

  /** Go to the list of rooms, which is a screen of its own on a phone. */
  openList() {
    if (goBackToList()) return;
    setAddress(null);
    this.#showList();
  }

  /** The room on the screen is not mine any longer: go on to another one, or to the list. */
  leaveRoom() {
    const next = this.#firstRoom();
    if (!next || isPhone()) return this.openList();
    setAddress(next.id);
    return this.#goTo(next.id, null);
  }

  /** Follow Back and Forward; what the settings lay over is as it was. */
  #travel() {
    const { roomId, seq } = readAddress();
    if (this.#isCovered || (this.#wasCovered && roomId === this.#chat.live.roomId)) return;
    const view = currentView();
    if (view) this.#showView(view);
    else if (roomId === null) this.#showList();
    else this.#goTo(roomId, seq);
  }

  /** @returns {boolean} Whether the first location is known. */
  #openFirst() {
    const { roomId, seq } = readAddress();
    const view = currentView();
    if (view) return this.#chat.rooms.isRead && this.#showView(view);
    const chosen = roomId ?? this.#lastRoom() ?? this.#firstRoom()?.id;
    if (chosen === undefined && !this.#chat.rooms.isRead) return false;
    if (chosen === undefined || isAtList()) {
      setAddress(null);
      this.#showList();
    } else {
      setFirstAddress(chosen, seq);
      this.#goTo(chosen, seq);
    }
    return true;
  }

  /** @param {number} roomId @param {number | null} seq */
  #goTo(roomId, seq) {
    showScreen("room");
    this.#table.showView(null);
    void this.#open(roomId, seq).then(() => seq !== null && isAt(roomId, seq) && this.#table.log.reveal(seq));
    if (seq === null && matchMedia("(pointer: fine)").matches) this.#table.composer.focus();
  }

  /** @param {import("./page_address.js").ViewName} name @returns {true} */
  #showView(name) {
    showScreen("room");
    this.#chat.closeRoom();
    this.#table.showView(name);
    this.#opened();
    return true;
  }

  #showList() {
    const left = this.#chat.live.roomId;
    this.#table.showView(null);
    showScreen("rooms");
    this.#chat.closeRoom();
    this.#opened();
    if (isPhone()) this.#body.querySelector(/** @type {"a"} */ (`.room[data-room="${left}"]`))?.focus();
  }

  /** @param {number} roomId @param {number | null} around */
  async #open(roomId, around) {
    const chat = this.#chat;
    try {
      if (!chat.rooms.get(roomId) && !(await this.#find(roomId))) return;
      await chat.openRoom(roomId, { around });
      chat.storage.setItem(`last-room:${chat.me.id}`, String(roomId));
    } catch (error) {
      this.#table.complain(error);
    } finally {
      this.#opened();
    }
  }

  #opened() {
    if (this.#chat.hasOpened) return;
    this.#chat.hasOpened = true;
    this.#chat.rooms.changed.emit();
  }

  /**
   * Ask for a room that my list lacks, until it is there or the person goes elsewhere.
   * @param {number} roomId @returns {Promise<boolean>} Whether they are still waiting for it.
   */
  async #find(roomId) {
    const isMissing = () => isAt(roomId) && !this.#chat.rooms.get(roomId);
    await patiently(() => this.#chat.refreshRoom(roomId), isMissing).catch((error) => {
      if (isMissing()) throw error;
    });
    return isAt(roomId);
  }

  #firstRoom() {
    const joined = this.#chat.rooms.joined();
    return joined.find((room) => !isDirect(room)) ?? joined[0];
  }

  #lastRoom() {
    const roomId = Number(this.#chat.storage.getItem(`last-room:${this.#chat.me.id}`));
    return this.#chat.rooms.get(roomId)?.id;
  }
}
