"""Code that is fetched when it is needed and does not come: the page says so, and the next press tries again."""

import re
from collections.abc import Callable
from typing import NamedTuple

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Enter
from tests.browser.person import Person

pytestmark = pytest.mark.browser

SCRIPTS = re.compile(r"/static/.*\.js$")
FORGET_NOTES = "() => document.querySelectorAll('.toast-note').forEach((note) => note.remove())"


class Control(NamedTuple):
    """Something a person presses, and what they see then."""

    name: str
    press: Callable[[Person], None]
    shown: Callable[[Person], Locator]


def opener(dialog: str) -> Control:
    """Return the button that opens a dialog, in whatever menu it is."""

    def press(person: Person) -> None:
        person.page.locator(f"[data-opens={dialog}]").first.dispatch_event("click")

    return Control(dialog, press, lambda person: person.page.locator(f"dialog#{dialog}[open]"))


def key(keys: str, name: str, shown: str) -> Control:
    return Control(name, lambda person: person.page.keyboard.press(keys), lambda person: person.page.locator(shown))


def action(name: str, shown: str) -> Control:
    """Return what a row of a message's menu, or a button of its bar, does."""
    return Control(name, lambda person: choose(person, name), lambda person: person.page.locator(shown))


def choose(person: Person, name: str) -> None:
    person.message("Look here").locator(".message-text").hover()
    person.page.locator(f".message-actions [data-part={name}]").click()


def card(part: str, shown: str) -> Control:
    """Return what a button of Bob's card does."""

    def press(person: Person) -> None:
        bob = person.page.locator(".member").filter(has_text="Bob")
        if bob.is_visible():
            bob.click()
        person.side.locator(f"[data-view=person] [data-part={part}]").click()

    return Control(part, press, lambda person: person.page.locator(shown))


def search(person: Person) -> None:
    person.page.keyboard.press("Control+f")
    person.page.keyboard.type("look")
    person.page.keyboard.press("Enter")


def find(person: Person) -> None:
    person.page.get_by_role("searchbox", name="Find a room or message").fill("gen")


def forward(person: Person) -> None:
    choose(person, "more")
    person.message_menu.locator("[data-part=forward]").click()


CONTROLS = [
    *map(opener, ["browse-rooms", "feedback", "create-room", "edit-room", "room-moderation", "pause-notifications"]),
    opener("add-people"),
    Control(
        "invite",
        lambda person: person.page.locator("[data-invites=room]").first.dispatch_event("click"),
        lambda person: person.page.locator("dialog#invite[open]"),
    ),
    key("Control+k", "switcher", "dialog#switcher[open]"),
    key("Control+n", "new-message", "dialog#new-message[open]"),
    Control(
        "emoji",
        lambda person: person.page.locator(".composer-emoji").click(),
        lambda person: person.page.locator("#emoji-popover"),
    ),
    action("applaud", ".reaction[data-emoji]"),
    action("react", ".quick-reaction"),
    Control("forward", forward, lambda person: person.page.locator("dialog#forward[open]")),
    Control("search", search, lambda person: person.side.get_by_text("Look here")),
    Control("filter", find, lambda person: person.page.locator("[data-part=search-messages]")),
    card("copy-link", ".toast-note:has-text('copied')"),
    card("block", "dialog#block[open]"),
    card("report", "dialog#report[open]"),
    Control(
        "inbox",
        lambda person: person.page.locator("[data-view-link=inbox]").click(),
        lambda person: person.page.get_by_text("Nothing here yet."),
    ),
]


def says_so(page: Page) -> None:
    """Wait until the page says that a part of it could not be loaded: once."""
    note = page.locator(".toast-note", has_text="Part of this page couldn't load.")
    expect(note).to_have_count(1)
    page.evaluate(FORGET_NOTES)


def works(person: Person, control: Control) -> None:
    control.press(person)
    expect(control.shown(person).first).to_be_visible()
    person.page.keyboard.press("Escape")


def test_what_does_not_load_says_so_and_works_at_the_next_press(enter: Enter, bob: Person) -> None:
    alice = enter("Alice", live=False, service_workers="block")
    room = alice.create_room("Lighthouse")
    bob.join(room)
    alice.post(room, "Look here")
    alice.open(f"/?room={room}").sees("Look here")
    alice.page.wait_for_load_state("networkidle")
    alice.page.route(SCRIPTS, lambda route: route.abort())
    for control in CONTROLS:
        control.press(alice)
        says_so(alice.page)
        expect(control.shown(alice).first).to_be_hidden()
        alice.page.keyboard.press("Escape")
    alice.page.unroute(SCRIPTS)
    alice.go_to("Lighthouse")
    for control in CONTROLS:
        works(alice, control)


def test_what_the_first_screen_does_not_need_comes_at_a_press_where_it_did_not_come_by_itself(enter: Enter) -> None:
    alice = enter("Alice", live=False, service_workers="block")
    alice.page.route(re.compile(r"/(chat_rest|writing)\.js$"), lambda route: route.abort())
    alice.page.goto("/?room=1")
    says_so(alice.page)
    alice.page.unroute_all()
    alice.page.route(re.compile(r"/writing\.js$"), lambda route: route.abort())
    alice.page.get_by_role("button", name="Room menu").click()
    expect(alice.page.locator("#room-menu")).to_be_visible()
    alice.page.keyboard.press("Escape")
    alice.page.locator(".composer-emoji").click()
    says_so(alice.page)
    alice.page.unroute_all()
    alice.page.locator(".composer-emoji").click()
    expect(alice.page.locator("#emoji-popover")).to_be_visible()


def test_code_of_a_newer_release_offers_a_new_page(enter: Enter) -> None:
    alice = enter("Alice", service_workers="block")
    newer = 'import { gone } from "./app.js"; export const mountBrowseDialog = gone;'
    alice.page.route("**/browse_dialog.js", lambda route: route.fulfill(body=newer, content_type="text/javascript"))
    alice.page.locator("[data-opens=browse-rooms]:visible").first.click()
    with alice.page.expect_navigation():
        alice.page.get_by_role("button", name="Reload").click()


def test_the_colors_of_a_text_that_do_not_load_are_no_error(enter: Enter, bob: Person) -> None:
    alice = enter("Alice", live=False, service_workers="block")
    room = alice.create_room("Colors")
    bob.join(room)
    alice.open(f"/?room={room}")
    alice.page.route("**/code_colours.js", lambda route: route.abort())
    with alice.page.expect_event("requestfailed", lambda request: "code_colours" in request.url):
        attached = bob.caller.post(f"/rooms/{room}/attachments", files={"file": ("a.py", b"import this")})
        send_file(bob, room, attached.raise_for_status().json()["attachment"]["id"])
    expect(alice.page.locator(".file-lines")).to_have_text("import this")


def send_file(person: Person, room: int, attachment: str) -> None:
    message = {"content": "A file", "attachment_ids": [attachment]}
    person.caller.post(f"/rooms/{room}/messages", json=message).raise_for_status()


def test_a_message_does_not_wait_for_code_that_does_not_come(enter: Enter) -> None:
    """With a colon it may name an emoji, which takes code; on a stalled line that neither comes nor fails."""
    alice = enter("Alice", live=False, fresh=True)
    alice.page.route(re.compile(r"/(writing|emoji_table)\.js$"), lambda _route: None)
    alice.open().say("At 10:30?").sees("At 10:30?")
