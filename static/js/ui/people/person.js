import { call } from "../../net/api.js";
import { attempt } from "../shell/toasts.js";
import { drawPerson } from "./person_view.js";

/**
 * @typedef {{ openRoom(roomId: number): void, mention(user: User): void }} Page
 * @typedef {{ open(view: "person"): void, leave(view: "person"): void }} Side
 */

/**
 * The card of a person, of this room or from anywhere; another room has other people.
 * @param {HTMLElement} root
 * @param {Chat} chat
 * @param {Side} side
 * @param {Page} page
 */
export function mountPerson(root, chat, side, page) {
  let user = /** @type {User | null} */ (null);
  const draw = () => user && drawPerson(root, chat, user, page);
  const drawMore = (/** @type {number} */ userId) =>
    void import("./card_details.js").then(({ drawDetails }) => drawDetails(root, chat, userId, page)).catch(() => null);
  for (const signal of [chat.members.changed, chat.presence.changed, chat.blocks.changed]) signal.subscribe(draw);
  chat.roomChanged.subscribe(() => side.leave("person"));
  chat.connection.on("user_updated", ({ user: asNow }) => {
    if (asNow.id !== user?.id) return;
    user = asNow;
    draw();
    drawMore(asNow.id);
  });
  return async (/** @type {number} */ userId) => {
    user = knownPerson(chat, userId);
    if (!user) await attempt(async () => ({ user } = await call("GET", `/users/${userId}`)));
    draw();
    if (!user) return;
    side.open("person");
    drawMore(userId);
  };
}

/** @param {Chat} chat @param {number} userId @returns {User | null} */
function knownPerson({ members, live, rooms }, userId) {
  const member = members.get(userId)?.user;
  const author = live.log.messages.find((message) => message.author?.id === userId)?.author;
  const partner = rooms.joined().flatMap((room) => room.members ?? []).find(({ id }) => id === userId);
  return member ?? author ?? partner ?? null;
}
