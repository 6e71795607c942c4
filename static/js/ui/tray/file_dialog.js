import { isPicture } from "../../files/preview.js";
import { part } from "../../lib/dom.js";
import { dialog, openDialog } from "../dialogs/dialogs.js";

/** @typedef {{ file: KeptFile, url: string | null, isFirst: boolean, isLast: boolean }} Shown */
/** @typedef {{ describe(id: string, alt: string): void, move(id: string, step: number): void }} Tray */

let shown = /** @type {{ id: string, tray: Tray } | null} */ (null);

/**
 * One file that waits to be sent: what its picture shows, and where it stands among the others.
 * @param {Tray} tray @param {Shown} what
 */
export async function showFile(tray, { file, url, isFirst, isLast }) {
  const root = dialog("tray-file-dialog");
  if (shown === null) mount(root);
  shown = { id: file.id, tray };
  part(root, "name").textContent = file.name;
  const image = /** @type {HTMLImageElement} */ (part(root, "picture"));
  image.hidden = url === null;
  if (url !== null) image.src = url;
  part(root, "description").hidden = !isPicture(file);
  altOf(root).value = file.alt;
  for (const [name, is] of Object.entries({ earlier: isFirst, later: isLast })) part(root, name).hidden = is;
  await openDialog("tray-file-dialog");
}

/** @param {HTMLDialogElement} root */
function mount(root) {
  const form = /** @type {HTMLFormElement} */ (part(root, "form"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    root.close();
  });
  for (const [name, step] of Object.entries({ earlier: -1, later: 1 })) {
    part(root, name).addEventListener("click", () => {
      root.close();
      shown?.tray.move(shown.id, step);
    });
  }
  root.addEventListener("close", () => shown?.tray.describe(shown.id, altOf(root).value.trim()));
}

/** @param {HTMLElement} root */
function altOf(root) {
  return /** @type {HTMLTextAreaElement} */ (part(root, "alt"));
}
