import { A as dialog, u as part, c as call, g as gettext } from "./app.js";
import { j as jsonForm, a as askForCode, c as clearProblems } from "./forms.js";
function mountSignInDialog(chat) {
  const root = dialog("sign-in");
  const form = root.querySelector("[data-part=form]");
  if (form) mountForm(form, root, chat);
  root.addEventListener("before-open", () => {
    part(root, "reason").textContent = reasonText(chat.connection.endedReason);
    for (const link of root.querySelectorAll("[data-sign-in]")) {
      link.search = String(new URLSearchParams({ next: location.pathname + location.search }));
    }
  });
}
function mountForm(form, root, chat) {
  const email = form.elements.namedItem("email");
  jsonForm(form, { send: (fields) => call("POST", "/auth/login", fields).catch((error) => askForCode(form, error)), done: ({ user }) => {
    if (user.id !== chat.me.id) return location.assign("/");
    form.reset();
    root.close();
    chat.connection.connect();
    return void 0;
  } });
  root.addEventListener("before-open", () => {
    clearProblems(form);
    email.value = chat.me.email;
    part(form, "second-factor").hidden = true;
  });
}
function reasonText(reason) {
  switch (reason) {
    case "ended":
      return gettext("You signed this device out from another one.");
    case "logged_out":
      return gettext("You signed out here or in another tab.");
    case "provider":
      return gettext("You signed out of the account that you sign in with.");
    case "password_changed":
      return gettext("Your password was changed. Sign in with the new one.");
    case "deactivated":
      return gettext("This account is no longer active.");
    case "banned":
      return gettext("This account is banned. Sign in to see why and for how long.");
    default:
      return gettext("Your session has ended. Anything you wrote is saved and will be sent after you sign in.");
  }
}
export {
  mountSignInDialog
};
