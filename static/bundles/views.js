import { u as part, E as loaded } from "./app.js";
const LOADERS = { "catch-up": () => loaded(async () => (await import("./catch_up.js")).CatchUp), inbox: () => loaded(async () => (await import("./inbox.js")).Inbox), saved: () => loaded(async () => (await import("./saved.js")).Saved) };
const views = /* @__PURE__ */ new Map();
async function showView(name, root, chat, page) {
  part(root, "title").focus({ preventScroll: true });
  const Class = await LOADERS[name]();
  if (Class && !views.has(name)) {
    part(root, "to-list").addEventListener("click", () => page.openList());
    views.set(name, new Class(root, chat, page));
  }
  void views.get(name)?.read();
  return true;
}
export {
  showView
};
