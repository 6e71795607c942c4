import { hideIf, part, showText } from "../../lib/dom.js";
import { searchText } from "../search/search_text.js";

export { bestMatches } from "../../lib/fuzzy.js";

/** Below the rooms: what is no room may have been said in one. @param {HTMLElement} root @param {string} query */
export function drawSearch(root, query) {
  const button = part(root, "search-messages");
  hideIf(button, query === "");
  button.dataset.query = query;
  if (query !== "") showText(part(button, "search-text"), searchText(query));
}
