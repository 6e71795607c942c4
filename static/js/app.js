/** Brings the page's markup to life: each element with data-component gets the component of that name. */
import { dialog, mountDialogs, onFirstOpen } from "./ui/dialogs/dialogs.js";
import * as themeSwitch from "./ui/settings/theme_switch.js";

/** @type {Record<string, () => Promise<{ mount(root: any): void }> | { mount(root: any): void }>} */
const COMPONENTS = {
  "account-form": () => import("./ui/account/account_form.js"),
  "chat": () => import("./chat_page.js"),
  "password-field": () => import("./ui/account/password_field.js"),
  "settings": () => import("./ui/settings/settings_page.js"),
  "theme-switch": () => themeSwitch,
};

mountDialogs();
onFirstOpen(["feedback"], async () => (await import("./ui/dialogs/feedback_dialog.js")).mount(dialog("feedback")));
const mounting = [...document.querySelectorAll(/** @type {"div"} */ ("[data-component]"))].map(async (root) => {
  (await COMPONENTS[root.dataset.component ?? ""]?.())?.mount(root);
});
void Promise.all(mounting).then(() => document.body.toggleAttribute("data-ready", true));
