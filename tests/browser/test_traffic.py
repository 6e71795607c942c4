"""What the page asks the server for while others talk, and when it comes back: nothing that an event can say."""

import pytest
from playwright.sync_api import expect

from tests.browser.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.service_worker]
SLOW = 20_000


def requests_of(person: Person) -> list[str]:
    """Return a list that fills with what the page asks, apart from the connection itself and from files."""
    seen: list[str] = []
    person.page.on("request", lambda request: _is_apart(request.url) or seen.append(request.url))
    return seen


def _is_apart(url: str) -> bool:
    return "/socket.io/" in url or "/static/" in url


def preview(person: Person, room: str):
    return person.room_link(room).locator("[data-part=preview]")


def test_messages_elsewhere_cost_no_request_and_are_in_the_list(alice: Person, bob: Person) -> None:
    room = bob.create_room("Busy")
    alice.join(room).open()
    alice.go_to("General")
    expect(alice.room_link("Busy")).to_have_count(1)
    requests = requests_of(alice)
    for number in range(10):
        bob.post(room, f"Number {number}")
    expect(preview(alice, "Busy")).to_contain_text("Number 9", timeout=SLOW)
    expect(alice.room_link("Busy").locator(".room-news")).to_have_text("10 unread messages")
    assert requests == []


def test_what_is_removed_elsewhere_is_not_in_the_list_any_more(alice: Person, bob: Person) -> None:
    room = bob.create_room("Regrets")
    alice.join(room).open()
    alice.go_to("General")
    bob.post(room, "harmless")
    bob.post(room, "a secret")
    expect(preview(alice, "Regrets")).to_contain_text("a secret", timeout=SLOW)
    last = bob.caller.get(f"/rooms/{room}/messages").json()["messages"][-1]["seq"]
    bob.caller.patch(f"/rooms/{room}/messages/{last}", json={"content": "no secret"}).raise_for_status()
    expect(preview(alice, "Regrets")).to_contain_text("no secret", timeout=SLOW)
    bob.caller.delete(f"/rooms/{room}/messages/{last}").raise_for_status()
    expect(preview(alice, "Regrets")).to_have_text("Message deleted", timeout=SLOW)
    expect(alice.room_link("Regrets").locator(".room-news")).to_have_text("1 unread message")


def test_coming_back_costs_no_request_and_brings_what_was_missed(alice: Person, bob: Person) -> None:
    room = bob.create_room("Meanwhile")
    alice.join(room).open()
    alice.go_to("General")
    requests = requests_of(alice)
    alice.disconnect()
    bob.post(room, "You were away.")
    alice.reconnect()
    expect(preview(alice, "Meanwhile")).to_contain_text("You were away.", timeout=SLOW)
    alice.is_live()
    assert requests == []
