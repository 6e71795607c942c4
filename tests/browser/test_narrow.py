"""A phone of 320 pixels with text of twice the size: nothing is wider than the screen, in any frame of any screen."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter
from tests.browser.person import Person
from tests.browser.picture_files import photo, send_files
from tests.browser.sticking_out import NARROW, WIDE_FONT, record, stuck_out
from tests.support.history import write_history

pytestmark = pytest.mark.browser

LOOKS = pytest.mark.parametrize(("font", "direction"), [("", "ltr"), (WIDE_FONT, "ltr"), (WIDE_FONT, "rtl")])
VIEWS = ("catch-up", "inbox", "saved")
FITS = "(node) => node.scrollWidth <= node.clientWidth + 1"
IS_WHOLE = """(menu) => {
  const { top, bottom } = menu.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
}"""


@pytest.fixture
def narrow(enter: Enter) -> Callable[..., Person]:
    """Return a function that brings Alice to a room in which much is new, with large text."""

    def open_room(font: str, direction: str) -> Person:
        alice, ben = enter("Alice", live=False, **NARROW), enter("Ben", live=False)
        name = f"Gardeners {uuid4().hex[:6]}"
        room = alice.create_room(name)
        ben.join(room)
        write_history(alice.server, author=ben.caller.user["id"], rooms={name: 12})
        send_files(ben, room, "Look", ("garden.jpg", photo()))
        record(alice.page, percent=200, font=font, direction=direction)
        return alice.open(f"/?room={room}").sees("Look")

    return open_room


@LOOKS
def test_the_room_its_menu_and_what_is_written_fit(narrow: Callable[..., Person], font: str, direction: str) -> None:
    alice = narrow(font, direction)
    expect(alice.page.locator(".news-pill")).to_be_visible()
    alice.composer.fill("Donaudampfschifffahrtsgesellschaftskapitänsmützen")
    assert alice.composer.evaluate("(field) => field.clientWidth") >= 240, "the text has a line of its own"
    alice.page.get_by_role("button", name="Room menu").click()
    assert alice.page.locator("#room-menu").evaluate(IS_WHOLE)
    alice.page.keyboard.press("Escape")
    chooser = alice.page.locator("[data-part=attach-input]")
    chooser.set_input_files([{"name": "garden.jpg", "mimeType": "image/jpeg", "buffer": photo()}])
    expect(alice.page.get_by_role("list", name="Files to send").get_by_role("listitem")).to_be_visible()
    alice.message("Look").get_by_role("img", name="garden.jpg").dispatch_event("click")
    expect(alice.dialog).to_be_visible()
    assert stuck_out(alice.page) == {}


@LOOKS
def test_the_other_screens_fit(narrow: Callable[..., Person], font: str, direction: str) -> None:
    alice = narrow(font, direction)
    alice.page.locator(".room-title").click()
    expect(alice.side).to_be_visible()
    assert alice.side.evaluate(FITS)
    alice.page.go_back()
    alice.show_rooms()
    for view in VIEWS:
        alice.page.evaluate(f"() => document.querySelector('[data-view-link={view}]').click()")
        expect(alice.page.locator(f"[data-component=view-{view}]")).to_be_visible()
        alice.page.go_back()
    alice.page.get_by_role("button", name="Browse all rooms").click()
    expect(alice.dialog.locator(".browse-row").first).to_be_visible()
    assert alice.dialog.evaluate(FITS)
    alice.page.keyboard.press("Escape")
    assert stuck_out(alice.page) == {}
    alice.page.goto("/settings/profile/")
    expect(alice.page.get_by_role("region", name="Profile")).to_be_visible()
    assert stuck_out(alice.page) == {}


@pytest.mark.parametrize("path", ["/login/", "/register/", "/password-reset/"])
def test_the_pages_before_the_chat_fit(stranger: Callable[..., Page], path: str) -> None:
    page = stranger(phone=True)
    page.set_viewport_size({"width": 320, "height": 640})
    record(page, percent=200, font=WIDE_FONT)
    page.goto(path)
    expect(page.get_by_role("button", name=re.compile("Feedback"))).to_be_visible()
    assert stuck_out(page) == {}


def test_a_screen_that_is_turned_is_not_left_wider_than_it_is(enter: Enter) -> None:
    alice = enter("Alice", fresh=True, phone=True, viewport={"width": 844, "height": 390})
    alice.type("@")
    expect(alice.page.locator(".composer-ground")).to_be_attached()
    alice.page.set_viewport_size({"width": 390, "height": 844})
    alice.page.wait_for_function("() => document.documentElement.scrollWidth === 390 && innerWidth === 390")
