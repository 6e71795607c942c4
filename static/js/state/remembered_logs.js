import { MessageLog } from "./message_log.js";

const MOST_ROOMS = 12;

/** The conversations of the rooms that were open before, least recent first. */
export class RememberedLogs {
  /** @type {Map<number, MessageLog>} */
  #logs = new Map();

  /** The room's log, now the most recent one; an empty one when it is not remembered. @param {number} roomId */
  of(roomId) {
    const log = this.#logs.get(roomId) ?? new MessageLog();
    this.#logs.delete(roomId);
    this.#logs.set(roomId, log);
    const [oldest] = this.#logs.keys();
    if (this.#logs.size > MOST_ROOMS) this.#logs.delete(oldest);
    return log;
  }

  /** Everyone who wrote something here, as they are shown. @returns {(User | null | undefined)[]} */
  get authors() {
    const messages = [...this.#logs.values()].flatMap((log) => log.messages);
    return messages.flatMap(({ author, reply_to: quoted }) => [author, quoted?.author]);
  }

  /** Someone has another name or picture. @param {User} user */
  rename(user) {
    for (const log of this.#logs.values()) log.rename(user);
  }

  /** @param {number} roomId */
  forget(roomId) {
    this.#logs.delete(roomId);
  }
}
