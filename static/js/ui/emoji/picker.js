import { part } from "../../lib/dom.js";
import { gettext } from "../../lib/i18n.js";
import { onKey } from "../../lib/keys.js";
import { dialog, openDialog } from "../dialogs/dialogs.js";
import { loaded } from "../shell/loading.js";
import { closePopover, openPopover } from "../shell/popover.js";
import { pickerTexts } from "./picker_texts.js";

/**
 * All emoji, with search and skin tones: emoji-picker-element, which comes with its data when it is first opened. It is
 * a popover at what opened it, or a sheet under a finger.
 */

const PICKER = "/static/vendor/emoji-picker-element-1.29.1/picker.js";
const DATA = "/static/vendor/emoji-picker-element-data-1.8.0/data.json";
/** The recent emoji are our own; a button to another group is as high as a finger wants it. */
const STYLES = `
  .favorites { display: none }
  .nav-button { min-height: var(--category-height) }
  .skintone-button-wrapper, .skintone-list { margin-inline: 0.25rem }
`;

/** @typedef {HTMLElement & { shadowRoot: ShadowRoot }} Picker */

let picker = /** @type {Picker | null} */ (null);
let picked = (/** @type {string} */ _emoji) => {};

/**
 * @param {DOMRect} at What it floats at, where it does.
 * @param {(emoji: string) => void} pick
 */
export async function openPicker(at, pick) {
  const code = await loaded(() => import(PICKER));
  if (!code) return;
  picker ??= createPicker(code.default);
  picked = pick;
  if (matchMedia("(pointer: coarse)").matches) openSheet(picker);
  else openAt(picker, at);
}

/** @param {Picker} picker */
function openSheet(picker) {
  part(dialog("emoji-sheet"), "picker").append(picker);
  void openDialog("emoji-sheet");
}

/** @param {Picker} picker @param {DOMRect} at */
function openAt(picker, at) {
  const popover = floating();
  popover.append(picker);
  openPopover(popover, at);
  requestAnimationFrame(() => picker.shadowRoot.querySelector("input")?.focus());
}

/** @param {new (options: object) => Picker} PickerElement */
function createPicker(PickerElement) {
  const created = new PickerElement({ dataSource: DATA, locale: "en", i18n: pickerTexts() });
  const styles = new CSSStyleSheet();
  styles.replaceSync(STYLES);
  created.shadowRoot.adoptedStyleSheets.push(styles);
  created.setAttribute("aria-label", gettext("Emoji"));
  created.addEventListener("emoji-click", (/** @type {any} */ { detail }) => chosen(detail.unicode));
  onKey(created, (event) => event.key === "Enter" && takeFirst(event, created), { capture: true });
  return created;
}

/** Enter in the search takes what was found first, unless an arrow key went to another. */
function takeFirst(/** @type {KeyboardEvent} */ event, /** @type {Picker} */ { shadowRoot }) {
  const isSearch = shadowRoot.activeElement?.matches("input:not([aria-activedescendant])");
  const first = /** @type {HTMLElement | null} */ (shadowRoot.querySelector("#search-results [role=option]"));
  if (!isSearch || !first) return;
  event.preventDefault();
  event.stopPropagation();
  first.click();
}

/** @param {string} emoji */
function chosen(emoji) {
  if (!floating().hidden) closePopover(floating());
  dialog("emoji-sheet").close();
  picked(emoji);
}

function floating() {
  return /** @type {HTMLElement} */ (document.getElementById("emoji-popover"));
}
