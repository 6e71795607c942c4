import { copyText } from "../../lib/clipboard.js";
import { now, nowMs } from "../../lib/clock.js";
import { fromTemplate, part } from "../../lib/dom.js";
import { gettext, interpolate } from "../../lib/i18n.js";
import { briefTime } from "../../lib/times.js";
import { call } from "../../net/api.js";
import { dialog, openDialog } from "../dialogs/dialogs.js";
import { jsonForm } from "../dialogs/forms.js";
import { attempt, toast } from "../shell/toasts.js";

/**
 * @typedef {{ id: number, name: string, scopes: ("read" | "write")[], expires_at: string | null,
 *   last_used_at: string | null }} Token
 */

const PATH = "/auth/tokens";
const DAY_MS = 86_400_000;

/** One's own access tokens: made, copied once, and revoked after a question. @param {HTMLElement} root */
export function mountTokenList(root) {
  root.addEventListener("shown", () => {
    forget(root);
    void show(root);
  });
  const form = /** @type {HTMLFormElement} */ (part(root, "token-form"));
  jsonForm(form, {
    send: (fields) => call("POST", PATH, wanted(fields)),
    done: ({ token }) => {
      form.reset();
      void showSecret(root, token);
    },
  });
  part(root, "copy").addEventListener("click", async () => {
    const copied = await copyText(part(root, "secret").textContent ?? "");
    toast(copied ? gettext("Token copied.") : gettext("Your browser blocked copying."));
  });
  part(dialog("revoke-token"), "revoke").addEventListener("click", () => void revoke(root));
}

/** @param {Record<string, unknown>} fields */
function wanted({ name, read, write, days }) {
  const scopes = [...(read ? ["read"] : []), ...(write ? ["write"] : [])];
  const end = days ? { expires_at: new Date(nowMs() + Number(days) * DAY_MS).toISOString() } : {};
  return { name, scopes, ...end };
}

/** @param {HTMLElement} root */
async function show(root) {
  const { tokens } = await call("GET", PATH);
  part(root, "tokens").replaceChildren(...tokens.map(row));
  part(root, "none").hidden = tokens.length > 0;
}

/** @param {Token} token */
function row(token) {
  const node = fromTemplate("token-row");
  part(node, "name").textContent = token.name;
  part(node, "facts").textContent = [scopesOf(token), endOf(token), useOf(token)].join(" · ");
  const button = part(node, "end");
  button.setAttribute("aria-label", interpolate(gettext("Revoke %(name)s"), { name: token.name }));
  button.addEventListener("click", () => ask(token));
  return node;
}

/** @param {Token} token */
function scopesOf({ scopes }) {
  if (scopes.length > 1) return gettext("reads and writes");
  return scopes[0] === "read" ? gettext("only reads") : gettext("only writes");
}

/** @param {Token} token */
function endOf({ expires_at: end }) {
  if (end === null) return gettext("doesn't expire");
  const time = briefTime(end);
  return new Date(end) <= now()
    ? interpolate(gettext("expired %(time)s"), { time })
    : interpolate(gettext("until %(time)s"), { time });
}

/** @param {Token} token */
function useOf({ last_used_at: used }) {
  return used === null ? gettext("never used") : interpolate(gettext("last used %(time)s"), { time: briefTime(used) });
}

/** @param {HTMLElement} root @param {{ id: number, secret: string }} token */
async function showSecret(root, { id, secret }) {
  part(root, "secret").textContent = secret;
  part(root, "made").dataset.token = String(id);
  part(root, "made").hidden = false;
  /** @type {HTMLDetailsElement} */ (part(root, "fold")).open = false;
  part(root, "made").focus();
  await show(root);
}

/** The secret leaves the page with the section. @param {HTMLElement} root */
function forget(root) {
  part(root, "secret").textContent = "";
  part(root, "made").hidden = true;
}

/** @param {Token} token */
function ask({ id, name }) {
  const question = dialog("revoke-token");
  question.dataset.token = String(id);
  part(question, "question").textContent = interpolate(
    gettext("Programs that use “%(name)s” are disconnected at once. Webhooks and invitations that they created stay."),
    { name },
  );
  void openDialog("revoke-token");
}

/** The row's button is gone afterwards: the focus goes to the title. @param {HTMLElement} root */
async function revoke(root) {
  const question = dialog("revoke-token");
  question.close();
  await attempt(() => call("DELETE", `${PATH}/${question.dataset.token}`));
  if (part(root, "made").dataset.token === question.dataset.token) forget(root);
  await show(root);
  part(root, "token-title").focus();
}
