import { nameOf } from "../../lib/person.js";

/** @typedef {import("../../state/rows.js").DrawnMessage} DrawnMessage */

/**
 * Show the mentions in a message's text by the names people have now, and mark those of the reader. Each leads to the
 * person's card.
 * @param {HTMLElement} text
 * @param {{ mentions?: User[] }} message
 * @param {Me} me
 */
export function showMentions(text, { mentions = [] }, me) {
  for (const mention of text.querySelectorAll(/** @type {"a"} */ ("a.mention"))) {
    const id = Number(mention.dataset.user);
    const name = mentions.find((user) => user.id === id)?.name;
    if (name) mention.textContent = `@${name}`;
    mention.toggleAttribute("data-me", id === me.id || Number.isNaN(id));
    if (!Number.isNaN(id)) mention.setAttribute("role", "button");
  }
}

/** What an author does begins with their name: "Ada waves". @param {HTMLElement} text @param {DrawnMessage} message */
export function showAction(text, { author }) {
  const name = document.createElement("bdi");
  name.textContent = nameOf(author);
  text.querySelector(".action")?.prepend(name, " ");
}
