"""Reading by key: the next unread room, marking rooms as read and unread, and two devices that agree."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Enter
from tests.browser.person import Person

pytestmark = pytest.mark.browser

SOON_MS = 1_500  # a second, and what a loaded machine needs to draw it


def count(person: Person, room: str) -> Locator:
    return person.room_link(room).locator(".room-news")


def unread(number: int) -> re.Pattern[str]:
    return re.compile(f"^{number} unread messages?$")


def toast(person: Person) -> Locator:
    return person.page.locator(".toast-note")


def with_news(reader: Person, writer: Person, names: dict[str, int]) -> dict[str, int]:
    """Create rooms of the reader's in which another person writes; return their ids."""
    rooms = {name: reader.create_room(name) for name in names}
    for name, messages in names.items():
        writer.join(rooms[name])
        for number in range(messages):
            writer.post(rooms[name], f"{name} {number}")
    for name, messages in names.items():
        expect(count(reader, name)).to_have_text(unread(messages))
    return rooms


def presses(person: Person, *keys: str) -> None:
    for key in keys:
        person.page.keyboard.press(key)


def test_alt_shift_arrow_goes_to_the_next_unread_room_in_one_key(enter: Enter) -> None:
    alice, bob = enter("Alice"), enter("Bob", live=False)
    with_news(alice, bob, {"Anvil": 1, "Bells": 0, "Canvas": 2})
    presses(alice, "Alt+Shift+ArrowDown")
    expect(alice.title).to_have_text("Anvil")
    expect(count(alice, "Anvil")).to_be_hidden()
    presses(alice, "Alt+Shift+ArrowDown")
    expect(alice.title).to_have_text("Canvas")
    expect(count(alice, "Canvas")).to_be_hidden()
    presses(alice, "Alt+Shift+ArrowUp")
    expect(toast(alice)).to_contain_text("No other room has unread messages.")
    expect(alice.title).to_have_text("Canvas")


def test_the_next_unread_room_is_the_next_one_in_the_list_as_it_is_ordered(enter: Enter) -> None:
    alice, bob = enter("Alice"), enter("Bob", live=False)
    alice.page.get_by_role("button", name="Order of rooms").click()
    alice.page.get_by_role("button", name="Recent first").click()
    with_news(alice, bob, {"Acorn": 1, "Willow": 1})
    alice.composer.focus()
    presses(alice, "Alt+Shift+ArrowDown")
    expect(alice.title).to_have_text("Willow")


def test_escape_marks_the_room_as_read_and_undo_gives_the_place_back(enter: Enter) -> None:
    alice, bob = enter("Alice"), enter("Bob", live=False)
    room = with_news(alice, bob, {"Novel": 60})["Novel"]
    alice.go_to("Novel")
    expect(alice.page.locator(".unread-line")).to_be_visible()
    expect(count(alice, "Novel")).to_have_text(re.compile("[0-9]+"))
    alice.composer.focus()
    presses(alice, "Escape")
    expect(count(alice, "Novel")).to_have_attribute("hidden", "")
    expect(alice.page.locator(".unread-line")).to_have_count(0)
    expect(toast(alice)).to_contain_text("Marked as read.")
    alice.page.get_by_role("button", name="Undo").focus()
    presses(alice, "Enter")
    expect(alice.page.locator(".unread-line")).to_have_count(1)
    expect(count(alice, "Novel")).not_to_have_attribute("hidden", "")
    unread = alice.caller.get(f"/rooms/{room}").json()["room"]["membership"]["unread_count"]
    assert unread > 0


def test_escape_first_closes_what_is_open(enter: Enter) -> None:
    alice, bob = enter("Alice"), enter("Bob", live=False)
    with_news(alice, bob, {"Onions": 60})
    alice.go_to("Onions")
    alice.composer.focus()
    presses(alice, "Control+k")
    expect(alice.dialog).to_be_visible()
    presses(alice, "Escape")
    expect(alice.dialog).to_have_count(0)
    expect(count(alice, "Onions")).not_to_have_attribute("hidden", "")
    alice.composer.focus()
    presses(alice, "Escape")
    expect(count(alice, "Onions")).to_have_attribute("hidden", "")


def test_shift_escape_reads_everything_on_both_devices_and_undo_brings_it_back(enter: Enter) -> None:
    alice, bob = enter("Alice"), enter("Bob", live=False)
    with_news(alice, bob, {"Ink": 1, "Jars": 2, "Kiln": 3})
    phone = enter("Alice", phone=True, live=False).as_caller(alice.caller).open()
    alice.composer.focus()
    presses(alice, "Shift+Escape")
    for name in ["Ink", "Jars", "Kiln"]:
        expect(count(alice, name)).to_be_hidden()
        expect(count(phone, name)).to_have_attribute("hidden", "", timeout=SOON_MS)
    expect(toast(alice)).to_contain_text("3 rooms marked as read.")
    box = toast(alice).bounding_box()
    composer = alice.page.locator(".composer").bounding_box()
    assert box
    assert composer
    assert box["y"] + box["height"] <= composer["y"]
    alice.page.get_by_role("button", name="Undo").click()
    for name, number in {"Ink": 1, "Jars": 2, "Kiln": 3}.items():
        expect(count(alice, name)).to_have_text(unread(number))
        expect(count(phone, name)).to_have_text(unread(number), timeout=SOON_MS)


def test_a_room_that_is_marked_unread_stays_so_while_one_looks_at_it(enter: Enter) -> None:
    alice, bob = enter("Alice"), enter("Bob", live=False)
    room = alice.go_to_new_room("Lanterns")
    phone = enter("Alice", phone=True, live=False).as_caller(alice.caller).open(f"/?room={room}")
    bob.join(room).post(room, "red").post(room, "blue")
    alice.sees("blue")
    phone.sees("blue")
    alice.choose("Mark as unread")
    expect(count(alice, "Lanterns")).to_have_text(unread(1))
    expect(count(phone, "Lanterns")).to_have_text(unread(1), timeout=SOON_MS)
    alice.page.evaluate("() => dispatchEvent(new Event('focus'))")  # looks again
    phone.page.evaluate("() => dispatchEvent(new Event('focus'))")
    bob.post(room, "green")
    expect(count(alice, "Lanterns")).to_have_text(unread(2))
    alice.choose("Mark as read")
    expect(count(alice, "Lanterns")).to_be_hidden()
    expect(count(phone, "Lanterns")).to_have_attribute("hidden", "", timeout=SOON_MS)
