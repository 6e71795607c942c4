import { part } from "../../lib/dom.js";
import { dialog, openDialog } from "../dialogs/dialogs.js";

/** Ask whether the changes to a message are to be thrown away. @returns {Promise<boolean>} */
export async function mayDiscard() {
  const root = dialog("discard-edit");
  let discards = false;
  const chosen = () => {
    discards = true;
    root.close();
  };
  part(root, "discard").addEventListener("click", chosen, { once: true });
  await openDialog("discard-edit");
  await new Promise((resolve) => root.addEventListener("close", resolve, { once: true }));
  part(root, "discard").removeEventListener("click", chosen);
  return discards;
}
