"""The side: what a room is about, who is in it, and who a person is."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Enter
from tests.browser.person import Person

pytestmark = pytest.mark.browser

LONG_TOPIC = "Who waters what, and when. " * 18 + "The last word."


def garden(alice: Person, bob: Person, name: str) -> int:
    """Put Alice, who owns it, and Bob into a room with a long topic."""
    room = {"name": name, "description": LONG_TOPIC}
    room_id = int(alice.caller.post("/rooms", json=room).raise_for_status().json()["room"]["id"])
    bob.join(room_id)
    return room_id


@pytest.mark.parametrize("phone", [False, True])
def test_the_name_of_a_room_opens_its_whole_topic_and_its_owner(enter: Enter, phone: bool) -> None:
    alice, bob = enter("Alice", live=False), enter("Bob", phone=phone, live=False)
    bob.open(f"/?room={garden(alice, bob, f'Garden {phone}')}")
    if not bob.side.is_visible():
        bob.title.click()
    topic = bob.side.locator("[data-part=topic]")
    expect(topic).to_contain_text("The last word.")
    assert topic.evaluate("(node) => node.scrollHeight <= node.clientHeight + 1")
    expect(bob.side).to_contain_text("Owner: Alice")
    expect(bob.side.get_by_role("heading", name="Moderation")).to_be_hidden()


def test_the_topic_at_the_beginning_of_a_conversation_is_a_line_of_its_own(enter: Enter) -> None:
    alice = enter("Alice", live=False)
    room = {"name": "New topic", "description": "All about bread"}
    alice.open(f"/?room={alice.caller.post('/rooms', json=room).raise_for_status().json()['room']['id']}")
    lines = alice.page.locator(".log-beginning p:visible")
    expect(lines).to_have_text(["All about bread", "No messages yet. Say hello."])


def test_those_who_moderate_reach_the_moderation_from_the_details(enter: Enter) -> None:
    alice, bob = enter("Alice", live=False), enter("Bob", live=False)
    alice.open(f"/?room={garden(alice, bob, 'Moderated')}")
    alice.side.get_by_role("button", name="Slow mode, muted and banned").click()
    expect(alice.dialog).to_contain_text("Slow mode")


def test_a_role_stands_below_the_name_and_people_are_online_or_offline(enter: Enter) -> None:
    alice, bob = enter("Alice", live=False), enter("Bob", live=False)
    alice.open(f"/?room={garden(alice, bob, 'Roles')}")
    row = alice.page.locator(".member").filter(has_text="Alice")
    name, role = row.locator(".member-name").bounding_box(), row.locator(".member-role").bounding_box()
    assert name
    assert role
    assert role["y"] >= name["y"] + name["height"] - 4
    expect(alice.side.get_by_role("list", name="Online · 1").get_by_role("listitem")).to_have_count(1)
    expect(alice.side.get_by_role("list", name="Offline · 1")).to_contain_text("Bob")
    expect(alice.side).not_to_contain_text("Away")


@pytest.mark.parametrize("phone", [False, True])
def test_a_person_is_shown_in_the_side_with_a_way_back(enter: Enter, phone: bool) -> None:
    alice, bob = enter("Alice", phone=phone, live=False), enter("Bob", live=False)
    alice.open(f"/?room={garden(alice, bob, f'People {phone}')}")
    if not alice.side.is_visible():
        alice.title.click()
    alice.page.locator(".member").filter(has_text="Bob").click()
    expect(alice.side.get_by_role("heading", name="Profile")).to_be_visible()
    expect(alice.side).to_contain_text("Member of this room")
    expect(alice.side).to_contain_text("Offline")
    if phone:
        alice.page.go_back()
    else:
        alice.side.get_by_role("button", name="Back to details").click()
    expect(alice.side.get_by_role("heading", name="Details")).to_be_visible()
    alice.side.get_by_role("button", name="Close").click()
    expect(alice.side).to_be_hidden()
    expect(alice.title).to_be_visible()


def test_a_button_pressed_before_its_code_came_acts_when_it_comes(enter: Enter) -> None:
    bob = enter("Bob", phone=True, live=False, service_workers="block")
    waiting = []
    bob.page.route("**/chat_rest.js", lambda route: waiting.append(route))
    with bob.page.expect_request("**/chat_rest.js"):
        bob.page.goto("/?room=1")
        expect(bob.page.locator(".room-title")).to_be_enabled()
        bob.title.click()
    expect(bob.side).to_be_hidden()
    for route in waiting:
        route.continue_()
    expect(bob.side).to_be_visible()
