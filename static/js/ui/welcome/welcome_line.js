import { part } from "../../lib/dom.js";
import { call } from "../../net/api.js";
import { dialog, onFirstOpen } from "../dialogs/dialogs.js";
import { attempt } from "../shell/toasts.js";

/**
 * What a newcomer is offered: to see to name, picture and rooms. It goes for good, on all devices, when they
 * have been there or don't want to.
 * @param {HTMLElement} line
 * @param {Chat} chat
 * @param {{ openRoom(roomId: number): void }} page
 */
export function mountWelcome(line, chat, page) {
  const draw = () => (line.hidden = !chat.me.preferences.sees_welcome);
  onFirstOpen(["welcome"], async () => (await import("./welcome_dialog.js")).mountWelcomeDialog(chat, page));
  const dismiss = () => void attempt(async () => {
    if (chat.me.preferences.sees_welcome) {
      chat.changeMe((await call("PUT", "/auth/preferences", { sees_welcome: false })).user);
    }
  });
  part(line, "dismiss").addEventListener("click", dismiss);
  dialog("welcome").addEventListener("close", dismiss);
  chat.meChanged.subscribe(draw);
  draw();
}
