import { z as dialog, u as part, x as openDialog } from "./app.js";
async function confirmed(id) {
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
export {
  confirmed
};
