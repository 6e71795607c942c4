import { monotonicMs } from "../../lib/clock.js";
import { TypingSignal } from "../../state/typing.js";

/** Lets the others in the room know that I am writing a message. */
export class TypingNotice {
  #chat;
  #signal = new TypingSignal();

  /** @param {Chat} chat */
  constructor(chat) {
    this.#chat = chat;
  }

  /** @param {number | null} roomId @param {string} text What has been written so far. */
  typed(roomId, text) {
    if (text === "") this.stop(roomId);
    else if (this.#signal.keyPressed(monotonicMs())) this.#tell(roomId, true);
  }

  /** @param {number | null} roomId */
  stop(roomId) {
    if (this.#signal.stopped(monotonicMs())) this.#tell(roomId, false);
  }

  /** The message itself ends it for everyone. */
  sent() {
    this.#signal = new TypingSignal();
  }

  /** @param {number | null} roomId @param {boolean} isTyping */
  #tell(roomId, isTyping) {
    this.#chat.connection.tell("typing", { room_id: roomId, is_typing: isTyping });
  }
}
