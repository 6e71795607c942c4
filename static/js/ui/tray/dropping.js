import { gettext } from "../../lib/i18n.js";
import { toast } from "../shell/toasts.js";
import { addFiles } from "./adding.js";

/** After the last sign of a drag over the page: it may end outside without a word. */
const LEFT_MS = 300;

/** Files that are dragged over the page may be dropped anywhere on it. @param {Chat} chat */
export function mountDropping(chat) {
  const area = /** @type {HTMLElement} */ (document.querySelector("[data-part=drop-here]"));
  let timer = 0;
  const show = (/** @type {boolean} */ isOver) => {
    clearTimeout(timer);
    if (area.hidden === isOver) area.hidden = !isOver;
    if (isOver) timer = window.setTimeout(() => show(false), LEFT_MS);
  };
  addEventListener("dragover", (event) => {
    if (!isForThePage(event)) return;
    event.preventDefault(); // the browser would open it
    show(chat.room !== null && !isInDialog());
  });
  addEventListener("drop", (event) => {
    show(false);
    if (!isForThePage(event)) return;
    event.preventDefault();
    if (!isInDialog()) void addFiles(chat, filesIn(/** @type {DataTransfer} */ (event.dataTransfer)));
  });
}

/** Folders can't be read as files. @param {DataTransfer} data @returns {File[]} */
function filesIn({ items, files }) {
  const isFolder = [...items].map((item) => item.kind === "file" && item.webkitGetAsEntry?.()?.isDirectory);
  if (isFolder.includes(true)) toast(gettext("A folder can't be sent. Pack it into one file, such as a ZIP."));
  return [...files].filter((_, at) => !isFolder[at]);
}

/** Whether files are dragged over the page, not over a field that takes them. @param {DragEvent} event */
function isForThePage({ dataTransfer, target }) {
  const takesFiles = target instanceof HTMLInputElement && target.type === "file";
  const hasFiles = dataTransfer?.types.some((type) => type.toLowerCase() === "files") ?? false;
  return hasFiles && !takesFiles;
}

const isInDialog = () => document.querySelector("dialog[open]") !== null;
