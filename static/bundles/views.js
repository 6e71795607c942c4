import { u as part } from "./app.js";
const LOADERS = { "catch-up": () => import("./catch_up.js").then(({ CatchUp }) => CatchUp), inbox: () => import("./inbox.js").then(({ Inbox }) => Inbox), saved: () => import("./saved.js").then(({ Saved }) => Saved) };
const views = /* @__PURE__ */ new Map();
async function showView(name, root, chat, page) {
  part(root, "title").focus({ preventScroll: true });
  const Class = await LOADERS[name]();
  if (!views.has(name)) {
    part(root, "to-list").addEventListener("click", () => page.openList());
    views.set(name, new Class(root, chat, page));
  }
  void views.get(name)?.read();
  return true;
}
export {
  showView
};
