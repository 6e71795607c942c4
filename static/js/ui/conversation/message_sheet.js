import { dialog, openDialog } from "../dialogs/dialogs.js";
import { LineGestures } from "./line_gestures.js";

const SWIPE_DOWN_PX = 60;

/**
 * What one can do with a message, on a phone: a sheet from below for the one that is held, a reply for a swipe.
 * @param {HTMLElement} list
 * @param {import("./message_actions.js").MessageActions} actions
 */
export function mountSheet(list, actions) {
  const sheet = dialog("message-sheet");
  let line = /** @type {HTMLElement | null} */ (null);
  new LineGestures(list, {
    held: (held) => {
      line = held;
      if (offer(sheet, actions.offered(held))) void openDialog(sheet.id);
    },
    swiped: (swiped) => actions.command("reply", swiped),
  });
  sheet.addEventListener("click", ({ target }) => {
    const chosen = /** @type {Element} */ (target).closest(/** @type {"button"} */ ("button[data-part]"));
    if (!chosen || !line) return;
    sheet.close();
    actions.command(chosen.dataset.part ?? "", line);
  });
  closeBySwipe(sheet);
}

/** @param {HTMLDialogElement} sheet @param {Set<string | undefined>} offered */
function offer(sheet, offered) {
  for (const row of sheet.querySelectorAll(/** @type {"button"} */ ("button[data-part]"))) {
    row.hidden = !offered.has(row.dataset.part);
  }
  return offered.size > 0;
}

/** @param {HTMLDialogElement} sheet */
function closeBySwipe(sheet) {
  let startY = 0;
  sheet.addEventListener("touchstart", ({ touches }) => (startY = touches[0].clientY), { passive: true });
  sheet.addEventListener("touchmove", ({ touches }) => {
    if (sheet.scrollTop === 0 && touches[0].clientY - startY > SWIPE_DOWN_PX) sheet.close();
  }, { passive: true });
}
