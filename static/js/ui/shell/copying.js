import { copyText } from "../../lib/clipboard.js";
import { gettext } from "../../lib/i18n.js";
import { toast } from "./toasts.js";

/** Copy the link to a page of the chat, and say so. @param {string} path */
export async function copyLink(path) {
  const copied = await copyText(new URL(path, location.href).href);
  toast(copied ? gettext("Link copied.") : gettext("Your browser doesn't allow copying."));
}
