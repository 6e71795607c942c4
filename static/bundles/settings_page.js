import { e as browserStorage, S as Signal, h as chooseClock, c as call, l as sectionAt, aj as goToSection, q as addressChanged } from "./app.js";
import { S as SettingsView } from "./settings_view.js";
class LoneOwner {
  storage = browserStorage();
  meChanged = new Signal();
  constructor(me) {
    this.me = me;
    chooseClock(me.preferences.clock);
  }
  changeMe(changes) {
    this.me = { ...this.me, ...changes };
    chooseClock(this.me.preferences.clock);
    this.meChanged.emit();
  }
}
async function mount(body) {
  const root = body.querySelector("[data-settings]");
  const { user } = await call("GET", "/auth/me");
  const view = new SettingsView(root, new LoneOwner(user), { close: () => location.assign("/"), covers: [] });
  const follow = () => view.show(sectionAt() ?? "");
  root.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    const section = link && !event.defaultPrevented ? sectionAt(link.pathname) : null;
    if (section === null) return;
    event.preventDefault();
    goToSection(section);
  });
  addressChanged.subscribe(follow);
  follow();
}
export {
  mount
};
