"""The pages before the chat on narrow screens, from right to left, and in forced colours."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.server import Server

pytestmark = pytest.mark.browser

PAGES = [
    "/login/",
    "/register/",
    "/password-reset/",
    "/change-email/?token=old",
    "/sign-in-link/?token=old",
    "/unsubscribe/old/",
]
IN_ONE_LINE = "node => node.scrollWidth <= node.clientWidth && node.getClientRects().length === 1"
BETWEEN = """label => {
  const [box] = label.querySelector("input").getClientRects();
  const text = document.createRange();
  text.selectNodeContents(label.lastChild);
  return Math.round(box.left - Math.max(...[...text.getClientRects()].map(({ right }) => right)));
}"""


def visit(chromium: Browser, server: Server, path: str, **options: object) -> Page:
    page = chromium.new_context(base_url=server.url, **options).new_page()  # type: ignore[arg-type]
    page.goto(path)
    expect(page.locator("body[data-ready]")).to_be_attached()
    return page


@pytest.mark.parametrize("path", PAGES)
def test_the_bar_keeps_its_words_whole_at_320_pixels(chromium: Browser, server: Server, path: str) -> None:
    page = visit(chromium, server, path, viewport={"width": 320, "height": 640})
    feedback = page.get_by_role("button", name="Feedback", exact=True)
    assert page.locator(".brand bdi").evaluate(IN_ONE_LINE)
    assert feedback.evaluate("node => node.getBoundingClientRect().height") <= 44
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.context.close()


def test_a_tick_box_stands_beside_its_words_from_right_to_left(chromium: Browser, server: Server) -> None:
    page = visit(chromium, server, "/login/", viewport={"width": 390, "height": 844})
    page.evaluate("document.documentElement.dir = 'rtl'")
    label = page.locator("label", has_text="Keep me signed in")
    assert 0 < label.evaluate(BETWEEN) < 24
    page.context.close()


def test_a_ticked_box_is_seen_in_forced_colours(chromium: Browser, server: Server) -> None:
    page = visit(chromium, server, "/login/", forced_colors="active")
    box = page.get_by_label("Keep me signed in on this device")
    expect(box).to_be_checked()
    assert box.evaluate("node => getComputedStyle(node).appearance") == "auto"
    page.context.close()
