"""Catch up: what is unread in all rooms, room by room, with the mouse, by thumb and by keyboard alone."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Enter
from tests.browser.person import Person

pytestmark = pytest.mark.browser


def cards(person: Person) -> Locator:
    return person.page.locator(".view-card")


def link(person: Person) -> Locator:
    return person.page.locator("[data-view-link=catch-up]")


def with_news(reader: Person, writer: Person, names: list[str]) -> dict[str, int]:
    """Create rooms of the reader's in which another person writes four messages each, one room after the other."""
    rooms = {name: reader.create_room(name) for name in names}
    for name in names:
        writer.join(rooms[name])
        for number in range(4):
            writer.post(rooms[name], f"{name} **{number}**")
    expect(link(reader).locator("[data-part=count]")).to_have_text(str(len(names)))
    return rooms


def test_what_waits_is_shown_in_cards_the_longest_waiting_first(enter: Enter) -> None:
    alice, bob = enter("Alice"), enter("Bob", live=False)
    with_news(alice, bob, ["Zinnias", "Asters"])
    requests: list[str] = []
    alice.page.on("request", lambda request: requests.append(request.url))
    link(alice).click()
    expect(cards(alice).get_by_role("heading")).to_have_text(["Zinnias", "Asters"])
    expect(cards(alice).first).to_contain_text(re.compile(r"4 new messages since \d"))
    expect(cards(alice).first.get_by_role("listitem")).to_have_count(3)
    expect(cards(alice).first.get_by_role("listitem").first).to_contain_text("Bob: Zinnias 0")
    assert len([url for url in requests if "/rooms/" in url and "/static/" not in url]) == 1
    assert alice.page.url.endswith("/catch-up/")
    cards(alice).first.get_by_role("button", name="Mark as read: Zinnias").click()
    expect(cards(alice)).to_have_count(1)
    expect(link(alice).locator("[data-part=count]")).to_have_text("1")
    cards(alice).get_by_role("button", name="Open: Asters").click()
    expect(alice.title).to_have_text("Asters")
    expect(alice.composer).to_be_visible()
    expect(link(alice).locator("[data-part=count]")).to_be_hidden()
    alice.page.go_back()
    expect(alice.page.get_by_role("heading", name="Catch up")).to_be_visible()
    expect(alice.page.get_by_text("You're up to date.")).to_be_visible()


def test_what_blocked_people_wrote_is_neither_shown_nor_counted(enter: Enter) -> None:
    alice, bob, carol = enter("Alice"), enter("Bob", live=False), enter("Carol", live=False)
    rooms = with_news(alice, bob, ["Hazel", "Maple"])
    carol.join(rooms["Maple"])
    carol.post(rooms["Maple"], "From Carol")
    block = f"/users/{bob.caller.user['id']}/block"
    alice.caller.put(block).raise_for_status()
    expect(link(alice).locator("[data-part=count]")).to_have_text("1")
    alice.caller.delete(block).raise_for_status()
    expect(link(alice).locator("[data-part=count]")).to_have_text("2")
    alice.caller.put(block).raise_for_status()
    expect(link(alice).locator("[data-part=count]")).to_have_text("1")
    requests: list[str] = []
    alice.page.on("request", lambda request: requests.append(request.url))
    link(alice).click()
    expect(cards(alice).get_by_role("heading")).to_have_text(["Maple"])
    expect(cards(alice)).to_contain_text(re.compile(r"1 new message since \d"))
    expect(cards(alice).get_by_role("listitem")).to_have_text(re.compile("Carol: From Carol"))
    carol.join(rooms["Hazel"])
    carol.post(rooms["Hazel"], "Here too")
    expect(cards(alice).get_by_role("heading")).to_have_text(["Maple", "Hazel"])
    assert len([url for url in requests if url.endswith("/rooms/unread")]) == 2


def test_a_blocked_person_writes_into_the_room_on_the_screen_and_nothing_is_unread(enter: Enter) -> None:
    """The page counts by itself what arrives while its reader looks elsewhere, and what is deleted."""
    alice, bob, carol = enter("Alice", live=False), enter("Bob", live=False), enter("Carol", live=False)
    room = alice.create_room("Larch")
    for one in (bob, carol):
        one.join(room)
    alice.caller.put(f"/users/{bob.caller.user['id']}/block").raise_for_status()
    alice.open(f"/?room={room}")
    alice.look_away()
    bob.post(room, "Not for Alice")
    carol.post(room, "For Alice")
    alice.sees("For Alice")
    bob.post(room, "Nor this")
    expect(alice.page.locator(".blocked-line")).to_have_count(2)
    expect(alice.page).to_have_title(re.compile(r"^\(1\) "))


def test_the_details_of_a_room_are_not_beside_all_rooms(enter: Enter) -> None:
    alice, bob = enter("Alice"), enter("Bob", live=False)
    with_news(alice, bob, ["Quince"])
    expect(alice.side).to_be_visible()
    link(alice).click()
    expect(cards(alice)).to_have_count(1)
    expect(alice.side).to_be_hidden()
    cards(alice).get_by_role("button", name="Open: Quince").click()
    expect(alice.side).to_be_visible()


def test_everything_is_done_by_keyboard_alone(enter: Enter) -> None:
    alice, bob = enter("Alice"), enter("Bob", live=False)
    with_news(alice, bob, ["Elm", "Fir", "Oak"])
    link(alice).focus()
    alice.page.keyboard.press("Enter")
    expect(cards(alice)).to_have_count(3)
    for key in ["j", "j", "k"]:
        alice.page.keyboard.press(key)
    expect(cards(alice).first).to_be_focused()
    alice.page.keyboard.press("e")
    expect(cards(alice).get_by_role("heading")).to_have_text(["Fir", "Oak"])
    expect(cards(alice).first).to_be_focused()
    alice.page.keyboard.press("Shift+Escape")
    expect(alice.page.get_by_text("You're up to date.")).to_be_visible()
    undo = alice.page.locator(".toast-note", has_text="2 rooms").get_by_role("button", name="Undo")
    undo.focus()
    alice.page.keyboard.press("Enter")
    expect(cards(alice).get_by_role("heading")).to_have_text(["Fir", "Oak"])
    alice.page.keyboard.press("j")
    cards(alice).first.focus()
    alice.page.keyboard.press("Enter")
    expect(alice.title).to_have_text("Fir")


def test_a_phone_catches_up_on_a_screen_of_its_own(enter: Enter) -> None:
    alice, bob = enter("Alice", phone=True), enter("Bob", live=False)
    alice.page.get_by_role("button", name="Rooms").first.tap()
    with_news(alice, bob, ["Pines"])
    link(alice).tap()
    expect(cards(alice)).to_have_count(1)
    assert alice.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    alice.page.get_by_role("button", name="Mark all as read").tap()
    expect(alice.page.get_by_text("You're up to date.")).to_be_visible()
    alice.page.go_back()
    expect(link(alice)).to_be_visible()


def test_a_message_is_marked_unread_from_its_menu_and_by_key(enter: Enter) -> None:
    alice, bob = enter("Alice"), enter("Bob", live=False)
    room = alice.go_to_new_room("Ferns")
    bob.join(room).post(room, "frond").post(room, "spore").post(room, "moss")
    alice.sees("moss")
    alice.choose_for("spore", "Mark unread from here")
    count = alice.room_link("Ferns").locator(".room-news")
    expect(count).to_have_text("2 unread messages")
    expect(alice.page.locator(".unread-line")).to_be_visible()
    alice.message("moss").focus()
    alice.page.keyboard.press("u")
    expect(count).to_have_text("1 unread message")


def test_a_report_asks_for_its_reason(enter: Enter) -> None:
    alice, bob = enter("Alice"), enter("Bob", live=False)
    room = alice.go_to_new_room("Bazaar")
    bob.join(room).post(room, "cheap carpets")
    alice.sees("cheap carpets")
    alice.choose_for("cheap carpets", "Report")
    expect(alice.dialog.get_by_label("What's wrong?")).to_have_value("")
    alice.confirm("Send report")
    expect(alice.dialog.get_by_text("Please choose one.")).to_be_visible()
    alice.dialog.get_by_label("What's wrong?").select_option("spam")
    alice.confirm("Send report")
    expect(alice.dialog).to_have_count(0)
