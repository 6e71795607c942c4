import { oncePerFrame } from "../lib/frames.js";
import { gettext, interpolate } from "../lib/i18n.js";
import { Signal } from "../lib/signal.js";
import { UuidClock } from "../lib/uuid.js";
import { call } from "../net/api.js";
import { ChatError } from "../net/errors.js";
import { sifted } from "../state/file_limits.js";
import { mayEnd } from "../sending_again.js";
import { liveTabs } from "../tabs.js";
import { Looks } from "./looks.js";
import { giveHints } from "./hints.js";
import { soundOf } from "./sounds.js";
import { FileStore } from "./store.js";
import { Uploads } from "./uploads.js";

/** What is wrong with the file itself. */
const FINAL = new Set(["too_large", "invalid_input", "file_gone"]);

/** The files of one person that wait in this browser: in the trays of rooms, and in messages on their way. */
export class Files {
  /** How far they are, or how they look. @type {Signal<void>} */
  changed = new Signal();
  #chat;
  #store = new FileStore();
  #uploads = new Uploads(this.#store);
  #looks = new Looks(this.#store);
  #ids = new UuidClock();
  /** Those that this tab knows to be waiting. @type {Set<string>} */
  #mine = new Set();
  /** Hints about recordings that are on their way to the server. @type {Map<string, Promise<void>>} */
  #hinting = new Map();

  /** @param {Chat} chat */
  constructor(chat) {
    this.#chat = chat;
    const tell = oncePerFrame(() => this.changed.emit());
    this.#uploads.changed.subscribe(tell);
    this.#looks.changed.subscribe(tell);
    chat.connection.on("ready", () => this.#uploads.wake());
    addEventListener("online", () => this.#uploads.wake());
    for (const { changed } of [chat.trays, chat.outbox]) changed.subscribe(oncePerFrame(() => void this.#forgetSent()));
    void this.#sweep();
  }

  /**
   * Put files into the tray of a room, and begin to upload them.
   * @param {number} roomId
   * @param {File[]} given
   * @returns {string[]} Why some were refused.
   */
  add(roomId, given) {
    const { trays, me: { limits } } = this.#chat;
    const { taken, refusals } = sifted(given, { limits, present: trays.in(roomId).length });
    const files = taken.map((file) => ({ id: this.#ids.next(), file }));
    for (const { id } of files) this.#mine.add(id);
    const kept = files.map(({ id, file }) => this.#store.add(this.#factsOf(id, roomId, file), file));
    trays.put(roomId, [...trays.in(roomId), ...files.map(({ id, file }) => waiting(id, file))]);
    for (const { id, file } of files) {
      this.#looks.make(id, file);
      this.begin(roomId, id);
    }
    void Promise.all(kept).then((all) => all.includes(false) && this.#chat.files.said.emit(unkeptText()));
    return refusals;
  }

  /** Upload a file of a tray, if that has not been done. @param {number} roomId @param {string} id */
  begin(roomId, id) {
    this.#uploads.upload(id).then(
      (attachment) => this.#arrived(roomId, id, attachment),
      (error) => this.#failed(roomId, id, error),
    );
  }

  /** Go on with what a tray holds, after a reload or in another tab. @param {number} roomId */
  resume(roomId) {
    for (const { id, error } of this.#chat.trays.in(roomId)) {
      this.#mine.add(id);
      if (error === "" && this.#uploads.partOf(id) === null) this.begin(roomId, id);
    }
  }

  /** @param {number} roomId @param {string} id */
  retry(roomId, id) {
    this.change(roomId, id, { error: "", isFinal: false });
    this.begin(roomId, id);
  }

  /** @param {number} roomId @param {string} id */
  remove(roomId, id) {
    const { trays } = this.#chat;
    void this.#uploads.cancel(id);
    trays.put(roomId, trays.in(roomId).filter((file) => file.id !== id));
  }

  /** @param {number} roomId @param {string} id @param {Partial<KeptFile>} changes */
  change(roomId, id, changes) {
    const { trays } = this.#chat;
    trays.put(roomId, trays.in(roomId).map((file) => (file.id === id ? { ...file, ...changes } : file)));
  }

  /** Move a file within its tray. @param {number} roomId @param {string} id @param {number} to */
  move(roomId, id, to) {
    const files = [...this.#chat.trays.in(roomId)];
    const from = files.findIndex((file) => file.id === id);
    const [file] = files.splice(from, 1);
    files.splice(Math.min(Math.max(to, 0), files.length), 0, file);
    this.#chat.trays.put(roomId, files);
  }

  /** How a file looks, and how far it is. @param {string} id */
  look(id) {
    return { ...this.#looks.of(id), part: this.#uploads.partOf(id), waitsFor: this.#uploads.waitsFor(id) };
  }

  /**
   * Upload what is missing of a message's files.
   * @param {OutboxEntry} entry
   * @returns {Promise<string[]>} The ids of their attachments, in order.
   */
  async attach({ files = [], isRetry = false }) {
    for (const { id } of files) this.#mine.add(id);
    const ids = await Promise.all(files.map(({ id }) => this.#uploads.upload(id, { doubts: isRetry })));
    for (const [at, { id, alt }] of files.entries()) await this.#describe(id, ids[at], alt);
    await Promise.all(files.map(({ id }, at) => this.#hint(id, ids[at])));
    for (const [at, file] of files.entries()) if (file.removed.length === 0) void this.#sayRemoved(file, ids[at]);
    return ids;
  }

  /** Take a message on its way back into the tray of its room. @param {OutboxEntry} entry */
  takeBack({ room_id: roomId, files = [] }) {
    const { trays } = this.#chat;
    trays.put(roomId, [...files, ...trays.in(roomId)]);
    this.resume(roomId);
  }

  /** @param {string} id @param {number} room @param {File} file @returns {import("./store.js").StoredFile} */
  #factsOf(id, room, file) {
    const { me, tab } = this.#chat;
    const { name, type } = file;
    const unknown = { preview: null, width: null, height: null, url: null, attachment: null, doneMs: 0, alt: "" };
    return { id, user: me.id, room, tab, name, type, sound: soundOf(file), ...unknown };
  }

  /** @param {number} roomId @param {string} id @param {string} attachment */
  async #arrived(roomId, id, attachment) {
    if (!this.#isIn(roomId, id)) return;
    this.#hint(id, attachment).catch(() => null); // again when it is sent
    const removed = await removedFrom(attachment);
    if (removed.length > 0) this.change(roomId, id, { removed });
  }

  /** It was sent before its tray could show it. @param {KeptFile} file @param {string} attachment */
  async #sayRemoved({ name }, attachment) {
    if (!(await removedFrom(attachment)).includes("location")) return;
    this.#chat.files.said.emit(interpolate(gettext("The location was removed from %(name)s."), { name }));
  }

  /** @param {number} roomId @param {string} id @param {unknown} error */
  #failed(roomId, id, error) {
    if (!(error instanceof ChatError) || !this.#isIn(roomId, id)) return;
    this.change(roomId, id, { error: error.message, isFinal: FINAL.has(error.code), mayEnd: mayEnd(error) });
  }

  /** @param {number} roomId @param {string} id */
  #isIn(roomId, id) {
    return this.#chat.trays.in(roomId).some((file) => file.id === id);
  }

  /** @param {string} id @param {string} attachment @param {string} alt */
  async #describe(id, attachment, alt) {
    if ((await this.#store.facts(id))?.alt === alt) return;
    await call("PATCH", `/attachments/${attachment}`, { alt });
    await this.#store.change(id, { alt });
  }

  /** @param {string} id @param {string} attachment @returns {Promise<void>} */
  #hint(id, attachment) {
    const known = this.#hinting.get(id) ?? this.#hintOnce(id, attachment).finally(() => this.#hinting.delete(id));
    this.#hinting.set(id, known);
    return known;
  }

  /** @param {string} id @param {string} attachment */
  async #hintOnce(id, attachment) {
    await this.#looks.made(id);
    const facts = await this.#store.facts(id);
    if (!facts || facts.isTold) return;
    await giveHints(facts, attachment);
    await this.#store.change(id, { isTold: true });
  }

  #waitingIds() {
    const { trays, outbox } = this.#chat;
    const drafted = trays.rooms().flatMap((room) => trays.in(room));
    return new Set([...drafted, ...outbox.entries().flatMap(({ files = [] }) => files)].map(({ id }) => id));
  }

  /** What was sent or removed is not needed any more. */
  async #forgetSent() {
    const waiting = this.#waitingIds();
    const over = [...this.#mine].filter((id) => !waiting.has(id));
    for (const id of over) {
      this.#mine.delete(id);
      this.#looks.forget(id);
      if (this.#uploads.partOf(id) !== null) await this.#uploads.cancel(id);
    }
    if (over.length > 0) await this.#store.remove(over);
  }

  /** Remove what tabs that are gone left behind. */
  async #sweep() {
    const { me, tab } = this.#chat;
    const alive = await liveTabs(tab);
    const waiting = this.#waitingIds();
    const all = await this.#store.all();
    const over = all.filter(({ id, user, tab: of }) => user === me.id && !waiting.has(id) && !alive.has(of));
    await this.#store.remove(over.map(({ id }) => id));
  }
}

/** @param {string} id @param {File} file @returns {KeptFile} */
function waiting(id, { name, size, type }) {
  return { id, name, size, type, alt: "", error: "", removed: [] };
}

/** What metadata the server took out of a file. @param {string} attachment @returns {Promise<string[]>} */
async function removedFrom(attachment) {
  const answer = await call("GET", `/attachments/${attachment}`).catch(() => null);
  return answer?.attachment.removed ?? [];
}

function unkeptText() {
  return gettext("This browser has no room to keep files. Leave this page open until they're sent.");
}
