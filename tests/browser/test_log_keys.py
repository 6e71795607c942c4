"""The conversation by keyboard and for assistive technology: one tab stop, arrows, an author for every message."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter
from tests.browser.person import Person
from tests.support.history import write_history

pytestmark = pytest.mark.browser
WHERE = """() => {
  const place = document.activeElement;
  return place.closest(".message") ? "log" : place.id || place.dataset.opens || place.className;
}"""
FOCUSED_NAME = "() => document.activeElement.getAttribute('aria-label')"


@pytest.fixture
def name() -> str:
    """Return a name for a room that no other test took."""
    return f"Keys {uuid4().hex[:6]}"


@pytest.fixture
def reader(enter: Enter, name: str) -> Person:
    """Return Alice in a room of Bob's where he wrote three messages and she one."""
    alice, bob = enter("Alice", live=False), enter("Bob", live=False)
    room = bob.create_room(name)
    alice.join(room)
    bob.post(room, "First, with [a link](https://example.org/).").post(room, "Second.").post(room, "Third.")
    alice.post(room, "Mine.")
    return alice.open(f"/?room={room}").sees("Mine.")


def focused(page: Page) -> str:
    return str(page.evaluate(FOCUSED_NAME))


def test_the_log_is_one_tab_stop_between_the_head_and_the_composer(reader: Person, name: str) -> None:
    write_history(reader.server, author=reader.caller.user["id"], rooms={name: 40})
    expect(reader.message("line 39")).to_have_count(1)
    reader.composer.focus()
    stops = []
    for _ in range(6):
        reader.page.keyboard.press("Shift+Tab")
        stops.append(reader.page.evaluate(WHERE))
    assert stops.count("log") == 1
    reader.message("line 39").focus()
    reader.page.keyboard.press("Tab")
    expect(reader.composer).to_be_focused()


def test_arrows_walk_through_the_messages_and_home_and_end_lead_to_the_ends(reader: Person) -> None:
    keys = reader.page.keyboard
    reader.messages.last.focus()
    for key, text in (("ArrowUp", "Third."), ("Home", "First,"), ("ArrowUp", "First,"), ("ArrowDown", "Second.")):
        keys.press(key)
        expect(reader.message(text)).to_be_focused()
    keys.press("End")
    expect(reader.message("Mine.")).to_be_focused()
    keys.press("ArrowUp")
    keys.press("Tab")
    keys.press("Shift+Tab")
    expect(reader.message("Third.")).to_be_focused()
    keys.press("Escape")
    expect(reader.composer).to_be_focused()


def test_a_focused_message_is_called_by_author_time_and_text(reader: Person) -> None:
    reader.message("Second.").focus()
    assert re.fullmatch(r"Bob, \d.*, Second\.", focused(reader.page))
    reader.message("First,").focus()
    assert re.fullmatch(r"Bob, \d.*, First, with a link\.", focused(reader.page))
    expect(reader.message("First,").get_by_role("toolbar", name="Message actions")).to_be_visible()
    assert "actions" not in focused(reader.page)


def test_arrows_lead_into_a_message_and_out_again(reader: Person) -> None:
    keys, line = reader.page.keyboard, reader.message("First,")
    line.focus()
    keys.press("ArrowRight")
    expect(line.get_by_role("link", name="a link")).to_be_focused()
    keys.press("ArrowRight")
    expect(line.get_by_role("button", name="React with 👍", exact=True)).to_be_focused()
    keys.press("ArrowRight")
    expect(line.get_by_role("button", name="React", exact=True)).to_be_focused()
    keys.press("ArrowRight")
    expect(line.get_by_role("button", name="Reply", exact=True)).to_be_focused()
    for _ in range(4):
        keys.press("ArrowLeft")
    expect(line).to_be_focused()
    keys.press("ArrowLeft")
    keys.press("ArrowLeft")
    expect(line.get_by_role("button", name="Bob")).to_be_focused()


def test_letters_act_on_the_focused_message(reader: Person) -> None:
    keys = reader.page.keyboard
    reader.message("Third.").focus()
    keys.press("e")  # not mine
    keys.press("Delete")
    expect(reader.dialog).to_have_count(0)
    keys.press("r")
    expect(reader.page.get_by_text("Replying to Bob: Third.")).to_be_visible()
    expect(reader.composer).to_be_focused()
    reader.message("Mine.").focus()
    keys.press("Delete")
    expect(reader.dialog).to_contain_text("Delete this message?")
    keys.press("Escape")
    expect(reader.message("Mine.")).to_be_focused()
    keys.press("?")
    expect(reader.dialog).to_contain_text("On a message")


def test_the_accessibility_tree_of_a_conversation(enter: Enter, name: str) -> None:
    alice, bob = enter("Alice", live=False), enter("Bob", live=False)
    room = alice.create_room(name)
    bob.join(room)
    bob.post(room, "One.").post(room, "Two.")
    gone = bob.caller.post(f"/rooms/{room}/messages", json={"content": "Gone."}).json()["message"]["seq"]
    bob.caller.delete(f"/rooms/{room}/messages/{gone}").raise_for_status()
    alice.open(f"/?room={room}")
    expect(alice.page.get_by_role("list", name="Messages")).to_match_aria_snapshot(
        """
        - list "Messages":
          - listitem:
            - heading "Today" [level=2]
          - listitem:
            - heading /New/ [level=2]
          - listitem:
            - paragraph:
              - button "Bob"
              - link /\\d+:\\d+/
            - paragraph: One.
          - listitem:
            - link /Bob, \\d+:\\d+/
            - paragraph: Two.
          - listitem:
            - link /Bob, \\d+:\\d+/
            - text: This message was deleted.
        """
    )


@pytest.mark.service_worker
def test_a_message_that_could_not_be_sent_is_announced(alice: Person, name: str) -> None:
    room = alice.go_to_new_room(name)
    alice.disconnect()
    expect(alice.notice).to_contain_text("Offline", timeout=30_000)
    alice.say("Too late.")
    alice.caller.post(f"/rooms/{room}/close").raise_for_status()
    alice.reconnect()
    expect(alice.page.locator("[data-component=announcer]")).to_contain_text("Not sent.", timeout=30_000)
