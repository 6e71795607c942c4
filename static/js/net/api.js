import { gettext } from "../lib/i18n.js";
import { ChatError, Unreachable } from "./errors.js";

const TIMEOUT_MS = 20_000;

/**
 * Call an endpoint of the contract.
 * @param {"GET" | "POST" | "PUT" | "PATCH" | "DELETE"} method
 * @param {string} path
 * @param {object | FormData} [body]
 * @param {AbortSignal} [signal] Ends the request, when its answer is no longer wanted.
 * @returns {Promise<any>} The answer's JSON; null for 204.
 * @throws {ChatError}
 */
export async function call(method, path, body, signal = AbortSignal.timeout(TIMEOUT_MS)) {
  const response = await reach(path, { method, ...withBody(method, body), signal });
  if (response.status === 204) return null;
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw refusal(response, answer);
  if (answer === null) throw new Unreachable();
  return answer;
}

/**
 * Fetch a part of the page that the server renders.
 * @param {string} path
 * @returns {Promise<string>}
 * @throws {ChatError}
 */
export async function fetchMarkup(path) {
  const response = await reach(path, { redirect: "manual", signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (response.type === "opaqueredirect") {
    throw new ChatError({ code: "not_authenticated", message: gettext("Your session has ended. Sign in again.") });
  }
  if (!response.ok) throw refusal(response, null);
  return response.text();
}

/** Ask for the CSRF cookie, which the sign-in pages need before any session exists. */
export async function ensureCsrfCookie() {
  if (csrfToken() === "") await call("GET", "/auth/me").catch(() => null);
}

/** @param {string} path @param {RequestInit} options */
async function reach(path, options) {
  try {
    return await fetch(path, options);
  } catch {
    throw new Unreachable();
  }
}

/** @param {string} method @param {object | FormData} [body] @returns {RequestInit} */
function withBody(method, body) {
  /** @type {Record<string, string>} */
  const headers = { Accept: "application/json" };
  if (method !== "GET") headers["X-CSRFToken"] = csrfToken();
  if (body === undefined || body instanceof FormData) return { headers, body };
  return { headers: { ...headers, "Content-Type": "application/json" }, body: JSON.stringify(body) };
}

export function csrfToken() {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";
}

/** What a status says that came without the contract's words: from a proxy, or from a server that is just starting. */
const PASSING_STATUSES = new Map([
  [429, "rate_limited"],
  [502, "unavailable"],
  [503, "unavailable"],
  [504, "unavailable"],
]);

/** @param {Response} response @param {{ error?: ErrorDetail } | null} answer */
function refusal(response, answer) {
  if (answer?.error) return new ChatError(answer.error);
  const code = PASSING_STATUSES.get(response.status);
  if (code === undefined && response.status >= 500) return new Unreachable();
  const message = code ? new Unreachable().message : gettext("That didn't work. Try again.");
  const seconds = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
  const retry_after_s = Number.isNaN(seconds) ? undefined : seconds;
  return new ChatError({ code: code ?? `http_${response.status}`, message, retry_after_s });
}
