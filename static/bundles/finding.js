import { u as part, L as hideIf, M as showText } from "./app.js";
import { s as searchText } from "./search_text.js";
import { b } from "./writing.js";
function drawSearch(root, query) {
  const button = part(root, "search-messages");
  hideIf(button, query === "");
  button.dataset.query = query;
  if (query !== "") showText(part(button, "search-text"), searchText(query));
}
export {
  b as bestMatches,
  drawSearch
};
