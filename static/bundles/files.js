import { g as gettext, a as interpolate, W as ngettext, S as Signal, c as call, C as ChatError, an as csrfToken, U as Unreachable, b as nowMs, i as isPassing, I as oncePerFrame } from "./app.js";
import { U as UuidClock, q as mayEnd, t as liveTabs } from "./chat.js";
import { s as sizeText } from "./sizes.js";
import { l as lookOf, i as isFilm } from "./preview.js";
import { s as soundOf } from "./sounds.js";
import { F as FileStore } from "./store.js";
function sifted(files, { limits, present }) {
  if (!limits) return { taken: files, refusals: [] };
  const fitting = files.filter(({ size }) => size <= limits.file_bytes);
  const refusals = files.filter(({ size }) => size > limits.file_bytes).map((file) => tooLarge(file, limits));
  const left = Math.max(0, limits.files_per_message - present);
  if (fitting.length > left) refusals.push(tooMany(fitting.length - left, limits));
  return { taken: fitting.slice(0, left), refusals };
}
function tooLarge({ name, size }, { file_bytes }) {
  const text = gettext("%(name)s is %(size)s. The limit is %(limit)s.");
  return interpolate(text, { name, size: sizeText(size, Math.ceil), limit: sizeText(file_bytes, Math.floor) });
}
function tooMany(count, { files_per_message: limit }) {
  const text = ngettext("A message can have %(limit)s files. %(count)s was left out.", "A message can have %(limit)s files. %(count)s were left out.", count);
  return interpolate(text, { count, limit });
}
const REVOKED_AFTER_MS = 3e4;
const UNKNOWN = { url: null, width: null, height: null, duration_s: null };
class Looks {
  #store;
  #known = /* @__PURE__ */ new Map();
  #making = /* @__PURE__ */ new Map();
  changed = new Signal();
  constructor(store) {
    this.#store = store;
  }
  of(id) {
    const known = this.#known.get(id);
    if (!known) void this.#recall(id);
    return known ?? UNKNOWN;
  }
  make(id, content) {
    this.#making.set(id, this.#make(id, content).finally(() => this.#making.delete(id)));
  }
  async made(id) {
    await this.#making.get(id);
  }
  async #make(id, content) {
    this.#known.set(id, UNKNOWN);
    const look = await lookOf(content);
    this.#show(id, look);
    await this.#store.change(id, look);
  }
  forget(id) {
    const { url } = this.#known.get(id) ?? UNKNOWN;
    this.#known.delete(id);
    if (url) setTimeout(() => URL.revokeObjectURL(url), REVOKED_AFTER_MS);
  }
  async #recall(id) {
    this.#known.set(id, UNKNOWN);
    const facts = await this.#store.facts(id);
    if (facts) this.#show(id, facts);
  }
  #show(id, { preview, width, height, duration_s = null }) {
    if (!this.#known.has(id)) return;
    this.#known.set(id, { url: preview && URL.createObjectURL(preview), width, height, duration_s });
    this.changed.emit();
  }
}
const REFUSALS = /* @__PURE__ */ new Set(["invalid_input", "too_large", "unsupported_media_type"]);
async function giveHints(facts, attachment) {
  const hints = hintsOf(facts);
  if (Object.keys(hints).length > 0) await unlessRefused(call("PATCH", `/attachments/${attachment}`, hints));
  if (facts.preview && isFilm(facts)) await unlessRefused(sendPoster(attachment, facts.preview));
}
function hintsOf({ type, width, height, duration_s: duration, sound }) {
  const size = isFilm({ type }) && width && height ? { width, height } : {};
  return { ...size, ...duration ? { duration_s: duration } : {}, ...sound };
}
function sendPoster(attachment, poster) {
  const form = new FormData();
  form.set("file", poster, "poster");
  return call("POST", `/attachments/${attachment}/poster`, form);
}
async function unlessRefused(telling) {
  try {
    await telling;
  } catch (error) {
    if (!(error instanceof ChatError) || !REFUSALS.has(error.code)) throw error;
  }
}
const CLIENT = "/static/vendor/tus-js-client-4.3.1/tus.min.js";
const ENDPOINT = "/uploads/";
const STALLED_MS = 2e4;
const READING_MS = 9e4;
async function send(file, listener) {
  const { Upload } = await client();
  listener.signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const watch = watched(() => give(new Unreachable()));
    const upload = new Upload(file.content, { ...optionsOf(file), onBeforeRequest: (request) => request.setHeader("X-CSRFToken", csrfToken()), onUploadUrlAvailable: () => listener.begun(upload.url ?? ""), onProgress: (sent, whole) => {
      watch.renew(sent < whole ? STALLED_MS : READING_MS);
      listener.progress(whole > 0 ? sent / whole : 1);
    }, onSuccess: ({ lastResponse }) => done(lastResponse.getHeader("Chatsite-Attachment")), onError: (error) => give(refusal(error)) });
    const give = (error) => {
      watch.end();
      void upload.abort();
      reject(error);
    };
    const done = (id) => {
      watch.end();
      if (id) resolve(id);
      else reject(new Unreachable());
    };
    listener.signal.addEventListener("abort", () => give(listener.signal.reason));
    upload.start();
  });
}
async function withdraw(url) {
  const headers = { "X-CSRFToken": csrfToken(), "Tus-Resumable": "1.0.0" };
  await fetch(url, { method: "DELETE", headers }).catch(() => null);
}
async function client() {
  const known = globalThis.tus;
  if (known) return known;
  const script = document.createElement("script");
  script.src = CLIENT;
  const loading = new Promise((resolve, reject) => {
    script.onload = resolve;
    script.onerror = () => reject(new Unreachable());
  });
  document.head.append(script);
  await loading.finally(() => script.remove());
  return globalThis.tus;
}
function optionsOf({ name, type, room, url }) {
  return { endpoint: ENDPOINT, uploadUrl: url, metadata: { filename: name, filetype: type, room_id: String(room) }, retryDelays: null, storeFingerprintForResuming: false };
}
function watched(over, ms = STALLED_MS) {
  let timer = setTimeout(over, ms);
  return { renew(afterMs) {
    clearTimeout(timer);
    timer = setTimeout(over, afterMs);
  }, end: () => clearTimeout(timer) };
}
function refusal(error) {
  const response = "originalResponse" in error ? error.originalResponse : null;
  if (!response || isTakenOver(error)) return new Unreachable();
  const detail = detailIn(response.getBody());
  if (detail) return new ChatError(detail);
  if (response.getStatus() >= 500 || response.getStatus() === 429) return new Unreachable();
  return new ChatError({ code: `http_${response.getStatus()}`, message: gettext("That didn't work. Try again.") });
}
function isTakenOver({ originalRequest, originalResponse }) {
  return originalRequest?.getMethod() === "PATCH" && originalResponse.getStatus() === 409;
}
function detailIn(body) {
  try {
    return JSON.parse(body).error ?? null;
  } catch {
    return null;
  }
}
const AT_ONCE = 2;
const FIRST_PAUSE_MS = 1e3;
const LONGEST_PAUSE_MS = 3e4;
const PATIENCE_S = 60;
const FRESH_MS = 36e5;
class Uploads {
  #store;
  #work = /* @__PURE__ */ new Map();
  #running = 0;
  #queue = [];
  #pauses = /* @__PURE__ */ new Set();
  changed = new Signal();
  constructor(store) {
    this.#store = store;
  }
  partOf(id) {
    return this.#work.get(id)?.part ?? null;
  }
  waitsFor(id) {
    return this.#work.get(id)?.waitsFor ?? "";
  }
  wake() {
    for (const end of [...this.#pauses]) end();
  }
  upload(id, { doubts = false } = {}) {
    const known = this.#work.get(id);
    if (known) return known.promise;
    const end = new AbortController();
    const promise = this.#inTurn(() => this.#alone(id, doubts, end.signal)).finally(() => {
      this.#work.delete(id);
      this.changed.emit(id);
    });
    promise.catch(() => null);
    this.#work.set(id, { promise, end, part: 0, waitsFor: "" });
    return promise;
  }
  async cancel(id) {
    this.#work.get(id)?.end.abort();
    const facts = await this.#store.facts(id);
    if (facts?.url) await withdraw(facts.url);
  }
  async #inTurn(work) {
    if (this.#running >= AT_ONCE) await new Promise((go) => this.#queue.push(go));
    else this.#running += 1;
    try {
      return await work();
    } finally {
      const next = this.#queue.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }
  async #alone(id, doubts, signal) {
    const work = () => this.#patiently(id, doubts, signal);
    return navigator.locks ? await navigator.locks.request(`chatsite-file:${id}`, { signal }, work) : await work();
  }
  async #patiently(id, doubts, signal) {
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      try {
        return await this.#once(id, doubts, signal);
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof ChatError) || !isWorthWaiting(error)) throw error;
        this.#note(id, { waitsFor: reasonOf(error) });
        await this.#pause(Math.max(pauseMs * (0.5 + Math.random()), (error.retryAfterS ?? 0) * 1e3), signal);
      }
    }
  }
  async #once(id, doubts, signal) {
    const facts = await this.#store.facts(id);
    if (facts?.attachment && !doubts && nowMs() - facts.doneMs < FRESH_MS) {
      return facts.attachment;
    }
    const content = facts && await this.#store.content(id);
    if (!facts || !content) throw gone(facts);
    const attachment = await send({ ...facts, content }, { begun: (url) => void this.#store.change(id, { url }), progress: (part) => this.#note(id, { part, waitsFor: "" }), signal });
    await this.#store.change(id, { attachment, doneMs: nowMs() });
    return attachment;
  }
  #note(id, changes) {
    const work = this.#work.get(id);
    if (work) Object.assign(work, changes);
    this.changed.emit(id);
  }
  async #pause(ms, signal) {
    await new Promise((resolve) => {
      const over = () => {
        clearTimeout(timer);
        this.#pauses.delete(over);
        resolve();
      };
      const timer = setTimeout(over, ms);
      this.#pauses.add(over);
      signal.addEventListener("abort", over);
    });
    signal.throwIfAborted();
  }
}
function isWorthWaiting(error) {
  return error.code === "not_authenticated" || isPassing(error) && (error.retryAfterS ?? 0) <= PATIENCE_S;
}
function reasonOf(error) {
  return error.code === "unavailable" ? error.message : gettext("Waiting for connection");
}
function gone(facts) {
  const text = facts ? interpolate(gettext("%(name)s is no longer on this device. Add it again."), { name: facts.name }) : gettext("One of the files is no longer on this device. Add it again.");
  return new ChatError({ code: "file_gone", message: text });
}
const FINAL = /* @__PURE__ */ new Set(["too_large", "invalid_input", "file_gone"]);
class Files {
  changed = new Signal();
  #chat;
  #store = new FileStore();
  #uploads = new Uploads(this.#store);
  #looks = new Looks(this.#store);
  #ids = new UuidClock();
  #mine = /* @__PURE__ */ new Set();
  #hinting = /* @__PURE__ */ new Map();
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
  begin(roomId, id) {
    this.#uploads.upload(id).then((attachment) => this.#arrived(roomId, id, attachment), (error) => this.#failed(roomId, id, error));
  }
  resume(roomId) {
    for (const { id, error } of this.#chat.trays.in(roomId)) {
      this.#mine.add(id);
      if (error === "" && this.#uploads.partOf(id) === null) this.begin(roomId, id);
    }
  }
  retry(roomId, id) {
    this.change(roomId, id, { error: "", isFinal: false });
    this.begin(roomId, id);
  }
  remove(roomId, id) {
    const { trays } = this.#chat;
    void this.#uploads.cancel(id);
    trays.put(roomId, trays.in(roomId).filter((file) => file.id !== id));
  }
  change(roomId, id, changes) {
    const { trays } = this.#chat;
    trays.put(roomId, trays.in(roomId).map((file) => file.id === id ? { ...file, ...changes } : file));
  }
  move(roomId, id, to) {
    const files = [...this.#chat.trays.in(roomId)];
    const from = files.findIndex((file2) => file2.id === id);
    const [file] = files.splice(from, 1);
    files.splice(Math.min(Math.max(to, 0), files.length), 0, file);
    this.#chat.trays.put(roomId, files);
  }
  look(id) {
    return { ...this.#looks.of(id), part: this.#uploads.partOf(id), waitsFor: this.#uploads.waitsFor(id) };
  }
  async attach({ files = [], isRetry = false }) {
    for (const { id } of files) this.#mine.add(id);
    const ids = await Promise.all(files.map(({ id }) => this.#uploads.upload(id, { doubts: isRetry })));
    for (const [at, { id, alt }] of files.entries()) await this.#describe(id, ids[at], alt);
    await Promise.all(files.map(({ id }, at) => this.#hint(id, ids[at])));
    for (const [at, file] of files.entries()) if (file.removed.length === 0) void this.#sayRemoved(file, ids[at]);
    return ids;
  }
  takeBack({ room_id: roomId, files = [] }) {
    const { trays } = this.#chat;
    trays.put(roomId, [...files, ...trays.in(roomId)]);
    this.resume(roomId);
  }
  #factsOf(id, room, file) {
    const { me, tab } = this.#chat;
    const { name, type } = file;
    const unknown = { preview: null, width: null, height: null, url: null, attachment: null, doneMs: 0, alt: "" };
    return { id, user: me.id, room, tab, name, type, sound: soundOf(file), ...unknown };
  }
  async #arrived(roomId, id, attachment) {
    if (!this.#isIn(roomId, id)) return;
    this.#hint(id, attachment).catch(() => null);
    const removed = await removedFrom(attachment);
    if (removed.length > 0) this.change(roomId, id, { removed });
  }
  async #sayRemoved({ name }, attachment) {
    if (!(await removedFrom(attachment)).includes("location")) return;
    this.#chat.files.said.emit(interpolate(gettext("The location was removed from %(name)s."), { name }));
  }
  #failed(roomId, id, error) {
    if (!(error instanceof ChatError) || !this.#isIn(roomId, id)) return;
    this.change(roomId, id, { error: error.message, isFinal: FINAL.has(error.code), mayEnd: mayEnd(error) });
  }
  #isIn(roomId, id) {
    return this.#chat.trays.in(roomId).some((file) => file.id === id);
  }
  async #describe(id, attachment, alt) {
    if ((await this.#store.facts(id))?.alt === alt) return;
    await call("PATCH", `/attachments/${attachment}`, { alt });
    await this.#store.change(id, { alt });
  }
  #hint(id, attachment) {
    const known = this.#hinting.get(id) ?? this.#hintOnce(id, attachment).finally(() => this.#hinting.delete(id));
    this.#hinting.set(id, known);
    return known;
  }
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
  async #forgetSent() {
    const waiting2 = this.#waitingIds();
    const over = [...this.#mine].filter((id) => !waiting2.has(id));
    for (const id of over) {
      this.#mine.delete(id);
      this.#looks.forget(id);
      if (this.#uploads.partOf(id) !== null) await this.#uploads.cancel(id);
    }
    if (over.length > 0) await this.#store.remove(over);
  }
  async #sweep() {
    const { me, tab } = this.#chat;
    const alive = await liveTabs(tab);
    const waiting2 = this.#waitingIds();
    const all = await this.#store.all();
    const over = all.filter(({ id, user, tab: of }) => user === me.id && !waiting2.has(id) && !alive.has(of));
    await this.#store.remove(over.map(({ id }) => id));
  }
}
function waiting(id, { name, size, type }) {
  return { id, name, size, type, alt: "", error: "", removed: [] };
}
async function removedFrom(attachment) {
  const answer = await call("GET", `/attachments/${attachment}`).catch(() => null);
  return answer?.attachment.removed ?? [];
}
function unkeptText() {
  return gettext("This browser has no room to keep files. Leave this page open until they're sent.");
}
export {
  Files
};
