import { oncePerFrame } from "../../lib/frames.js";
import { call } from "../../net/api.js";
import { ChatError } from "../../net/errors.js";
import { Pins } from "../../state/pins.js";
import { mountPinsView } from "./pins_view.js";

/**
 * The pinned messages of the room on the screen: how many in the head and in the details, and all of them in the side.
 * @param {HTMLElement} root
 * @param {Chat} chat
 * @param {{ openMessage(roomId: number, seq: number): void }} page
 */
export function mountPins(root, chat, page) {
  const pins = new Pins();
  const read = () => void readPins(pins, chat);
  mountPinsView(root, chat, pins, page);
  chat.roomChanged.subscribe(() => {
    pins.forget();
    read();
  });
  chat.connection.on("ready", () => !pins.isRead && read());
  chat.connection.on("message_updated", ({ message }) => message.room_id === chat.live.roomId && pins.note(message));
  const note = (/** @type {Message[]} */ messages) => messages.forEach((message) => pins.note(message));
  chat.live.caughtUp.subscribe(({ messages }) => note(messages));
  chat.live.changed.subscribe(oncePerFrame(() => note(chat.live.log.messages)));
  read();
}

/** When they can't be read, the next connection asks again. @param {Pins} pins @param {Chat} chat */
async function readPins(pins, { live }) {
  const { roomId } = live;
  if (roomId === null) return;
  try {
    const { messages } = await call("GET", `/rooms/${roomId}/pins`);
    if (roomId === live.roomId) pins.replace(messages);
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
  }
}
