import { withEmojiSoon } from "../../lib/emoji_table.js";
import { Signal } from "../../lib/signal.js";
import { ChatError, Unreachable } from "../../net/errors.js";
import { toast } from "../shell/toasts.js";

/** @typedef {import("../../state/drafts.js").MessageEdit} MessageEdit */

/** The own message whose text is in the composer, in the room on the screen. */
export class EditMode {
  #chat;
  #roomId = 0;
  /** The rooms whose edit is on its way. @type {Set<number>} */
  #saving = new Set();
  /** @type {MessageEdit | null} */
  current = null;
  /** Why the last try to save it failed. */
  problem = "";
  /** Another message is edited, or none, or its state is another. @type {Signal<void>} */
  changed = new Signal();
  /** The edit is over: the draft comes back. @type {Signal<void>} */
  ended = new Signal();

  /** @param {Chat} chat */
  constructor(chat) {
    this.#chat = chat;
    chat.connection.on("ready", () => this.#saveWaiting());
    chat.live.changed.subscribe(() => this.#endWithMessage());
  }

  /** @returns {"none" | "open" | "saving" | "waiting"} */
  get state() {
    if (this.current === null) return "none";
    if (this.#saving.has(this.#roomId)) return "saving";
    return this.current.waits ? "waiting" : "open";
  }

  get isChanged() {
    return this.current !== null && this.current.text.trim() !== this.current.before.trim();
  }

  /** Go on with what was begun in a room. @param {number | null} roomId */
  enter(roomId) {
    this.#roomId = roomId ?? 0;
    this.#become(this.#chat.drafts.editIn(this.#roomId));
    this.#saveWaiting();
  }

  /** @param {Message} message */
  start({ seq, content }) {
    this.#become({ seq, before: content, text: content, waits: false });
    this.#keep();
  }

  /** @param {string} text What is in the composer now. */
  typed(text) {
    if (this.current === null || this.current.text === text) return;
    this.current = { ...this.current, text, waits: false };
    this.problem = "";
    this.#keep();
  }

  /** Leave the message as it is. */
  cancel() {
    if (this.current !== null) this.#end(this.#roomId, this.current);
  }

  /** Save the text of now; without a connection, when it is back. */
  async save() {
    if (this.current === null) return;
    if (this.isChanged) await this.#send(this.#roomId, this.current);
    else this.cancel();
  }

  /** @param {number} roomId @param {MessageEdit} edit */
  async #send(roomId, edit) {
    if (this.#saving.has(roomId)) return;
    this.#saving.add(roomId);
    this.changed.emit();
    try {
      const content = await withEmojiSoon(edit.text.trim());
      await this.#chat.connection.request("edit_message", { room_id: roomId, seq: edit.seq, content });
      this.#end(roomId, edit);
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      this.#failed(roomId, edit, error);
    } finally {
      this.#saving.delete(roomId);
      this.changed.emit();
    }
  }

  /** @param {number} roomId @param {MessageEdit} edit @param {ChatError} error */
  #failed(roomId, edit, error) {
    const waits = error instanceof Unreachable;
    this.#chat.drafts.keepEdit(roomId, { ...edit, waits });
    if (!this.#isCurrent(roomId, edit)) return waits ? undefined : toast(error.about("content"));
    this.current = { ...edit, waits };
    this.problem = waits ? "" : error.about("content");
    return undefined;
  }

  /** The message was deleted: only changes to it are worth keeping. */
  #endWithMessage() {
    if (this.current === null || (this.isChanged && this.current.text.trim() !== "")) return;
    const message = this.#chat.live.log.messages.find(({ seq }) => seq === this.current?.seq);
    if (message?.deleted_at) this.cancel();
  }

  /** In every room. */
  #saveWaiting() {
    if (!this.#chat.connection.online) return;
    for (const [roomId, edit] of this.#chat.drafts.waitingEdits()) void this.#send(roomId, edit);
  }

  /** @param {number} roomId @param {MessageEdit} edit */
  #end(roomId, edit) {
    this.#chat.drafts.keepEdit(roomId, null);
    if (!this.#isCurrent(roomId, edit)) return;
    this.#become(null);
    this.ended.emit();
  }

  /** @param {number} roomId @param {MessageEdit} edit */
  #isCurrent(roomId, edit) {
    return roomId === this.#roomId && edit.seq === this.current?.seq;
  }

  /** @param {MessageEdit | null} edit */
  #become(edit) {
    this.current = edit;
    this.problem = "";
    this.changed.emit();
  }

  #keep() {
    this.#chat.drafts.keepEdit(this.#roomId, this.current);
  }
}
