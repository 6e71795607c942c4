"""A laptop that slept, a page that was frozen, a phone whose keyboard comes up: everything is right at once."""

import re

import pytest
from playwright.sync_api import WebSocketRoute, expect

from tests.browser.conftest import Enter
from tests.browser.person import Person

pytestmark = pytest.mark.browser

AT_ONCE_MS = 1_000


class DeadLine:
    """The page's connections: those of before ``cut`` carry nothing any more, and do not say so, as after a sleep."""

    def __init__(self, person: Person):
        self.dead: list[WebSocketRoute] = []
        self.alive: list[WebSocketRoute] = []
        person.page.route_web_socket(re.compile("/socket.io/"), self._connect)

    def _connect(self, socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        self.alive.append(socket)
        socket.on_message(lambda frame: socket in self.alive and server.send(frame))
        server.on_message(lambda frame: socket in self.alive and socket.send(frame))
        server.on_close(lambda code, reason: socket in self.alive and socket.close(code=code, reason=reason))

    def cut(self) -> None:
        """Let nothing more through the connections that are there."""
        self.alive.clear()


@pytest.mark.service_worker
def test_after_a_long_sleep_everything_is_right_within_a_second(enter: Enter, bob: Person) -> None:
    alice = enter("Alice", live=False, fresh=True)
    line = DeadLine(alice)
    alice.page.clock.install()
    alice.open()
    room = alice.create_room("Night shift")
    bob.join(room)
    alice.go_to("Night shift").say("Good night.").sees("Good night.")
    line.cut()
    alice.type("a draft of last night")
    bob.post(room, "It snowed.")
    bob.say("And in General too.")
    alice.page.clock.fast_forward("24:00:00")
    expect(alice.message("It snowed.")).to_have_count(1, timeout=AT_ONCE_MS)
    expect(alice.room_link("General").locator(".room-news")).not_to_be_empty(timeout=AT_ONCE_MS)
    expect(alice.composer).to_have_value("a draft of last night")
    # The server's clock decides, which did not sleep; a day that passes: tests/browser/test_clock.py.
    expect(alice.page.locator(".day")).to_have_text(["Today"])
    alice.composer.press("Enter")
    expect(alice.message("a draft of last night")).to_have_attribute("data-state", "stored", timeout=AT_ONCE_MS)


@pytest.mark.service_worker
def test_a_frozen_page_goes_on_where_it_stopped(alice: Person, bob: Person) -> None:
    session = alice.context.new_cdp_session(alice.page)
    session.send("Page.setWebLifecycleState", {"state": "frozen"})
    for text in ("one while frozen", "two while frozen"):
        bob.say(text)
    bob.sees("two while frozen")
    session.send("Page.setWebLifecycleState", {"state": "active"})
    session.detach()
    alice.sees("one while frozen").sees("two while frozen")
    assert alice.texts[-2:] == ["one while frozen", "two while frozen"]


def test_the_phones_keyboard_never_covers_the_composer(bob: Person) -> None:
    for number in range(12):
        bob.say(f"line {number}")
    bob.sees("line 11")
    bob.composer.tap()
    # Chrome resizes the page when the keyboard comes; Safari only what is seen of it.
    bob.page.set_viewport_size({"width": 390, "height": 460})
    expect(bob.composer).to_be_in_viewport(ratio=1)
    expect(bob.message("line 11")).to_be_in_viewport()
    bob.page.set_viewport_size({"width": 390, "height": 844})
    bob.page.evaluate(
        """() => {
            Object.defineProperty(visualViewport, "height", { value: 430, configurable: true });
            visualViewport.dispatchEvent(new Event("resize"));
        }"""
    )
    bob.page.wait_for_function(
        """() => [document.querySelector("#composer-text"), [...document.querySelectorAll(".message")].at(-1)]
            .map((node) => node.getBoundingClientRect()).every(({ top, bottom }) => top >= 0 && bottom <= 430)"""
    )


def test_a_resize_takes_no_one_from_the_end(bob: Person) -> None:
    for number in range(12):
        bob.say(f"row {number}")
    bob.sees("row 11")
    # What the browser tells of scrolling may come between a resize and the answer to it.
    bob.page.evaluate(
        """() => {
            document.body.style.setProperty("--visible-height", "430px");
            document.querySelector(".log").dispatchEvent(new Event("scroll"));
        }"""
    )
    expect(bob.message("row 11")).to_be_in_viewport(ratio=1)
