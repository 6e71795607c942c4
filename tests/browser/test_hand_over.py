"""An owner who leaves is asked who gets the room, and hands it over from a person's card."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Enter
from tests.browser.person import Person

pytestmark = pytest.mark.browser


def role_of(caller: Person, room: int, name: str) -> str:
    members = caller.caller.get(f"/rooms/{room}/members").json()["members"]
    return str(next(member["role"] for member in members if member["user"]["name"] == name))


@pytest.mark.parametrize("phone", [False, True])
def test_an_owner_who_leaves_chooses_who_gets_the_room(enter: Enter, phone: bool) -> None:
    alice, bob, carla = enter("Alice", phone=phone, live=False), enter("Bob", live=False), enter("Carla", live=False)
    name = f"Orchard {phone}"
    room = alice.create_room(name)
    bob.join(room)
    carla.join(room)
    alice.open(f"/?room={room}")
    alice.choose("Leave room")
    expect(alice.dialog).to_contain_text("You own this room.")
    choice = alice.dialog.get_by_label("Hand it to")
    expect(choice).to_have_value(str(bob.caller.user["id"]))
    choice.focus()
    alice.page.keyboard.press("ArrowDown")
    expect(choice).to_have_value(str(carla.caller.user["id"]))
    alice.confirm("Leave room")
    expect(alice.page.get_by_text("You left the room.")).to_be_visible()
    assert role_of(bob, room, "Carla") == "owner"


def test_an_owner_leaves_another_room_from_the_list_and_chooses_who_gets_it(enter: Enter) -> None:
    alice, bob = enter("Alice"), enter("Bob", live=False)
    room = alice.create_room("Terrace")
    bob.join(room)
    row = alice.page.locator(".room-row").filter(has=alice.room_link("Terrace"))
    row.hover()
    row.get_by_role("button", name="Actions for Terrace").click()
    alice.page.locator("#row-menu").get_by_role("button", name="Leave room").click()
    expect(alice.dialog.get_by_label("Hand it to")).to_have_value(str(bob.caller.user["id"]))
    alice.confirm("Leave room")
    expect(alice.room_link("Terrace")).to_have_count(0)
    expect(alice.title).to_have_text("General")
    assert role_of(bob, room, "Bob") == "owner"


def test_someone_else_is_offered_when_the_one_chosen_has_left(enter: Enter) -> None:
    alice, bob, carla = enter("Alice"), enter("Bob", live=False), enter("Carla", live=False)
    room = alice.create_room("Relay")
    bob.join(room)
    carla.join(room)
    alice.go_to("Relay").choose("Leave room")
    choice = alice.dialog.get_by_label("Hand it to")
    expect(choice).to_have_value(str(bob.caller.user["id"]))
    bob.caller.post(f"/rooms/{room}/leave", json={}).raise_for_status()
    alice.confirm("Leave room")
    expect(alice.dialog).to_contain_text("This person is no longer in the room.")
    expect(choice).to_have_value(str(carla.caller.user["id"]))
    alice.confirm("Leave room")
    expect(alice.page.get_by_text("You left the room.")).to_be_visible()
    assert role_of(carla, room, "Carla") == "owner"


def test_leaving_says_whether_one_can_come_back(enter: Enter) -> None:
    alice, bob, carla = enter("Alice"), enter("Bob", live=False), enter("Carla", live=False)
    alice.create_room("Everyone's")
    private = alice.create_room("Ours")
    alice.caller.patch(f"/rooms/{private}", json={"visibility": "private"}).raise_for_status()
    people = {"user_ids": [bob.caller.user["id"], carla.caller.user["id"]]}
    alice.caller.post("/direct", json=people).raise_for_status()
    said = {
        "Everyone's": "You can join again from the list of all rooms.",
        "Ours": "until someone in it adds or invites you",
        "Bob, Carla": "no one can add you again",
    }
    for room, text in said.items():
        alice.go_to(room).choose("Leave room")
        expect(alice.dialog).to_contain_text(text)
        alice.confirm("Cancel")


def test_the_last_one_in_a_room_learns_who_gets_it(enter: Enter) -> None:
    alice = enter("Alice")
    alice.go_to_new_room("Hermitage")
    alice.choose("Leave room")
    expect(alice.dialog).to_contain_text("no one else is in it")
    expect(alice.dialog.get_by_label("Hand it to")).to_be_hidden()
    alice.confirm("Leave room")
    expect(alice.page.get_by_text("You left the room.")).to_be_visible()


def test_a_member_who_leaves_is_not_asked(enter: Enter) -> None:
    alice, bob = enter("Alice", live=False), enter("Bob", live=False)
    room = alice.create_room("Inn")
    bob.join(room).open(f"/?room={room}")
    bob.choose("Leave room")
    expect(bob.dialog).to_be_visible()
    expect(bob.dialog.locator("[data-part=heir], [data-part=no-heir]").filter(visible=True)).to_have_count(0)
    bob.confirm("Leave room")
    expect(bob.page.get_by_text("You left the room.")).to_be_visible()
    assert role_of(alice, room, "Alice") == "owner"


def test_an_owner_hands_the_room_over_from_a_persons_card_and_both_see_it(enter: Enter) -> None:
    alice, bob = enter("Alice"), enter("Bob", live=False)
    room = alice.go_to_new_room("Mill")
    bob.join(room).open(f"/?room={room}")
    alice.page.locator(".member").filter(has_text="Bob").click()
    alice.side.get_by_role("button", name="Make owner").click()
    expect(alice.dialog).to_contain_text("Bob becomes the owner of Mill, and you become a moderator.")
    alice.confirm("Make owner")
    expect(alice.page.get_by_text("Bob owns this room now.")).to_be_visible()
    bob.page.get_by_role("button", name="Room menu").click()
    expect(bob.page.get_by_role("button", name="Delete room")).to_be_visible()
    alice.page.get_by_role("button", name="Room menu").click()
    expect(alice.page.get_by_role("button", name="Delete room")).to_be_hidden()
    assert (role_of(bob, room, "Bob"), role_of(bob, room, "Alice")) == ("owner", "moderator")
