import { x as dialog, l as part, w as openDialog } from "./app.js";
async function mayDiscard() {
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
export {
  mayDiscard
};
