"""How much attention a person pays to a room: favourites, and what to be notified of."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Enter
from tests.browser.person import Person

pytestmark = pytest.mark.browser


def row(person: Person, name: str) -> Locator:
    return person.page.locator(".room-list li").filter(has_text=name)


def choose(person: Person, name: str, item: str) -> None:
    row(person, name).hover()
    row(person, name).get_by_role("button", name=f"Actions for {name}").click()
    person.page.locator("#row-menu").get_by_role("button", name=item, exact=True).click()


def favourites(person: Person) -> Locator:
    return person.page.get_by_role("region", name="Favourites")


def test_a_favourite_stands_on_top_on_all_devices(enter: Enter) -> None:
    alice = enter("Alice", live=False)
    alice.create_room("Attention zebra")
    alice.open()
    other = enter("Alice's laptop", live=False).as_caller(alice.caller).open()
    expect(favourites(alice)).to_be_hidden()
    choose(alice, "Attention zebra", "Favourite")
    for device in (alice, other):
        expect(favourites(device).get_by_role("link", name="Attention zebra")).to_be_visible()
    choose(other, "Attention zebra", "Favourite")
    expect(favourites(alice)).to_be_hidden()


@pytest.mark.parametrize(("level", "quiet"), [("Every message", False), ("Messages for me", True), ("Nothing", True)])
def test_a_room_calls_for_as_much_attention_as_was_chosen(enter: Enter, level: str, *, quiet: bool) -> None:
    alice, bob = enter("Alice", live=False), enter("Bob", live=False)
    name = f"Attention {level}"
    room = alice.create_room(name)
    bob.join(room)
    bob.open("/?room=1")
    choose(bob, name, level)
    path = f"/rooms/{room}/messages"
    alice.caller.post(path, json={"content": "hello"}).raise_for_status()
    link = row(bob, name).locator("a")
    expect(row(bob, name)).to_contain_text("hello")
    expect(link).to_have_attribute("data-unread", str(not quiet).lower())
    alice.caller.post(path, json={"content": f"<@{bob.caller.user['id']}>, you"}).raise_for_status()
    expect(row(bob, name)).to_contain_text("@Bob, you")
    expect(link).to_have_attribute("data-unread", str(level != "Nothing").lower())
    pill = bob.page.locator("[data-view-link=inbox] .count-pill")
    if level == "Nothing":
        expect(pill).to_be_hidden()
    else:
        expect(pill).to_have_text("1")
