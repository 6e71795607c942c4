import { KeyedList, part } from "../../lib/dom.js";
import { oncePerFrame } from "../../lib/frames.js";
import { gettext, interpolate } from "../../lib/i18n.js";
import { loaded } from "../shell/loading.js";
import { mountDragging } from "./dragging.js";
import { createTile, drawTile } from "./tile.js";
import { listenToKeys } from "./tray_keys.js";

/** @typedef {import("../../files/files.js").Files} Files */

/** The files that go with the next message, above the line where it is written. */
export class Tray {
  #root;
  #chat;
  #files;
  #list;
  #roomId = /** @type {number | null} */ (null);

  /** @param {HTMLElement} root The composer. @param {Chat} chat @param {Files} files */
  constructor(root, chat, files) {
    this.#root = root;
    this.#chat = chat;
    this.#files = files;
    const place = part(root, "tray");
    this.#list = new KeyedList(place, {
      key: ({ id }) => id,
      create: () => createTile(),
      update: (node, file) => drawTile(node, file, files.look(file.id)),
    });
    place.addEventListener("click", (event) => this.#click(event));
    listenToKeys(place, this);
    mountDragging(place, (id, step) => this.move(id, step));
    const draw = oncePerFrame(() => this.draw());
    for (const { changed } of [files, chat.trays]) changed.subscribe(draw);
    this.draw();
  }

  draw() {
    const { roomId } = this.#chat.live;
    if (roomId !== this.#roomId && roomId !== null) this.#files.resume(roomId);
    this.#roomId = roomId;
    const files = this.#chat.trays.in(roomId);
    const { container } = this.#list;
    const grows = files.length > container.childElementCount;
    this.#list.show(files);
    container.hidden = files.length === 0 || this.#root.querySelector("[data-editing]") !== null;
    if (grows) container.lastElementChild?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** @param {string} id @param {number} step */
  move(id, step) {
    const roomId = /** @type {number} */ (this.#roomId);
    const files = this.#chat.trays.in(roomId);
    const to = files.findIndex((file) => file.id === id) + step;
    if (to < 0 || to >= files.length) return;
    this.#files.move(roomId, id, to);
    this.draw();
    this.#list.node(id)?.querySelector("button")?.focus();
    const place = { name: this.#list.item(id)?.name, at: to + 1, count: files.length };
    part(this.#root, "tray-note").textContent = interpolate(gettext("%(name)s: %(at)s of %(count)s"), place);
  }

  /** The focus goes to the next file, or to the text. @param {string} id */
  remove(id) {
    const node = this.#list.node(id);
    const next = node?.nextElementSibling ?? node?.previousElementSibling;
    const hadFocus = node?.contains(document.activeElement);
    this.#files.remove(/** @type {number} */ (this.#roomId), id);
    this.draw();
    if (hadFocus) (next?.querySelector("button") ?? part(this.#root, "text")).focus();
  }

  /** What a picture shows. @param {string} id @param {string} alt */
  describe(id, alt) {
    if (this.#list.item(id)?.alt !== alt) this.#files.change(/** @type {number} */ (this.#roomId), id, { alt });
    this.#list.node(id)?.querySelector("button")?.focus();
  }

  /** @param {string} id */
  async #show(id) {
    const { showFile } = await loaded(() => import("./file_dialog.js")) ?? {};
    const files = this.#chat.trays.in(this.#roomId);
    const at = files.findIndex((file) => file.id === id);
    if (at < 0) return;
    const { url } = this.#files.look(id);
    void showFile?.(this, { file: files[at], url, isFirst: at === 0, isLast: at === files.length - 1 });
  }

  /** @param {MouseEvent} event */
  #click({ target }) {
    const button = /** @type {Element} */ (target).closest("button");
    const id = button?.closest("li")?.dataset.file ?? "";
    if (button?.dataset.part === "open") void this.#show(id);
    if (button?.dataset.part === "remove") this.remove(id);
    if (button?.dataset.part === "retry") this.#files.retry(/** @type {number} */ (this.#roomId), id);
  }
}
