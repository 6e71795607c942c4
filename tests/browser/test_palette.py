"""Jumping by a few letters: to the room before, to rooms not joined yet, to people of this room."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Enter
from tests.browser.person import Person

pytestmark = pytest.mark.browser


def chosen(person: Person) -> Locator:
    return person.page.locator("#switcher-list [aria-selected=true] [data-part=name]")


def opens(person: Person) -> Person:
    person.page.keyboard.press("Control+k")
    expect(person.dialog).to_be_visible()
    return person


def test_two_keys_lead_to_the_room_before(enter: Enter) -> None:
    alice = enter("Alice")
    alice.go_to_new_room("Attic")
    alice.go_to_new_room("Cellar")
    expect(chosen(opens(alice))).to_have_text("Attic")
    alice.page.keyboard.press("Enter")
    expect(alice.title).to_have_text("Attic")
    expect(chosen(opens(alice))).to_have_text("Cellar")


def test_it_stays_where_it_is_while_one_types(enter: Enter) -> None:
    alice = opens(enter("Alice"))
    alice.page.evaluate("() => Promise.all(document.getAnimations().map(({ finished }) => finished))")
    before = alice.dialog.bounding_box()
    assert before
    assert abs(before["y"] - 0.15 * 800) <= 2
    alice.page.keyboard.type("no such thing")
    expect(alice.dialog.get_by_role("option")).to_have_text([re.compile("Search messages for “no such thing”")])
    assert alice.dialog.bounding_box() == before


def test_a_room_that_was_not_joined_is_found_and_joined(enter: Enter) -> None:
    alice, bob = enter("Alice"), enter("Bob", live=False)
    bob.create_room("Quarry")
    opens(alice).page.keyboard.type("quar")
    expect(chosen(alice)).to_have_text("Quarry")
    expect(alice.page.get_by_role("option", name="Quarry")).to_contain_text("Join")
    alice.page.keyboard.press("Enter")
    expect(alice.title).to_have_text("Quarry")
    expect(alice.composer).to_be_visible()


def test_a_person_is_found_and_messaged(enter: Enter) -> None:
    alice, bob = enter("Alice"), enter("Bartholomew", live=False)
    room = alice.go_to_new_room("Loft")
    bob.join(room)
    expect(alice.page.locator(".member").filter(has_text="Bartholomew")).to_be_attached()
    opens(alice).page.keyboard.type("barth")
    expect(chosen(alice)).to_contain_text("Bartholomew")
    alice.page.keyboard.press("Enter")
    expect(alice.title).to_have_text("Bartholomew")
