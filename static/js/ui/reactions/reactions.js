import { nowMs } from "../../lib/clock.js";
import { gettext } from "../../lib/i18n.js";
import { ReactionSender } from "../../reaction_sender.js";
import { ReactionWishes } from "../../state/reaction_wishes.js";
import { isSameEmoji, shownReactions } from "../../state/reactions.js";
import { RecentEmoji } from "../../state/recent_emoji.js";
import { liveTabs } from "../../tabs.js";
import { attempt, toast } from "../shell/toasts.js";

/** @typedef {import("../../state/reactions.js").ShownReaction} ShownReaction */

/** @typedef {{ room_id: number, seq: number | null, version: number, reactions: Reaction[] }} Reacted */

/** @type {ShownReaction[]} */
const NONE = [];

/** Reactions to the messages on the screen: what is shown of them, and what I do with them. */
export class Reactions {
  recent;
  #chat;
  #wishes;
  #sender;
  /** For as long as nothing changes, a message has the same list. @type {WeakMap<Reaction[], ShownReaction[]>} */
  #shown = new WeakMap();

  /** @param {Chat} chat */
  constructor(chat) {
    this.#chat = chat;
    this.recent = new RecentEmoji(chat.storage, chat.me.id);
    this.#wishes = new ReactionWishes(chat.storage, chat.me.id, chat.tab);
    this.#sender = new ReactionSender(this.#wishes, chat.connection);
    this.#sender.refused.subscribe(({ message }) => toast(message));
    this.#wishes.changed.subscribe(() => this.#changed());
    chat.connection.on("ready", () => void this.#sender.send());
    void liveTabs(chat.tab).then((tabs) => this.#wishes.adopt(tabs)).then(() => this.#sender.send());
  }

  /** Whether I may react in the room on the screen; the server decides. */
  get may() {
    const { room } = this.#chat;
    const isMuted = Date.parse(room?.membership?.muted_until ?? "") > nowMs();
    return Boolean(room?.is_active && room.membership) && !isMuted;
  }

  /** @param {Reacted} message @returns {ShownReaction[]} */
  shown(message) {
    const known = this.#shown.get(message.reactions);
    if (known) return known;
    const shown = this.#combined(message);
    this.#shown.set(message.reactions, shown);
    return shown;
  }

  /** Set a reaction or take it back, whichever it is not. @param {Message} message @param {string} emoji */
  toggle(message, emoji) {
    const shown = this.shown(message).find((reaction) => isSameEmoji(reaction.emoji, emoji));
    this.set(message, shown?.emoji ?? emoji, !shown?.isMine);
  }

  /** @param {Message} message @param {string} emoji @param {boolean} on */
  set({ room_id, seq }, emoji, on) {
    if (!this.may) return void this.#askWhyNot({ room_id, seq, emoji, on });
    if (on) this.recent.used(emoji);
    this.#wishes.ask({ room_id, seq, emoji, on });
    if (!this.#chat.connection.online) toast(gettext("You're offline. Your reaction is sent when you're back."));
    return void this.#sender.send();
  }

  /** What the messages on the screen say by now needs no wish any more. */
  settle() {
    this.#wishes.settle(this.#chat.live.log.messages);
  }

  /** The server knows why, and it may be over. @param {object} reaction */
  async #askWhyNot(reaction) {
    await attempt(() => this.#chat.connection.request("react", reaction));
  }

  /** @param {Reacted} message */
  #combined(message) {
    const wishes = this.#wishes.of(message);
    const { room_id, seq, reactions } = message;
    if (seq === null || (reactions.length === 0 && wishes.length === 0)) return NONE;
    const isKnownMine = (/** @type {string} */ emoji) => this.#wishes.isKnownMine({ room_id, seq, emoji });
    return shownReactions(reactions, wishes, this.#chat.me.id, isKnownMine);
  }

  #changed() {
    this.#shown = new WeakMap();
    this.#chat.live.changed.emit();
  }
}
