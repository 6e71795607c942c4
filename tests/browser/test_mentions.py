"""Mentioning people: chosen after "@", shown as a whole, sent by number."""

import itertools
import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Enter
from tests.browser.person import Person

pytestmark = pytest.mark.browser


def suggestions(person: Person) -> Locator:
    return person.page.locator(".suggestions li")


def ground(person: Person) -> Locator:
    """Return the mentions that are coloured behind the text."""
    return person.page.locator(".mention-ground")


_numbers = itertools.count(1)


def in_a_room(person: Person, *others: Person) -> int:
    room = person.create_room(f"Trains {next(_numbers)}")
    for other in others:
        other.join(room)
    person.open(f"/?room={room}")
    return room


def newest(person: Person, room: int) -> dict:
    return person.caller.get(f"/rooms/{room}/messages").json()["messages"][-1]


def mention(person: Person, query: str, name: str) -> None:
    person.composer.press_sequentially(f"@{query}")
    expect(suggestions(person).first).to_contain_text(name)
    person.page.keyboard.press("Enter")
    expect(ground(person).last).to_have_text(f"@{name}")


@pytest.mark.parametrize("query", ["zoe", "Zoë", "LANG", "lang", "de l"])
def test_a_person_is_found_by_any_part_of_the_name_and_mentioned(enter: Enter, query: str) -> None:
    alice, zoe = enter("Alice", live=False), enter("Zoë de Langeais", live=False)
    room = in_a_room(alice, zoe)
    mention(alice, query, "Zoë de Langeais")
    alice.composer.press_sequentially("look")
    alice.page.keyboard.press("Enter")
    said = alice.message("@Zoë de Langeais look")
    expect(said.locator("a.mention")).to_have_text("@Zoë de Langeais")
    assert newest(alice, room)["content"] == f"<@{zoe.caller.user['id']}> look"


def test_enter_chooses_and_does_not_send_and_a_mention_goes_as_a_whole(enter: Enter) -> None:
    alice, bob = enter("Alice", live=False), enter("Bob", live=False)
    in_a_room(alice, bob)
    mention(alice, "b", "Bob")
    expect(alice.composer).to_have_value("@Bob ")
    assert alice.texts == []
    for key in ["Backspace", "Backspace"]:
        alice.page.keyboard.press(key)
    expect(alice.composer).to_have_value("")
    alice.page.keyboard.press("Control+z")
    expect(alice.composer).to_have_value(re.compile("^@Bo"))


def test_a_draft_and_an_edit_keep_their_mentions(enter: Enter) -> None:
    alice, bob = enter("Alice", live=False), enter("Bob", live=False)
    room = in_a_room(alice, bob)
    mention(alice, "b", "Bob")
    alice.composer.press_sequentially("may come")
    alice.page.reload()
    expect(alice.composer).to_have_value("@Bob may come")
    expect(ground(alice)).to_have_text("@Bob")
    alice.composer.press("Enter")
    expect(alice.message("@Bob may come").locator("a.mention")).to_be_visible()
    alice.composer.press("ArrowUp")
    expect(alice.composer).to_have_value("@Bob may come")
    alice.composer.press("End")
    alice.composer.press_sequentially(" too")
    alice.page.keyboard.press("Enter")
    expect(alice.message("@Bob may come too")).to_be_visible()
    assert newest(alice, room)["content"] == f"<@{bob.caller.user['id']}> may come too"


def test_a_mention_is_copied_and_pasted_as_one(enter: Enter) -> None:
    alice, bob = enter("Alice", live=False, permissions=["clipboard-read", "clipboard-write"]), enter("Bob", live=False)
    in_a_room(alice, bob)
    mention(alice, "b", "Bob")
    mention(alice, "roo", "room")
    for keys in ["Control+a", "Control+x"]:
        alice.page.keyboard.press(keys)
    expect(alice.composer).to_have_value("")
    alice.go_to_new_room("Pasted")
    alice.composer.focus()
    alice.page.keyboard.press("Control+v")
    expect(alice.composer).to_have_value("@Bob @room ")
    expect(ground(alice)).to_have_text(["@Bob", "@room"])


def test_a_name_that_is_typed_and_not_chosen_is_text(enter: Enter) -> None:
    alice, bob = enter("Alice", live=False), enter("Bob", live=False)
    room = in_a_room(alice, bob)
    alice.composer.press_sequentially("mail bob@example.org, not @Bob")
    alice.page.keyboard.press("Escape")
    alice.page.keyboard.press("Enter")
    alice.sees("not @Bob")
    assert newest(alice, room)["content"] == "mail bob@example.org, not @Bob"


def test_everyone_is_notified_only_after_a_question(enter: Enter) -> None:
    alice, bob = enter("Alice", live=False), enter("Bob", live=False)
    room = in_a_room(alice, bob)
    mention(alice, "roo", "room")
    alice.composer.press_sequentially("dinner")
    alice.page.keyboard.press("Enter")
    question = alice.page.get_by_role("dialog", name="Notify everyone in this room?")
    expect(question).to_contain_text(re.compile(r"All 2 people in Trains \d+ get a notification."))
    question.get_by_role("button", name="Keep writing").click()
    expect(alice.composer).to_have_value("@room dinner")
    assert alice.texts == []
    alice.composer.press("Enter")
    question.get_by_role("button", name="Notify everyone").click()
    expect(alice.message("@room dinner")).to_be_visible()
    assert newest(alice, room)["mentions_room"] is True


def test_a_member_is_not_offered_to_call_everyone(enter: Enter) -> None:
    alice, bob = enter("Alice", live=False), enter("Bob", live=False)
    room = in_a_room(alice, bob)
    bob.open(f"/?room={room}")
    bob.composer.press_sequentially("@")
    expect(suggestions(bob)).to_have_count(1)
    expect(suggestions(bob)).to_contain_text("Alice")


def test_the_message_that_mentions_me_is_marked(enter: Enter) -> None:
    alice, bob, eve = (enter(name, live=False) for name in ["Alice", "Bob", "Eve"])
    room = in_a_room(alice, bob, eve)
    bob.open(f"/?room={room}")
    eve.open(f"/?room={room}")
    mention(alice, "b", "Bob")
    alice.page.keyboard.press("Enter")
    expect(bob.message("@Bob")).to_have_attribute("data-for-me", "")
    expect(eve.message("@Bob")).to_be_visible()
    for other in (alice, eve):
        expect(other.message("@Bob")).not_to_have_attribute("data-for-me", "")
    eve.message("@Bob").locator("a.mention").click()
    expect(eve.page.locator("[data-view=person]")).to_contain_text("Bob")


def test_a_finger_chooses_on_a_phone(enter: Enter) -> None:
    alice, bob = enter("Alice", phone=True, live=False), enter("Bob", live=False)
    in_a_room(alice, bob)
    alice.composer.press_sequentially("hello @")
    row = suggestions(alice).filter(has_text="Bob")
    box = row.bounding_box()
    assert box
    assert box["height"] >= 44
    row.tap()
    expect(alice.composer).to_have_value("hello @Bob ")


def test_people_of_the_room_come_before_others(enter: Enter) -> None:
    alice, ann, bob = (enter(name, live=False) for name in ["Alice", "Zz Ann", "Zz Bob"])
    in_a_room(alice, bob)
    alice.composer.press_sequentially("@zz")
    expect(suggestions(alice)).to_have_count(2)
    expect(suggestions(alice).nth(0).locator("[data-part=name]")).to_have_text("Zz Bob")
    expect(suggestions(alice).nth(1)).to_contain_text("Not in this room")
    assert ann.caller.user
