import { a as interpolate, g as gettext } from "./app.js";
const searchText = (text) => interpolate(gettext("Search messages for \u201C%(text)s\u201D"), { text });
export {
  searchText as s
};
