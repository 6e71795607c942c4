import { part } from "../../lib/dom.js";
import { oncePerFrame } from "../../lib/frames.js";
import { hasModifier, onKey } from "../../lib/keys.js";
import { behindButtons } from "../shell/behind_buttons.js";
import { loaded } from "../shell/loading.js";
import { mountBarred } from "./barred.js";
import { drawForm, drawSend, explainRestraint, labelOf, maySend, partsOf } from "./composer_view.js";
import { sendsMessage } from "./enter_key.js";
import { MAX_CONTENT_CHARS, Sending } from "./sending.js";
import { TextBox } from "./text_box.js";
import { TypingNotice } from "./typing_notice.js";

const DRAFT_DELAY_MS = 300;

/** Where people write: each room has its own draft, and a text goes to the room it was typed in. */
export class Composer {
  #root;
  #chat;
  #page;
  #form;
  #parts;
  #box;
  #typing;
  #sending;
  /** @type {import("./floors.js").Floors | null} */
  #floors = null;
  #load;
  #roomId = /** @type {number | null} */ (null);
  #reply = /** @type {import("../../state/drafts.js").Answered | null} */ (null);
  #draftTimer = 0;

  /**
   * @param {HTMLElement} root
   * @param {Chat} chat
   * @param {{ onSend(): void, remove(message: Message): void, toLastMessage(): void }} page
   */
  constructor(root, chat, page) {
    this.#root = root;
    this.#chat = chat;
    this.#page = page;
    this.#form = /** @type {HTMLFormElement} */ (part(root, "form"));
    this.#parts = partsOf(root);
    this.#box = new TextBox(root, chat, () => this.#drawText());
    this.#typing = new TypingNotice(chat);
    this.#sending = new Sending(chat, this.#box, {
      now: () => ({ isEditing: this.#isEditing, replyTo: this.#reply?.seq ?? null }),
      sent: () => this.#sent(),
    });
    this.#load = behindButtons(root, "[data-part=attach], [data-part=emoji]", () => this.#loadFloors());
    this.#listen();
    chat.roomChanged.subscribe(() => this.#roomChanged());
    const draw = oncePerFrame(() => this.#draw());
    for (const { changed } of [chat.rooms, chat.trays, chat.blocks]) changed.subscribe(draw);
    this.#draw();
  }

  /** Get what a first message does not need. */
  prepare() {
    this.#box.prepare();
    void this.#load().catch(() => null);
  }

  /** @param {User} user */
  mention(user) {
    void this.#box.mention(user);
  }

  focus() {
    if (!this.#form.hidden) this.#box.focus();
  }

  /** The next message answers this one. @param {Message} message */
  async replyTo(message) {
    const floors = await loaded(() => this.#load());
    if (floors === null || !(await this.#leaveEdit()) || message.room_id !== this.#roomId) return;
    this.#setReply(floors.answered(message));
    this.focus();
  }

  /** Put a text before what is written: it was not sent. @param {string} text */
  giveBack(text) {
    this.#keepDraft();
    this.#chat.drafts.keepBefore(this.#roomId ?? 0, text);
    this.#showEdited();
    this.focus();
  }

  /** Change the text of an own message here. @param {Message} message */
  async edit(message) {
    const floors = await loaded(() => this.#load());
    if (floors === null || message.room_id !== this.#roomId) return;
    if (floors.edit.current?.seq !== message.seq) {
      if (!(await this.#leaveEdit())) return;
      this.#typing.stop(this.#roomId);
      floors.edit.start(message);
      this.#showEdited();
    }
    this.focus();
  }

  /** Edit what I wrote last, or else go to the messages. */
  async #up() {
    const floors = this.#floors ?? (await loaded(() => this.#load()));
    if (floors?.lastOwn) void this.edit(floors.lastOwn);
    else if (floors) this.#page.toLastMessage();
  }

  #listen() {
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.#isEditing) this.#saveEdit();
      else this.#sending.submit();
    });
    this.#box.node.addEventListener("input", () => this.#typed());
    this.#box.node.addEventListener("blur", () => this.#typing.stop(this.#roomId));
    onKey(this.#box.node, (event) => this.#key(event));
    part(this.#root, "strip-cancel").addEventListener("click", () => this.#leave());
    mountBarred(this.#root, this.#chat, () => this.focus());
    this.#chat.drafts.changedElsewhere.subscribe((roomId) => roomId === this.#roomId && this.#follow());
    addEventListener("pagehide", () => this.#keepDraft());
  }

  async #loadFloors() {
    const { Floors } = await import("./floors.js");
    const floors = new Floors(this.#root, this.#chat, () => {
      const { text, hint } = this.#box;
      return { text, hint, left: this.#left };
    });
    this.#keepDraft();
    this.#floors = floors;
    floors.edit.changed.subscribe(() => this.#draw());
    floors.edit.ended.subscribe(() => this.#showEdited());
    floors.edit.enter(this.#roomId);
    if (this.#isEditing) this.#showEdited();
    else this.#draw();
    return floors;
  }

  get #isEditing() {
    return Boolean(this.#floors?.edit.current);
  }

  get #left() {
    return MAX_CONTENT_CHARS - this.#box.length;
  }

  #sent() {
    this.#typing.sent();
    this.#keepDraft();
    this.#setReply(null);
    this.#page.onSend();
  }

  /** Without any text, a message that has no files either is to be deleted. */
  #saveEdit() {
    this.#keepDraft();
    const message = this.#floors?.edited;
    if (this.#box.length === 0 && message && !message.attachments?.length) this.#page.remove(message);
    else if (this.#left >= 0) void this.#floors?.edit.save();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.defaultPrevented) return;
    const isEmpty = this.#box.text === "" && !this.#isEditing;
    if (event.key === "Escape" && (this.#isEditing || this.#reply)) this.#leave();
    else if (event.key === "ArrowUp" && !hasModifier(event) && isEmpty) void this.#up();
    else if (sendsMessage(event, this.#chat.storage)) this.#form.requestSubmit();
    else return;
    event.preventDefault();
  }

  /** Leave the edit or else the reply. */
  #leave() {
    if (this.#isEditing) return void this.#leaveEdit().then(() => this.focus());
    this.#setReply(null);
    return this.focus();
  }

  /** Whether no message is edited any more. */
  async #leaveEdit() {
    this.#keepDraft();
    return this.#floors === null || this.#floors.leaveEdit();
  }

  #typed() {
    this.#floors?.edit.typed(this.#box.text);
    this.#drawText();
    clearTimeout(this.#draftTimer);
    this.#draftTimer = window.setTimeout(() => this.#keepDraft(), DRAFT_DELAY_MS);
    if (!this.#isEditing) this.#typing.typed(this.#roomId, this.#box.text);
  }

  #keepDraft() {
    clearTimeout(this.#draftTimer);
    this.#draftTimer = 0;
    if (this.#isEditing) this.#floors?.edit.typed(this.#box.text);
    else if (this.#roomId !== null) this.#chat.drafts.keep(this.#roomId, this.#box.text);
  }

  #roomChanged() {
    this.#typing.stop(this.#roomId);
    this.#keepDraft();
    this.#roomId = this.#chat.live.roomId;
    this.#recall();
  }

  /** Another tab sent what is unsent here, or changed it. An edit that was begun there stays there. */
  #follow() {
    const isEditedThere = !this.#isEditing && this.#chat.drafts.editIn(this.#roomId ?? 0) !== null;
    if (this.#draftTimer === 0 && !isEditedThere) this.#recall();
  }

  #recall() {
    this.#reply = this.#roomId === null ? null : this.#chat.drafts.answeredIn(this.#roomId);
    this.#floors?.edit.enter(this.#roomId);
    this.#showEdited();
  }

  /** Show the text of the edit, else the draft. */
  #showEdited() {
    this.#box.show(this.#floors?.edit.current?.text ?? this.#chat.drafts.of(this.#roomId ?? 0));
    this.#draw();
  }

  /** @param {import("../../state/drafts.js").Answered | null} reply */
  #setReply(reply) {
    this.#reply = reply;
    if (this.#roomId !== null) this.#chat.drafts.keepAnswered(this.#roomId, reply);
    this.#draw();
  }

  #draw() {
    const { room } = this.#chat;
    const wasHidden = this.#form.hidden;
    drawForm(this.#parts, this.#chat);
    void explainRestraint(this.#root, this.#chat, () => this.#draw());
    this.#box.node.readOnly = this.#floors?.edit.state === "saving";
    if (room) this.#box.name(labelOf(room, this.#isEditing));
    if (wasHidden && !this.#form.hidden) this.#box.fit();
    this.#drawText();
  }

  #drawText() {
    const may = this.#isEditing ? this.#floors?.edit.state !== "saving" : maySend(this.#chat, this.#box.length);
    this.#form.toggleAttribute("data-over", this.#left < 0);
    drawSend(this.#parts, { isEditing: this.#isEditing, isReady: may && this.#left >= 0 });
    this.#floors?.draw(this.#reply);
  }
}
