"""Notifications that reach a device while no one looks at the chat: shown, clicked, answered, closed again."""

import itertools
import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Reach
from tests.browser.person import Person
from tests.browser.pushed import Reached

pytestmark = pytest.mark.browser

NUMBERS = itertools.count(1)  # of rooms, whose names differ


def news(room: int, seq: int, body: str = "Are you there?", **more: Any) -> dict[str, Any]:
    """Return what the server pushes about a message."""
    message = {"kind": "message", "room_id": room, "seq": seq, "title": "Bob in Cellar", "body": body}
    return {**message, "url": f"/rooms/{room}/{seq}", "unread": 1, "tag": f"room-{room}", "silent": False, **more}


def unread(alice: Reached, bob: Person, text: str = "Are you there?") -> tuple[int, int]:
    """Let Bob write into a room of Alice's that is not on her screen; return the room and the message's seq."""
    name = f"Cellar {next(NUMBERS)}"
    room = alice.create_room(name)
    bob.join(room).post(room, text)
    expect(alice.room_link(name).locator(".room-news")).to_be_visible()
    return room, int(bob.caller.get(f"/rooms/{room}/messages").json()["messages"][-1]["seq"])


def test_a_push_is_shown_unless_the_tab_is_looked_at(reach: Reach, bob: Person) -> None:
    alice = reach("Alice")
    room, seq = unread(alice, bob)
    alice.is_pushed(**news(room, seq))
    alice.is_pushed(kind="test", title="A test", body="", url="/", tag="test")
    alice.sees_notifications("A test")
    alice.look_away()
    alice.is_pushed(**news(room, seq))
    one = next(one for one in alice.sees_notifications("A test", "Bob in Cellar") if one["tag"] != "test")
    assert (one["tag"], one["body"], one["data"]["url"]) == (f"room-{room}", "Are you there?", f"/rooms/{room}/{seq}")


def test_a_click_leads_to_the_message_in_the_tab_that_is_open(reach: Reach, bob: Person) -> None:
    alice = reach("Alice")
    room, seq = unread(alice, bob)
    alice.type("half a thought")
    alice.look_away()
    alice.is_pushed(**news(room, seq))
    alice.sees_notifications("Bob in Cellar")
    alice.page.evaluate("window.same = true")
    assert alice.click(f"room-{room}") == []
    expect(alice.title).to_contain_text("Cellar")
    expect(alice.page).to_have_url(f"{alice.server.url}/rooms/{room}/{seq}")
    alice.sees("Are you there?")
    assert alice.page.evaluate("window.same")
    alice.sees_notifications()


def test_without_a_tab_a_click_opens_the_message(reach: Reach, bob: Person) -> None:
    alice = reach("Alice")
    room, seq = unread(alice, bob)
    worker = alice.worker
    alice.look_away()
    alice.is_pushed(**news(room, seq))
    alice.sees_notifications("Bob in Cellar")
    alice.page.goto("about:blank")
    while worker.evaluate("self.clients.matchAll().then((tabs) => tabs.length)"):
        alice.page.wait_for_timeout(20)
    assert alice.click(f"room-{room}") == [f"/rooms/{room}/{seq}"]


def test_a_tab_that_does_not_answer_yet_is_led_there_by_its_address(reach: Reach, bob: Person) -> None:
    alice = reach("Alice")
    room, seq = unread(alice, bob)
    alice.look_away()
    alice.is_pushed(**news(room, seq))
    alice.sees_notifications("Bob in Cellar")
    alice.page.evaluate(
        "navigator.serviceWorker.addEventListener('message', (e) => e.stopImmediatePropagation(), true)"
    )
    alice.page.evaluate("ServiceWorkerContainer.prototype.dispatchEvent = () => true")
    alice.click(f"room-{room}")
    expect(alice.title).to_contain_text("Cellar")
    assert not alice.page.evaluate("window.same")


def test_what_is_read_elsewhere_is_closed_here(reach: Reach, bob: Person) -> None:
    alice = reach("Alice")
    room, seq = unread(alice, bob)
    alice.look_away()
    alice.is_pushed(**news(room, seq))
    alice.sees_notifications("Bob in Cellar")
    alice.is_pushed(kind="read", room_id=room, seq=seq - 1, unread=1)
    alice.sees_notifications("Bob in Cellar")
    alice.is_pushed(kind="read", room_id=room, seq=seq, unread=0)
    alice.sees_notifications()


def test_reading_a_room_closes_what_is_shown_of_it(reach: Reach, bob: Person) -> None:
    alice = reach("Alice")
    room, seq = unread(alice, bob)
    other, other_seq = unread(alice, bob, "And there?")
    alice.look_away()
    alice.is_pushed(**news(room, seq))
    alice.is_pushed(**news(other, other_seq, title="Bob in Attic"))
    alice.sees_notifications("Bob in Attic", "Bob in Cellar")
    alice.look_back()
    alice.page.locator(f".room[data-room='{room}']").click()
    alice.sees("Are you there?")
    alice.sees_notifications("Bob in Attic")


def test_an_older_push_does_not_replace_a_newer_one(reach: Reach) -> None:
    alice = reach("Alice")
    alice.look_away()
    alice.is_pushed(**news(3, 9, "second"))
    alice.is_pushed(**news(3, 8, "first"))
    alice.is_pushed(kind="test", title="A test", body="", url="/", tag="test")
    assert {one["body"] for one in alice.sees_notifications("A test", "Bob in Cellar")} == {"", "second"}


def test_a_burst_sounds_once(reach: Reach) -> None:
    alice = reach("Alice")
    alice.look_away()
    for seq in range(1, 6):
        alice.is_pushed(**news(seq, 1, title=f"Room {seq}"))
    shown = alice.sees_notifications(*(f"Room {seq}" for seq in range(1, 6)))
    assert [one["silent"] for one in shown].count(False) == 1


def test_pushes_that_come_together_are_all_remembered(reach: Reach) -> None:
    alice = reach("Alice")
    alice.look_away()
    rooms = range(1, 91)
    alice.are_pushed([news(room, 1, title=f"Room {room}") for room in rooms])
    alice.sees_notifications(*(f"Room {room}" for room in rooms))


def test_where_pushes_must_show_something_they_do_for_a_moment(reach: Reach) -> None:
    alice = reach("Alice")
    alice.worker.evaluate(
        """() => {
          Object.defineProperty(navigator, "userAgent", { value: "AppleWebKit/605 Safari/604.1" });
          const show = self.registration.showNotification.bind(self.registration);
          self.times = 0;
          self.registration.showNotification = (...all) => ((self.times += 1), show(...all));
        }"""
    )
    alice.is_pushed(kind="read", room_id=3, seq=9)
    alice.is_pushed(**news(3, 10))
    alice.is_pushed(kind="test", title="A test", body="", url="/", tag="test")
    alice.sees_notifications("A test")
    assert alice.worker.evaluate("self.times") == 3


def test_a_push_that_cannot_be_read_still_says_that_there_is_news(reach: Reach) -> None:
    alice = reach("Alice")
    alice.look_away()
    alice.worker.evaluate("self.dispatchEvent(new PushEvent('push', { data: 'not JSON' }))")
    alice.sees_notifications("New message")


def test_an_answer_goes_through_the_outbox_of_the_open_tab(reach: Reach, bob: Person) -> None:
    alice = reach("Alice")
    room, seq = unread(alice, bob)
    alice.look_away()
    alice.is_pushed(**news(room, seq, can_reply=True))
    assert alice.sees_notifications("Bob in Cellar")[0]["actions"] == 1
    alice.disconnect()
    expect(alice.notice).to_contain_text("Offline")
    alice.click(f"room-{room}", action="reply", reply="In a minute")
    assert contents(bob, room) == ["Are you there?"]
    alice.reconnect()
    bob.open(f"/?room={room}").sees("In a minute")
    assert contents(bob, room) == ["Are you there?", "In a minute"]


def test_without_a_tab_the_worker_sends_the_answer_and_marks_the_room_as_read(reach: Reach, bob: Person) -> None:
    alice = reach("Alice")
    room, seq = unread(alice, bob)
    alice.look_away()
    alice.is_pushed(**news(room, seq, can_reply=True))
    alice.sees_notifications("Bob in Cellar")
    alice.page.goto("about:blank")
    alice.click(f"room-{room}", action="reply", reply="In a minute")
    assert contents(bob, room) == ["Are you there?", "In a minute"]
    assert alice.caller.get(f"/rooms/{room}").json()["room"]["membership"]["unread_count"] == 0
    alice.open(f"/?room={room}").sees("In a minute")
    assert contents(bob, room) == ["Are you there?", "In a minute"]


def test_an_answer_that_could_not_be_sent_goes_out_once_with_the_next_visit(reach: Reach, bob: Person) -> None:
    alice = reach("Alice")
    room, seq = unread(alice, bob)
    alice.look_away()
    alice.is_pushed(**news(room, seq, can_reply=True))
    alice.sees_notifications("Bob in Cellar")
    alice.page.goto("about:blank")
    alice.worker.evaluate("() => { self.answers = self.fetch; self.fetch = async () => { throw new TypeError(); }; }")
    alice.click(f"room-{room}", action="reply", reply="In a minute")
    alice.worker.evaluate("() => { self.fetch = self.answers; }")
    assert contents(bob, room) == ["Are you there?"]
    alice.open(f"/?room={room}").sees("In a minute")
    alice.open(f"/?room={room}").sees("In a minute")
    assert contents(bob, room) == ["Are you there?", "In a minute"]


def test_nothing_is_shown_after_signing_out(reach: Reach, bob: Person) -> None:
    alice = reach("Alice")
    room, seq = unread(alice, bob)
    alice.look_away()
    alice.is_pushed(**news(room, seq))
    alice.sees_notifications("Bob in Cellar")
    alice.page.get_by_role("button", name=re.compile("Account and settings")).click()
    alice.page.get_by_role("button", name="Sign out").click()
    expect(alice.page).to_have_url(re.compile("/login/"))
    alice.sees_notifications()


def contents(person: Person, room: int) -> list[str]:
    """Return what is written in a room."""
    messages = person.caller.get(f"/rooms/{room}/messages").raise_for_status().json()["messages"]
    return [message["content"] for message in messages]
