import { l as sectionAt, af as goToSection, q as addressChanged, av as leaveSettings, A as loaded, C as ChatError, a6 as toast } from "./app.js";
let isMounted = false;
let view = (
  /** @type {SettingsView | null} */
  null
);
let loading = (
  /** @type {Promise<SettingsView | null> | null} */
  null
);
function mountSettings(chat) {
  if (isMounted) return;
  isMounted = true;
  document.addEventListener("click", (event) => {
    const link = (
      /** @type {Element} */
      event.target.closest("a")
    );
    const section = link && link.origin === location.origin ? sectionAt(link.pathname) : null;
    if (section === null || event.defaultPrevented || isForAnotherTab(event)) return;
    event.preventDefault();
    goToSection(section);
  });
  addressChanged.subscribe(() => void follow(chat));
  void follow(chat);
}
function isForAnotherTab({ ctrlKey, metaKey, shiftKey, button }) {
  return ctrlKey || metaKey || shiftKey || button !== 0;
}
async function follow(chat) {
  if (sectionAt() === null) return view?.leave();
  const opened = view ?? await (loading ??= open(chat));
  const section = sectionAt();
  if (section === null) return void 0;
  if (opened) opened.show(section);
  else leaveSettings(behind(chat));
  return void 0;
}
async function open(chat) {
  try {
    const covers = (
      /** @type {HTMLElement[]} */
      [...document.querySelectorAll("body > .chat, body > .skip-link")]
    );
    const close = () => leaveSettings(behind(chat));
    view = await loaded(async () => (await import("./settings_view.js")).openSettings(chat, { close, covers }));
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    toast(error.message);
  } finally {
    loading = null;
  }
  return view;
}
function behind(chat) {
  return chat.live.roomId === null ? "/" : `/?room=${chat.live.roomId}`;
}
export {
  mountSettings
};
