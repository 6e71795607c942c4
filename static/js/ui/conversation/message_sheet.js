import { part } from "../../lib/dom.js";
import { dialog, openDialog } from "../dialogs/dialogs.js";
import { LineGestures } from "./line_gestures.js";
import { offerRows } from "./message_menu.js";

/** @typedef {import("./message_actions.js").MessageActions} MessageActions */

const SWIPE_DOWN_PX = 60;

/**
 * What one can do with a message, on a phone: a sheet from below for the one that is held, a reply for a swipe.
 * @param {HTMLElement} list
 * @param {MessageActions} actions
 */
export function mountSheet(list, actions) {
  const sheet = dialog("message-sheet");
  let line = /** @type {HTMLElement | null} */ (null);
  new LineGestures(list, {
    held: (held, place) => {
      line = held;
      if (place.closest(".reaction[data-emoji]")) actions.command("who-reacted", held);
      else void openSheet(sheet, held, actions);
    },
    swiped: (swiped) => actions.command("reply", swiped),
    tappedTwice: (tapped) => actions.applaud(tapped),
  });
  sheet.addEventListener("click", ({ target }) => {
    const chosen = /** @type {Element} */ (target).closest(/** @type {"button"} */ ("button[data-part]"));
    if (!chosen || !line) return;
    sheet.close();
    actions.command(chosen.dataset.part ?? "", line);
  });
  closeBySwipe(sheet);
}

/** @param {HTMLDialogElement} sheet @param {HTMLElement} line @param {MessageActions} actions */
async function openSheet(sheet, line, actions) {
  const [offered, message, quick] = [actions.offered(line), actions.message(line), part(sheet, "quick")];
  if (offered.size === 0) return;
  offerRows(sheet, offered);
  quick.hidden = !offered.has("react");
  quick.replaceChildren();
  if (message && !quick.hidden) void actions.reacting.offerIn(quick, message, () => sheet.close());
  await openDialog(sheet.id);
}

/** @param {HTMLDialogElement} sheet */
function closeBySwipe(sheet) {
  let startY = 0;
  sheet.addEventListener("touchstart", ({ touches }) => (startY = touches[0].clientY), { passive: true });
  sheet.addEventListener("touchmove", ({ touches }) => {
    if (sheet.scrollTop === 0 && touches[0].clientY - startY > SWIPE_DOWN_PX) sheet.close();
  }, { passive: true });
}
