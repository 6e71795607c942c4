import { part } from "../../lib/dom.js";
import { gettext } from "../../lib/i18n.js";
import { call } from "../../net/api.js";
import { attempt } from "../shell/toasts.js";
import { jsonForm } from "../dialogs/forms.js";
import { sayIsSaved } from "../settings/saved.js";
import { mountPictureForm } from "./picture_form.js";

/** @typedef {import("../settings/owner.js").Owner} Owner */

/** My own name and picture. @param {HTMLElement} section @param {Owner} owner */
export function mountProfile(section, owner) {
  const picture = mountPicture(/** @type {HTMLFormElement} */ (part(section, "picture-form")), owner);
  mountName(/** @type {HTMLFormElement} */ (part(section, "name-form")), owner);
  mountSwitch(/** @type {HTMLFormElement} */ (part(section, "presence-form")), owner, "shows_last_seen");
  const direct = section.querySelector('[data-part="direct-form"]');
  if (direct) mountSwitch(/** @type {HTMLFormElement} */ (direct), owner, "takes_direct_messages");
  owner.meChanged.subscribe(picture.redraw);
  section.addEventListener("shown", picture.redraw);
}

/** @param {HTMLFormElement} form @param {Owner} owner */
function mountPicture(form, owner) {
  const picture = mountPictureForm(form, {
    me: () => owner.me,
    changed: ({ user }) => {
      owner.changeMe(user);
      sayIsSaved(form, user.avatar_url ? gettext("Picture saved.") : gettext("Picture removed."));
    },
  });
  form.addEventListener("forgotten", picture.show);
  return picture;
}

/** @param {HTMLFormElement} form @param {Owner} owner */
function mountName(form, owner) {
  const input = /** @type {HTMLInputElement} */ (form.elements.namedItem("name"));
  const show = () => {
    const isEdited = input.value !== input.defaultValue;
    input.defaultValue = owner.me.name;
    if (!isEdited) input.value = owner.me.name;
  };
  show();
  owner.meChanged.subscribe(show);
  jsonForm(form, {
    send: (fields) => call("PUT", "/auth/profile", fields),
    done: ({ user }) => {
      owner.changeMe(user);
      input.value = user.name;
      sayIsSaved(form, gettext("Name saved."));
    },
  });
}

/**
 * A preference that is on or off.
 * @param {HTMLFormElement} form @param {Owner} owner @param {"shows_last_seen" | "takes_direct_messages"} name
 */
function mountSwitch(form, owner, name) {
  const box = /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
  const show = () => (box.checked = owner.me.preferences[name]);
  form.addEventListener("submit", (event) => event.preventDefault());
  box.addEventListener("change", async () => {
    const isStored = await attempt(async () => {
      owner.changeMe((await call("PUT", "/auth/preferences", { [name]: box.checked })).user);
    });
    show();
    if (isStored) sayIsSaved(form);
  });
  owner.meChanged.subscribe(show);
  show();
}
