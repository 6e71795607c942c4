const HOLD_MS = 450;
/** A finger trembles so much. */
const STILL_PX = 10;
const SWIPE_PX = 64;
/** At the edges of the screen a swipe belongs to the system. */
const EDGE_PX = 24;

/** Two taps within this time are one gesture. */
const TWICE_MS = 300;

/**
 * @typedef {{ held(line: HTMLElement, place: Element): void, swiped(line: HTMLElement): void,
 *   tappedTwice(line: HTMLElement): void }} Meaning
 * @typedef {{ line: HTMLElement, place: Element, x: number, y: number, timer: number, isHeld: boolean,
 *   isSwipe: boolean }} Finger
 */

/** What a finger does with a message: hold it, swipe it to the end edge, or tap it twice. */
export class LineGestures {
  #meaning;
  #finger = /** @type {Finger | null} */ (null);
  #lastTap = /** @type {{ line: HTMLElement, at: number } | null} */ (null);

  /** @param {HTMLElement} list @param {Meaning} meaning */
  constructor(list, meaning) {
    this.#meaning = meaning;
    list.addEventListener("touchstart", (event) => this.#start(event), { passive: true });
    list.addEventListener("touchmove", (event) => this.#move(event), { passive: true });
    list.addEventListener("touchend", (event) => this.#lift(event));
    list.addEventListener("touchcancel", () => this.#end());
    list.addEventListener("contextmenu", (event) => this.#finger && event.preventDefault());
  }

  /** @param {TouchEvent} event */
  #start({ target, touches }) {
    this.#end();
    const place = /** @type {Element} */ (target);
    const line = /** @type {HTMLElement | null} */ (place.closest(".message"));
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

  /** @param {TouchEvent} event */
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

  /** What was held presses nothing when it is let go. @param {TouchEvent} event */
  #lift(event) {
    const finger = this.#finger;
    if (!finger) return;
    const isFar = Math.abs(Number.parseFloat(finger.line.style.translate)) >= SWIPE_PX;
    if (finger.isHeld || finger.isSwipe) event.preventDefault();
    else this.#tapped(finger, event);
    this.#end();
    if (isFar) this.#meaning.swiped(finger.line);
  }

  /** @param {Finger} finger @param {TouchEvent} event */
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
