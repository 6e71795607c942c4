import { gettext } from "../../lib/i18n.js";

/** What the picker says, in the page's language. */
export function pickerTexts() {
  return {
    categoriesLabel: gettext("Groups"),
    emojiUnsupportedMessage: gettext("Your browser can't show coloured emoji."),
    favoritesLabel: gettext("Recent"),
    loadingMessage: gettext("Loading…"),
    networkErrorMessage: gettext("The emoji couldn't be loaded. Check your connection and try again."),
    regionLabel: gettext("Emoji"),
    searchDescription: gettext("Use the up and down arrow keys to move through the results, and Enter to choose."),
    searchLabel: gettext("Search emoji"),
    searchResultsLabel: gettext("Results"),
    skinToneDescription: gettext("Use the up and down arrow keys to move, and Enter to choose."),
    skinToneLabel: gettext("Choose a skin tone (now %(tone)s)").replace("%(tone)s", "{skinTone}"),
    skinTonesLabel: gettext("Skin tones"),
    skinTones: [
      gettext("Default"),
      gettext("Light"),
      gettext("Medium light"),
      gettext("Medium"),
      gettext("Medium dark"),
      gettext("Dark"),
    ],
    categories: {
      custom: gettext("Custom"),
      "smileys-emotion": gettext("Smileys"),
      "people-body": gettext("People"),
      "animals-nature": gettext("Animals and nature"),
      "food-drink": gettext("Food and drink"),
      "travel-places": gettext("Travel and places"),
      activities: gettext("Activities"),
      objects: gettext("Objects"),
      symbols: gettext("Symbols"),
      flags: gettext("Flags"),
    },
  };
}
