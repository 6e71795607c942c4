"""What is meant for a person, from all rooms: counted in the list of rooms, listed in the inbox."""

import itertools

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Enter
from tests.browser.person import Person
from tests.browser.sticking_out import record

pytestmark = [pytest.mark.browser, pytest.mark.service_worker]

_numbers = itertools.count(1)


def two_rooms(alice: Person, bob: Person) -> tuple[int, int]:
    """Make two rooms with both people, which Bob has not on his screen."""
    rooms = [alice.create_room(f"Inbox {next(_numbers)}") for _ in range(2)]
    for room in rooms:
        bob.join(room)
    return rooms[0], rooms[1]


def post(person: Person, room: int, content: str, **fields: object) -> dict:
    answer = person.caller.post(f"/rooms/{room}/messages", json={"content": content} | fields)
    return answer.raise_for_status().json()["message"]


def link(person: Person) -> Locator:
    return person.page.locator("[data-view-link=inbox]")


def cards(person: Person) -> Locator:
    return person.page.locator("[data-component=view-inbox] .view-card")


def test_mentions_and_answers_from_all_rooms_are_counted_listed_and_read(enter: Enter) -> None:
    alice, bob = enter("Alice", live=False), enter("Bob", live=False)
    one, two = two_rooms(alice, bob)
    asked = post(bob, two, "Which train?")
    bob.open()
    post(alice, one, f"Look, <@{bob.caller.user['id']}>")
    post(alice, two, "The early one", reply_to=asked["seq"])
    post(alice, two, "Hello <@room>")
    expect(link(bob).locator(".count-pill")).to_have_text("3")
    link(bob).click()
    expect(cards(bob)).to_have_count(3)
    expect(bob.page).to_have_url(f"{bob.server.url}/inbox/")
    headings = cards(bob).locator("h2").all_inner_texts()
    assert [heading.split(" in ")[0] for heading in headings] == [
        "Alice notified everyone",
        "Alice answered you",
        "Alice mentioned you",
    ]
    expect(cards(bob).nth(2)).to_contain_text("Look, @Bob")
    cards(bob).nth(2).get_by_role("button", name="Mark as read").click()
    expect(link(bob).locator(".count-pill")).to_have_text("2")
    expect(bob.page.locator(".view-card[data-unread]")).to_have_count(2)
    bob.page.get_by_role("button", name="Mark all as read").click()
    expect(link(bob).locator(".count-pill")).to_be_hidden()
    expect(cards(bob)).to_have_count(3)
    expect(bob.page.locator(".view-card[data-unread]")).to_have_count(0)


def test_keys_go_through_it_and_enter_opens_the_message(enter: Enter) -> None:
    alice, bob = enter("Alice", live=False), enter("Bob", live=False)
    one, two = two_rooms(alice, bob)
    name = f"<@{bob.caller.user['id']}>"
    post(alice, one, f"first for {name}")
    last = post(alice, two, f"second for {name}")
    bob.page.goto(f"{bob.server.url}/inbox/")
    expect(cards(bob)).to_have_count(2)
    bob.page.keyboard.press("j")
    expect(cards(bob).nth(0)).to_be_focused()
    bob.page.keyboard.press("j")
    expect(cards(bob).nth(1)).to_be_focused()
    bob.page.keyboard.press("e")
    expect(bob.page.locator(".view-card[data-unread]")).to_have_count(1)
    bob.page.keyboard.press("k")
    bob.page.keyboard.press("Enter")
    expect(bob.page).to_have_url(f"{bob.server.url}/rooms/{two}/{last['seq']}")
    expect(bob.message("second for @Bob")).to_be_visible()
    expect(link(bob).locator(".count-pill")).to_be_hidden()


def test_an_edit_that_adds_a_mention_counts_and_one_that_takes_it_away_takes_it_back(enter: Enter) -> None:
    alice, bob = enter("Alice", live=False), enter("Bob", live=False)
    one, _two = two_rooms(alice, bob)
    bob.open()
    said = post(alice, one, "Look")
    path = f"/rooms/{one}/messages/{said['seq']}"
    alice.caller.patch(path, json={"content": f"Look, <@{bob.caller.user['id']}>"}).raise_for_status()
    expect(link(bob).locator(".count-pill")).to_have_text("1")
    alice.caller.patch(path, json={"content": "Look, all"}).raise_for_status()
    expect(link(bob).locator(".count-pill")).to_be_hidden()


def test_an_entry_goes_when_its_message_is_deleted_or_mentions_me_no_longer(enter: Enter) -> None:
    alice, bob = enter("Alice", live=False), enter("Bob", live=False)
    rooms = [*two_rooms(alice, bob), alice.create_room("Attic of Alice")]  # Bob is no member of the last
    said = [post(alice, room, f"Look, <@{bob.caller.user['id']}>") for room in rooms]
    paths = [f"/rooms/{room}/messages/{message['seq']}" for room, message in zip(rooms, said, strict=True)]
    bob.page.goto(f"{bob.server.url}/inbox/")
    expect(cards(bob)).to_have_count(3)
    alice.caller.patch(paths[0], json={"content": "Look, all"}).raise_for_status()
    expect(cards(bob)).to_have_count(2)
    alice.caller.delete(paths[1]).raise_for_status()
    expect(cards(bob)).to_have_count(1)
    expect(cards(bob)).to_contain_text("Attic of Alice")
    alice.caller.delete(paths[2]).raise_for_status()
    expect(cards(bob)).to_have_count(0)


def test_what_came_while_away_is_there_afterwards(enter: Enter) -> None:
    alice, bob = enter("Alice", live=False), enter("Bob", live=False)
    one, _two = two_rooms(alice, bob)
    bob.page.goto(f"{bob.server.url}/inbox/")
    expect(bob.page.get_by_text("Nothing here yet.")).to_be_visible()
    bob.context.set_offline(True)
    post(alice, one, f"Look, <@{bob.caller.user['id']}>")
    bob.context.set_offline(False)
    expect(cards(bob)).to_have_count(1)
    expect(link(bob).locator(".count-pill")).to_have_text("1")


def test_a_phone_shows_it_as_a_screen_and_goes_back_to_the_list(enter: Enter) -> None:
    alice, bob = enter("Alice", live=False), enter("Bob", phone=True, live=False)
    one, _two = two_rooms(alice, bob)
    post(alice, one, f"Look, <@{bob.caller.user['id']}>")
    bob.page.goto(f"{bob.server.url}/inbox/")
    box = cards(bob).get_by_role("button", name="Mark as read").bounding_box()
    assert box
    assert box["height"] >= 44
    bob.page.locator("[data-component=view-inbox] .to-rooms").tap()
    expect(link(bob)).to_be_visible()
    link(bob).tap()
    expect(cards(bob)).to_have_count(1)


def test_what_is_written_meanwhile_takes_no_one_back_from_older_entries(enter: Enter) -> None:
    alice, bob = enter("Alice", live=False), enter("Bob", live=False)
    one, two = two_rooms(alice, bob)
    for number in range(27):
        post(alice, one, f"Number {number}, <@{bob.caller.user['id']}>")
    bob.caller.post("/rooms/read-all").raise_for_status()
    bob.open()
    link(bob).click()
    bob.page.get_by_role("button", name="Show older").click()
    expect(cards(bob)).to_have_count(27)
    with bob.page.expect_response("**/auth/mentions?limit=*"):
        post(alice, two, "Anything new?")
    bob.page.wait_for_load_state("networkidle")
    expect(cards(bob)).to_have_count(27)


def test_a_phone_with_large_text_keeps_words_whole(enter: Enter) -> None:
    alice, bob = enter("Alice", live=False), enter("Bartholomew", live=False, fresh=True, phone=True)
    one, _ = two_rooms(alice, bob)
    post(alice, one, f"Look, <@{bob.caller.user['id']}>")
    record(bob.page, percent=200)
    bob.page.goto("/inbox/")
    expect(cards(bob)).to_have_count(1)
    word = """(heading) => {
      const texts = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        const start = texts.currentNode.data.indexOf("mentioned");
        const range = new Range();
        if (start < 0) continue;
        range.setStart(texts.currentNode, start);
        range.setEnd(texts.currentNode, start + "mentioned".length);
        return range.getClientRects().length;
      }
    }"""
    assert cards(bob).locator("h2").evaluate(word) == 1
