import { part } from "../../lib/dom.js";
import { oncePerFrame } from "../../lib/frames.js";
import { gettext, interpolate } from "../../lib/i18n.js";
import { call } from "../../net/api.js";
import { partnerIn } from "../../state/direct.js";
import { loaded } from "../shell/loading.js";
import { attempt } from "../shell/toasts.js";

/** The people whom I can't message, of those whose conversation I opened. @type {Set<number>} */
const unreachable = new Set();

/** @param {Pick<User, "id"> | null} person */
export const isUnreachable = (person) => unreachable.has(person?.id ?? 0);

/**
 * What stands where one can't write; its buttons lead to where one can.
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
  watchPartner(root, chat);
}

/**
 * Ask whether the other person of a conversation can be messaged: when it is opened, when one of us changes, when I
 * block or unblock, and when a message was refused.
 * @param {HTMLElement} root
 * @param {Chat} chat
 */
function watchPartner(root, chat) {
  const partnerNow = () => chat.room && partnerIn(chat.room, chat.me);
  let asked = 0;
  const ask = async () => {
    const partner = partnerNow();
    asked = partner?.id ?? 0;
    if (!partner) return;
    part(root, "unreachable").textContent = whyNot(partner, chat.me);
    const card = await call("GET", `/users/${partner.id}`).catch(() => null);
    const isNow = card?.may_message === false && !chat.blocks.has(partner); // whom I blocked, I can unblock
    if (card === null || isNow === isUnreachable(partner)) return;
    if (isNow) unreachable.add(partner.id);
    else unreachable.delete(partner.id);
    chat.rooms.changed.emit();
  };
  chat.rooms.changed.subscribe(() => (partnerNow()?.id ?? 0) !== asked && ask());
  chat.roomChanged.subscribe(ask);
  for (const signal of [chat.meChanged, chat.blocks.changed]) signal.subscribe(ask);
  chat.outbox.failed.subscribe(({ room_id }) => room_id === chat.live.roomId && ask());
  chat.connection.on("user_updated", ({ user }) => user.id === partnerNow()?.id && ask());
}

/** @param {User} partner @param {Me} me */
function whyNot({ name }, { preferences }) {
  return preferences?.takes_direct_messages === false
    ? gettext("You turned direct messages off in your profile. Turn them on to write.")
    : interpolate(gettext("%(name)s can't be messaged."), { name });
}
