"""Commands at the beginning of a message, discoverable by "/"."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Enter
from tests.browser.person import Person

pytestmark = pytest.mark.browser


def offered(person: Person) -> list[str]:
    person.page.locator(".suggestions li").first.wait_for()
    return person.page.locator(".suggestions li .command-example").all_inner_texts()


def write(person: Person, text: str) -> None:
    person.composer.press_sequentially(text)
    person.page.keyboard.press("Escape")
    person.page.keyboard.press("Enter")


def test_a_slash_offers_what_a_person_may_do(enter: Enter) -> None:
    alice, bob = enter("Alice", live=False), enter("Bob", live=False)
    room = alice.create_room("Slash offers")
    bob.join(room)
    for person, names in [(alice, ["/me", "/shrug", "/invite", "/topic", "/slow", "/mute"]), (bob, ["/me", "/shrug"])]:
        person.open(f"/?room={room}")
        person.composer.press_sequentially("/")
        assert [example.split()[0] for example in offered(person)] == names
        person.composer.press_sequentially("sh")
        person.page.keyboard.press("Enter")
        expect(person.composer).to_have_value("/shrug ")
        person.page.keyboard.press("Enter")
        expect(person.message("¯\\_(ツ)_/¯").last).to_be_visible()


def test_the_topic_and_slow_mode_are_set_from_the_keyboard(alice: Person) -> None:
    room = alice.go_to_new_room("Slash topic")
    write(alice, "/topic Trains and the weather")
    expect(alice.page.get_by_text("Topic changed.")).to_be_visible()
    expect(alice.composer).to_have_value("")
    write(alice, "/slow 2m")
    expect(alice.page.get_by_text("Slow mode is on.")).to_be_visible()
    found = alice.caller.get(f"/rooms/{room}").json()["room"]
    assert (found["description"], found["slow_mode_s"]) == ("Trains and the weather", 120)
    write(alice, "/slow soon")
    expect(alice.page.get_by_text("such as /slow 30s")).to_be_visible()
    expect(alice.composer).to_have_value("/slow soon")
    assert alice.texts == []


def test_to_mute_someone_asks_why_and_for_how_long(enter: Enter) -> None:
    alice, bob = enter("Alice", live=False), enter("Bob", live=False)
    room = alice.create_room("Slash mute")
    bob.join(room)
    alice.open(f"/?room={room}")
    alice.composer.press_sequentially("/mute @bo")
    expect(alice.page.locator(".suggestions li")).to_have_count(1)
    alice.page.keyboard.press("Enter")
    alice.page.keyboard.press("Enter")
    expect(alice.page.get_by_role("dialog", name="Mute Bob in this room?")).to_be_visible()
    assert alice.texts == []


def test_invite_adds_people_by_name(enter: Enter) -> None:
    alice, bob = enter("Alice", live=False), enter("Roberta", live=False)
    room = alice.create_room("Slash invite")
    alice.open(f"/?room={room}")
    alice.composer.press_sequentially("/invite @rober")
    alice.page.locator(".suggestions li").filter(has_text="Roberta").first.click()
    alice.page.keyboard.press("Enter")
    expect(alice.page.get_by_text("Added Roberta.")).to_be_visible()
    expect(alice.composer).to_have_value("")
    members = alice.caller.get(f"/rooms/{room}/members").json()["members"]
    assert bob.caller.user["id"] in [one["user"]["id"] for one in members]
    assert alice.texts == []


def test_invite_alone_opens_the_dialog_for_the_room(alice: Person) -> None:
    alice.go_to_new_room("Slash link")
    write(alice, "/invite")
    expect(alice.page.get_by_role("dialog", name="Invite people")).to_contain_text("can join #Slash link")
    expect(alice.composer).to_have_value("")
    assert alice.texts == []


@pytest.mark.parametrize("text", ["/usr/bin is full", "/topics are fine", "// a comment", "/ what"])
def test_what_is_no_command_is_text(alice: Person, text: str) -> None:
    alice.go_to_new_room(f"Texts {sum(text.encode())}")
    write(alice, text)
    alice.sees(text)
    expect(alice.composer).to_have_value("")


def test_an_unknown_command_says_that_it_is_sent_as_text(enter: Enter) -> None:
    alice, bob = enter("Alice", live=False), enter("Bob", live=False)
    room = alice.create_room("Slash unknown")
    bob.join(room)
    bob.open(f"/?room={room}")
    bob.composer.press_sequentially("/topic mine")
    expect(bob.page.locator("[data-part=note]")).to_have_text("/topic isn't a command here. It's sent as text.")
    bob.page.keyboard.press("Enter")
    bob.sees("/topic mine")
    expect(bob.page.locator("[data-part=note]")).to_have_text("")
