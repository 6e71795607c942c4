import { w as withEmojiSoon } from "./emoji_table.js";
import { S as Signal, C as ChatError, a6 as toast, U as Unreachable, u as part, A as loaded, F as gettext, V as ngettext, G as interpolate, K as oncePerFrame, m as monotonicMs, I as showText, E as hideIf, a9 as plainText, Y as nameOf } from "./app.js";
import { e as enterSends } from "./chat.js";
class EditMode {
  #chat;
  #roomId = 0;
  #isSaving = false;
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
    if (this.#isSaving) return "saving";
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
    const [roomId, edit] = [this.#roomId, this.current];
    if (edit === null || this.#isSaving) return;
    if (!this.isChanged) return this.cancel();
    this.#setSaving(true);
    try {
      const content = await withEmojiSoon(edit.text.trim());
      await this.#chat.connection.request("edit_message", { room_id: roomId, seq: edit.seq, content });
      this.#end(roomId, edit);
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      this.#failed(roomId, edit, error);
    } finally {
      this.#setSaving(false);
    }
  }
  /** @param {number} roomId @param {MessageEdit} edit @param {ChatError} error */
  #failed(roomId, edit, error) {
    const waits = error instanceof Unreachable;
    this.#chat.drafts.keepEdit(roomId, { ...edit, waits });
    if (!this.#isCurrent(roomId, edit)) return waits ? void 0 : toast(error.message);
    this.current = { ...edit, waits };
    this.problem = waits ? "" : error.message;
    return void 0;
  }
  /** The message was deleted: only changes to it are worth keeping. */
  #endWithMessage() {
    if (this.current === null || this.isChanged && this.current.text.trim() !== "") return;
    const message = this.#chat.live.log.messages.find(({ seq }) => seq === this.current?.seq);
    if (message?.deleted_at) this.cancel();
  }
  #saveWaiting() {
    if (this.current?.waits && this.#chat.connection.online) void this.save();
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
  /** @param {boolean} isSaving */
  #setSaving(isSaving) {
    this.#isSaving = isSaving;
    this.changed.emit();
  }
  #keep() {
    this.#chat.drafts.keepEdit(this.#roomId, this.current);
  }
}
function mountEmojiButton(root) {
  const button = part(root, "emoji");
  const text = (
    /** @type {HTMLTextAreaElement} */
    part(root, "text")
  );
  button.addEventListener("click", async () => {
    const picker = await loaded(() => import("./picker.js"));
    await picker?.openPicker(button.getBoundingClientRect(), (emoji) => insert(text, emoji));
  });
}
function insert(text, emoji) {
  text.focus({ preventScroll: true });
  text.setRangeText(emoji, text.selectionStart, text.selectionEnd, "end");
  text.dispatchEvent(new Event("input", { bubbles: true }));
}
const COUNTER_FROM = 300;
function composerNote({
  left,
  hint = "",
  pauseS = 0,
  problem = "",
  isOffline = false,
  hasUnsent = false,
  edit = "none"
}) {
  if (pauseS > 0) return { text: pauseText(pauseS), tone: "warning" };
  if (left < 0) return { text: counterText(left), tone: "danger" };
  if (problem !== "") return { text: problem, tone: "danger" };
  if (isOffline) return { text: offlineText(edit, hasUnsent), tone: "warning" };
  if (edit === "saving") return { text: gettext("Saving\u2026"), tone: "" };
  return { text: counterText(left) || hint, tone: "" };
}
function offlineText(edit, hasUnsent) {
  switch (edit) {
    case "open":
      return gettext("You're offline. Your changes are kept here.");
    case "saving":
    case "waiting":
      return gettext("Kept. Your changes are saved when you're back.");
    default:
      return hasUnsent ? gettext("Kept. It goes out when you're back.") : "";
  }
}
function counterText(left) {
  if (left >= COUNTER_FROM) return "";
  const text = left >= 0 ? ngettext("%(count)s character left", "%(count)s characters left", left) : ngettext("%(count)s character over the limit.", "%(count)s characters over the limit.", -left);
  return interpolate(text, { count: Math.abs(left) });
}
function pauseText(seconds) {
  const text = ngettext(
    "You're sending fast. This goes out in %(count)s second.",
    "You're sending fast. This goes out in %(count)s seconds.",
    seconds
  );
  return interpolate(text, { count: seconds });
}
const OFFLINE_AFTER_MS = 1500;
const TICK_MS = 250;
class NoteLine {
  #place;
  #chat;
  #look;
  #timer = 0;
  /**
   * @param {HTMLElement} root
   * @param {Chat} chat
   * @param {() => Parameters<typeof composerNote>[0]} look What there is to say now, without pauses and the network.
   */
  constructor(root, chat, look) {
    this.#place = part(root, "note");
    this.#chat = chat;
    this.#look = look;
    chat.outbox.changed.subscribe(oncePerFrame(() => this.draw()));
    chat.sender.paused.subscribe(() => this.#countDown());
    chat.roomChanged.subscribe(() => this.#countDown());
    chat.connection.statusChanged.subscribe(() => {
      this.draw();
      setTimeout(() => this.draw(), OFFLINE_AFTER_MS);
    });
  }
  draw() {
    const pauseS = Math.ceil((this.#pausedUntilMs - monotonicMs()) / 1e3);
    const { text, tone } = composerNote({ ...this.#look(), pauseS, isOffline: this.#isOffline });
    showText(this.#place, text);
    this.#place.dataset.tone = tone;
  }
  /** Count down to when the sender goes on in this room. */
  #countDown() {
    clearTimeout(this.#timer);
    this.draw();
    if (this.#pausedUntilMs > monotonicMs()) this.#timer = window.setTimeout(() => this.#countDown(), TICK_MS);
  }
  get #pausedUntilMs() {
    const { live, sender } = this.#chat;
    return live.roomId === null ? 0 : sender.pausedUntil(live.roomId);
  }
  get #isOffline() {
    const { phase, sinceMs } = this.#chat.connection.status;
    return phase !== "online" && monotonicMs() - sinceMs >= OFFLINE_AFTER_MS;
  }
}
function refuseFiles() {
  addEventListener("paste", (event) => {
    const data = event.clipboardData;
    if (!data || !holdsFiles(data) || data.types.includes("text/plain")) return;
    event.preventDefault();
    refuse();
  });
  addEventListener("dragover", (event) => {
    if (isForThePage(event)) event.preventDefault();
  });
  addEventListener("drop", (event) => {
    if (!isForThePage(event)) return;
    event.preventDefault();
    refuse();
  });
}
function refuse() {
  toast(gettext("Pictures and files can't be sent here yet."));
}
function holdsFiles(data) {
  return data.types.some((type) => type.toLowerCase() === "files");
}
function isForThePage({ dataTransfer, target }) {
  const takesFiles = target instanceof HTMLInputElement && target.type === "file";
  return dataTransfer !== null && holdsFiles(dataTransfer) && !takesFiles;
}
const EXCERPT_CHARS = 100;
function drawStrip(root, { reply, isEditing }, chat) {
  const strip = part(root, "strip");
  hideIf(strip, !isEditing && reply === null);
  strip.toggleAttribute("data-editing", isEditing);
  part(root, "strip-edit").toggleAttribute("hidden", !isEditing);
  part(root, "strip-reply").toggleAttribute("hidden", isEditing);
  if (strip.hidden) return;
  const label = isEditing ? gettext("Cancel editing") : gettext("Cancel reply");
  part(root, "strip-cancel").setAttribute("aria-label", label);
  part(root, "strip-cancel").title = label;
  showText(part(root, "strip-text"), isEditing ? editText(chat) : replyText(
    /** @type {Message} */
    reply
  ));
}
function editText({ storage }) {
  return enterSends(storage) ? gettext("Editing: Enter saves, Esc cancels") : gettext("Editing your message");
}
function replyText(message) {
  const values = { name: nameOf(message.author), text: plainText(message).trim().slice(0, EXCERPT_CHARS) };
  return interpolate(gettext("Replying to %(name)s: %(text)s"), values);
}
class Floors {
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
    const hasUnsent = text.trim() !== "" || live.roomId !== null && outbox.inRoom(live.roomId).length > 0;
    const { problem, state, current } = this.edit;
    return { left, hasUnsent, problem, edit: state, hint: current === null ? hint : "" };
  }
}
export {
  Floors
};
