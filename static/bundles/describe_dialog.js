import { A as dialog, u as part, z as openDialog, c as call, a5 as toast, g as gettext, Z as fromTemplate, a as interpolate } from "./app.js";
import { t as isPicture } from "./chat_rest.js";
import { j as jsonForm, c as clearProblems } from "./forms.js";
const ID = "describe-pictures";
let described = [];
let isMounted = false;
function describePictures({ attachments }, only) {
  const root = dialog(ID);
  const form = part(root, "form");
  if (!isMounted) jsonForm(form, { send: save, done: () => done(root) });
  isMounted = true;
  described = attachments.filter((file) => isPicture(file) && (only === void 0 || file.id === only));
  clearProblems(form);
  part(root, "pictures").replaceChildren(...described.map(fieldOf));
  void openDialog(ID);
}
function fieldOf(file, at) {
  const row = fromTemplate("describe-row");
  const field = part(row, "alt");
  const image = part(row, "picture");
  image.src = file.previews[0].url;
  const label = described.length > 1 ? gettext("Description of picture %(number)s") : gettext("Description");
  part(row, "label").textContent = interpolate(label, { number: at + 1 });
  Object.assign(field, { name: file.id, value: file.alt, autofocus: at === 0 });
  part(row, "error").dataset.errorFor = file.id;
  return row;
}
async function save(texts) {
  for (const { id, alt } of described) {
    if (texts[id] !== alt) await call("PATCH", `/attachments/${id}`, { alt: texts[id] });
  }
}
function done(root) {
  root.close();
  toast(gettext("Saved."));
}
export {
  describePictures
};
