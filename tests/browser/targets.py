"""What a finger cannot hit, and what a screen reader could only call "button"."""

from playwright.sync_api import Page

# The innermost open dialog makes the rest of the page inert. What stands in a line of
# text is as high as the line; a pill may reach beyond what is painted of it.
SMALL = """() => {
  const root = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document;
  const found = [];
  for (const node of root.querySelectorAll("button, a[href], textarea, select, input, summary, [role=button]")) {
    const target = node.matches("input[type=checkbox], input[type=radio]") ? node.closest("label") ?? node : node;
    const box = target.getBoundingClientRect(), around = getComputedStyle(target, "::before");
    const width = Math.max(box.width, parseFloat(around.width) || 0);
    const height = Math.max(box.height, parseFloat(around.height) || 0);
    const style = getComputedStyle(target);
    const isShown = node.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && width > 1;
    const isInText = style.display === "inline" || node.matches(".message-author, .message-hour, .message-edited");
    if (!isShown || isInText || node.closest(".visually-hidden, .skip-link")) continue;
    if (width < 43.5 || height < 43.5) found.push(`${node.outerHTML.slice(0, 120)} ${width}x${height}`);
  }
  return found;
}"""
UNNAMED_ICON = """() => [...document.querySelectorAll("svg")]
  .filter((icon) => icon.checkVisibility() && !icon.closest("[aria-hidden=true]") && !icon.getAttribute("aria-label"))
  .map((icon) => icon.parentElement.outerHTML.slice(0, 160))"""


def small_targets(page: Page) -> list[str]:
    """Return what is smaller than 44 pixels under a finger."""
    found: list[str] = page.evaluate(SMALL)
    return found


def unnamed_icons(page: Page) -> list[str]:
    """Return the icons that stand in the accessibility tree without a name."""
    found: list[str] = page.evaluate(UNNAMED_ICON)
    return found
