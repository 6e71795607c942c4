import { fromTemplate, part } from "../../lib/dom.js";
import { gettext, interpolate } from "../../lib/i18n.js";
import { fullTime } from "../../lib/times.js";
import { call } from "../../net/api.js";
import { askForCode, clearProblems, jsonForm } from "../dialogs/forms.js";
import { sessionsEnded } from "./session_list.js";

/** @typedef {{ id: number, label: string, email: string, last_used_at: string | null }} SignIn */

const PATH = "/auth/identities";

/** The accounts elsewhere that I sign in with. @param {HTMLElement} section */
export function mountLinkedSignIns(section) {
  const root = part(section, "sign-ins");
  const link = /** @type {HTMLFormElement} */ (part(root, "link-form"));
  jsonForm(link, {
    send: (fields) => call("POST", PATH, { ...fields, provider: new FormData(link).get("provider") })
      .catch((error) => askForCode(link, error)),
    done: ({ url }) => location.assign(url),
  });
  mountUnlinking(root);
  section.addEventListener("shown", () => void show(root));
}

/** @param {HTMLElement} root */
function mountUnlinking(root) {
  const form = /** @type {HTMLFormElement} */ (part(root, "unlink-form"));
  jsonForm(form, {
    send: (fields) => call("DELETE", `${PATH}/${form.dataset.id}`, fields).catch((error) => askForCode(form, error)),
    done: () => {
      close(root, form);
      sessionsEnded();
      void show(root);
    },
  });
  part(form, "keep").addEventListener("click", () => close(root, form));
}

/** @param {HTMLElement} root @param {HTMLFormElement} form */
function close(root, form) {
  form.reset();
  form.hidden = true;
  part(form, "second-factor").hidden = true;
  part(root, "sign-ins-title").focus();
}

/** @param {HTMLElement} root */
async function show(root) {
  const { identities } = await call("GET", PATH);
  part(root, "sign-ins-state").textContent = identities.length ? "" : gettext("No accounts are linked.");
  part(root, "sign-in-list").replaceChildren(...identities.map((/** @type {SignIn} */ one) => row(root, one)));
}

/** @param {HTMLElement} root @param {SignIn} signIn */
function row(root, signIn) {
  const node = fromTemplate("sign-in-row");
  const { label, email, last_used_at: used } = signIn;
  const last = used && interpolate(gettext("Last used %(time)s"), { time: fullTime(used) });
  part(node, "label").textContent = label;
  part(node, "about").textContent = [email, last].filter(Boolean).join(" · ");
  const button = part(node, "unlink");
  button.setAttribute("aria-label", interpolate(gettext("Unlink %(label)s"), { label }));
  button.addEventListener("click", () => ask(root, signIn));
  return node;
}

/** @param {HTMLElement} root @param {SignIn} signIn */
function ask(root, { id, label }) {
  const form = /** @type {HTMLFormElement} */ (part(root, "unlink-form"));
  clearProblems(form);
  form.dataset.id = String(id);
  part(form, "unlink-question").textContent = interpolate(
    gettext("Unlink %(label)s? Other devices that signed in with it are signed out."), { label },
  );
  form.hidden = false;
  part(form, "unlink-question").focus();
}
