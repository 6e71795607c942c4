"""Earlier versions of an edited message, shown to its author and to moderators."""

from uuid import uuid4

import pytest
from playwright.sync_api import Route, expect

from tests.browser.axe import findings
from tests.browser.conftest import Enter
from tests.browser.person import Person

pytestmark = pytest.mark.browser


@pytest.fixture
def alice(enter: Enter) -> Person:
    """Return Alice with the chat not yet open."""
    return enter("Alice", live=False)


@pytest.fixture
def bob(enter: Enter) -> Person:
    """Return Bob, on a phone, with the chat not yet open."""
    return enter("Bob", phone=True, live=False)


@pytest.fixture
def room(alice: Person, bob: Person) -> int:
    """Return a room that Alice owns, where Bob edited a message twice."""
    room = alice.create_room(f"Edits {uuid4().hex[:6]}")
    bob.join(room).post(room, "Cake on Friday")
    seq = bob.caller.get(f"/rooms/{room}/messages").json()["messages"][-1]["seq"]
    for text in ("Cake on Monday", "Cake on Monday night"):
        bob.caller.patch(f"/rooms/{room}/messages/{seq}", json={"content": text}).raise_for_status()
    for person in (alice, bob):
        person.open(f"/?room={room}").sees("Cake on Monday night")
    return room


def test_a_moderator_sees_what_each_edit_changed(room: int, alice: Person) -> None:
    alice.message("Cake").get_by_role("button", name="edited").click()
    rows = alice.dialog.get_by_role("listitem")
    expect(rows).to_have_count(3)
    assert [text.split("\n")[-1] for text in rows.all_inner_texts()] == [
        "Cake on Monday night",
        "Cake on FridayMonday",
        "Cake on Friday",
    ]
    expect(rows.nth(0)).to_contain_text("current version")
    expect(rows.nth(0).get_by_role("insertion")).to_have_text(" night")
    expect(rows.nth(1).get_by_role("deletion")).to_have_text("Friday")
    expect(rows.nth(2)).to_contain_text("oldest version")
    assert findings(alice.page) == []


def test_whom_a_version_mentions_is_named(room: int, alice: Person, bob: Person) -> None:
    bob.post(room, "Keys for all")
    seq = bob.caller.get(f"/rooms/{room}/messages").json()["messages"][-1]["seq"]
    for text in (f"Keys for <@{alice.caller.user['id']}>", "Keys for <@room>"):
        bob.caller.patch(f"/rooms/{room}/messages/{seq}", json={"content": text}).raise_for_status()
    alice.message("Keys for").get_by_role("button", name="edited").click()
    expect(alice.dialog.get_by_role("listitem").nth(1)).to_contain_text("@Alice")
    expect(alice.dialog).not_to_contain_text("<@")


def test_the_author_sees_it_by_keyboard_and_another_member_does_not(room: int, bob: Person, enter: Enter) -> None:
    bob.message("Cake").focus()
    for _ in range(2):
        bob.page.keyboard.press("ArrowRight")
        if bob.message("Cake").get_by_role("button", name="edited").evaluate("(it) => it === document.activeElement"):
            break
    bob.page.keyboard.press("Enter")
    expect(bob.dialog.get_by_role("listitem")).to_have_count(3)
    carol = enter("Carol", live=False)
    carol.join(room).open(f"/?room={room}").sees("Cake on Monday night")
    expect(carol.message("Cake")).to_contain_text("edited")
    expect(carol.message("Cake").get_by_role("button", name="edited")).to_have_count(0)


def test_what_cannot_be_loaded_says_so_and_is_tried_again(room: int, alice: Person) -> None:
    def fail(route: Route) -> None:
        route.abort()

    alice.page.route("**/history?*", fail)
    alice.message("Cake").get_by_role("button", name="edited").click()
    expect(alice.dialog).to_contain_text("The server can't be reached.")
    alice.page.unroute("**/history?*")
    alice.dialog.get_by_role("button", name="Try again").click()
    expect(alice.dialog.get_by_role("listitem")).to_have_count(3)
