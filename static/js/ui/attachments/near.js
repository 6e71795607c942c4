/** How far outside the view something is loaded: a thumb's flick away. */
const MARGIN = "50%";

/** @type {WeakMap<Element, () => void>} */
const waiting = new WeakMap();
/** Of the scroller that they are in. @type {WeakMap<Element, IntersectionObserver>} */
const observers = new WeakMap();

/**
 * Do something once an element comes near the view. Browsers load "lazy" pictures from thousands of pixels away, which
 * are megabytes that a reader on a phone may never see.
 * @param {Element} element @param {() => void} act
 */
export function whenNear(element, act) {
  waiting.set(element, act);
  queueMicrotask(() => observerOf(element).observe(element)); // once it stands in the page
}

/** @param {Element} element */
function observerOf(element) {
  const scroller = element.closest('[data-part="scroller"]');
  const place = scroller ?? document.documentElement;
  const known = observers.get(place);
  if (known) return known;
  const made = new IntersectionObserver(arrived, { root: scroller, rootMargin: `${MARGIN} 0px` });
  observers.set(place, made);
  return made;
}

/** @param {IntersectionObserverEntry[]} entries @param {IntersectionObserver} observer */
function arrived(entries, observer) {
  for (const { target, isIntersecting } of entries) {
    if (!isIntersecting) continue;
    observer.unobserve(target);
    waiting.get(target)?.();
    waiting.delete(target);
  }
}
