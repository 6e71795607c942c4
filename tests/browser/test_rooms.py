"""Finding, creating, changing and leaving rooms; everyone else sees it live."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Enter
from tests.browser.person import Person

pytestmark = pytest.mark.browser


def test_a_room_is_created_found_and_joined(alice: Person, bob: Person) -> None:
    alice.page.get_by_role("button", name="New message or room").click()
    alice.page.get_by_role("button", name="New room", exact=True).click()
    alice.dialog.get_by_label("Name").fill("Birdwatchers")
    alice.dialog.get_by_label("Topic").fill("What flew past today.")
    alice.confirm("Create room")
    expect(alice.title).to_have_text("Birdwatchers")
    bob.show_rooms()
    bob.page.get_by_role("button", name="Browse all rooms").click()
    bob.dialog.get_by_role("searchbox").fill("bird")
    expect(bob.dialog.get_by_role("listitem")).to_have_count(1)  # before it, rows move under the pointer
    bob.dialog.get_by_role("button", name="Join: Birdwatchers").click()
    expect(bob.title).to_have_text("Birdwatchers")
    expect(alice.page.locator(".member").filter(has_text="Bob")).to_have_attribute("data-online", "true")
    alice.say("A wren.")
    bob.sees("A wren.")


def test_all_rooms_has_no_conversations_and_drops_what_is_gone(alice: Person, bob: Person) -> None:
    room = bob.create_room("Soon gone")
    alice.caller.post("/direct", json={"user_ids": [bob.caller.user["id"]]}).raise_for_status()
    alice.page.get_by_role("button", name="Browse all rooms").click()
    join = alice.dialog.get_by_role("button", name="Join: Soon gone")
    expect(join).to_be_visible()
    assert "" not in alice.dialog.locator(".browse-row [data-part=name]").all_inner_texts()
    bob.caller.delete(f"/rooms/{room}").raise_for_status()
    join.click()
    expect(alice.dialog).to_contain_text("It doesn't exist")
    expect(join).to_have_count(0)


def test_a_name_that_is_taken_is_said_beside_its_field(alice: Person) -> None:
    alice.page.get_by_role("button", name="New message or room").click()
    alice.page.get_by_role("button", name="New room", exact=True).click()
    alice.dialog.get_by_label("Name").fill("general")
    alice.confirm("Create room")
    expect(alice.dialog.locator("[data-error-for=name], [role=alert]").filter(has_text="name")).to_be_visible()
    expect(alice.dialog.get_by_label("Name")).to_have_value("general")


def test_the_owner_edits_closes_and_reopens_and_everyone_sees_it(alice: Person, bob: Person) -> None:
    room = together(alice, bob, "Draft name")
    alice.choose("Edit room")
    alice.dialog.get_by_label("Name").fill("Better name")
    alice.confirm("Save")
    expect(bob.title).to_have_text("Better name")
    alice.choose("Close room")
    alice.confirm("Close room")
    expect(bob.page.get_by_text("This room is closed.")).to_be_visible()
    expect(bob.composer).to_be_hidden()
    alice.choose("Reopen room")
    expect(bob.composer).to_be_visible()
    bob.say("Open again.")
    alice.sees("Open again.")
    assert room


def test_editing_leaves_what_someone_else_changed_meanwhile(alice: Person) -> None:
    room = alice.go_to_new_room("First name")
    alice.choose("Edit room")
    expect(alice.dialog.get_by_label("Name")).to_have_value("First name")
    alice.caller.patch(f"/rooms/{room}", json={"name": "Second name", "visibility": "private"}).raise_for_status()
    alice.dialog.get_by_label("Topic").fill("What it is about")
    alice.confirm("Save")
    expect(alice.dialog).to_have_count(0)
    now = alice.caller.get(f"/rooms/{room}").json()["room"]
    expected = {"name": "Second name", "description": "What it is about", "visibility": "private"}
    assert {name: now[name] for name in expected} == expected
    alice.choose("Edit room")
    alice.confirm("Save")
    expect(alice.dialog).to_have_count(0)


def test_deleting_needs_the_name_and_takes_people_elsewhere(alice: Person, bob: Person) -> None:
    together(alice, bob, "Doomed")
    bob.type("not yet sent")
    alice.choose("Delete room")
    alice.dialog.get_by_label("Type the room's name to confirm").fill("doom")
    alice.confirm("Delete room")
    expect(alice.dialog).to_contain_text("That isn't the room's name.")
    alice.dialog.get_by_label("Type the room's name to confirm").fill("Doomed")
    alice.confirm("Delete room")
    expect(bob.dialog).to_contain_text("Doomed was deleted")
    expect(bob.dialog.get_by_label("Your unsent message")).to_have_value("not yet sent")
    bob.confirm("Continue")
    expect(bob.room_link("General")).to_be_visible()
    expect(alice.title).to_have_text("General")
    expect(alice.room_link("Doomed")).to_have_count(0)
    expect(alice.page.get_by_role("dialog")).to_have_count(0)


def test_leaving_ends_the_membership_and_joining_again_brings_everything(alice: Person, bob: Person) -> None:
    together(alice, bob, "Revolving door")
    bob.choose("Leave room")
    bob.confirm("Leave room")
    expect(bob.room_link("Revolving door")).to_have_count(0)
    expect(alice.page.locator(".member").filter(has_text="Bob")).to_have_count(0)
    alice.say("While you were out.")
    bob.page.get_by_role("button", name="Browse all rooms").click()
    bob.dialog.get_by_role("button", name="Join: Revolving door").click()
    bob.sees("While you were out.")


def test_a_guest_reads_a_room_and_joins_it(alice: Person, bob: Person) -> None:
    room = alice.create_room("Open house")
    alice.go_to("Open house")
    alice.say("Come in.")
    alice.sees("Come in.")
    bob.page.goto(f"/?room={room}")
    bob.sees("Come in.")
    bob.page.get_by_role("button", name="Join room").click()
    bob.say("Thank you.")
    alice.sees("Thank you.")


def test_joining_and_leaving_on_the_phone_shows_on_the_laptop(enter: Enter) -> None:
    alice, bob = enter("Alice", live=False), enter("Bob", phone=True, live=False)
    room = alice.create_room("On both devices")
    alice.post(room, "Before.")
    bob.page.goto(f"/?room={room}")
    bob.sees("Before.")
    bob.join(room)
    expect(bob.room_link("On both devices")).to_have_count(1)
    alice.post(room, "After.")
    bob.sees("After.")
    bob.say("Hello from here.")
    bob.caller.post(f"/rooms/{room}/leave").raise_for_status()
    expect(bob.room_link("On both devices")).to_have_count(0)
    expect(bob.composer).to_be_hidden()


def test_a_plain_member_is_offered_only_what_they_may(alice: Person, bob: Person) -> None:
    together(alice, bob, "Not mine")
    bob.page.get_by_role("button", name="Room menu").click()
    expect(bob.page.locator("#room-menu .menu-item:visible")).to_have_text(
        ["Favourite", "Every message", "Messages for me", "Nothing", "Leave room"]
    )


def test_unread_messages_are_counted_until_they_are_read(alice: Person, bob: Person) -> None:
    together(alice, bob, "Side room")
    bob.go_to("General")
    alice.say("one").say("two")
    pill = bob.room_link("Side room").locator(".room-news")
    expect(pill).to_have_text("2 unread messages")
    expect(bob.page).to_have_title("(2) General · Chatsite")
    bob.go_to("Side room")
    expect(bob.page.get_by_role("heading", name="New · since")).to_be_visible()
    expect(pill).to_be_hidden()
    expect(bob.page).to_have_title("Side room · Chatsite")


def test_the_list_shows_where_one_is_and_what_was_said_last(alice: Person, bob: Person) -> None:
    together(alice, bob, "Colourful")
    bob.say("the **last** word")
    link = alice.page.locator(".room[aria-current=page]")
    expect(link).to_contain_text("Colourful")
    expect(link).to_contain_text("Bob: the last word")
    colours = alice.page.locator(".room").evaluate_all(
        "(all) => all.map((n) => [getComputedStyle(n).backgroundColor, n.ariaCurrent])"
    )
    current = {colour for colour, is_current in colours if is_current}
    assert len(current) == 1
    assert current.isdisjoint(colour for colour, is_current in colours if not is_current)


def test_reading_on_the_phone_clears_the_laptop(alice: Person, bob: Person) -> None:
    together(alice, bob, "Two devices")
    laptop = bob.another_tab("/?room=1")
    expect(laptop.title).to_have_text("General")
    bob.go_to("General")
    alice.say("Read me anywhere.")
    expect(laptop.room_link("Two devices").locator(".room-news")).to_have_text("1 unread message")
    bob.page.bring_to_front()
    bob.go_to("Two devices")
    expect(laptop.room_link("Two devices").locator(".room-news")).to_be_hidden()


# As soon as a text is on the screen, opens the first room.
IS_READ = """async (room) => {
  const answer = await fetch(`/rooms/${room}`);
  return (await answer.json()).room.membership.unread_count === 0;
}"""
GO_ON_AT_ONCE = """(text) => {
  const list = document.querySelector(".messages");
  new MutationObserver((_, changes) => {
    if (!list.textContent.includes(text)) return;
    changes.disconnect();
    requestAnimationFrame(() => requestAnimationFrame(() => document.querySelector(".room[data-room='1']").click()));
  }).observe(list, { childList: true });
}"""


def test_what_was_read_at_a_glance_before_going_on_is_read(alice: Person, bob: Person) -> None:
    room = together(alice, bob, "Glance")
    alice.page.evaluate(GO_ON_AT_ONCE, "short and clear")
    bob.say("short and clear")
    expect(alice.title).to_have_text("General")
    expect(alice.room_link("Glance").locator(".room-news")).to_be_hidden()
    alice.page.wait_for_function(IS_READ, arg=room)


def test_the_list_is_filtered_and_the_first_match_opened(alice: Person) -> None:
    alice.create_room("Mountains")
    expect(alice.room_link("Mountains")).to_have_count(1)
    box = alice.page.get_by_role("searchbox", name="Find a room")
    box.fill("moun")
    expect(alice.page.locator(".room")).to_have_count(1)
    box.press("Enter")
    expect(alice.title).to_have_text("Mountains")
    box.fill("zzzz")
    expect(alice.page.get_by_text("None of your rooms match.")).to_be_visible()


def test_back_and_forward_walk_through_rooms(alice: Person) -> None:
    alice.create_room("Second stop")
    alice.go_to("Second stop")
    alice.page.go_back()
    expect(alice.title).to_have_text("General")
    alice.page.go_forward()
    expect(alice.title).to_have_text("Second stop")


def test_a_person_without_rooms_is_notified_what_to_do(alice: Person) -> None:
    alice.choose("Leave room")
    alice.confirm("Leave room")
    expect(alice.page.get_by_role("heading", name="Welcome", exact=True)).to_be_visible()
    expect(alice.page.locator(".log-blank").get_by_role("button", name="Browse rooms")).to_be_visible()


def together(alice: Person, bob: Person, name: str) -> int:
    """Put both into a room of Alice's."""
    room = alice.create_room(name)
    bob.join(room)
    for person in (alice, bob):
        person.open(f"/?room={room}")
        expect(person.title).to_have_text(name)
    return room


def test_people_who_joined_before_it_was_opened_are_counted(enter: Enter) -> None:
    alice, bob, carol = enter("Alice"), enter("Bob", live=False), enter("Carol", live=False)
    room = alice.create_room("Meanwhile")
    for one in (bob, carol):
        one.join(room)
    alice.go_to("Meanwhile")
    expect(alice.page.get_by_role("button", name="3 members")).to_be_visible()
