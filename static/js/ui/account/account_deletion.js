import { part } from "../../lib/dom.js";
import { JsonStore } from "../../lib/storage.js";
import { call } from "../../net/api.js";
import { forgetOffline } from "../../offline.js";
import { leaveEverywhere } from "../../signed_out.js";
import { Snapshot } from "../../state/snapshot.js";
import { askForCode, jsonForm } from "../dialogs/forms.js";

/** @typedef {import("../settings/owner.js").Owner} Owner */

/**
 * The end of my account, which leaves nothing of it in this browser either.
 * @param {HTMLElement} root
 * @param {Owner} owner
 */
export function mountDeletion(root, owner) {
  const form = /** @type {HTMLFormElement} */ (part(root, "deletion-form"));
  jsonForm(form, {
    send: (fields) => call("DELETE", "/auth/account", fields).catch((error) => askForCode(form, error)),
    done: async () => {
      form.reset();
      addEventListener("pagehide", () => forget(owner)); // after the composer, which keeps its draft then
      await forgetOffline().catch(() => null);
      leaveEverywhere("/login/?deleted=1");
    },
  });
}

/** @param {Owner} owner */
function forget({ storage, me }) {
  new Snapshot(storage).clear();
  for (const kind of ["draft", "outbox"]) {
    const store = new JsonStore(storage, `${kind}:${me.id}:`);
    for (const key of store.keys()) store.remove(key);
  }
}
