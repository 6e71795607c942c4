import { hideIf, part, showText } from "../../lib/dom.js";
import { oncePerFrame } from "../../lib/frames.js";
import { isDirect } from "../../state/direct.js";
import { mayAdd, moderates } from "../../state/rights.js";

/**
 * What the room is about, whose it is, and the way to its moderation for those who moderate.
 * @param {HTMLElement} root
 * @param {Chat} chat
 */
export function mountDetails(root, chat) {
  const draw = oncePerFrame(() => drawDetails(root, chat));
  for (const signal of [chat.rooms.changed, chat.roomChanged, chat.members.changed]) signal.subscribe(draw);
  draw();
}

/** @param {HTMLElement} root @param {Chat} chat */
function drawDetails(root, { room, me, members }) {
  showText(part(root, "room"), room?.name ?? "");
  showText(part(root, "topic"), room?.description ?? "");
  hideIf(part(root, "about"), isDirect(room));
  hideIf(part(root, "no-topic"), room === null || room.description !== "");
  const owner = members.owner;
  hideIf(part(root, "owned"), owner === null);
  showText(part(root, "owner"), owner?.user.name ?? "");
  part(root, "owner").dataset.user = String(owner?.user.id ?? "");
  hideIf(part(root, "add-people"), room === null || !mayAdd(room, me));
  hideIf(part(root, "moderating"), isDirect(room) || !moderates(room?.membership, me) || !room?.is_active);
}
