"""Messages that a person saved, from all rooms, on all devices."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.axe import findings
from tests.browser.conftest import Enter
from tests.browser.person import Person

pytestmark = pytest.mark.browser


def cards(person: Person) -> Locator:
    return person.page.locator("[data-component=view-saved] .view-card")


def open_saved(person: Person) -> None:
    person.page.locator("[data-view-link=saved]").click()
    expect(person.page.get_by_role("heading", name="Saved")).to_be_visible()


def save(person: Person, text: str) -> None:
    person.message(text).focus()
    person.page.keyboard.press("s")
    expect(person.message(text).locator(".message-saved")).to_be_visible()
    expect(person.page.get_by_text("Find it under Saved").last).to_be_visible()


def test_a_message_is_saved_found_opened_and_removed(enter: Enter) -> None:
    alice = enter("Alice", live=False).open()
    alice.go_to_new_room("Saved trains")
    for text in ["early train", "late train"]:
        alice.say(text).sees(text)
        save(alice, text)
    open_saved(alice)
    expect(cards(alice)).to_have_count(2)
    assert cards(alice).locator(".view-text").all_inner_texts() == ["late train", "early train"]
    alice.page.keyboard.press("j")
    alice.page.keyboard.press("e")
    expect(cards(alice)).to_have_count(1)
    expect(cards(alice).first).to_be_focused()
    alice.page.get_by_role("button", name="Undo").last.click()
    expect(cards(alice)).to_have_count(2)
    cards(alice).filter(has_text="early").get_by_role("link", name="Open").click()
    expect(alice.message("early train")).to_be_visible()


def test_a_saved_message_carries_a_mark_on_all_devices_and_is_taken_back_from_its_menu(enter: Enter) -> None:
    alice = enter("Alice", live=False).open()
    room = alice.go_to_new_room("Saved marks")
    alice.say("other").say("to keep").sees("to keep")
    other = enter("Alice's phone", phone=True, live=False).as_caller(alice.caller).open(f"/?room={room}")
    save(alice, "to keep")
    for person in (alice, other):
        expect(person.page.locator(".message-saved")).to_have_count(1)
        expect(person.message("to keep").locator(".message-saved")).to_have_text("Saved")
    other.reload()
    expect(other.message("to keep").locator(".message-saved")).to_be_visible()
    assert findings(other.page) == []
    alice.choose_for("to keep", "Remove from Saved")
    for person in (alice, other):
        expect(person.page.locator(".message-saved")).to_have_count(0)
    assert alice.caller.get("/auth/bookmarks").json()["bookmarks"] == []


def test_it_is_on_all_devices_and_gone_with_the_right_to_read(enter: Enter) -> None:
    alice = enter("Alice", live=False).open()
    alice.go_to_new_room("Saved devices")
    alice.say("to keep").sees("to keep")
    other = enter("Alice's laptop", live=False).as_caller(alice.caller).open()
    open_saved(other)
    expect(other.page.get_by_text("Nothing saved yet.")).to_be_visible()
    save(alice, "to keep")
    expect(cards(other)).to_have_count(1)
    room = alice.caller.get("/auth/bookmarks").json()["bookmarks"][0]["room"]["id"]
    alice.caller.delete(f"/rooms/{room}").raise_for_status()
    other.page.reload()
    expect(other.page.get_by_text("Nothing saved yet.")).to_be_visible()


def test_removing_an_older_entry_keeps_the_others_in_view(enter: Enter) -> None:
    alice = enter("Alice", live=False)
    room = alice.create_room("Saved in bulk")
    for number in range(27):
        answer = alice.caller.post(f"/rooms/{room}/messages", json={"content": f"keep {number:02}"})
        alice.caller.put(f"/auth/bookmarks/{answer.json()['message']['id']}").raise_for_status()
    open_saved(alice.open())
    alice.page.get_by_role("button", name="Show older").click()
    expect(cards(alice)).to_have_count(27)
    cards(alice).filter(has_text="keep 01").get_by_role("button", name="Remove").click()
    expect(cards(alice)).to_have_count(26)
    expect(cards(alice).last).to_contain_text("keep 00")


def test_what_is_deleted_meanwhile_is_not_shown_any_longer(enter: Enter) -> None:
    alice = enter("Alice", live=False).open()
    room = alice.go_to_new_room("Saved for a while")
    for text in ("not for long", "the last one"):
        alice.say(text).sees(text)
    seq = alice.message("not for long").get_attribute("data-seq")
    save(alice, "not for long")
    open_saved(alice)
    expect(cards(alice)).to_contain_text("not for long")
    alice.caller.delete(f"/rooms/{room}/messages/{seq}").raise_for_status()
    expect(cards(alice)).to_have_count(0)
