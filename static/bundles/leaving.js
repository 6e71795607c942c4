import { c as confirmed } from "./writing.js";
import { F as FileStore } from "./store.js";
async function mayLeave({ files }) {
  return !files.any || confirmed("unsent-files");
}
async function forgetFiles({ trays, me }) {
  for (const room of trays.rooms()) trays.put(room, []);
  await removeFiles(me.id);
}
async function removeFiles(userId) {
  await new FileStore().forget(userId);
}
export {
  forgetFiles,
  mayLeave,
  removeFiles
};
