import { part } from "../../lib/dom.js";
import { gettext } from "../../lib/i18n.js";
import { call } from "../../net/api.js";
import { ChatError } from "../../net/errors.js";
import { beside, picturesIn } from "../../state/gallery.js";
import { dialog, openDialog } from "../dialogs/dialogs.js";
import { loaded } from "../shell/loading.js";
import { toast } from "../shell/toasts.js";
import { listenToKeys } from "./lightbox_keys.js";
import { drawAbout } from "./lightbox_text.js";
import { Stage } from "./stage.js";

/** @typedef {import("../../state/gallery.js").Shown} Shown */

let lightbox = /** @type {Lightbox | null} */ (null);

/** Show a picture of the conversation in the whole window. @param {Chat} chat @param {string} id */
export function showPicture(chat, id) {
  lightbox ??= new Lightbox(chat);
  void lightbox.open(id);
}

/** One picture after the other, over the page; Back, Escape and a tap beside it close it. */
class Lightbox {
  #chat;
  #root = dialog("lightbox");
  #stage;
  #shown = /** @type {Shown | null} */ (null);
  /** The messages before this one were asked for. */
  #askedBefore = 0;

  /** @param {Chat} chat */
  constructor(chat) {
    this.#chat = chat;
    this.#stage = new Stage(this.#root, {
      step: (by) => this.step(by),
      close: () => this.#root.close(),
      failed: () => void this.#lookWhy(),
    });
    listenToKeys(this.#root, this.#stage, this);
    for (const [name, by] of /** @type {const} */ ([["previous", -1], ["next", 1]])) {
      part(this.#root, name).addEventListener("click", () => this.step(by));
    }
    part(this.#root, "describe").addEventListener("click", () => void this.#describe());
    this.#root.addEventListener("close", () => this.#closed());
    chat.live.changed.subscribe(() => this.#follow());
    for (const left of [chat.roomChanged, chat.roomLost]) left.subscribe(() => this.#root.close());
  }

  /** @param {string} id */
  async open(id) {
    const found = this.#pictures().find(({ file }) => file.id === id);
    if (!found) return;
    await openDialog(this.#root.id);
    this.#show(found);
  }

  /** Go to the next picture, or back. @param {1 | -1} by */
  step(by) {
    const next = this.#shown && beside(this.#pictures(), this.#shown, by);
    if (next) this.#show(next);
  }

  /** @param {Shown} shown */
  #show(shown) {
    this.#shown = shown;
    this.#stage.show(shown.file);
    this.#draw();
  }

  #draw() {
    if (!this.#shown) return;
    const pictures = this.#pictures();
    const [previous, next] = [beside(pictures, this.#shown, -1), beside(pictures, this.#shown, 1)];
    drawAbout(this.#root, this.#shown, { previous, next, me: this.#chat.me.id });
    if (previous) this.#stage.prepare(previous.file);
    else this.#loadOlder();
    if (next) this.#stage.prepare(next.file);
  }

  /** One page of earlier messages, whether or not it has pictures. */
  #loadOlder() {
    const { log } = this.#chat.live;
    const seq = log.first?.seq ?? 0;
    if (!log.hasMoreBefore || this.#askedBefore === seq || this.#shown?.message.seq === this.#askedBefore) return;
    this.#askedBefore = seq;
    void this.#chat.live.loadOlder();
  }

  /** What is shown is described anew, or gone. */
  #follow() {
    const shown = this.#shown;
    if (!this.#root.open || !shown) return;
    const message = this.#chat.live.log.messages.find(({ id }) => id === shown.message.id) ?? shown.message;
    const file = message.attachments.find(({ id }) => id === shown.file.id);
    if (!file) return this.#leave(whyGone(message));
    this.#shown = { message, file };
    this.#stage.describe(file);
    return this.#draw();
  }

  /** The picture could not be loaded: perhaps it is no longer there for me. */
  async #lookWhy() {
    const id = this.#shown?.file.id;
    try {
      await call("GET", `/attachments/${id}`);
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      if (error.code !== "not_found" || id !== this.#shown?.file.id) return;
      this.#leave(gettext("This picture is no longer available."));
    }
  }

  /** @param {string} reason */
  #leave(reason) {
    if (!this.#root.open) return;
    this.#root.close();
    toast(reason);
  }

  async #describe() {
    const shown = this.#shown;
    const { describePictures } = (await loaded(() => import("./describe_dialog.js"))) ?? {};
    if (shown) describePictures?.(shown.message, shown.file.id);
  }

  /** The focus goes back to the picture, drawn anew or not. */
  #closed() {
    const id = this.#shown?.file.id ?? "";
    this.#shown = null;
    this.#stage.clear();
    if (document.activeElement !== document.body) return;
    const place = `.file-picture[data-file="${CSS.escape(id)}"]`;
    document.querySelector(/** @type {"a"} */ (place))?.focus({ preventScroll: true });
  }

  #pictures() {
    const { live, blocks } = this.#chat;
    return picturesIn(live.log.messages, ({ author }) => blocks.has(author));
  }
}

/** @param {Message} message */
function whyGone({ deleted_by }) {
  if (deleted_by === "moderator") return gettext("This message was removed by a moderator.");
  return gettext("This message was deleted.");
}
