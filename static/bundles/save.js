import { H as attempt, c as call, a5 as toast, g as gettext } from "./app.js";
async function removeSaved({ id }) {
  await attempt(async () => {
    await call("DELETE", `/auth/bookmarks/${id}`);
    const undo = () => void attempt(() => call("PUT", `/auth/bookmarks/${id}`, {}));
    toast(gettext("Removed from Saved."), { text: gettext("Undo"), act: undo });
  });
}
async function saveMessage({ id }) {
  await attempt(async () => {
    await call("PUT", `/auth/bookmarks/${id}`, {});
    const undo = () => void attempt(() => call("DELETE", `/auth/bookmarks/${id}`));
    toast(gettext("Saved. Find it under Saved, in the list of rooms."), { text: gettext("Undo"), act: undo });
  });
}
export {
  removeSaved,
  saveMessage
};
