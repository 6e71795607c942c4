import { part } from "../../lib/dom.js";
import { oncePerFrame } from "../../lib/frames.js";
import { readAddress, setAddress } from "../../page_address.js";
import { addressChanged } from "./layers.js";

/**
 * The address of a message becomes that of its room once the reader has moved on: a reload leads to where they are.
 * @param {import("../conversation/conversation.js").ConversationLog} log
 */
export function mountLinkedMessage(log) {
  const foundBar = part(document, "found-bar"); // what a search found is left by the ways of this bar
  let wasInView = false;
  const look = oncePerFrame(() => {
    const { roomId, seq } = readAddress();
    if (seq === null || !foundBar.hidden) return;
    const inView = isInView(log, seq);
    if (wasInView && !inView) setAddress(roomId);
    wasInView = inView;
  });
  addressChanged.subscribe(() => (wasInView = false));
  log.drawn.subscribe(look);
  log.scroller.addEventListener("scroll", look, { passive: true });
}

/** @param {import("../conversation/conversation.js").ConversationLog} log @param {number} seq */
function isInView({ lines, scroller }, seq) {
  const line = lines.nodes.find(({ dataset }) => dataset.seq === String(seq))?.getBoundingClientRect();
  const { top, bottom } = scroller.getBoundingClientRect();
  return line !== undefined && line.bottom > top && line.top < bottom;
}
