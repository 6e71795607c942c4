import { A as dialog, u as part, y as openDialog } from "./app.js";
import { offerRows } from "./message_menu.js";
const HOLD_MS = 450;
const STILL_PX = 10;
const SWIPE_PX = 64;
const EDGE_PX = 24;
const TWICE_MS = 300;
class LineGestures {
  #meaning;
  #finger = null;
  #lastTap = null;
  constructor(list, meaning) {
    this.#meaning = meaning;
    list.addEventListener("touchstart", (event) => this.#start(event), { passive: true });
    list.addEventListener("touchmove", (event) => this.#move(event), { passive: true });
    list.addEventListener("touchend", (event) => this.#lift(event));
    list.addEventListener("touchcancel", () => this.#end());
    list.addEventListener("contextmenu", (event) => this.#finger && event.preventDefault());
  }
  #start({ target, touches }) {
    this.#end();
    const place = target;
    const line = place.closest(".message");
    if (!line || touches.length !== 1 || place.closest(".message-text a")) return;
    const [{ clientX: x, clientY: y }] = touches;
    const timer = window.setTimeout(() => this.#hold(), HOLD_MS);
    this.#finger = { line, place, x, y, timer, isHeld: false, isSwipe: false };
    line.setAttribute("data-held", "");
  }
  #hold() {
    if (!this.#finger) return;
    this.#finger.isHeld = true;
    this.#meaning.held(this.#finger.line, this.#finger.place);
  }
  #move({ touches }) {
    const finger = this.#finger;
    if (!finger || finger.isHeld) return;
    const [{ clientX, clientY }] = touches;
    const across = (clientX - finger.x) * (isRtl() ? -1 : 1);
    const along = Math.abs(clientY - finger.y);
    if (Math.max(Math.abs(across), along) < STILL_PX) return;
    clearTimeout(finger.timer);
    finger.isSwipe ||= across > along && finger.x > EDGE_PX && finger.x < innerWidth - EDGE_PX;
    if (!finger.isSwipe) return this.#end();
    finger.line.style.translate = `${Math.min(Math.max(across, 0), SWIPE_PX) * (isRtl() ? -1 : 1)}px`;
  }
  #lift(event) {
    const finger = this.#finger;
    if (!finger) return;
    const isFar = Math.abs(Number.parseFloat(finger.line.style.translate)) >= SWIPE_PX;
    if (finger.isHeld || finger.isSwipe) event.preventDefault();
    else this.#tapped(finger, event);
    this.#end();
    if (isFar) this.#meaning.swiped(finger.line);
  }
  #tapped({ line, place }, { timeStamp: at }) {
    const isSecond = this.#lastTap?.line === line && at - this.#lastTap.at < TWICE_MS;
    this.#lastTap = isSecond || place.closest("a, button, pre") ? null : { line, at };
    if (isSecond) this.#meaning.tappedTwice(line);
  }
  #end() {
    if (!this.#finger) return;
    clearTimeout(this.#finger.timer);
    this.#finger.line.removeAttribute("data-held");
    this.#finger.line.style.translate = "";
    this.#finger = null;
  }
}
function isRtl() {
  return document.documentElement.dir === "rtl";
}
const SWIPE_DOWN_PX = 60;
function mountSheet(list, actions) {
  const sheet = dialog("message-sheet");
  let line = null;
  new LineGestures(list, { held: (held, place) => {
    line = held;
    if (place.closest(".reaction[data-emoji]")) actions.command("who-reacted", held);
    else void openSheet(sheet, held, actions);
  }, swiped: (swiped) => actions.command("reply", swiped), tappedTwice: (tapped) => actions.applaud(tapped) });
  sheet.addEventListener("click", ({ target }) => {
    const chosen = target.closest("button[data-part]");
    if (!chosen || !line) return;
    sheet.close();
    actions.command(chosen.dataset.part ?? "", line);
  });
  closeBySwipe(sheet);
}
async function openSheet(sheet, line, actions) {
  const [offered, message, quick] = [actions.offered(line), actions.message(line), part(sheet, "quick")];
  if (offered.size === 0) return;
  offerRows(sheet, offered);
  quick.hidden = !offered.has("react");
  quick.replaceChildren();
  if (message && !quick.hidden) void actions.reacting.offerIn(quick, message, () => sheet.close());
  await openDialog(sheet.id);
}
function closeBySwipe(sheet) {
  let startY = 0;
  sheet.addEventListener("touchstart", ({ touches }) => startY = touches[0].clientY, { passive: true });
  sheet.addEventListener("touchmove", ({ touches }) => {
    if (sheet.scrollTop === 0 && touches[0].clientY - startY > SWIPE_DOWN_PX) sheet.close();
  }, { passive: true });
}
export {
  mountSheet
};
