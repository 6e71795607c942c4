"""Reactions: set and taken back by pointer, finger and keys, seen by everyone, kept without a network."""

from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.axe import findings
from tests.browser.conftest import Enter
from tests.browser.fingers import centre, finger_of
from tests.browser.person import Person

pytestmark = pytest.mark.browser
QUICK = "#quick-reactions"
CROWD = """
from accounts.models import User
from messaging.models import Message
from messaging.reactions.models import Reaction
from messaging.reactions.services import react
from rooms.memberships import join_room
people = User.objects.bulk_create(User(email=f"{{n}}.{room}@example.com", name=f"Guest {{n}}") for n in range(130))
for person in people:
    join_room(room_id={room}, by=person)
message = Message.objects.get(room={room}, seq={seq})
Reaction.objects.bulk_create(Reaction(message=message, user=person, emoji="👍") for person in people[1:])
react(room_id={room}, seq={seq}, by=people[0], emoji="🎉", on=True)
"""


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
    """Return a room of Alice's with Bob in it, where she wrote "Cake on Friday"."""
    room = alice.create_room(f"Cakes {uuid4().hex[:6]}")
    bob.join(room)
    alice.post(room, "Cake on Friday")
    for person in (alice, bob):
        person.open(f"/?room={room}").sees("Cake on Friday")
    return room


def line(person: Person) -> Locator:
    return person.message("Cake on Friday")


def pill(person: Person, emoji: str) -> Locator:
    return line(person).locator(f".reaction[data-emoji='{emoji}']")


def react(person: Person, room: int, emoji: str) -> None:
    """React over HTTP to what was written last."""
    path = f"/rooms/{room}/messages/{last(person, room)['seq']}/reactions/{emoji}"
    person.caller.put(path).raise_for_status()


def last(person: Person, room: int) -> dict[str, Any]:
    messages: list[dict[str, Any]] = person.caller.get(f"/rooms/{room}/messages").json()["messages"]
    return messages[-1]


def test_a_reaction_is_seen_by_everyone_and_a_press_sets_it_or_takes_it_back(
    room: int, alice: Person, bob: Person
) -> None:
    alice.choose_for("Cake on Friday", "React")
    alice.page.locator(QUICK).get_by_role("button", name="React with 🎉").click()
    expect(alice.page.locator(QUICK)).to_be_hidden()
    expect(pill(alice, "🎉")).to_have_attribute("aria-pressed", "true")
    expect(pill(bob, "🎉")).to_have_text("🎉 1")
    expect(pill(bob, "🎉")).to_have_attribute("aria-pressed", "false")
    pill(bob, "🎉").tap()
    expect(pill(alice, "🎉")).to_have_text("🎉 2")
    pill(alice, "🎉").click()
    expect(pill(bob, "🎉")).to_have_text("🎉 1")
    expect(pill(bob, "🎉")).to_have_attribute("aria-pressed", "true")
    pill(bob, "🎉").tap()
    expect(alice.page.locator(".message-reactions")).to_have_count(0)
    assert findings(alice.page) == []


def test_who_reacted_is_shown_by_pointer_and_by_focus(room: int, alice: Person, bob: Person) -> None:
    react(bob, room, "👍")
    pill(alice, "👍").hover()
    tip = alice.page.get_by_role("tooltip")
    expect(tip).to_have_text("Bob reacted with 👍")
    assert findings(alice.page) == []
    pill(alice, "👍").click()
    expect(tip).to_have_text("You and Bob reacted with 👍")
    alice.page.mouse.move(5, 5)
    alice.composer.focus()
    expect(tip).to_be_hidden()
    line(alice).focus()
    alice.page.keyboard.press("ArrowRight")
    expect(pill(alice, "👍")).to_be_focused()
    expect(pill(alice, "👍")).to_have_accessible_description("You and Bob reacted with 👍")
    alice.page.keyboard.press("Enter")
    expect(pill(alice, "👍")).to_have_text("👍 1")


def test_everyone_is_listed_however_many_they_are(room: int, alice: Person, bob: Person) -> None:
    alice.server.run(CROWD.format(room=room, seq=last(alice, room)["seq"]))
    expect(pill(alice, "👍")).to_have_text("👍 129")
    pill(alice, "👍").hover()
    expect(alice.page.get_by_role("tooltip")).to_contain_text("Guest 1, Guest 2")
    expect(alice.page.get_by_role("tooltip")).to_contain_text("and 119 others reacted with 👍")
    alice.choose_for("Cake on Friday", "See who reacted")
    rows = alice.dialog.get_by_role("listitem")
    expect(rows).to_have_count(100)
    alice.dialog.get_by_role("button", name="Show more").click()
    expect(rows).to_have_count(130)
    assert findings(alice.page) == []
    finger = finger_of(bob)
    finger.down(*centre(pill(bob, "👍")))
    expect(bob.dialog.get_by_role("heading", name="Reactions")).to_be_visible()
    finger.up()
    expect(bob.dialog.get_by_role("listitem").first).to_contain_text("Guest 1")


def test_a_sheet_begins_with_the_recent_emoji_and_two_taps_set_the_first(room: int, alice: Person, bob: Person) -> None:
    finger, text = finger_of(bob), line(bob).locator(".message-text")
    place = centre(text)  # asked for once: the taps must come within 300 ms
    for _ in range(2):
        finger.down(*place)
        finger.up()
    expect(pill(alice, "👍")).to_have_text("👍 1")
    finger.down(*centre(text))
    expect(bob.dialog).to_be_visible()
    finger.up()
    quick = bob.dialog.get_by_role("group", name="React")
    expect(quick.get_by_role("button")).to_have_count(7)
    assert all(min(box["width"], box["height"]) >= 44 for box in map(box_of, quick.get_by_role("button").all()))
    expect(quick.get_by_role("button", name="React with 👍")).to_have_attribute("aria-pressed", "true")
    assert findings(bob.page) == []
    quick.get_by_role("button", name="React with 👍").tap()
    expect(bob.dialog).to_have_count(0)
    expect(alice.page.locator(".message-reactions")).to_have_count(0)


def box_of(place: Locator) -> Any:
    return place.bounding_box()


def test_a_finger_reaches_a_reaction_within_44_pixels(room: int, bob: Person) -> None:
    react(bob, room, "👍")
    react(bob, room, "🎉")
    box = box_of(pill(bob, "👍"))
    for above in (-8, box["height"] + 8):
        hit = "([x, y]) => document.elementFromPoint(x, y).closest('.reaction')?.dataset.emoji"
        assert bob.page.evaluate(hit, [box["x"] + box["width"] / 2, box["y"] + above]) == "👍"


def test_by_keyboard_alone(room: int, alice: Person, bob: Person) -> None:
    keys = alice.page.keyboard
    line(alice).focus()
    keys.press("+")
    first = alice.page.locator(f"{QUICK} button").first
    expect(first).to_be_focused()
    assert findings(alice.page) == []
    keys.press("ArrowRight")
    keys.press("Enter")
    expect(pill(bob, "❤️")).to_have_text("❤️ 1")
    expect(line(alice)).to_be_focused()
    keys.press("+")
    expect(first).to_be_focused()
    keys.press("Escape")
    expect(alice.page.locator(QUICK)).to_be_hidden()
    expect(line(alice)).to_be_focused()
    keys.press("?")
    expect(alice.dialog).to_contain_text("React")


@pytest.mark.service_worker
def test_without_a_network_a_reaction_waits_also_over_a_reload(room: int, enter: Enter, bob: Person) -> None:
    carol = enter("Carol", fresh=True, live=False).join(room).open(f"/?room={room}").is_kept()
    carol.choose_for("Cake on Friday", "React")
    carol.page.locator(QUICK).get_by_role("button", name="React with 😂").click()
    expect(pill(bob, "😂")).to_have_text("😂 1")
    carol.disconnect()
    expect(carol.notice).to_contain_text("Offline", timeout=30_000)
    carol.choose_for("Cake on Friday", "React")
    carol.page.locator(QUICK).get_by_role("button", name="React with 👍").click()
    expect(carol.page.get_by_text("You're offline. Your reaction is sent when you're back.")).to_be_visible()
    kept = "async () => Boolean(await caches.match('/static/bundles/extras.js'))"
    carol.page.wait_for_function(kept)
    carol.reload()
    expect(pill(carol, "👍")).to_have_attribute("aria-pressed", "true")
    carol.reconnect()
    expect(pill(bob, "👍")).to_have_text("👍 1", timeout=30_000)


def test_what_the_server_refuses_is_undone_with_its_reason(room: int, alice: Person, bob: Person) -> None:
    kinds = [
        "😀",
        "😃",
        "😄",
        "😁",
        "😆",
        "😅",
        "🤣",
        "🙂",
        "🙃",
        "😉",
        "😊",
        "😇",
        "😍",
        "😘",
        "😗",
        "😚",
        "😙",
        "😋",
        "😛",
        "😜",
    ]
    for emoji in kinds:
        react(alice, room, emoji)
    expect(line(bob).locator(".reaction[data-emoji]")).to_have_count(20)
    expect(line(bob).get_by_role("button", name="Add a reaction")).to_be_hidden()
    alice.choose_for("Cake on Friday", "React")
    alice.page.locator(QUICK).get_by_role("button", name="React with 🎉").click()
    expect(alice.page.locator(".toast-note")).to_contain_text("This message has 20 different reactions.")
    expect(pill(alice, "🎉")).to_have_count(0)


def test_in_a_closed_room_reactions_are_read_and_a_press_says_why(room: int, alice: Person, bob: Person) -> None:
    react(alice, room, "👍")
    alice.caller.post(f"/rooms/{room}/close").raise_for_status()
    expect(line(bob).get_by_role("button", name="Add a reaction")).to_be_hidden()
    line(alice).hover()
    expect(line(alice).get_by_role("button", name="React", exact=True)).to_be_hidden()
    pill(bob, "👍").tap()
    expect(bob.page.locator(".toast-note")).to_contain_text("closed")
    expect(pill(bob, "👍")).to_have_text("👍 1")


@pytest.mark.parametrize("at_end", [True, False])
def test_what_is_read_stays_where_it_is_when_a_reaction_comes(
    room: int, alice: Person, bob: Person, at_end: bool
) -> None:
    for number in range(40):
        alice.post(room, f"Slice {number}.")
    bob.sees("Slice 39.")
    if not at_end:
        bob.page.evaluate("() => { document.querySelector('.log').scrollTop -= 300; }")
        expect(bob.page.locator(".news-pill")).to_be_visible()
    anchor = bob.message("Slice 39." if at_end else "Slice 20.")
    before = box_of(anchor)
    seqs = [message["seq"] for message in alice.caller.get(f"/rooms/{room}/messages").json()["messages"]]
    for seq in (seqs[-1], seqs[-40]):
        alice.caller.put(f"/rooms/{room}/messages/{seq}/reactions/👍").raise_for_status()
    expect(bob.page.locator(".reaction[data-emoji]")).to_have_count(2)
    after = box_of(anchor)
    if at_end:
        composer = box_of(bob.page.locator(".composer"))
        pills = box_of(anchor.locator(".message-reactions"))
        assert pills["y"] + pills["height"] <= composer["y"]
    else:
        assert abs(after["y"] - before["y"]) <= 1


def test_a_reaction_touches_its_own_line_alone(room: int, alice: Person, bob: Person) -> None:
    react(alice, room, "👍")
    expect(pill(bob, "👍")).to_be_visible()
    bob.page.evaluate("""() => {
      window.touched = [];
      new MutationObserver((changes) => window.touched.push(...changes.map(({ target }) => target)))
        .observe(document.querySelector(".messages"), { childList: true, subtree: true, characterData: true });
    }""")
    react(bob, room, "👍")
    expect(pill(bob, "👍")).to_have_text("👍 2")
    assert bob.page.evaluate("() => window.touched.every((node) => (node.parentElement ?? node).closest('.reaction'))")
