import { part } from "../../lib/dom.js";
import { dialog, openDialog } from "./dialogs.js";

/**
 * Ask a question with a dialog whose `data-part="confirm"` button says yes.
 * @param {string} id
 * @returns {Promise<boolean>}
 */
export async function confirmed(id) {
  const root = dialog(id);
  const button = part(root, "confirm");
  let answer = false;
  const yes = () => {
    answer = true;
    root.close();
  };
  button.addEventListener("click", yes);
  await openDialog(id);
  if (root.open) await new Promise((resolve) => root.addEventListener("close", resolve, { once: true }));
  button.removeEventListener("click", yes);
  return answer;
}
