import { gettext } from "../../lib/i18n.js";
import { toast } from "./toasts.js";

let failures = 0;
let said = /** @type {HTMLElement | null} */ (null);

/**
 * Load the code of something when it is first needed; when that fails, say so and offer another try. Some browsers
 * remember a module that they could not load for as long as the page lives, so the third try is a new page: drafts and
 * unsent messages outlive it.
 * @template T
 * @param {() => Promise<T>} load
 * @returns {Promise<T | null>} Null when it could not be loaded, which has been said.
 */
export async function loaded(load) {
  try {
    const code = await load();
    failures = 0;
    return code;
  } catch (error) {
    const isOutdated = isOfNewRelease(error);
    if (!isOutdated && !isFailedImport(error)) throw error;
    failures += 1;
    sayAgain(isOutdated || (failures > 1 && navigator.onLine));
    return null;
  }
}

/** One note is enough, however many parts are missing. @param {boolean} isLasting Whether another try may not help. */
function sayAgain(isLasting) {
  said?.remove();
  said = toast(
    gettext("Part of this page couldn't load. Check your connection and try again."),
    isLasting ? { text: gettext("Reload"), act: () => location.reload() } : undefined,
  );
}

/**
 * Chromium, Firefox and Safari throw a TypeError; a bug in the module itself is something else.
 * @param {unknown} error
 */
function isFailedImport(error) {
  return error instanceof TypeError && /dynamically imported module|importing a module/i.test(error.message);
}

/**
 * The server has been upgraded: a new module asks those of this page for what they don't have.
 * @param {unknown} error
 */
function isOfNewRelease(error) {
  return error instanceof SyntaxError && /export|importing binding/i.test(error.message);
}
