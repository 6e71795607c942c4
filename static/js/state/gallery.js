/** The pictures of a conversation in their order. @typedef {{ message: Message, file: Attachment }} Shown */

/** @param {Attachment} file Whether a page can show it. */
export function isPicture({ kind, previews }) {
  return kind === "image" && previews.length > 0;
}

/** @param {Message[]} messages @param {(message: Message) => boolean} isHidden @returns {Shown[]} */
export function picturesIn(messages, isHidden) {
  return messages.filter((message) => !isHidden(message)).flatMap((message) => (
    (message.attachments ?? []).filter(isPicture).map((file) => ({ message, file }))
  ));
}

/**
 * The one beside a picture, also if its own message is no longer among those that are loaded.
 * @param {Shown[]} pictures @param {Shown} from @param {1 | -1} by
 */
export function beside(pictures, from, by) {
  const at = pictures.findIndex(({ file }) => file.id === from.file.id);
  if (at >= 0) return pictures[at + by] ?? null;
  const { seq } = from.message;
  const found = by > 0
    ? pictures.find(({ message }) => message.seq > seq)
    : pictures.findLast(({ message }) => message.seq < seq);
  return found ?? null;
}

/** Which of how many pictures of its message it is. @param {Shown} shown */
export function placeInMessage({ message, file }) {
  const pictures = message.attachments.filter(isPicture);
  return { at: pictures.findIndex(({ id }) => id === file.id) + 1, of: pictures.length };
}
