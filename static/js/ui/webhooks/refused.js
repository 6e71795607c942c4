import { ChatError } from "../../net/errors.js";

/**
 * Do what was asked for in a dialog, which covers toasts: what the server refuses is said at a place in it.
 * @param {HTMLElement} place
 * @param {() => Promise<unknown>} act
 * @returns {Promise<boolean>} Whether it is done.
 */
export async function succeeds(place, act) {
  place.hidden = true;
  try {
    await act();
    return true;
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    place.textContent = error.message;
    place.hidden = false;
    return false;
  }
}
