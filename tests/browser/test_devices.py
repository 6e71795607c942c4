"""What a device has no use for is not offered on it, and what it shows can be seen and touched."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Enter
from tests.browser.targets import small_targets

pytestmark = pytest.mark.browser

# The relative luminance (WCAG 2.2) of what is drawn at an element: its colour over those of its ancestors.
LUMINANCE = """(element) => {
  const paint = document.createElement("canvas").getContext("2d");
  const layers = [];
  for (let at = element; at; at = at.parentElement) layers.unshift(getComputedStyle(at).backgroundColor);
  for (const colour of layers) {
    paint.fillStyle = colour;
    paint.fillRect(0, 0, 1, 1);
  }
  const parts = [...paint.getImageData(0, 0, 1, 1).data].slice(0, 3).map((part) => part / 255);
  const [r, g, b] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}"""
# How far the ring around a field with the focus is from what stands beside it, in pixels; negative when covered.
RING_TO_SEND = """() => {
  const ring = document.querySelector(".composer").getBoundingClientRect();
  const send = document.querySelector("[data-part=send]").getBoundingClientRect();
  return Math.min(ring.right - send.right, ring.bottom - send.bottom, send.top - ring.top);
}"""


def test_a_phone_is_offered_no_keys_that_it_lacks(enter: Enter) -> None:
    page = enter("Alice", phone=True).show_rooms().page
    page.get_by_role("button", name="Account and settings").tap()
    expect(page.get_by_role("link", name="Settings")).to_be_visible()
    expect(page.get_by_role("button", name="Keyboard shortcuts")).to_be_hidden()
    page.goto("/settings/writing/")
    expect(page.get_by_role("radio", name="Adds a new line")).to_be_visible()
    expect(page.get_by_text("Ctrl+Enter")).to_be_hidden()
    expect(page.get_by_text("Shift+Enter")).to_be_hidden()


def test_a_desktop_is(enter: Enter) -> None:
    page = enter("Alice").page
    page.get_by_role("button", name="Account and settings").click()
    expect(page.get_by_role("button", name="Keyboard shortcuts")).to_be_visible()
    page.goto("/settings/writing/")
    expect(page.get_by_text("Ctrl+Enter sends")).to_be_visible()


def test_the_ways_to_the_newest_and_to_more_rooms_are_large_enough_for_a_thumb(enter: Enter) -> None:
    alice = enter("Alice", phone=True, live=False)
    room = alice.create_room("Long walk")
    for number in range(30):
        alice.post(room, f"step {number}")
    alice.open(f"/?room={room}").sees("step 29")
    alice.page.locator(".log").evaluate("log => log.scrollTop = 0")
    newest = alice.page.locator(".news-pill")
    expect(newest).to_be_visible()
    assert height(newest) >= 44
    alice.show_rooms()
    assert height(alice.page.get_by_role("button", name="Browse all rooms")) >= 44
    assert small_targets(alice.page) == []


def height(button: Locator) -> float:
    box = button.bounding_box()
    assert box
    return float(box["height"])


def test_nothing_covers_the_ring_around_the_message_box(enter: Enter) -> None:
    alice = enter("Alice", phone=True)
    alice.composer.focus()
    assert alice.page.evaluate(RING_TO_SEND) >= 2


@pytest.mark.parametrize("row", [".room:not([aria-current])", ".message", "#switcher-list li"])
def test_in_the_dark_the_pointer_brightens_a_row(enter: Enter, row: str) -> None:
    alice = enter("Alice", color_scheme="dark", live=False)
    alice.open(f"/?room={alice.create_room(f'Night {len(row)}')}")
    alice.say("hello").sees("hello")
    if row.startswith("#"):
        alice.page.keyboard.press("Control+k")
    assert brightened(alice.page, row) > 0


def brightened(page: Page, row: str) -> float:
    found = page.locator(row).last
    page.mouse.move(0, 0)
    before = found.evaluate(LUMINANCE)
    found.hover()
    return float(found.evaluate(LUMINANCE)) - float(before)


def test_a_visitor_reads_whose_chat_it_is_and_no_welcome_back(enter: Enter) -> None:
    page = enter("Alice").page
    page.context.clear_cookies()
    page.goto("/login/")
    name = str(page.title()).partition(" · ")[2]
    assert name
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Sign in to {name}")
    expect(page.get_by_text("Welcome back")).to_have_count(0)
