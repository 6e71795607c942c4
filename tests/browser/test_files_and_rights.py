"""Files where one may not write just now: slow mode, muted, announcement rooms, a room that closes meanwhile; and how a
message with a picture takes its stored form."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Enter
from tests.browser.person import Person
from tests.browser.picture_files import landscape
from tests.browser.test_sending_files import choose, file, picture, sent_files, text, tray

pytestmark = pytest.mark.browser
SLOW = 20_000


def together(alice: Person, bob: Person, name: str) -> int:
    """Return a room of Alice's that Bob has on the screen."""
    room = alice.create_room(name)
    bob.join(room)
    bob.go_to(name)
    return room


def test_files_wait_in_the_tray_for_the_end_of_slow_mode(alice: Person, bob: Person) -> None:
    room = together(alice, bob, "Slow files")
    alice.caller.patch(f"/rooms/{room}", json={"slow_mode_s": 5}).raise_for_status()
    send = bob.page.get_by_role("button", name="Send", exact=True)
    choose(bob, picture("one.jpg"))
    send.click()
    expect(bob.page.locator(".message a.file-picture")).to_have_count(1)
    choose(bob, picture("two.jpg"))
    expect(bob.page.get_by_text("Slow mode: you can write again in")).to_be_visible()
    expect(send).to_be_disabled()
    expect(tray(bob)).to_have_count(1)
    expect(send).to_be_enabled(timeout=10_000)
    send.click()
    expect(bob.page.locator(".message a.file-picture")).to_have_count(2)
    assert sent_files(bob, room) == [["one.jpg"], ["two.jpg"]]


def test_files_of_who_is_muted_stay_until_they_may_be_sent(alice: Person, bob: Person) -> None:
    room = together(alice, bob, "Muted files")
    choose(bob, picture())
    expect(tray(bob).locator("img")).to_be_visible()
    expect(tray(bob).locator("progress")).to_be_hidden()  # it has arrived
    mute = f"/rooms/{room}/members/{bob.caller.user['id']}/mute"
    alice.caller.put(mute, json={"reason": "Calm down."}).raise_for_status()
    expect(bob.dialog).to_contain_text("You're muted in Muted files")
    bob.confirm("Got it")
    expect(bob.composer).to_be_hidden()
    expect(tray(bob)).to_have_count(0)
    alice.caller.delete(mute).raise_for_status()
    bob.confirm("Got it")
    expect(bob.composer).to_be_visible()
    expect(tray(bob)).to_have_count(1)
    bob.say("Sorry").sees("Sorry")
    assert sent_files(bob, room) == [["garden.jpg"]]


def test_readers_of_announcements_add_no_files_and_a_moderator_does(alice: Person, bob: Person) -> None:
    room = together(alice, bob, "News")
    alice.go_to("News")
    alice.caller.patch(f"/rooms/{room}", json={"who_may_write": "moderators"}).raise_for_status()
    expect(bob.page.get_by_role("button", name="Add files")).to_be_hidden()
    choose(alice, picture())
    alice.say("Opening times").sees("Opening times")
    expect(bob.message("Opening times").locator("a.file-picture")).to_be_visible()
    refused = bob.caller.post(f"/rooms/{room}/attachments", files={"file": ("a.txt", b"a")})
    assert refused.status_code == 403


def on_its_way(alice: Person, bob: Person, room: int) -> Locator:
    """Let Bob send a file that does not get through until he may no longer write: it closes, and he is refused."""
    bob.page.route("**/uploads/**", lambda route: route.abort())
    choose(bob, text("late.txt"))
    bob.say("Too late?")
    line = bob.message("Too late?")
    expect(line.locator(".file-card")).to_be_visible()
    alice.caller.post(f"/rooms/{room}/close").raise_for_status()
    expect(bob.page.get_by_text("This room is closed.").first).to_be_visible()
    bob.page.unroute_all()
    bob.page.evaluate("dispatchEvent(new Event('online'))")
    expect(line).to_have_attribute("data-state", "failed", timeout=SLOW)
    assert sent_files(bob, room) == []
    return line


def test_a_file_on_its_way_into_a_room_that_closes_is_sent_when_it_is_reopened(alice: Person, bob: Person) -> None:
    room = together(alice, bob, "Reopened")
    line = on_its_way(alice, bob, room)
    alice.caller.post(f"/rooms/{room}/reopen").raise_for_status()
    expect(line).to_have_attribute("data-state", "stored", timeout=SLOW)
    assert sent_files(bob, room) == [["late.txt"]]


def test_a_file_on_its_way_into_a_room_that_closes_comes_back_with_its_text(alice: Person, bob: Person) -> None:
    room = together(alice, bob, "Closing")
    on_its_way(alice, bob, room).get_by_role("button", name="Edit").click()
    alice.caller.post(f"/rooms/{room}/reopen").raise_for_status()
    expect(bob.composer).to_have_value("Too late?")
    expect(tray(bob)).to_contain_text("late.txt")
    send = bob.page.get_by_role("button", name="Send", exact=True)
    expect(send).to_be_enabled(timeout=SLOW)  # the file is uploaded again by itself
    send.click()
    bob.sees("Too late?")
    assert sent_files(bob, room) == [["late.txt"]]


def test_messages_refused_while_muted_are_sent_in_order_when_the_mute_ends(alice: Person, bob: Person) -> None:
    room = together(alice, bob, "Muted meanwhile")
    mute = f"/rooms/{room}/members/{bob.caller.user['id']}/mute"
    bob.disconnect()
    bob.say("first").say("second")
    alice.caller.put(mute, json={"reason": "Calm down."}).raise_for_status()
    bob.reconnect()
    failed = bob.page.locator(".message[data-state=failed]")
    expect(failed).to_have_count(2, timeout=SLOW)
    bob.confirm("Got it")
    alice.caller.delete(mute).raise_for_status()
    expect(failed).to_have_count(0, timeout=SLOW)
    bob.sees("first").sees("second")
    assert alice.caller.get(f"/rooms/{room}/messages").json()["messages"][-1]["content"] == "second"


# Where the message's picture and its text are, in every frame until it is stored and its own picture is there.
FOLLOW = """() => {
  const tops = new Set();
  globalThis.tops = tops;
  const look = () => {
    const picture = document.querySelector(".message:last-of-type .message-files")?.firstElementChild;
    const box = picture?.getBoundingClientRect();
    if (box) tops.add([box.top, box.height, box.width].map(Math.round).join());
    requestAnimationFrame(look);
  };
  look();
}"""


@pytest.mark.parametrize("phone", [False, True])
def test_a_picture_on_its_way_turns_into_the_stored_one_without_a_jump(enter: Enter, phone: bool) -> None:
    alice = enter("Alice", phone=phone)
    room = alice.go_to_new_room(f"Still {phone}")
    for number in range(12):
        alice.caller.post(f"/rooms/{room}/messages", json={"content": f"line {number}"}).raise_for_status()
    alice.sees("line 11")
    choose(alice, file("hills.jpg", landscape(3), "image/jpeg"))
    expect(tray(alice).locator("img")).to_be_visible()
    alice.say("Hills")
    expect(alice.message("Hills").locator(".message-files img")).to_be_visible()
    alice.page.evaluate(FOLLOW)
    alice.sees("Hills")
    shown = alice.message("Hills").locator("a.file-picture img")
    alice.page.wait_for_function("(it) => it.complete && it.naturalWidth > 0", arg=shown.element_handle())
    alice.page.evaluate("new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))")
    places = alice.page.evaluate("[...tops]")
    sizes = {tuple(place.split(",")[1:]) for place in places}
    assert len(sizes) == 1, places
    at_the_end = alice.page.locator("[data-part=scroller]").evaluate(
        "(it) => it.scrollHeight - it.clientHeight - it.scrollTop"
    )
    assert at_the_end < 2
