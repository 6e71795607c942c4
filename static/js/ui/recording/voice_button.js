import { part } from "../../lib/dom.js";
import { loaded } from "../shell/loading.js";

/** A button that records, where the browser can. @param {HTMLElement} root The composer. @param {Chat} chat */
export function mountVoiceButton(root, chat) {
  const button = part(root, "voice");
  const form = /** @type {HTMLFormElement} */ (part(root, "form"));
  button.hidden = !("MediaRecorder" in globalThis) || !navigator.mediaDevices;
  button.addEventListener("click", async () => {
    const it = await loaded(() => import("./voice_dialog.js"));
    it?.recordVoice(chat, () => form.requestSubmit());
  });
}
