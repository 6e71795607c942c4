"""What was wider than its page, in any frame since the page began, on a slow and narrow phone with large text."""

import json

from playwright.sync_api import Page

NARROW = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}
WIDE_FONT = "DejaVu Sans Mono"
SLOWER = 4
# Runs before the page's own scripts: what is wide is seen before the next frame, also while things load and move.
RECORDER = """(() => {
  const [percent, font, direction] = SETTING;
  const found = window.stickingOut = {};
  const nameOf = (node) => `${node.localName}.${node.getAttribute("class") ?? node.id}`;
  const widest = (end) => {
    const all = [...document.body.querySelectorAll("*")].map((node) => [node, node.getBoundingClientRect()]);
    return all.filter(([, { left, right }]) => right > end + 1 || left < -1)
      .sort(([, a], [, b]) => b.width - a.width)
      .map(([node, { left, right }]) => `${nameOf(node)} ${Math.round(left)} to ${Math.round(right)}`).slice(0, 8);
  };
  const look = () => {
    requestAnimationFrame(look);
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth + 1) found[scrollWidth] ??= widest(clientWidth);
  };
  new MutationObserver((_, observer) => {
    observer.disconnect();
    const root = document.documentElement;
    root.style.fontSize = `${percent}%`;
    if (font) root.style.setProperty("--sans", font);
    if (direction === "rtl") root.dir = direction;
    look();
  }).observe(document, { childList: true });
})()"""


def record(page: Page, *, percent: int, font: str = "", direction: str = "ltr") -> None:
    """Have the pages that open from now on look at their own width in each frame, with that text."""
    page.add_init_script(RECORDER.replace("SETTING", json.dumps([percent, font, direction])))
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


def stuck_out(page: Page) -> dict[str, list[str]]:
    """Return ``{width: [elements]}`` of the page since it was opened."""
    page.evaluate("() => new Promise(requestAnimationFrame)")
    found: dict[str, list[str]] = page.evaluate("() => window.stickingOut")
    return found
