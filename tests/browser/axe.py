"""What axe-core finds on a page that some people could not use."""

from pathlib import Path

from playwright.sync_api import Page

AXE = (Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js").resolve()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What depends on the colour scheme; the other rules see the same in both.
COLOUR_RULES = ["color-contrast", "link-in-text-block"]
# axe would copy imported stylesheets into inline ones, which the content security policy refuses.
# The innermost open dialog makes the rest of the page inert, and the states without one look at that. What a closed
# dialog holds has no colour yet; the other rules ask about its ids and languages too. To take closed dialogs out of the
# page meanwhile is faster, but the page may be looking for one.
# The page follows the scheme in the next frame, and its colours change for a moment: in between they are neither's.
RUN = """async ([type, rules]) => {
  await new Promise(requestAnimationFrame);
  const transitions = document.getAnimations().filter((animation) => animation instanceof CSSTransition);
  transitions.forEach((transition) => transition.finish());
  const innermost = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document;
  const where = type === "rule" ? { include: innermost, exclude: "dialog:not([open])" } : innermost;
  const options = { runOnly: { type, values: rules }, resultTypes: ["violations"], preload: false };
  const found = await axe.run(where, options);
  const inWords = (id) => (node) => `${id}: ${node.target} ${node.failureSummary}`;
  return found.violations.flatMap(({ id, nodes }) => nodes.map(inWords(id)));
}"""

# axe reads the fill of a text, which Chromium reports as the author chose it; what it paints is the forced colour.
READ_COLOUR_AS_FILL = """() => {
  const { prototype } = CSSStyleDeclaration;
  const { getPropertyValue } = prototype;
  prototype.getPropertyValue = function (name) {
    return getPropertyValue.call(this, name === "-webkit-text-fill-color" ? "color" : name);
  };
  window.readFillAgain = () => { prototype.getPropertyValue = getPropertyValue; };
}"""
READ_FILL = "() => window.readFillAgain()"


def findings(page: Page) -> list[str]:
    """Return what axe-core has to say about the page as it is, in light, in dark and in forced colours."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    page.emulate_media(color_scheme="light")
    found: list[str] = page.evaluate(RUN, ["tag", RULES])
    page.emulate_media(color_scheme="dark")
    found += page.evaluate(RUN, ["rule", COLOUR_RULES])
    page.emulate_media(forced_colors="active")
    page.evaluate(READ_COLOUR_AS_FILL)
    found += page.evaluate(RUN, ["rule", COLOUR_RULES])
    page.evaluate(READ_FILL)
    page.emulate_media(color_scheme="light", forced_colors="none")
    return found
