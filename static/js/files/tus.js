import { gettext } from "../lib/i18n.js";
import { csrfToken } from "../net/api.js";
import { ChatError, Unreachable } from "../net/errors.js";

const CLIENT = "/static/vendor/tus-js-client-4.3.1/tus.min.js";
const ENDPOINT = "/uploads/";
/** A line that has stalled says nothing; after its last byte the server looks at a file, which takes a while. */
const STALLED_MS = 20_000;
const READING_MS = 90_000;

/**
 * @typedef {{ content: Blob, name: string, type: string, room: number, url: string | null }} Sent
 * @typedef {{ begun(url: string): void, progress(part: number): void, signal: AbortSignal }} Listener
 *   begun: the upload can go on at this address; progress: how much has arrived, from 0 to 1.
 */

/**
 * Send a file, from where it was if that is known; one try.
 * @param {Sent} file
 * @param {Listener} listener
 * @returns {Promise<string>} The attachment's id.
 * @throws {ChatError}
 */
export async function send(file, listener) {
  const { Upload } = await client();
  listener.signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const watch = watched(() => give(new Unreachable()));
    const upload = new Upload(file.content, {
      ...optionsOf(file),
      onBeforeRequest: (request) => request.setHeader("X-CSRFToken", csrfToken()),
      onUploadUrlAvailable: () => listener.begun(upload.url ?? ""),
      onProgress: (sent, whole) => {
        watch.renew(sent < whole ? STALLED_MS : READING_MS);
        listener.progress(whole > 0 ? sent / whole : 1);
      },
      onSuccess: ({ lastResponse }) => done(lastResponse.getHeader("Chatsite-Attachment")),
      onError: (error) => give(refusal(error)),
    });
    const give = (/** @type {unknown} */ error) => {
      watch.end();
      void upload.abort();
      reject(error);
    };
    const done = (/** @type {string | undefined} */ id) => {
      watch.end();
      if (id) resolve(id);
      else reject(new Unreachable());
    };
    listener.signal.addEventListener("abort", () => give(listener.signal.reason));
    upload.start();
  });
}

/** Remove what was sent so far, as far as the server can be reached. @param {string} url */
export async function withdraw(url) {
  const headers = { "X-CSRFToken": csrfToken(), "Tus-Resumable": "1.0.0" };
  await fetch(url, { method: "DELETE", headers }).catch(() => null);
}

/**
 * The library, which is no module; a script that could not be loaded can be loaded again.
 * @returns {Promise<typeof import("tus-js-client")>}
 */
async function client() {
  const known = /** @type {any} */ (globalThis).tus;
  if (known) return known;
  const script = document.createElement("script");
  script.src = CLIENT;
  const loading = new Promise((resolve, reject) => {
    script.onload = resolve;
    script.onerror = () => reject(new Unreachable());
  });
  document.head.append(script);
  await loading.finally(() => script.remove());
  return /** @type {any} */ (globalThis).tus;
}

/** @param {Sent} file */
function optionsOf({ name, type, room, url }) {
  return {
    endpoint: ENDPOINT,
    uploadUrl: url,
    metadata: { filename: name, filetype: type, room_id: String(room) },
    retryDelays: null, // the caller knows when the network is back
    storeFingerprintForResuming: false,
  };
}

/** @param {number} ms @param {() => void} over */
function watched(over, ms = STALLED_MS) {
  let timer = setTimeout(over, ms);
  return {
    renew(/** @type {number} */ afterMs) {
      clearTimeout(timer);
      timer = setTimeout(over, afterMs);
    },
    end: () => clearTimeout(timer),
  };
}

/** @param {Error | import("tus-js-client").DetailedError} error */
function refusal(error) {
  const response = "originalResponse" in error ? error.originalResponse : null;
  if (!response || isTakenOver(error)) return new Unreachable();
  const detail = detailIn(response.getBody());
  if (detail) return new ChatError(detail);
  if (response.getStatus() >= 500 || response.getStatus() === 429) return new Unreachable();
  return new ChatError({ code: `http_${response.getStatus()}`, message: gettext("That didn't work. Try again.") });
}

/** Another request goes on with the same upload. @param {any} error */
function isTakenOver({ originalRequest, originalResponse }) {
  return originalRequest?.getMethod() === "PATCH" && originalResponse.getStatus() === 409;
}

/** @param {string} body @returns {ErrorDetail | null} */
function detailIn(body) {
  try {
    return JSON.parse(body).error ?? null;
  } catch {
    return null;
  }
}
