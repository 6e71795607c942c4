import { mount as mountAnnouncer } from "./ui/conversation/announcer.js";
import { mountInput } from "./ui/conversation/line_input.js";
import { mountBars } from "./ui/conversation/log_bars.js";
import { mount as mountTypingLine } from "./ui/conversation/typing_line.js";
import { mountInviting } from "./ui/invitations/inviting.js";
import { mountRoomMenu } from "./ui/rooms/room_menu.js";
import { followVisits } from "./ui/rooms/visits.js";
import { mountSearch } from "./ui/search/search.js";
import { mountNotifier } from "./ui/settings/notifier.js";
import { mountSettings } from "./ui/settings/settings.js";
import { mountKeyboard } from "./ui/shell/keyboard.js";
import { mountLinkedMessage } from "./ui/shell/linked_message.js";
import { loaded } from "./ui/shell/loading.js";
import { mountMenus } from "./ui/shell/menu_button.js";
import { mount as mountPhoneKeyboard } from "./ui/shell/phone_keyboard.js";
import { mountReadingKeys } from "./ui/shell/reading_keys.js";
import { mountSide } from "./ui/shell/side.js";
import { mount as mountViewLinks } from "./ui/views/view_links.js";
import { mountWelcome } from "./ui/welcome/welcome_line.js";

/**
 * What the chat's first screen does not need, in one file.
 * @param {HTMLElement} body
 * @param {Chat} chat
 * @param {import("./ui/conversation/conversation.js").ConversationLog} log
 * @param {Parameters<typeof mountInput>[2] & Parameters<typeof mountKeyboard>[1] & Parameters<typeof mountViewLinks>[2]
 *   & { fragment: string, composer: { prepare(): void } } & Parameters<typeof mountWelcome>[2]
 *   & Parameters<typeof mountNotifier>[1] & Parameters<typeof mountSide>[2]} page
 */
export function mountTheRest(body, chat, log, page) {
  const component = (/** @type {string} */ name) =>
    /** @type {HTMLElement} */ (body.querySelector(`[data-component="${name}"]`));
  page.composer.prepare();
  mountMenus(body);
  mountPhoneKeyboard(body);
  const focus = mountInput(log, chat, page);
  followSounds(body, chat, page);
  mountLinkedMessage(log);
  mountBars(component("log-bars"), log, chat);
  mountRoomMenu(component("room-menu"), chat);
  mountTypingLine(component("typing-line"), chat);
  mountAnnouncer(component("announcer"), chat);
  mountKeyboard(chat, page);
  mountReadingKeys(chat, page);
  followVisits(chat);
  mountViewLinks(component("view-links"), chat, page);
  mountNotifier(chat, page);
  mountWelcome(component("welcome"), chat, page);
  mountSettings(chat);
  mountInviting(body, chat, page.fragment);
  const { side, showPerson } = mountSide(component("side"), chat, page);
  mountSearch(component("search"), chat, side, { log, openMessage: page.openMessage });
  return { side: { showPerson }, toLastMessage: () => focus.toLast() };
}

/** @param {HTMLElement} body @param {Chat} chat @param {Parameters<typeof mountSide>[2]} page */
function followSounds(body, chat, page) {
  body.addEventListener("sound-begins", (event) => {
    void loaded(() => import("./ui/attachments/now_playing.js")).then((it) => it?.followSound(chat, page, event));
  });
}
