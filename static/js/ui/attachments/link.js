/** The conversation is one tab stop: arrows lead into a message. @param {Attachment} file @param {string} className */
export function linkTo({ url, id }, className) {
  const link = document.createElement("a");
  link.dataset.file = id;
  return Object.assign(link, { href: url, tabIndex: -1, className });
}
