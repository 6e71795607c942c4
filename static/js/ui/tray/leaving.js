import { confirmed } from "../dialogs/confirm.js";
import { FileStore } from "../../files/store.js";

/** Ask before files that were not sent go with their person. @param {Chat} chat */
export async function mayLeave({ files }) {
  return !files.any || confirmed("unsent-files");
}

/** Remove the files of who signs out from this browser. @param {Chat} chat */
export async function forgetFiles({ trays, me }) {
  for (const room of trays.rooms()) trays.put(room, []);
  await removeFiles(me.id);
}

/** Remove a person's files from this browser. @param {number} userId */
export async function removeFiles(userId) {
  await new FileStore().forget(userId);
}
