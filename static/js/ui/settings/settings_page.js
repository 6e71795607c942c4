import { call } from "../../net/api.js";
import { addressChanged } from "../shell/layers.js";
import { goToSection, sectionAt } from "./settings_address.js";
import { LoneOwner } from "./owner.js";
import { SettingsView } from "./settings_view.js";

/** The settings as a page of their own, for a person who has no chat yet. @param {HTMLElement} body */
export async function mount(body) {
  const root = /** @type {HTMLElement} */ (body.querySelector("[data-settings]"));
  const { user } = await call("GET", "/auth/me");
  const view = new SettingsView(root, new LoneOwner(user), { close: () => location.assign("/"), covers: [] });
  const follow = () => view.show(sectionAt() ?? "");
  root.addEventListener("click", (event) => {
    const link = /** @type {Element} */ (event.target).closest("a");
    const section = link && !event.defaultPrevented ? sectionAt(link.pathname) : null;
    if (section === null) return;
    event.preventDefault();
    goToSection(section);
  });
  addressChanged.subscribe(follow);
  follow();
}
