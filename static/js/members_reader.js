import { call } from "./net/api.js";

const MOST_MEMBERS = 500;
/** Many tabs learn at the same moment that their room has other members: they ask within this time. */
const SPREAD_MS = 3_000;

/**
 * Reads who is in the room on the screen. People who join or leave other rooms are no events: opening a room says how
 * many are in it.
 */
export class MembersReader {
  #chat;
  #timer = 0;
  /** Requests without an answer yet, and whether it is to be asked again when that brings nothing. */
  #unanswered = 0;
  #isMissed = false;
  /** The room that was joined, until its count was compared with its list. @type {number | null} */
  #uncompared = null;

  /** @param {Chat} chat */
  constructor(chat) {
    this.#chat = chat;
    chat.live.caughtUp.subscribe(({ room, complete }) => {
      chat.rooms.setMemberCount(room);
      if (complete) this.#uncompared = room.id;
      this.#compare();
    });
  }

  async read() {
    const { roomId } = this.#chat.live;
    if (roomId === null) return;
    this.#unanswered += 1;
    const take = this.#chat.members.awaitList();
    const answer = await call("GET", `/rooms/${roomId}/members?limit=${MOST_MEMBERS}`).catch(() => null);
    this.#unanswered -= 1;
    if (answer === null && this.#isMissed) this.readSoon();
    this.#isMissed = false;
    take(answer?.members ?? null);
    this.#compare();
  }

  /** Coming and going between the reading of a list and the joining of its room is in no event, but in the count. */
  #compare() {
    const { live, members, rooms } = this.#chat;
    if (this.#uncompared !== live.roomId || this.#unanswered > 0 || members.isEmpty) return;
    this.#uncompared = null;
    const count = rooms.get(live.roomId ?? 0)?.member_count ?? members.size;
    if (members.size === count || members.size >= MOST_MEMBERS) return;
    this.#isMissed = true;
    this.readSoon();
  }

  /** Read what is not known, once: the first answer may still be on its way. */
  readMissing() {
    if (!this.#chat.members.isEmpty) return;
    if (this.#unanswered > 0) this.#isMissed = true;
    else this.readSoon();
  }

  /** As above, but not with everyone else who learns of it now. */
  readSoon() {
    this.#timer ||= window.setTimeout(() => {
      this.#timer = 0;
      void this.read();
    }, Math.random() * SPREAD_MS);
  }
}
