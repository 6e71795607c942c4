import { M as attempt, c as call, a6 as toast, F as gettext } from "./app.js";
async function saveMessage({ id }) {
  await attempt(async () => {
    await call("PUT", `/auth/bookmarks/${id}`, {});
    const undo = () => void attempt(() => call("DELETE", `/auth/bookmarks/${id}`));
    toast(gettext("Saved. Find it under Saved, in the list of rooms."), { text: gettext("Undo"), act: undo });
  });
}
export {
  saveMessage
};
