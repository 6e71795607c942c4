"""Rooms for some and for two, as people use them: found by name, written in, hidden, taken from, folded."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, WebSocketRoute, expect

from tests.browser.axe import findings
from tests.browser.conftest import Enter
from tests.browser.person import Person
from tests.support.callers import PASSWORD

pytestmark = pytest.mark.browser


@pytest.fixture
def noor(enter: Enter) -> Person:
    """Return Noor, whom no one else is called like, on her phone."""
    return enter(f"Noor {uuid4().hex[:6]}", phone=True)


def people(person: Person, name: str) -> Locator:
    """Return a person of the list."""
    return person.page.locator("#people-list .room").filter(has_text=name)


def card(person: Person, name: str) -> Locator:
    """Open the card of a member of the room."""
    if not person.side.is_visible():
        person.page.get_by_role("button", name=re.compile("member")).click()
    person.side.locator(".member[data-online=true]").filter(has_text=name).click()
    expect(person.side.get_by_role("heading", name=name)).to_be_visible()
    return person.side


def message_from_card(alice: Person, noor: Person) -> None:
    card(alice, noor.name).get_by_role("button", name="Message", exact=True).click()
    expect(alice.title).to_have_text(noor.name)


def room_of_both(alice: Person, noor: Person, name: str) -> int:
    room = alice.create_room(name)
    noor.join(room)
    alice.open(f"/?room={room}")
    noor.open(f"/?room={room}")
    return room


def test_a_person_is_messaged_from_the_card_and_answers(alice: Person, noor: Person) -> None:
    message_from_card(alice, noor)
    expect(alice.page.get_by_text(f"Only you and {noor.name} can read this.")).to_be_visible()
    expect(alice.page.locator(".conversation > .conversation-head")).to_contain_text("Online now")
    noor.show_rooms()
    expect(people(noor, "Alice")).to_have_count(0)  # until something is written
    alice.say("Are you there?").sees("Are you there?")
    expect(people(noor, "Alice").locator(".room-news")).to_have_attribute("data-mentions", "1")
    people(noor, "Alice").tap()
    noor.sees("Are you there?").say("I am.")
    alice.sees("I am.")
    assert findings(alice.page) == []
    assert findings(noor.page) == []


def test_a_phone_begins_a_conversation_and_a_desk_answers(alice: Person, noor: Person) -> None:
    message_from_card(noor, alice)
    expect(noor.side).to_be_hidden()  # the card covered the screen
    noor.say("On my way").sees("On my way")
    expect(people(alice, noor.name).locator(".room-news")).to_have_attribute("data-mentions", "1")
    people(alice, noor.name).click()
    alice.sees("On my way").say("See you")
    noor.sees("See you")
    noor.show_rooms()
    expect(people(noor, "Alice")).to_be_visible()
    people(noor, "Alice").tap()
    expect(noor.title).to_have_text("Alice")


def test_a_phone_hides_and_blocks_and_the_desk_can_write_no_more(alice: Person, noor: Person) -> None:
    message_from_card(noor, alice)
    noor.say("Bye").sees("Bye")
    people(alice, noor.name).click()
    alice.sees("Bye")
    noor.page.get_by_role("button", name=re.compile("member")).tap()
    noor.side.locator(".member").filter(has_text="Alice").tap()
    noor.side.get_by_role("button", name="Block", exact=True).tap()
    noor.confirm("Block")
    noor.page.go_back()
    expect(noor.composer).to_be_hidden()
    expect(noor.page.locator(".composer-area").get_by_role("button", name="Unblock")).to_be_visible()
    alice.say("Wait")
    expect(alice.page.get_by_text("can't be messaged").first).to_be_visible()
    noor.sees_not("Wait")


def test_a_message_begins_and_is_sent_by_keys_alone(alice: Person, noor: Person) -> None:
    keys = alice.page.keyboard
    alice.composer.focus()
    keys.press("Control+n")
    expect(alice.dialog.get_by_label("To", exact=True)).to_be_focused()
    keys.type(noor.name)
    expect(alice.dialog.locator("[role=option][aria-selected=true]")).to_have_text(re.compile(noor.name))
    keys.press("Enter")
    expect(alice.dialog.get_by_role("button", name=f"Remove {noor.name}")).to_be_visible()
    keys.press("Enter")
    expect(alice.title).to_have_text(noor.name)
    expect(alice.composer).to_be_focused()
    keys.type("By keys")
    keys.press("Enter")
    noor.show_rooms()
    expect(people(noor, "Alice")).to_be_visible()


def test_enter_chooses_the_person_who_was_typed_however_fast(alice: Person, noor: Person, enter: Enter) -> None:
    """What is offered at first is everyone, Aaron before all others."""
    enter("Aaron", live=False)
    alice.page.keyboard.press("Control+n")
    expect(alice.dialog.get_by_role("option").filter(has_text="Aaron").first).to_be_visible()
    alice.page.keyboard.insert_text(noor.name)
    alice.page.keyboard.press("Enter")
    chosen = alice.dialog.get_by_role("button", name=re.compile("^Remove"))
    expect(chosen).to_have_count(1)
    expect(chosen).to_have_accessible_name(f"Remove {noor.name}")


def test_a_name_that_is_only_typed_is_asked_about(alice: Person, noor: Person) -> None:
    room = alice.go_to_new_room("Only typed")
    field = alice.dialog.get_by_role("combobox")
    said = "Choose the person from the list, or clear the name."
    alice.side.get_by_role("button", name="Add people").click()
    field.fill(noor.name)
    alice.confirm("Add")
    expect(alice.dialog).to_contain_text(said)
    expect(field).to_be_focused()
    alice.page.keyboard.press("Enter")
    expect(alice.dialog.get_by_role("button", name=f"Remove {noor.name}")).to_be_visible()
    alice.confirm("Add")
    expect(alice.page.get_by_text("Added.")).to_be_visible()
    assert alice.caller.get(f"/rooms/{room}").json()["room"]["member_count"] == 2
    alice.page.keyboard.press("Control+n")
    field.fill(noor.name)
    alice.confirm("Start")
    expect(alice.dialog).to_contain_text(said)


def test_without_anyone_it_is_a_place_for_notes(alice: Person) -> None:
    alice.page.get_by_role("button", name="New message", exact=True).last.click()
    alice.confirm("Start")
    expect(alice.title).to_have_text("Alice (you)")
    expect(alice.page.get_by_text("Only you can read this.")).to_be_visible()


def test_a_conversation_is_hidden_until_something_new_is_written(alice: Person, noor: Person) -> None:
    message_from_card(alice, noor)
    alice.say("See you").sees("See you").go_to("General")
    people(alice, noor.name).hover()
    alice.page.get_by_role("button", name=f"Actions for {noor.name}").click()
    alice.page.get_by_role("button", name="Hide until a new message").click()
    expect(people(alice, noor.name)).to_have_count(0)
    noor.show_rooms()
    people(noor, "Alice").tap()
    noor.say("One more thing")
    expect(people(alice, noor.name)).to_be_visible()


def test_a_card_names_the_rooms_that_are_shared(alice: Person, noor: Person) -> None:
    name = f"Shared {uuid4().hex[:6]}"
    room_of_both(alice, noor, name)
    alice.go_to("General")
    shared = card(alice, noor.name).get_by_role("region", name="Rooms you share")
    shared.get_by_role("button", name=name).click()
    expect(alice.title).to_have_text(name)


def test_a_direct_message_has_its_persons_name_where_all_rooms_are(alice: Person, noor: Person) -> None:
    message_from_card(noor, alice)
    noor.say("Dinner?").sees("Dinner?")
    expect(people(alice, noor.name)).to_be_visible()
    alice.page.locator("[data-view-link=catch-up]").click()
    expect(alice.page.get_by_role("article", name=noor.name)).to_contain_text("Dinner?")
    alice.page.locator("[data-view-link=inbox]").click()
    expect(alice.page.locator("[data-view-link=inbox] .count-pill")).to_be_hidden()


def test_blocked_people_are_folded_and_can_be_shown(alice: Person, noor: Person, enter: Enter) -> None:
    bob = enter("Bob", live=False)
    room = room_of_both(alice, noor, f"Shared {uuid4().hex[:6]}")
    bob.join(room)
    noor.post(room, "one").post(room, "two")
    alice.sees("two")
    card(alice, noor.name).get_by_role("button", name="Block", exact=True).click()
    alice.confirm("Block")
    fold = alice.page.locator(".blocked-line")
    expect(fold).to_contain_text("2 messages from people you blocked")
    alice.sees_not("two")
    noor.post(room, "three")
    expect(fold).to_contain_text("3 messages")
    bob.post(room, "four")
    alice.sees("four").reload()
    expect(fold).to_contain_text("3 messages")
    fold.get_by_role("button", name="Show").click()
    alice.sees("one").sees("three")
    expect(fold).to_have_count(0)
    alice.side.locator(".member").filter(has_text=noor.name).click()
    alice.side.get_by_role("button", name="Unblock").click()
    noor.post(room, "five")
    alice.sees("five")


def test_in_a_conversation_of_several_blocked_people_are_folded_too(noor: Person, enter: Enter) -> None:
    alice, bob = enter("Alice", live=False), enter("Bob", live=False)
    ids = [noor.caller.user["id"], bob.caller.user["id"]]
    room = alice.caller.post("/direct", json={"user_ids": ids}).json()["room"]["id"]
    noor.post(room, "one")
    bob.post(room, "two")
    alice.caller.put(f"/users/{ids[0]}/block").raise_for_status()
    alice.open(f"/?room={room}").sees("two").sees_not("one")
    expect(alice.page.locator(".blocked-line")).to_contain_text("1 message from someone you blocked")


def test_a_group_is_called_after_the_people_who_are_left(alice: Person, noor: Person, enter: Enter) -> None:
    bob = enter("Bob", live=False)
    people = {"user_ids": [noor.caller.user["id"], bob.caller.user["id"]]}
    group = alice.caller.post("/direct", json=people).json()["room"]["id"]
    alice.open(f"/?room={group}")
    readers = alice.page.get_by_text("can read this.")
    expect(readers).to_contain_text("Bob")
    bob.caller.post(f"/rooms/{group}/leave", json={}).raise_for_status()
    expect(alice.title).to_have_text(noor.name)
    expect(readers).not_to_contain_text("Bob")


def test_the_list_calls_a_group_after_the_people_who_are_left(alice: Person, noor: Person, enter: Enter) -> None:
    bob = enter("Bob", live=False)
    ids = [noor.caller.user["id"], bob.caller.user["id"]]
    group = alice.caller.post("/direct", json={"user_ids": ids}).json()["room"]["id"]
    noor.post(group, "Hello, you two")
    alice.open("/?room=1")
    expect(people(alice, noor.name)).to_contain_text("Bob")
    bob.caller.post(f"/rooms/{group}/leave", json={}).raise_for_status()
    expect(people(alice, noor.name)).not_to_contain_text("Bob")


def test_who_blocked_someone_is_offered_to_unblock_before_writing(alice: Person, noor: Person) -> None:
    message_from_card(alice, noor)
    alice.say("Hi").sees("Hi")
    card(alice, noor.name).get_by_role("button", name="Block", exact=True).click()
    alice.confirm("Block")
    expect(alice.composer).to_be_hidden()
    alice.page.locator(".composer-area").get_by_role("button", name="Unblock").click()
    expect(alice.composer).to_be_focused()


def test_writing_begins_after_unblocking_also_where_no_event_says_so_first(alice: Person, noor: Person) -> None:
    room = alice.caller.post("/direct", json={"user_ids": [noor.caller.user["id"]]}).json()["room"]["id"]
    alice.caller.put(f"/users/{noor.caller.user['id']}/block").raise_for_status()
    alice.page.route_web_socket(re.compile("/socket.io/"), without_events("blocks_changed"))
    alice.open(f"/?room={room}")
    alice.page.locator(".composer-area").get_by_role("button", name="Unblock").click()
    expect(alice.composer).to_be_focused()


def without_events(name: str) -> Callable[[WebSocketRoute], None]:
    """Return what connects a page and keeps one kind of event from it."""

    def connect(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        socket.on_message(server.send)
        server.on_message(lambda frame: None if f'["{name}"' in str(frame) else socket.send(frame))

    return connect


def test_a_report_of_a_direct_message_says_what_is_handed_over(alice: Person, noor: Person) -> None:
    message_from_card(alice, noor)
    alice.say("Hi").sees("Hi")
    noor.show_rooms()
    people(noor, "Alice").tap()
    noor.say("Not nice")
    alice.sees("Not nice").choose_for("Not nice", "Report")
    handed_over = alice.dialog.get_by_text("the five before and after it")
    expect(handed_over).to_be_visible()
    alice.page.keyboard.press("Escape")
    alice.go_to("General")
    noor.caller.post("/rooms/1/messages", json={"content": "Public talk"}).raise_for_status()
    alice.sees("Public talk").choose_for("Public talk", "Report")
    expect(handed_over).to_be_hidden()


def test_a_room_for_some_is_made_with_its_people_and_found_by_them_only(
    alice: Person, noor: Person, bob: Person
) -> None:
    name = f"Board {uuid4().hex[:6]}"
    alice.page.get_by_role("button", name="New message or room").click()
    alice.page.get_by_role("button", name="New room", exact=True).click()
    alice.dialog.get_by_label("Name").fill(name)
    alice.dialog.get_by_label("Who can find it").select_option(label="Only people who are added")
    alice.dialog.get_by_label("People to add").fill(noor.name)
    alice.dialog.locator(".people-found").get_by_role("option", name=noor.name).click()
    alice.confirm("Create room")
    expect(alice.title).to_have_text(name)
    expect(alice.page.get_by_text("Only its 2 members can read this room.")).to_be_visible()
    noor.go_to(name)
    expect(noor.page.locator(".conversation > .conversation-head .room-mark")).to_have_attribute("data-icon", "lock")
    bob.page.goto("/")
    bob.is_live().show_rooms()
    expect(bob.room_link(name)).to_have_count(0)


def test_who_is_taken_out_reads_so_and_keeps_the_draft(alice: Person, noor: Person) -> None:
    room = room_of_both(alice, noor, f"Staff {uuid4().hex[:6]}")
    alice.caller.patch(f"/rooms/{room}", json={"visibility": "private"}).raise_for_status()
    noor.type("half a thought")
    target = noor.caller.user["id"]
    reason = {"reason": "Another team"}
    alice.caller.request("DELETE", f"/rooms/{room}/members/{target}", json=reason).raise_for_status()
    lost = noor.page.locator("#room-lost")
    expect(lost).to_contain_text("Only its members can read it.")
    expect(lost.get_by_label("Your unsent message")).to_have_value("half a thought")


def test_a_change_of_who_finds_a_room_is_explained_before_it_is_made(alice: Person) -> None:
    alice.go_to_new_room(f"Hall {uuid4().hex[:6]}")
    alice.choose("Edit room")
    finding = alice.dialog.get_by_label("Who can find it")
    finding.select_option("private")
    expect(alice.dialog).to_contain_text("Only the 1 person in it keeps access.")
    alice.confirm("Save")
    expect(alice.page.locator(".conversation > .conversation-head .room-mark")).to_have_attribute("data-icon", "lock")
    alice.choose("Edit room")
    finding.select_option("public")
    expect(alice.dialog).to_contain_text("can read everything that was written in it so far")


def test_where_only_moderators_write_others_react(alice: Person, noor: Person) -> None:
    room = room_of_both(alice, noor, f"News {uuid4().hex[:6]}")
    alice.caller.patch(f"/rooms/{room}", json={"who_may_write": "moderators"}).raise_for_status()
    alice.say("We open at nine").sees("We open at nine")
    expect(noor.page.get_by_text("Only moderators write here. You can react.")).to_be_visible()
    expect(noor.composer).to_be_hidden()
    noor.sees("We open at nine")
    seq = noor.caller.get(f"/rooms/{room}/messages").json()["messages"][-1]["seq"]
    noor.caller.put(f"/rooms/{room}/messages/{seq}/reactions/👍").raise_for_status()
    expect(alice.page.locator(".reaction[data-emoji='👍']")).to_have_text(re.compile("1"))
    assert findings(noor.page) == []


def test_who_deleted_their_account_is_offered_no_message(alice: Person, noor: Person) -> None:
    message_from_card(alice, noor)
    alice.say("Hi").sees("Hi").type("Are you")
    me = noor.caller.get("/auth/me").json()["user"]
    confirmed = {"confirmation": me["email"], "current_password": PASSWORD}
    noor.caller.request("DELETE", "/auth/account", json=confirmed).raise_for_status()
    instead = alice.page.locator(".composer-area").get_by_text("Former member can't be messaged.")
    expect(instead).to_be_visible(timeout=30_000)
    expect(alice.composer).to_be_hidden()
    alice.go_to("General")
    expect(alice.composer).to_be_visible()
    alice.reload()
    people(alice, "Former member").click()
    expect(instead).to_be_visible()


def test_who_takes_no_direct_messages_can_be_written_to_when_they_do_again(alice: Person, noor: Person) -> None:
    message_from_card(alice, noor)
    expect(alice.composer).to_be_visible()
    noor.caller.put("/auth/preferences", json={"takes_direct_messages": False}).raise_for_status()
    alice.say("Hi")
    expect(alice.composer).to_be_hidden()
    noor.caller.put("/auth/preferences", json={"takes_direct_messages": True}).raise_for_status()
    alice.go_to("General").go_to(noor.name)
    expect(alice.composer).to_be_visible()


def test_an_open_card_shows_that_its_person_left_for_good(alice: Person, noor: Person) -> None:
    noor.post(1, f"Bye from {noor.name}")
    alice.open("/?room=1").message(f"Bye from {noor.name}").locator("[data-part=author]").click()
    expect(alice.side.get_by_role("heading", name=noor.name)).to_be_visible()
    email = noor.caller.get("/auth/me").json()["user"]["email"]
    confirmed = {"confirmation": email, "current_password": PASSWORD}
    noor.caller.request("DELETE", "/auth/account", json=confirmed).raise_for_status()
    expect(alice.side.get_by_role("heading", name="Former member")).to_be_visible(timeout=30_000)
    expect(alice.side.get_by_role("button", name="Message", exact=True)).to_be_disabled()
