import { part } from "../../lib/dom.js";
import { gettext } from "../../lib/i18n.js";
import { call } from "../../net/api.js";
import { dialog } from "../dialogs/dialogs.js";
import { clearProblems, jsonForm } from "../dialogs/forms.js";
import { mount as mountPasswordChange } from "./password_change.js";
import { mountPictureForm } from "./picture_form.js";
import { toast } from "../shell/toasts.js";

/** My own name, picture and password. @param {Chat} chat */
export function mountProfileDialog(chat) {
  const root = dialog("profile");
  const nameForm = /** @type {HTMLFormElement} */ (part(root, "name-form"));
  const picture = mountPictureForm(/** @type {HTMLFormElement} */ (part(root, "picture-form")), {
    me: () => chat.me,
    changed: ({ user }) => {
      chat.changeMe(user);
      toast(gettext("Picture saved."));
    },
  });
  mountPasswordChange(root);
  root.addEventListener("before-open", () => {
    clearProblems(nameForm);
    /** @type {HTMLInputElement} */ (nameForm.elements.namedItem("name")).value = chat.me.name;
    picture.show();
  });
  jsonForm(nameForm, {
    send: (fields) => call("PUT", "/auth/profile", fields),
    done: ({ user }) => {
      chat.changeMe(user);
      picture.redraw();
      toast(gettext("Name saved."));
    },
  });
}
