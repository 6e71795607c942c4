import { gettext } from "../../lib/i18n.js";
import { toast } from "./toasts.js";

let failures = 0;

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
    if (!isFailedImport(error)) throw error;
    failures += 1;
    const isLasting = failures > 1 && navigator.onLine;
    toast(
      gettext("Part of this page couldn't load. Check your connection and try again."),
      isLasting ? { text: gettext("Reload"), act: () => location.reload() } : undefined,
    );
    return null;
  }
}

/**
 * Chromium and Firefox throw a TypeError, Safari too; a bug in the module itself is something else.
 * @param {unknown} error
 */
function isFailedImport(error) {
  return error instanceof TypeError && /import|module|load/i.test(error.message);
}
