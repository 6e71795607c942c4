import { JsonStore } from "../lib/storage.js";

/** Where reactions wait that the server has not confirmed. @param {KeyValueStorage} storage @param {number} userId */
export function reactionStore(storage, userId) {
  return new JsonStore(storage, `reactions:${userId}:`);
}
