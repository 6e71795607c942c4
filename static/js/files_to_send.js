import { Signal } from "./lib/signal.js";
import { Unreachable } from "./net/errors.js";

/** What keeps files and uploads them: its code comes with the first of them. */
export class FilesToSend {
  #chat;
  /** What keeps them, once there were any. @type {import("./files/files.js").Files | null} */
  ready = null;
  /** Something to say to the person. @type {Signal<string>} */
  said = new Signal();
  /** Files are about to be in the tray: who presses Enter means them too. @type {Promise<void> | null} */
  adding = null;

  /** @param {Chat} chat */
  constructor(chat) {
    this.#chat = chat;
  }

  /** Whether some wait. */
  get any() {
    const { trays, outbox } = this.#chat;
    return trays.rooms().length > 0 || outbox.entries().some(({ files }) => files !== undefined);
  }

  async load() {
    const { Files } = await import("./files/files.js");
    return (this.ready ??= new Files(this.#chat));
  }

  /**
   * Upload the files of a message.
   * @param {OutboxEntry} entry
   * @returns {Promise<string[]>} The ids of their attachments.
   * @throws {import("./net/errors.js").ChatError}
   */
  attach = async (entry) => {
    const files = await this.load().catch(() => null);
    if (files === null) throw new Unreachable();
    return files.attach(entry);
  };
}
