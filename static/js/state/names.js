import { JsonStore } from "../lib/storage.js";

/** More names of people mentioned from this browser are not stored. */
const MOST_STORED = 200;

/** The names of people who may be mentioned in a text that was begun here. */
export class Names {
  #chat;

  /** @param {Pick<Chat, "storage" | "me" | "members" | "live">} chat */
  constructor(chat) {
    this.#chat = chat;
  }

  get #store() {
    return new JsonStore(this.#chat.storage, `mentioned:${this.#chat.me.id}:`);
  }

  /** @param {number} id @returns {string | undefined} */
  of(id) {
    const { me, members } = this.#chat;
    return (id === me.id ? me : members.get(id)?.user ?? this.#inConversation(id))?.name
      ?? this.#store.get(String(id)) ?? undefined;
  }

  /** Remember someone in a text that is not sent yet. @param {{ id: number | "room", name: string }} who */
  keep({ id, name }) {
    if (id === "room" || this.#store.get(String(id)) === name) return;
    const keys = this.#store.keys();
    if (keys.length >= MOST_STORED) this.#store.remove(keys[0]);
    this.#store.set(String(id), name);
  }

  /** @param {number} id */
  #inConversation(id) {
    const people = this.#chat.live.log.messages.flatMap(({ author, mentions = [] }) => [author, ...mentions]);
    return people.find((person) => person?.id === id);
  }
}
