import { c as copyText } from "./chat_rest.js";
import { a5 as toast, g as gettext } from "./app.js";
async function copyLink(path) {
  const copied = await copyText(new URL(path, location.href).href);
  toast(copied ? gettext("Link copied.") : gettext("Your browser doesn't allow copying."));
}
export {
  copyLink
};
