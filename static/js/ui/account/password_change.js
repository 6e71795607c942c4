import { part } from "../../lib/dom.js";
import { gettext } from "../../lib/i18n.js";
import { call } from "../../net/api.js";
import { askForCode, jsonForm } from "../dialogs/forms.js";
import { sessionsEnded } from "./session_list.js";

/** The form to change one's password. @param {HTMLElement} root */
export function mountPasswordChange(root) {
  const form = /** @type {HTMLFormElement} */ (part(root, "password-form"));
  jsonForm(form, {
    send: (fields) => call("PUT", "/auth/profile", fields).catch((error) => askForCode(form, error)),
    done: () => {
      form.reset();
      part(form, "second-factor").hidden = true;
      /** @type {HTMLDetailsElement} */ (root.querySelector("details")).open = false;
      part(root, "changed").textContent = gettext("Password changed.");
      part(root, "changed").focus();
      sessionsEnded();
    },
  });
}
