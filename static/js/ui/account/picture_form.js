import { megabytes } from "../../lib/bytes.js";
import { part } from "../../lib/dom.js";
import { gettext, interpolate } from "../../lib/i18n.js";
import { onKey } from "../../lib/keys.js";
import { call } from "../../net/api.js";
import { drawAvatar, drawPicture } from "../people/avatar.js";
import { clearProblems, jsonForm, showFieldProblem } from "../dialogs/forms.js";

/**
 * My picture: what was chosen is shown as others will see it, and sent when that is right.
 * @param {HTMLFormElement} form
 * @param {{ me: () => Me, changed: (answer: { user: Me }) => void }} how
 */
export function mountPictureForm(form, { me, changed }) {
  const file = /** @type {HTMLInputElement} */ (form.elements.namedItem("file"));
  const show = () => {
    forget(form);
    clearProblems(form);
    drawAvatar(part(form, "avatar"), me());
    part(form, "remove").hidden = me().avatar_url === null;
  };
  const done = (/** @type {{ user: Me }} */ answer) => {
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

/** @param {KeyboardEvent} event @param {HTMLInputElement} file */
function chooseByEnter(event, file) {
  if (event.key !== "Enter") return;
  event.preventDefault(); // it would send the form
  file.click();
}

/** @param {HTMLFormElement} form @param {HTMLInputElement} input @param {() => void} show */
async function preview(form, input, show) {
  const file = input.files?.[0];
  if (!file) return;
  const problem = tooLarge(file, Number(form.dataset.maxBytes)) || (await unreadable(form, file));
  if (problem) {
    show();
    showFieldProblem(form, "file", problem);
  } else {
    decide(form, true);
    part(form, "save").focus();
  }
}

/** Draw the file; say so when the browser can't. @param {HTMLFormElement} form @param {File} file */
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

/** Nothing is chosen any more. @param {HTMLFormElement} form */
function forget(form) {
  URL.revokeObjectURL(form.dataset.preview ?? "");
  form.reset();
  decide(form, false);
}

/** @param {HTMLFormElement} form @param {boolean} chosen */
function decide(form, chosen) {
  for (const name of ["decide", "previewed"]) part(form, name).hidden = !chosen;
  for (const name of ["choose", "hint"]) part(form, name).hidden = chosen;
}

/** @param {File} file @param {number} limit */
function tooLarge(file, limit) {
  if (file.size <= limit) return "";
  const sizes = { size: megabytes(file.size, Math.ceil), limit: megabytes(limit, Math.floor) };
  return interpolate(gettext("This file is %(size)s MB. The limit is %(limit)s MB. Choose a smaller one."), sizes);
}
