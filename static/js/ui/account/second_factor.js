import { copyText } from "../../lib/clipboard.js";
import { part } from "../../lib/dom.js";
import { gettext, interpolate, ngettext } from "../../lib/i18n.js";
import { call } from "../../net/api.js";
import { askForCode, jsonForm } from "../dialogs/forms.js";
import { sessionsEnded } from "./session_list.js";
import { toast } from "../shell/toasts.js";

const PATH = "/auth/two-factor";

/** Codes at sign-in: turned on with an authenticator app, off with the password. @param {HTMLElement} section */
export function mountSecondFactor(section) {
  const root = part(section, "two-factor");
  /** @type {Record<string, (fields: object) => Promise<void>>} */
  const actions = {
    begin: async (fields) => showKey(root, await call("POST", PATH, fields)),
    renew: async (fields) => showCodes(root, await call("POST", `${PATH}/recovery-codes`, fields)),
    "turn-off": async (fields) => {
      await call("DELETE", PATH, fields);
      await show(root);
    },
  };
  const form = /** @type {HTMLFormElement} */ (part(root, "switch"));
  jsonForm(form, {
    send: (fields, button) => actions[button.value](fields).catch((error) => askForCode(form, error)),
    done: () => undefined,
  });
  mountConfirmation(root);
  mountCopyButton(root);
  section.addEventListener("shown", () => void show(root));
}

/** The code that turns it on. @param {HTMLElement} root */
function mountConfirmation(root) {
  jsonForm(/** @type {HTMLFormElement} */ (part(root, "confirm")), {
    send: (fields) => call("PUT", PATH, fields),
    done: (answer) => {
      sessionsEnded();
      void showCodes(root, answer);
    },
  });
}

/** @param {HTMLElement} root */
async function show(root) {
  const { enabled, required, recovery_codes_left: left } = await call("GET", PATH);
  part(root, "state").textContent = enabled ? interpolate(codesLeft(left), { left }) : gettext(
    "Off. When on, you also need a code from an app to sign in.",
  );
  offer(root, enabled ? "on" : "off");
  const notice = document.querySelector(/** @type {"div"} */ ("[data-part=required]"));
  if (notice) notice.hidden = !required;
  part(root, "codes").hidden = true;
  part(root, "fold-title").textContent = enabled
    ? gettext("Change two-factor sign-in")
    : gettext("Set up two-factor sign-in");
  showForm(root, "switch");
}

/**
 * Show what can be done now. The rest submits nothing: Enter presses the first button that submits.
 * @param {HTMLElement} root
 * @param {string} state
 */
function offer(root, state) {
  for (const button of root.querySelectorAll(/** @type {"button"} */ ("[data-when]"))) {
    button.hidden = button.dataset.when !== state;
    button.type = button.hidden ? "button" : "submit";
  }
}

/** @param {number} left */
function codesLeft(left) {
  return ngettext("On. %(left)s recovery code left.", "On. %(left)s recovery codes left.", left);
}

/** @param {HTMLElement} root @param {{ secret: string, qr_svg: string }} enrolment */
function showKey(root, { secret, qr_svg }) {
  /** @type {HTMLImageElement} */ (part(root, "qr")).src = qr_svg;
  part(root, "secret").textContent = secret.replace(/.{4}(?=.)/g, "$& ");
  showForm(root, "confirm").querySelector("input")?.focus();
}

/** @param {HTMLElement} root @param {{ recovery_codes: string[] }} answer */
async function showCodes(root, { recovery_codes: codes }) {
  await show(root);
  part(root, "code-list").replaceChildren(...codes.map((code) => {
    const line = document.createElement("li");
    line.textContent = code;
    return line;
  }));
  part(root, "codes").hidden = false;
  /** @type {HTMLDetailsElement} */ (part(root, "fold")).open = false;
  part(root, "codes").focus();
}

/** Show one of the two forms, empty. @param {HTMLElement} root @param {"switch" | "confirm"} name */
function showForm(root, name) {
  for (const other of ["switch", "confirm"]) {
    const form = /** @type {HTMLFormElement} */ (part(root, other));
    form.hidden = other !== name;
    form.reset();
    const code = form.querySelector(/** @type {"div"} */ ("[data-part=second-factor]"));
    if (code) code.hidden = true;
  }
  return part(root, name);
}

/** @param {HTMLElement} root */
function mountCopyButton(root) {
  const button = part(root, "copy");
  button.addEventListener("click", async () => {
    const codes = [...part(root, "code-list").children].map((line) => line.textContent);
    const copied = await copyText(codes.join("\n"));
    toast(copied ? gettext("Codes copied.") : gettext("Your browser blocked copying."));
  });
}
