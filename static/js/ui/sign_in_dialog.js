import { part } from "../lib/dom.js";
import { gettext } from "../lib/i18n.js";
import { call } from "../net/api.js";
import { dialog } from "./dialogs.js";
import { askForCode, clearProblems, jsonForm } from "./forms.js";

/** When the session ended, sign in on the spot: drafts and waiting messages stay, and go on. @param {Chat} chat */
export function mountSignInDialog(chat) {
  const root = dialog("sign-in");
  const form = /** @type {HTMLFormElement} */ (part(root, "form"));
  /** @type {HTMLInputElement} */ (form.elements.namedItem("email")).value = chat.me.email;
  jsonForm(form, {
    send: (fields) => call("POST", "/auth/login", fields).catch((error) => askForCode(form, error)),
    done: ({ user }) => {
      if (user.id !== chat.me.id) return location.assign("/");
      form.reset();
      /** @type {HTMLInputElement} */ (form.elements.namedItem("email")).value = chat.me.email;
      root.close();
      chat.connection.connect();
      return undefined;
    },
  });
  root.addEventListener("before-open", () => {
    clearProblems(form);
    part(form, "second-factor").hidden = true;
    part(root, "reason").textContent = reasonText(chat.connection.endedReason);
  });
}

/** @param {string | null} reason */
function reasonText(reason) {
  switch (reason) {
    case "ended": return gettext("You ended this session from another device.");
    case "logged_out": return gettext("You signed out, here or in another tab.");
    case "password_changed": return gettext("Your password was changed. Sign in with the new one.");
    case "deactivated": return gettext("This account was deactivated by an administrator.");
    case "banned": return gettext("This account is banned. Sign in to read until when and why.");
    default: return gettext("Your session has ended. What you wrote is kept and sent once you are back.");
  }
}
