import { EditMode } from "./edit_mode.js";
import { mountEmojiButton } from "./emoji_button.js";
import { NoteLine } from "./note_line.js";
import { refuseFiles } from "./refused_files.js";
import { drawStrip } from "./strip.js";

/** What the composer has around its text, which a first message does not need: the strip, edits and the note. */
export class Floors {
  #root;
  #chat;
  #note;
  edit;

  /** @param {HTMLElement} root @param {Chat} chat @param {() => { text: string, left: number, hint: string }} box */
  constructor(root, chat, box) {
    this.#root = root;
    this.#chat = chat;
    this.edit = new EditMode(chat);
    this.#note = new NoteLine(root, chat, () => this.#sayable(box()));
    refuseFiles();
    mountEmojiButton(root);
  }

  /** @param {Message | null} reply What the next message answers. */
  draw(reply) {
    drawStrip(this.#root, { reply, isEditing: this.edit.current !== null }, this.#chat);
    this.#note.draw();
  }

  /** The newest message of mine on the screen that I may still edit. @returns {Message | undefined} */
  get lastOwn() {
    const { live, me } = this.#chat;
    return live.log.messages.findLast(({ author, deleted_at }) => author?.id === me.id && deleted_at === null);
  }

  /** The message that is edited, if it is on the screen. @returns {Message | undefined} */
  get edited() {
    return this.#chat.live.log.messages.find(({ seq }) => seq === this.edit.current?.seq);
  }

  /** @param {{ text: string, left: number, hint: string }} box */
  #sayable({ text, left, hint }) {
    const { outbox, live } = this.#chat;
    const hasUnsent = text.trim() !== "" || (live.roomId !== null && outbox.inRoom(live.roomId).length > 0);
    const { problem, state, current } = this.edit;
    return { left, hasUnsent, problem, edit: state, hint: current === null ? hint : "" };
  }
}
