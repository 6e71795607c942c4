const TWICE_MS = 300;
/** A finger trembles so much. */
const STILL_PX = 10;
const SWIPE_PX = 60;

/**
 * @typedef {{ x: number, y: number }} Point  From the middle of the stage.
 * @typedef {{ zoom(factor: number, at: Point): void, pan(x: number, y: number): void, drag(x: number, y: number): void,
 *   swipe(side: "left" | "right" | "down" | null): void, tap(target: Element): void, tapTwice(at: Point): void,
 *   readonly isCloseUp: boolean }} Meaning
 *   drag: how far the whole picture is moved aside; swipe: it was let go there.
 */

/** What fingers and a mouse do with a picture: pinch, pan, swipe, tap once or twice, turn the wheel. */
export class PictureGestures {
  #stage;
  #meaning;
  /** @type {Map<number, { x: number, y: number }>} */
  #fingers = new Map();
  #start = { x: 0, y: 0 };
  #lastTap = { x: 0, y: 0, at: -TWICE_MS };
  #isStill = true;
  #wasPinched = false;
  #isTap = false;

  /** @param {HTMLElement} stage @param {Meaning} meaning */
  constructor(stage, meaning) {
    this.#stage = stage;
    this.#meaning = meaning;
    stage.addEventListener("pointerdown", (event) => this.#down(event));
    stage.addEventListener("pointermove", (event) => this.#move(event));
    stage.addEventListener("pointerup", (event) => this.#up(event));
    stage.addEventListener("pointercancel", (event) => this.#cancel(event));
    stage.addEventListener("click", (event) => this.#clicked(event));
    stage.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    stage.addEventListener("dragstart", (event) => event.preventDefault());
  }

  /** @param {PointerEvent} event */
  #down(event) {
    if (event.button !== 0 || /** @type {Element} */ (event.target).closest("button, a")) return;
    if (this.#fingers.size === 0) {
      this.#start = { x: event.clientX, y: event.clientY };
      this.#isStill = true;
      this.#wasPinched = false;
    }
    this.#stage.setPointerCapture(event.pointerId);
    this.#fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (this.#fingers.size > 1) this.#wasPinched = true;
  }

  /** @param {PointerEvent} event */
  #move({ pointerId, clientX: x, clientY: y }) {
    const before = this.#fingers.get(pointerId);
    if (!before) return;
    this.#isStill &&= Math.hypot(x - this.#start.x, y - this.#start.y) < STILL_PX;
    if (this.#fingers.size > 1) this.#pinch(pointerId, { x, y });
    else if (this.#meaning.isCloseUp) this.#meaning.pan(x - before.x, y - before.y);
    else if (!this.#isStill && !this.#wasPinched) this.#meaning.drag(x - this.#start.x, y - this.#start.y);
    this.#fingers.set(pointerId, { x, y });
  }

  /** @param {number} moved @param {{ x: number, y: number }} to */
  #pinch(moved, to) {
    const [a, b] = [...this.#fingers.values()];
    const [c, d] = [...this.#fingers].map(([id, at]) => (id === moved ? to : at));
    const factor = Math.hypot(c.x - d.x, c.y - d.y) / Math.max(1, Math.hypot(a.x - b.x, a.y - b.y));
    this.#meaning.zoom(factor, this.#onStage((c.x + d.x) / 2, (c.y + d.y) / 2));
    this.#meaning.pan((c.x + d.x - a.x - b.x) / 2, (c.y + d.y - a.y - b.y) / 2);
  }

  /** @param {PointerEvent} event */
  #up(event) {
    if (!this.#fingers.delete(event.pointerId) || this.#fingers.size > 0) return;
    if (this.#isStill && !this.#wasPinched) this.#tapped(event);
    else if (!this.#wasPinched && !this.#meaning.isCloseUp) this.#meaning.swipe(this.#sideOf(event));
  }

  /** @param {PointerEvent} event */
  #cancel({ pointerId }) {
    this.#fingers.delete(pointerId);
    this.#meaning.swipe(null);
  }

  /** @param {PointerEvent} event */
  #tapped({ clientX: x, clientY: y, timeStamp: at }) {
    const last = this.#lastTap;
    const isSecond = at - last.at < TWICE_MS && Math.hypot(x - last.x, y - last.y) < 3 * STILL_PX;
    this.#lastTap = { x, y, at: isSecond ? -TWICE_MS : at };
    this.#isTap = !isSecond;
    if (isSecond) this.#meaning.tapTwice(this.#onStage(x, y));
  }

  /** A tap counts with its click: what is below must not get that one. @param {MouseEvent} event */
  #clicked({ clientX, clientY }) {
    if (this.#isTap) this.#meaning.tap(document.elementFromPoint(clientX, clientY) ?? this.#stage);
    this.#isTap = false;
  }

  /** @param {PointerEvent} event */
  #sideOf({ clientX, clientY }) {
    const [x, y] = [clientX - this.#start.x, clientY - this.#start.y];
    if (Math.abs(x) > Math.abs(y)) return Math.abs(x) < SWIPE_PX ? null : x < 0 ? "left" : "right";
    return y > SWIPE_PX ? "down" : null;
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    this.#meaning.zoom(1.0015 ** (-event.deltaY * lines), this.#onStage(event.clientX, event.clientY));
  }

  /** @param {number} x @param {number} y @returns {Point} */
  #onStage(x, y) {
    const box = this.#stage.getBoundingClientRect();
    return { x: x - box.left - box.width / 2, y: y - box.top - box.height / 2 };
  }
}
