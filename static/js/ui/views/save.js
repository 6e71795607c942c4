import { gettext } from "../../lib/i18n.js";
import { call } from "../../net/api.js";
import { attempt, toast } from "../shell/toasts.js";

/** Keep a message no longer. @param {Message} message */
export async function removeSaved({ id }) {
  await attempt(async () => {
    await call("DELETE", `/auth/bookmarks/${id}`);
    const undo = () => void attempt(() => call("PUT", `/auth/bookmarks/${id}`, {}));
    toast(gettext("Removed from Saved."), { text: gettext("Undo"), act: undo });
  });
}

/** Keep a message in the reader's own list, with a way back. @param {Message} message */
export async function saveMessage({ id }) {
  await attempt(async () => {
    await call("PUT", `/auth/bookmarks/${id}`, {});
    const undo = () => void attempt(() => call("DELETE", `/auth/bookmarks/${id}`));
    toast(gettext("Saved. Find it under Saved, in the list of rooms."), { text: gettext("Undo"), act: undo });
  });
}
