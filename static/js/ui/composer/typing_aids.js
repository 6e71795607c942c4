import { commandSource } from "./command_source.js";
import { problemOf } from "./commands.js";
import { emojiSource } from "./emoji_source.js";
import { MentionBox } from "./mention_box.js";
import { mentionSource } from "./mention_source.js";
import { Suggestions } from "./suggestions.js";

/** What helps while one types: emoji, people and commands by the beginning of their names. */
export class TypingAids {
  #chat;
  #suggestions;
  mentions;

  /** @param {HTMLTextAreaElement} field @param {HTMLElement} list @param {Chat} chat */
  constructor(field, list, chat) {
    this.#chat = chat;
    this.mentions = new MentionBox(field, chat.names);
    this.mentions.show(field.value);
    this.#suggestions = new Suggestions(field, list);
    this.#suggestions.add(commandSource(chat));
    this.#suggestions.add(mentionSource(chat, this.mentions));
    this.#suggestions.add(emojiSource(field));
  }

  /** What there is to say of the text. */
  get hint() {
    return problemOf(this.mentions.content, this.#chat);
  }

  /** Show another text, of which nothing is suggested. @param {string} text */
  show(text) {
    this.mentions.show(text);
    this.#suggestions.dismiss();
  }

  /** @param {InputEvent} event */
  update(event) {
    return this.#suggestions.update(event);
  }
}
