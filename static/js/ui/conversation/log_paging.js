import { part } from "../../lib/dom.js";

const AHEAD_PX = 900;

/**
 * Load more before the reader comes to where the lines end.
 * @param {HTMLElement} root
 * @param {HTMLElement} scroller
 * @param {Chat["live"]} live
 * @returns {() => void} Looks whether it is time to.
 */
export function pageWhileScrolling(root, scroller, live) {
  const page = () => {
    const { scrollTop, scrollHeight, clientHeight } = scroller;
    if (scrollTop < AHEAD_PX) void live.loadOlder();
    if (scrollHeight - scrollTop - clientHeight < AHEAD_PX) void live.loadNewer();
  };
  const sentinels = new IntersectionObserver((seen) => seen.some((entry) => entry.isIntersecting) && page(), {
    root: scroller,
    rootMargin: `${AHEAD_PX}px 0px`,
  });
  sentinels.observe(part(root, "top"));
  sentinels.observe(part(root, "bottom"));
  scroller.addEventListener("scroll", page, { passive: true });
  return page;
}
