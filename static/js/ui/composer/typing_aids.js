import { Names } from "../../state/names.js";
import { emojiSource } from "./emoji_source.js";
import { MentionBox } from "./mention_box.js";
import { mentionSource } from "./mention_source.js";
import { Suggestions } from "./suggestions.js";

/** What helps while one types: emoji, people and commands by the beginning of their names. */
export class TypingAids {
  #field;
  #suggestions;
  mentions;

  /** @param {HTMLTextAreaElement} field @param {HTMLElement} list @param {Chat} chat */
  constructor(field, list, chat) {
    this.#field = field;
    this.mentions = new MentionBox(field, new Names(chat));
    this.mentions.show(field.value);
    this.#suggestions = new Suggestions(field, list);
    this.#suggestions.add(mentionSource(chat, this.mentions));
    this.#suggestions.add(emojiSource(field));
  }

  /** Show the mentions of a text that was there before this code. @param {string} text */
  show(text) {
    if (this.#field.value === text) this.mentions.show(text);
  }

  /** @param {InputEvent} event */
  update(event) {
    return this.#suggestions.update(event);
  }
}
