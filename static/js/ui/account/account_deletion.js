import { part } from "../../lib/dom.js";
import { forgetPerson } from "../../lib/storage.js";
import { call } from "../../net/api.js";
import { forgetOffline } from "../../offline.js";
import { leaveEverywhere } from "../../signed_out.js";
import { Snapshot } from "../../state/snapshot.js";
import { askForCode, jsonForm } from "../dialogs/forms.js";
import { removeFiles } from "../tray/leaving.js";

/** @typedef {import("../settings/owner.js").Owner} Owner */

/**
 * The end of my account, which leaves nothing of it in this browser either.
 * @param {HTMLElement} root
 * @param {Owner} owner
 */
export function mountDeletion(root, owner) {
  const form = /** @type {HTMLFormElement} */ (part(root, "deletion-form"));
  // Browsers fill in the saved email address and password unasked, which would leave a single press to delete all.
  form.closest("details")?.addEventListener("toggle", () => form.reset());
  jsonForm(form, {
    send: (fields) => call("DELETE", "/auth/account", fields).catch((error) => askForCode(form, error)),
    done: async () => {
      form.reset();
      addEventListener("pagehide", () => forget(owner)); // after the composer, which keeps its draft then
      await forgetOffline().catch(() => null);
      await removeFiles(owner.me.id);
      leaveEverywhere("/login/?deleted=1");
    },
  });
}

/** @param {Owner} owner */
function forget({ storage, me }) {
  new Snapshot(storage).clear();
  forgetPerson(storage, me.id);
}
