import { part } from "../../lib/dom.js";
import { gettext, interpolate } from "../../lib/i18n.js";
import { call } from "../../net/api.js";
import { askForCode, fieldsOf, jsonForm } from "../dialogs/forms.js";

/** @typedef {import("../settings/owner.js").Owner} Owner */

/**
 * Another email address, once the link that is sent there was opened.
 * @param {HTMLElement} section
 * @param {Owner} owner
 */
export function mountEmailChange(section, owner) {
  const root = part(section, "email");
  const form = /** @type {HTMLFormElement} */ (part(root, "email-form"));
  const show = () => (part(root, "address").textContent = owner.me.email);
  section.addEventListener("shown", show);
  owner.meChanged.subscribe(show);
  jsonForm(form, {
    send: (fields) => call("POST", "/auth/email-change", fields).catch((error) => askForCode(form, error)),
    done: ({ user, is_pending: isPending }) => {
      const { email } = fieldsOf(form);
      owner.changeMe(user);
      form.reset();
      showDone(root, isPending ? interpolate(
        gettext("We sent a link to %(email)s. Open it within 24 hours to finish the change."),
        { email: String(email) },
      ) : gettext("Email address changed."));
    },
  });
}

/** @param {HTMLElement} root @param {string} text */
function showDone(root, text) {
  const place = part(root, "sent");
  place.textContent = text;
  place.hidden = false;
  /** @type {HTMLDetailsElement} */ (root.querySelector("details")).open = false;
  place.focus();
}
