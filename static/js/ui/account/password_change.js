import { part } from "../../lib/dom.js";
import { gettext } from "../../lib/i18n.js";
import { call } from "../../net/api.js";
import { askForCode, clearProblems, jsonForm } from "../dialogs/forms.js";
import { sessionsEnded } from "./session_list.js";
import { toast } from "../shell/toasts.js";

/** The form to change one's password. @param {HTMLElement} root */
export function mount(root) {
  const form = /** @type {HTMLFormElement} */ (part(root, "password-form"));
  jsonForm(form, {
    send: (fields) => call("PUT", "/auth/profile", fields).catch((error) => askForCode(form, error)),
    done: () => {
      form.reset();
      toast(gettext("Password changed."));
      sessionsEnded();
    },
  });
  root.addEventListener("before-open", () => {
    clearProblems(form);
    form.reset();
  });
}
