import { a as isPicture } from "./preview.js";
import { A as dialog, u as part, z as openDialog } from "./app.js";
let shown = null;
async function showFile(tray, { file, url, isFirst, isLast }) {
  const root = dialog("tray-file-dialog");
  if (shown === null) mount(root);
  shown = { id: file.id, tray };
  part(root, "name").textContent = file.name;
  const image = part(root, "picture");
  image.hidden = url === null;
  if (url !== null) image.src = url;
  part(root, "description").hidden = !isPicture(file);
  altOf(root).value = file.alt;
  for (const [name, is] of Object.entries({ earlier: isFirst, later: isLast })) part(root, name).hidden = is;
  await openDialog("tray-file-dialog");
}
function mount(root) {
  const form = part(root, "form");
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
function altOf(root) {
  return part(root, "alt");
}
export {
  showFile
};
