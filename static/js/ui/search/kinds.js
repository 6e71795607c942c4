import { gettext } from "../../lib/i18n.js";

/** What a message has besides words, by the value of `has:`. @type {Record<string, string>} */
export const KINDS = {
  link: gettext("With a link"),
  image: gettext("With a picture"),
  video: gettext("With a video"),
  audio: gettext("With a recording"),
  file: gettext("With a document or other file"),
};
