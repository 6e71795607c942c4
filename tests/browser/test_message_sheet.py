"""On a phone: holding a message opens its sheet, swiping it replies. Touches come through the browser itself."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.fingers import Finger, centre, finger_of
from tests.browser.person import Person

pytestmark = pytest.mark.browser
HOLD_MS = 700


@pytest.fixture
def finger(bob: Person) -> Finger:
    """Return Bob's finger."""
    return finger_of(bob)


@pytest.fixture
def line(alice: Person, bob: Person) -> Locator:
    """Return a message on Bob's phone."""
    words = f"hold this one, {alice.caller.user['id']}"
    alice.say(words)
    bob.sees(words)
    return bob.message(words)


def hold(bob: Person, finger: Finger, line: Locator) -> None:
    finger.down(*centre(line.locator(".message-text")))
    expect(bob.dialog).to_be_visible()


def test_a_held_message_opens_a_sheet_and_nothing_moves(bob: Person, finger: Finger, line: Locator) -> None:
    before = line.bounding_box()
    hold(bob, finger, line)
    assert line.bounding_box() == before
    assert line.evaluate("(node) => getComputedStyle(node).userSelect") == "none"
    finger.up()
    bob.page.wait_for_timeout(HOLD_MS)  # what a release would press comes a moment later
    expect(bob.dialog).to_be_visible()
    rows = bob.dialog.locator(".sheet-row:visible")
    assert rows.all_inner_texts() == [
        "Reply",
        "Save",
        "Forward…",
        "Copy text",
        "Copy link",
        "Mark unread from here",
        "Report",
    ]
    assert all((row.bounding_box() or {"height": 0})["height"] >= 48 for row in rows.all())
    bob.dialog.get_by_role("button", name="Reply").tap()
    expect(bob.page.get_by_text("Replying to Alice: hold this one")).to_be_visible()


@pytest.mark.parametrize("way", ["back", "veil", "swipe", "escape"])
def test_a_sheet_closes_and_the_room_stays(bob: Person, finger: Finger, line: Locator, way: str) -> None:
    place = bob.page.url
    hold(bob, finger, line)
    finger.up()
    if way == "back":
        bob.page.go_back()
    elif way == "veil":
        bob.page.touchscreen.tap(200, 60)
    elif way == "escape":
        bob.page.keyboard.press("Escape")
    else:
        box = bob.dialog.bounding_box()
        assert box
        finger.down(200, box["y"] + 30)
        finger.move(200, box["y"] + 120)
        finger.up()
    expect(bob.dialog).to_have_count(0)
    assert bob.page.url == place
    expect(line).to_be_visible()


def test_a_swipe_to_the_end_edge_replies_and_a_short_one_does_not(bob: Person, finger: Finger, line: Locator) -> None:
    x, y = centre(line.locator(".message-text"))
    reply = bob.page.get_by_text("Replying to Alice: hold this one")
    for way, replies in ((40, False), (110, True)):
        finger.down(x, y)
        for step in range(1, 6):
            finger.move(x + way * step / 5, y)
        finger.up()
        expect(reply).to_be_visible(visible=replies)
    expect(bob.dialog).to_have_count(0)


def test_a_finger_that_scrolls_opens_nothing(bob: Person, finger: Finger, line: Locator) -> None:
    x, y = centre(line.locator(".message-text"))
    finger.down(x, y)
    finger.move(x, y - 60)
    bob.page.wait_for_timeout(HOLD_MS)  # as long as a hold takes
    finger.up()
    expect(bob.dialog).to_have_count(0)
