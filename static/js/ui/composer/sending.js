import { loaded } from "../shell/loading.js";
import { maySend } from "./composer_view.js";
import { startSlowMode } from "./slow_mode.js";

export const MAX_CONTENT_CHARS = 4_000;
const COMMAND = /^\/[a-z]+(?!\S)/;
const MENTIONS_ROOM = "<@room>";

/** A text does not wait longer than this for the code that finds its emoji. */
const PATIENCE_MS = 2_000;

/** Comes with the first text that may name an emoji. @type {typeof import("../../lib/emoji_table.js") | null} */
let emoji = null;

/**
 * @typedef {{ isEditing: boolean, replyTo: number | null }} Now
 * @typedef {{ now(): Now, sent(): void }} Writing What is being written, and what follows when it was sent.
 */

/** From the text in the box to a message on its way. What must be asked or fetched first leaves the text there. */
export class Sending {
  #chat;
  #box;
  #writing;

  /** @param {Chat} chat @param {import("./text_box.js").TextBox} box @param {Writing} writing */
  constructor(chat, box, writing) {
    this.#chat = chat;
    this.#box = box;
    this.#writing = writing;
  }

  submit() {
    const { adding } = this.#chat.files;
    if (adding) return void this.#submitSoon(adding);
    const typed = this.#box.text.trim();
    if (!this.#maySend(typed)) return undefined;
    if (COMMAND.test(typed)) return void this.#command(typed);
    return typed.includes(MENTIONS_ROOM) ? void this.#askFirst(typed) : this.#post(typed);
  }

  /** @param {Promise<void>} adding */
  async #submitSoon(adding) {
    const isStillHere = this.#watch();
    await adding;
    if (isStillHere()) this.submit();
  }

  /** @param {string} typed */
  #post(typed) {
    const content = typed.includes(":") ? emoji?.withEmojiNow(typed) ?? null : typed;
    if (content === null) void this.#postSoon(typed);
    else this.#send(content, "");
  }

  /** @param {string} content */
  #maySend(content) {
    if (this.#roomId === null || [...content].length > MAX_CONTENT_CHARS) return false;
    return maySend(this.#chat, content.length);
  }

  get #roomId() {
    return this.#chat.live.roomId;
  }

  /** The text stays in its box until it is sent: what is typed meanwhile stays there too. @param {string} typed */
  async #postSoon(typed) {
    const isStillHere = this.#watch();
    emoji ??= await Promise.race([import("../../lib/emoji_table.js").catch(() => null), nothingIn(PATIENCE_MS)]);
    const content = await emoji?.withEmojiSoon(typed) ?? typed;
    const text = this.#box.text.trimStart();
    const sent = [typed, content].find((beginning) => text.startsWith(beginning)); // the box may show the emoji already
    if (sent === undefined || !isStillHere() || !this.#maySend(sent)) return;
    this.#send(content, text.slice(sent.length));
  }

  /** Everyone in the room gets a notification: ask whether that is meant. @param {string} typed */
  async #askFirst(typed) {
    const isStillHere = this.#watch();
    const asked = await loaded(() => import("./commands.js"));
    if (!(await asked?.mayNotifyRoom(this.#chat)) || !isStillHere() || this.#box.text.trim() !== typed) return;
    this.#post(typed);
  }

  /** @param {string} typed */
  async #command(typed) {
    const isStillHere = this.#watch();
    const commands = await loaded(() => import("./commands.js"));
    const outcome = await commands?.run(typed, this.#chat);
    if (!outcome || !isStillHere() || this.#box.text.trim() !== typed) return;
    if (outcome.say) this.#post(outcome.say);
    else if (outcome.isDone) this.#empty("");
  }

  /** @returns {() => boolean} Whether the same room is on the screen, and no message is edited. */
  #watch() {
    const roomId = this.#roomId;
    return () => roomId === this.#roomId && !this.#writing.now().isEditing;
  }

  /** @param {string} content @param {string} rest What stays in the box. */
  #send(content, rest) {
    const roomId = /** @type {number} */ (this.#roomId);
    startSlowMode(this.#chat, roomId);
    this.#chat.post(roomId, content, this.#writing.now().replyTo);
    this.#empty(rest);
  }

  /** @param {string} rest */
  #empty(rest) {
    this.#box.show(rest);
    this.#writing.sent();
  }
}

/** @param {number} ms @returns {Promise<null>} */
function nothingIn(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms, null));
}
