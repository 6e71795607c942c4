"""Back and Escape close what is open, the innermost first, and Back leaves the chat only when nothing is."""

import re

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import Enter
from tests.browser.person import Person

pytestmark = pytest.mark.browser


def depth(person: Person) -> int:
    return int(person.page.evaluate("history.state?.depth ?? 0"))


@pytest.mark.parametrize("phone", [False, True])
def test_back_closes_a_dialog_and_stays_on_the_page(enter: Enter, phone: bool) -> None:
    alice = enter("Alice", phone=phone)
    alice.show_rooms()
    alice.page.get_by_role("button", name="Browse all rooms").click()
    expect(alice.dialog).to_be_visible()
    alice.page.go_back()
    expect(alice.dialog).to_have_count(0)
    expect(alice.room_link("General")).to_be_visible()
    assert alice.page.evaluate("location.pathname") == "/"


def test_back_closes_a_menu_on_a_phone(bob: Person) -> None:
    bob.page.get_by_role("button", name="Room menu").click()
    expect(bob.page.locator("#room-menu")).to_be_visible()
    bob.page.go_back()
    expect(bob.page.locator("#room-menu")).to_be_hidden()
    expect(bob.title).to_have_text("General")


def test_a_dialog_closed_by_its_button_leaves_no_step_behind(alice: Person) -> None:
    alice.go_to_new_room("Stepping stone")
    for _ in range(3):
        alice.page.get_by_role("button", name="Browse all rooms").click()
        alice.confirm("Close")
        expect(alice.dialog).to_have_count(0)
    alice.page.wait_for_function("() => (history.state?.depth ?? 0) === 0")
    alice.page.go_back()
    expect(alice.title).to_have_text("General")


def test_a_room_opened_from_a_dialog_takes_the_dialogs_step(alice: Person) -> None:
    alice.create_room("Through the door")
    alice.page.keyboard.press("Control+k")
    alice.page.keyboard.type("through")
    alice.page.keyboard.press("Enter")
    expect(alice.title).to_have_text("Through the door")
    alice.page.go_back()
    expect(alice.title).to_have_text("General")
    expect(alice.dialog).to_have_count(0)
    alice.page.go_forward()
    expect(alice.title).to_have_text("Through the door")
    expect(alice.dialog).to_have_count(0)


def test_forward_and_reload_never_stand_on_a_closed_dialog(alice: Person) -> None:
    alice.page.get_by_role("button", name="Browse all rooms").click()
    expect(alice.dialog).to_be_visible()
    alice.page.go_back()
    alice.page.evaluate("history.forward()")
    alice.page.wait_for_function("() => (history.state?.depth ?? 0) === 0")
    expect(alice.dialog).to_have_count(0)
    alice.page.get_by_role("button", name="Browse all rooms").click()
    expect(alice.dialog).to_be_visible()
    alice.reload().is_live()
    alice.page.wait_for_function("() => (history.state?.depth ?? 0) === 0")
    expect(alice.title).to_have_text("General")
    alice.go_to_new_room("After a reload")
    alice.page.go_back()
    expect(alice.title).to_have_text("General")


def test_escape_closes_only_the_dialog_that_was_opened_from_a_menu(alice: Person) -> None:
    alice.page.get_by_role("button", name=re.compile("Account and settings")).click()
    alice.page.keyboard.press("Escape")
    expect(alice.page.locator("#account-menu")).to_be_hidden()
    expect(alice.page.get_by_role("button", name=re.compile("Account and settings"))).to_be_focused()
    assert depth(alice) == 0


def test_back_on_a_phone_goes_from_the_room_to_the_list(bob: Person) -> None:
    bob.page.go_back()
    expect(bob.room_link("General")).to_be_visible()
    expect(bob.title).to_be_hidden()
    bob.room_link("General").click()
    expect(bob.title).to_be_visible()
    bob.page.get_by_role("button", name="Rooms", exact=True).click()
    expect(bob.room_link("General")).to_be_focused()
    bob.page.go_forward()
    expect(bob.title).to_have_text("General")


def test_back_on_a_phone_closes_the_details_first(bob: Person) -> None:
    bob.title.click()
    expect(bob.side).to_be_visible()
    bob.page.go_back()
    expect(bob.side).to_be_hidden()
    expect(bob.title).to_have_text("General")
    bob.page.go_back()
    expect(bob.room_link("General")).to_be_visible()


def test_a_reload_on_a_phone_stays_on_the_list_or_in_the_room(bob: Person) -> None:
    bob.show_rooms().reload()
    expect(bob.room_link("General")).to_be_visible()
    bob.go_to("General").reload().is_live()
    expect(bob.title).to_be_visible()
    bob.page.go_back()
    expect(bob.room_link("General")).to_be_visible()
    assert bob.page.evaluate("history.length") <= 4


def test_the_way_to_the_list_counts_the_rooms_with_news(bob: Person, enter: Enter) -> None:
    alice = enter("Alice", live=False)
    for number in (1, 2):
        room = alice.create_room(f"News {number}")
        bob.join(room)
        alice.post(room, "one").post(room, "two")
    back = bob.page.locator("[data-part=to-rooms]")
    expect(back).to_have_accessible_name("Rooms, 2 with news")
    expect(back).to_have_text("2")


def test_a_room_behind_the_list_is_not_read_by_itself(enter: Enter) -> None:
    alice, bob = enter("Alice", live=False), enter("Bob", phone=True, live=False)
    room = alice.create_room("Left alone")
    bob.join(room)
    bob.open(f"/?room={room}").show_rooms()
    alice.post(room, "Are you there?")
    expect(bob.room_link("Left alone").locator(".room-news")).to_be_visible()


def test_a_room_that_comes_late_takes_no_one_from_where_they_have_gone(enter: Enter) -> None:
    room = enter("Bob", live=False).create_room("Far away")
    alice = enter("Alice")
    alice.say(f"{alice.server.url}/rooms/{room}/1")
    held: list[Route] = []
    alice.page.route(f"**/rooms/{room}", lambda route: held.append(route))
    with alice.page.expect_request(f"**/rooms/{room}"):
        alice.message("/rooms/").locator(".message-text a").click()
    alice.page.go_back()
    alice.go_to_new_room("Nearby")
    with alice.page.expect_response(f"**/rooms/{room}"):
        held[0].continue_()
    alice.say("Still here.").sees("Still here.")
    expect(alice.title).to_have_text("Nearby")


def test_a_reload_leads_to_a_linked_message_until_one_moves_on_from_it(enter: Enter) -> None:
    alice = enter("Alice", live=False)
    room = alice.create_room("Long ago")
    for number in range(60):
        alice.post(room, f"line {number}")
    alice.open(f"/rooms/{room}/3")
    linked = alice.message("line 2").first
    expect(linked).to_be_in_viewport()
    alice.reload().is_live()
    expect(linked).to_be_in_viewport()
    alice.say("moving on").sees("moving on")
    expect(alice.page).to_have_url(re.compile(rf"/\?room={room}$"))
    alice.reload().is_live()
    expect(alice.message("moving on")).to_be_in_viewport()
