import { gettext } from "../../lib/i18n.js";
import { toast } from "../shell/toasts.js";

/** Say that files can't be sent, wherever on the page one is pasted or dropped: the browser would open it instead. */
export function refuseFiles() {
  addEventListener("paste", (event) => {
    const data = event.clipboardData;
    if (!data || !holdsFiles(data) || data.types.includes("text/plain")) return;
    event.preventDefault();
    refuse();
  });
  addEventListener("dragover", (event) => {
    if (isForThePage(event)) event.preventDefault();
  });
  addEventListener("drop", (event) => {
    if (!isForThePage(event)) return;
    event.preventDefault();
    refuse();
  });
}

function refuse() {
  toast(gettext("Pictures and files can't be sent here yet."));
}

/** @param {DataTransfer} data */
function holdsFiles(data) {
  return data.types.some((type) => type.toLowerCase() === "files");
}

/** Whether files are dropped on the page, not on a field that takes them. @param {DragEvent} event */
function isForThePage({ dataTransfer, target }) {
  const takesFiles = target instanceof HTMLInputElement && target.type === "file";
  return dataTransfer !== null && holdsFiles(dataTransfer) && !takesFiles;
}
