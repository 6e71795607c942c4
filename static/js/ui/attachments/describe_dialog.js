import { fromTemplate, part } from "../../lib/dom.js";
import { gettext, interpolate } from "../../lib/i18n.js";
import { call } from "../../net/api.js";
import { isPicture } from "../../state/gallery.js";
import { dialog, openDialog } from "../dialogs/dialogs.js";
import { clearProblems, jsonForm } from "../dialogs/forms.js";
import { toast } from "../shell/toasts.js";

const ID = "describe-pictures";
let described = /** @type {Attachment[]} */ ([]);
let isMounted = false;

/**
 * Say what one's own pictures show, for people who don't see them.
 * @param {Message} message @param {string} [only] One of its pictures.
 */
export function describePictures({ attachments }, only) {
  const root = dialog(ID);
  const form = /** @type {HTMLFormElement} */ (part(root, "form"));
  if (!isMounted) jsonForm(form, { send: save, done: () => done(root) });
  isMounted = true;
  described = attachments.filter((file) => isPicture(file) && (only === undefined || file.id === only));
  clearProblems(form);
  part(root, "pictures").replaceChildren(...described.map(fieldOf));
  void openDialog(ID);
}

/** @param {Attachment} file @param {number} at */
function fieldOf(file, at) {
  const row = fromTemplate("describe-row");
  const field = /** @type {HTMLTextAreaElement} */ (part(row, "alt"));
  const image = /** @type {HTMLImageElement} */ (part(row, "picture"));
  image.src = file.previews[0].url;
  const label = described.length > 1 ? gettext("Description of picture %(number)s") : gettext("Description");
  part(row, "label").textContent = interpolate(label, { number: at + 1 });
  Object.assign(field, { name: file.id, value: file.alt, autofocus: at === 0 });
  part(row, "error").dataset.errorFor = file.id;
  return row;
}

/** What was saved before another one failed is the same at the next try. @param {Record<string, unknown>} texts */
async function save(texts) {
  for (const { id, alt } of described) {
    if (texts[id] !== alt) await call("PATCH", `/attachments/${id}`, { alt: texts[id] });
  }
}

/** @param {HTMLDialogElement} root */
function done(root) {
  root.close();
  toast(gettext("Saved."));
}
