import { oncePerFrame } from "../../lib/frames.js";
import { EditMode } from "./edit_mode.js";
import { mountEmojiButton } from "./emoji_button.js";
import { NoteLine } from "./note_line.js";
import { loaded } from "../shell/loading.js";
import { toast } from "../shell/toasts.js";
import { mountVoiceButton } from "../recording/voice_button.js";
import { mountAttaching } from "../tray/attaching.js";
import { answered, drawStrip } from "./strip.js";

/** What the composer has around its text, which a first message does not need: the strip, edits and the note. */
export class Floors {
  #root;
  #chat;
  #note;
  #tray = /** @type {import("../tray/tray.js").Tray | null} */ (null);
  #isLoadingTray = false;
  #reply = /** @type {import("../../state/drafts.js").Answered | null} */ (null);
  edit;

  /** @param {HTMLElement} root @param {Chat} chat @param {() => { text: string, left: number, hint: string }} box */
  constructor(root, chat, box) {
    this.#root = root;
    this.#chat = chat;
    this.edit = new EditMode(chat);
    this.#note = new NoteLine(root, chat, () => this.#sayable(box()));
    mountAttaching(root, chat);
    mountEmojiButton(root);
    mountVoiceButton(root, chat);
    chat.trays.changed.subscribe(() => this.#drawTray());
    chat.live.changed.subscribe(oncePerFrame(() => this.#drawStrip()));
    chat.files.said.subscribe((text) => toast(text));
  }

  answered = answered;

  /** @param {import("../../state/drafts.js").Answered | null} reply What the next message answers. */
  draw(reply) {
    this.#reply = reply;
    this.#drawStrip();
    this.#note.draw();
    this.#drawTray();
  }

  /** A message that is answered shows as it is now. */
  #drawStrip() {
    const message = this.#chat.live.log.messages.find(({ seq }) => seq === this.#reply?.seq);
    const reply = message ? answered(message) : this.#reply;
    drawStrip(this.#root, { reply, isEditing: this.edit.current !== null }, this.#chat);
  }

  /** Its code comes with the first file. */
  #drawTray() {
    if (this.#tray) this.#tray.draw();
    else if (this.#chat.trays.in(this.#chat.live.roomId).length > 0) void this.#loadTray();
  }

  async #loadTray() {
    if (this.#isLoadingTray) return;
    this.#isLoadingTray = true;
    const code = await loaded(() => Promise.all([import("../tray/tray.js"), this.#chat.files.load()]));
    this.#isLoadingTray = false;
    if (code === null) return;
    const [{ Tray }, files] = code;
    this.#tray = new Tray(this.#root, this.#chat, files);
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

  /** @returns {Promise<boolean>} Whether no message is edited any more. */
  async leaveEdit() {
    const mayDiscard = async () => (await loaded(() => import("../dialogs/confirm.js")))?.confirmed("discard-edit");
    if (this.edit.isChanged && !(await mayDiscard())) return false;
    this.edit.cancel();
    return true;
  }

  /** @param {{ text: string, left: number, hint: string }} box */
  #sayable({ text, left, hint }) {
    const { outbox, live, trays } = this.#chat;
    const isStuck = trays.in(live.roomId).some(({ error }) => error !== "");
    const hasUnsent = text.trim() !== "" || (live.roomId !== null && outbox.inRoom(live.roomId).length > 0);
    const { problem, state, current } = this.edit;
    const ofMessage = current === null ? { hint, isStuck } : {};
    return { left, hasUnsent, problem, edit: state, ...ofMessage };
  }
}
