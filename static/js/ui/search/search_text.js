import { gettext, interpolate } from "../../lib/i18n.js";

/** The offer to search messages for a text. @param {string} text */
export const searchText = (text) => interpolate(gettext("Search messages for “%(text)s”"), { text });
