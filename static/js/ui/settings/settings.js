import { ChatError } from "../../net/errors.js";
import { addressChanged } from "../shell/layers.js";
import { loaded } from "../shell/loading.js";
import { toast } from "../shell/toasts.js";
import { goToSection, leaveSettings, sectionAt } from "./settings_address.js";

/** @typedef {import("./settings_view.js").SettingsView} SettingsView */

let isMounted = false;
let view = /** @type {SettingsView | null} */ (null);
let loading = /** @type {Promise<SettingsView | null> | null} */ (null);

/** Open the settings over the chat, which stays as it is; their code and markup come then. @param {Chat} chat */
export function mountSettings(chat) {
  if (isMounted) return;
  isMounted = true;
  document.addEventListener("click", (event) => {
    const link = /** @type {Element} */ (event.target).closest("a");
    const section = link && link.origin === location.origin ? sectionAt(link.pathname) : null;
    if (section === null || event.defaultPrevented || isForAnotherTab(event)) return;
    event.preventDefault();
    goToSection(section);
  });
  addressChanged.subscribe(() => void follow(chat));
  void follow(chat);
}

/** @param {MouseEvent} event */
function isForAnotherTab({ ctrlKey, metaKey, shiftKey, button }) {
  return ctrlKey || metaKey || shiftKey || button !== 0;
}

/** Show what the address names. @param {Chat} chat */
async function follow(chat) {
  if (sectionAt() === null) return view?.leave();
  const opened = view ?? await (loading ??= open(chat));
  const section = sectionAt();
  if (section === null) return undefined;
  if (opened) opened.show(section);
  else leaveSettings(behind(chat));
  return undefined;
}

/** @param {Chat} chat */
async function open(chat) {
  try {
    const covers = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("body > .chat, body > .skip-link")]);
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

/** @param {Chat} chat */
function behind(chat) {
  return chat.live.roomId === null ? "/" : `/?room=${chat.live.roomId}`;
}
