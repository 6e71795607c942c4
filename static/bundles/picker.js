import { g as gettext, E as loaded, B as onKey, u as part, A as dialog, z as openDialog } from "./app.js";
import { o as openPopover, k as closePopover } from "./chat_rest.js";
function pickerTexts() {
  return { categoriesLabel: gettext("Groups"), emojiUnsupportedMessage: gettext("Your browser can't show coloured emoji."), favoritesLabel: gettext("Recent"), loadingMessage: gettext("Loading\u2026"), networkErrorMessage: gettext("The emoji couldn't be loaded. Check your connection and try again."), regionLabel: gettext("Emoji"), searchDescription: gettext("Use the up and down arrow keys to move through the results, and Enter to choose."), searchLabel: gettext("Search emoji"), searchResultsLabel: gettext("Results"), skinToneDescription: gettext("Use the up and down arrow keys to move, and Enter to choose."), skinToneLabel: gettext("Choose a skin tone (now %(tone)s)").replace("%(tone)s", "{skinTone}"), skinTonesLabel: gettext("Skin tones"), skinTones: [gettext("Default"), gettext("Light"), gettext("Medium light"), gettext("Medium"), gettext("Medium dark"), gettext("Dark")], categories: { custom: gettext("Custom"), "smileys-emotion": gettext("Smileys"), "people-body": gettext("People"), "animals-nature": gettext("Animals and nature"), "food-drink": gettext("Food and drink"), "travel-places": gettext("Travel and places"), activities: gettext("Activities"), objects: gettext("Objects"), symbols: gettext("Symbols"), flags: gettext("Flags") } };
}
const PICKER = "/static/vendor/emoji-picker-element-1.29.1/picker.js";
const DATA = "/static/vendor/emoji-picker-element-data-1.8.0/data.json";
const STYLES = `
  .favorites { display: none }
  .nav-button { min-height: var(--category-height) }
  .skintone-button-wrapper, .skintone-list { margin-inline: 0.25rem }
`;
let picker = null;
let picked = (_emoji) => {
};
async function openPicker(at, pick) {
  const code = await loaded(() => import(PICKER));
  if (!code) return;
  picker ??= createPicker(code.default);
  picked = pick;
  if (matchMedia("(pointer: coarse)").matches) openSheet(picker);
  else openAt(picker, at);
}
function openSheet(picker2) {
  part(dialog("emoji-sheet"), "picker").append(picker2);
  void openDialog("emoji-sheet");
}
function openAt(picker2, at) {
  const popover = floating();
  popover.append(picker2);
  openPopover(popover, at);
  requestAnimationFrame(() => picker2.shadowRoot.querySelector("input")?.focus());
}
function createPicker(PickerElement) {
  const created = new PickerElement({ dataSource: DATA, locale: "en", i18n: pickerTexts() });
  const styles = new CSSStyleSheet();
  styles.replaceSync(STYLES);
  created.shadowRoot.adoptedStyleSheets.push(styles);
  created.setAttribute("aria-label", gettext("Emoji"));
  created.addEventListener("emoji-click", ({ detail }) => chosen(detail.unicode));
  onKey(created, (event) => event.key === "Enter" && takeFirst(event, created), { capture: true });
  return created;
}
function takeFirst(event, { shadowRoot }) {
  const isSearch = shadowRoot.activeElement?.matches("input:not([aria-activedescendant])");
  const first = shadowRoot.querySelector("#search-results [role=option]");
  if (!isSearch || !first) return;
  event.preventDefault();
  event.stopPropagation();
  first.click();
}
function chosen(emoji) {
  if (!floating().hidden) closePopover(floating());
  dialog("emoji-sheet").close();
  picked(emoji);
}
function floating() {
  return document.getElementById("emoji-popover");
}
export {
  openPicker
};
