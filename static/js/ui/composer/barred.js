import { part } from "../../lib/dom.js";
import { oncePerFrame } from "../../lib/frames.js";
import { partnerIn } from "../../state/direct.js";
import { loaded } from "../shell/loading.js";
import { attempt } from "../shell/toasts.js";

/**
 * The buttons that stand where one can't write, and lead to where one can.
 * @param {HTMLElement} root
 * @param {Chat} chat
 * @param {() => void} write Called when one may, and the form is there.
 */
export function mountBarred(root, chat, write) {
  const writeOnceDrawn = oncePerFrame(write); // the frame that was asked for first, by what changed, shows the form
  part(root, "join").addEventListener("click", async () => {
    if (await attempt(() => chat.joinRoom(chat.live.roomId ?? 0))) writeOnceDrawn();
  });
  part(root, "unblock").addEventListener("click", async () => {
    const partner = chat.room && partnerIn(chat.room, chat.me);
    const blocking = await loaded(() => import("../people/blocking.js"));
    if (partner) await blocking?.unblockPerson(chat, partner);
    writeOnceDrawn();
  });
}
