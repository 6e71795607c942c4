"""Pins: set by moderators, shown to everyone at once, listed in the side."""

from uuid import uuid4

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.axe import findings
from tests.browser.conftest import Enter
from tests.browser.fingers import centre, finger_of
from tests.browser.person import Person

pytestmark = pytest.mark.browser


@pytest.fixture
def alice(enter: Enter) -> Person:
    """Return Alice with the chat not yet open."""
    return enter("Alice", live=False)


@pytest.fixture
def bob(enter: Enter) -> Person:
    """Return Bob, on a phone, with the chat not yet open."""
    return enter("Bob", phone=True, live=False)


@pytest.fixture
def room(alice: Person, bob: Person) -> int:
    """Return a room that Alice owns, with Bob in it and 40 messages."""
    room = alice.create_room(f"Notes {uuid4().hex[:6]}")
    bob.join(room)
    for number in range(40):
        alice.post(room, f"Note {number}.")
    for person in (alice, bob):
        person.open(f"/?room={room}").sees("Note 39.")
    return room


def head(person: Person) -> Locator:
    return person.page.locator("[data-part=pins-button]")


def pins(person: Person) -> Locator:
    return person.side.get_by_role("list", name="Pinned messages").get_by_role("listitem")


def test_a_pin_shows_for_everyone_and_leads_to_its_message(room: int, alice: Person, bob: Person) -> None:
    expect(head(alice)).to_be_hidden()
    alice.choose_for("Note 39.", "Pin to this room")
    for person in (alice, bob):
        expect(person.message("Note 39.").locator(".message-pinned")).to_have_text("Pinned")
        expect(head(person)).to_have_accessible_name("1 pinned message")
    seq = alice.caller.get(f"/rooms/{room}/messages").json()["messages"][1]["seq"]
    alice.caller.put(f"/rooms/{room}/messages/{seq}/pin").raise_for_status()
    expect(head(bob)).to_have_accessible_name("2 pinned messages")
    head(bob).tap()
    expect(pins(bob)).to_have_count(2)
    expect(pins(bob).first).to_contain_text("Note 1.")
    expect(bob.side.get_by_role("button", name="Unpin")).to_have_count(0)
    assert findings(bob.page) == []
    pins(bob).first.get_by_role("button").first.tap()
    expect(bob.side).to_be_hidden()
    expect(bob.page.locator("[data-flash]")).to_contain_text("Note 1.")


def test_the_panel_follows_and_unpins(room: int, alice: Person, bob: Person) -> None:
    alice.side.get_by_role("button", name="Pinned messages").click()
    expect(alice.side).to_contain_text("No pinned messages.")
    alice.message("Note 39.").focus()
    alice.page.keyboard.press("p")
    expect(pins(alice)).to_have_count(1)
    expect(pins(alice)).to_contain_text("Note 39.")
    assert findings(alice.page) == []
    alice.caller.patch(f"/rooms/{room}/messages/{last(alice, room)}", json={"content": "Changed."}).raise_for_status()
    expect(pins(alice)).to_contain_text("Changed.")
    alice.side.get_by_role("button", name="Back to details").click()
    expect(alice.side.get_by_role("button", name="Pinned messages · 1")).to_be_visible()
    head(alice).click()
    pins(alice).get_by_role("button", name="Unpin").click()
    expect(alice.side).to_contain_text("No pinned messages.")
    expect(head(bob)).to_be_hidden()
    expect(bob.message("Changed.").locator(".message-pinned")).to_have_count(0)


def test_pins_of_blocked_people_are_one_line_and_not_counted(room: int, alice: Person, bob: Person) -> None:
    bob.post(room, "Mine.")
    for message in alice.caller.get(f"/rooms/{room}/messages").json()["messages"][-2:]:
        alice.caller.put(f"/rooms/{room}/messages/{message['seq']}/pin").raise_for_status()
    expect(head(alice)).to_have_accessible_name("2 pinned messages")
    alice.caller.put(f"/users/{bob.caller.user['id']}/block").raise_for_status()
    expect(head(alice)).to_have_accessible_name("1 pinned message")
    head(alice).click()
    expect(pins(alice)).to_have_count(1)
    expect(alice.side).to_contain_text("1 message from someone you blocked")
    assert findings(alice.page) == []
    alice.side.get_by_role("button", name="Show", exact=True).click()
    expect(pins(alice)).to_have_count(2)
    expect(pins(alice).first).to_contain_text("Mine.")
    expect(alice.side.get_by_text("someone you blocked")).to_be_hidden()
    expect(head(bob)).to_have_accessible_name("2 pinned messages")


def last(person: Person, room: int) -> int:
    return int(person.caller.get(f"/rooms/{room}/messages").json()["messages"][-1]["seq"])


def test_a_member_is_offered_no_pin_and_the_key_does_nothing(room: int, bob: Person) -> None:
    finger = finger_of(bob)
    bob.message("Note 39.").scroll_into_view_if_needed()
    finger.down(*centre(bob.message("Note 39.").locator(".message-text")))
    expect(bob.dialog.get_by_role("button", name="Reply")).to_be_visible()
    finger.up()
    expect(bob.dialog.get_by_role("button", name="Pin to this room")).to_be_hidden()
    bob.page.keyboard.press("Escape")
    bob.message("Note 39.").focus()
    bob.page.keyboard.press("p")
    expect(bob.page.locator(".message-pinned, .toast-note")).to_have_count(0)


def test_the_fifty_first_pin_says_what_to_do(room: int, alice: Person) -> None:
    fill = """
from messaging.models import Message
from messaging.pins.models import Pin
from messaging.posting import Draft, post_messages
for number in range(50):
    [stored] = post_messages([Draft({user}, {room}, f"Pin {{number}}")])
    Pin.objects.create(message_id=stored.message["id"], room_id={room}, by_id={user})
"""
    alice.server.run(fill.format(user=alice.caller.user["id"], room=room))
    alice.post(room, "One too many.").sees("One too many.").choose_for("One too many.", "Pin to this room")
    expect(alice.page.locator(".toast-note")).to_contain_text("This room has 50 pinned messages. Unpin one first.")
