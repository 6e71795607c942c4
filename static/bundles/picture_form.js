import { m as megabytes } from "./bytes.js";
import { c as call, B as onKey, u as part, a1 as drawAvatar, a as interpolate, g as gettext, ax as drawPicture } from "./app.js";
import { j as jsonForm, s as showFieldProblem, c as clearProblems } from "./forms.js";
function mountPictureForm(form, { me, changed }) {
  const file = form.elements.namedItem("file");
  const show = () => {
    forget(form);
    clearProblems(form);
    drawAvatar(part(form, "avatar"), me());
    part(form, "remove").hidden = me().avatar_url === null;
  };
  const done = (answer) => {
    changed(answer);
    show();
    file.focus();
  };
  jsonForm(form, { send: () => call("POST", "/auth/profile/upload", new FormData(form)), done });
  file.addEventListener("change", () => void preview(form, file, show));
  onKey(file, (event) => chooseByEnter(event, file));
  part(form, "cancel").addEventListener("click", () => {
    show();
    file.focus();
  });
  part(form, "remove").addEventListener("click", async () => done(await call("DELETE", "/auth/profile/upload")));
  const redraw = () => part(form, "decide").hidden && show();
  return { show, redraw };
}
function chooseByEnter(event, file) {
  if (event.key !== "Enter") return;
  event.preventDefault();
  file.click();
}
async function preview(form, input, show) {
  const file = input.files?.[0];
  if (!file) return;
  const problem = tooLarge(file, Number(form.dataset.maxBytes)) || await unreadable(form, file);
  if (problem) {
    show();
    showFieldProblem(form, "file", problem);
  } else {
    decide(form, true);
    part(form, "save").focus();
  }
}
async function unreadable(form, file) {
  const image = new Image();
  image.src = form.dataset.preview = URL.createObjectURL(file);
  try {
    await image.decode();
  } catch {
    return gettext("This picture can't be read. Use a PNG, JPEG, GIF or WebP file.");
  }
  drawPicture(part(form, "avatar"), image);
  return "";
}
function forget(form) {
  URL.revokeObjectURL(form.dataset.preview ?? "");
  form.reset();
  decide(form, false);
}
function decide(form, chosen) {
  for (const name of ["decide", "previewed"]) part(form, name).hidden = !chosen;
  for (const name of ["choose", "hint"]) part(form, name).hidden = chosen;
}
function tooLarge(file, limit) {
  if (file.size <= limit) return "";
  const sizes = { size: megabytes(file.size, Math.ceil), limit: megabytes(limit, Math.floor) };
  return interpolate(gettext("This file is %(size)s MB. The limit is %(limit)s MB. Choose a smaller one."), sizes);
}
export {
  mountPictureForm as m
};
