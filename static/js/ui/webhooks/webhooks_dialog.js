import { part } from "../../lib/dom.js";
import { mayHaveOutgoing } from "../../state/rights.js";
import { dialog } from "../dialogs/dialogs.js";
import { mountIncoming } from "./incoming.js";
import { Outgoing } from "./outgoing.js";
import { mountTabs } from "./tabs.js";

/** The webhooks of a room: by which programs post, and for its owner those by which it sends. @param {Chat} chat */
export function mountWebhooksDialog(chat) {
  const root = dialog("webhooks");
  let roomId = 0;
  const incoming = mountIncoming(part(root, "incoming"), () => roomId);
  const outgoing = new Outgoing(part(root, "outgoing"), () => roomId);
  const tabs = mountTabs(part(root, "tabs"));
  root.addEventListener("before-open", () => {
    const { room, me } = chat;
    const hasOutgoing = room !== null && mayHaveOutgoing(room, me);
    roomId = room?.id ?? 0;
    part(root, "tabs").hidden = !hasOutgoing;
    tabs.choose(0);
    incoming.open();
    if (hasOutgoing) outgoing.open();
  });
  root.addEventListener("close", () => incoming.close());
}
