"""Sounds of a conversation: played, sought in, one at a time; and voice messages recorded in the page."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.axe import findings
from tests.browser.conftest import Enter
from tests.browser.person import Person
from tests.browser.picture_files import beep, send_files

pytestmark = pytest.mark.browser

AUDIO = "[...document.querySelectorAll('audio')].find(({ dataset }) => dataset.sound === root.dataset.sound)"
PLAYS = f"(root) => {{ const it = {AUDIO}; return it && !it.paused && it.currentTime > 0; }}"
IS_SILENT = f"(root) => {AUDIO}?.paused ?? true"
LONG_ENOUGH = re.compile(r"^(0:0[2-9]|0:[1-5]\d|[1-9]:\d\d)$")  # a slow machine records longer
NOT_ALLOWED = """navigator.mediaDevices.getUserMedia = async () => {
  throw new DOMException("no", "NotAllowedError");
};"""


def player(person: Person, name: str) -> Locator:
    """Return the player of a sound."""
    return person.page.get_by_role("group", name=name, exact=True)


def plays(person: Person, place: Locator) -> None:
    """Wait until a sound plays."""
    person.page.wait_for_function(PLAYS, arg=place.element_handle())


def test_sounds_are_played_one_at_a_time_faster_and_by_keys(alice: Person) -> None:
    room = alice.go_to_new_room("Sounds")
    send_files(alice, room, "Both", ("one.wav", beep(30)), ("two.wav", beep(30, 600)))
    one, two = player(alice, "one.wav"), player(alice, "two.wav")
    one.get_by_role("button", name="Play").click()
    plays(alice, one)
    expect(one.locator("svg path").first).to_have_attribute("d", re.compile(r"M1 4\d.*V100"))  # it grows louder
    two.get_by_role("button", name="Play").click()
    plays(alice, two)
    assert one.evaluate(IS_SILENT)
    for times in ("1.5×", "2×", "1×"):
        two.locator(".sound-speed").click()
        expect(two.get_by_role("button", name=f"Speed {times}", exact=True)).to_have_text(times)
    two.get_by_role("button", name="Pause").click()
    seek = two.get_by_role("slider", name="Position")
    seek.focus()
    alice.page.keyboard.press("Home")
    for _ in range(4):
        alice.page.keyboard.press("ArrowRight")
    expect(seek).to_have_attribute("aria-valuetext", re.compile("^.?0:02.? of .?0:30"))
    expect(two.locator(".sound-time")).to_have_text("0:02")
    alice.page.keyboard.press("ArrowUp")
    expect(seek).not_to_be_focused()
    alice.page.emulate_media(reduced_motion="reduce")
    assert findings(alice.page) == []


def test_a_sound_ends_with_its_message_which_is_said(alice: Person, bob: Person) -> None:
    room = alice.go_to_new_room("Ended")
    bob.join(room)
    seq = send_files(bob, room, "Listen", ("one.wav", beep(30)))
    one = player(alice, "one.wav")
    one.get_by_role("button", name="Play").click()
    plays(alice, one)
    node = alice.page.locator("audio").element_handle()
    bob.caller.delete(f"/rooms/{room}/messages/{seq}").raise_for_status()
    expect(alice.page.locator(".toast-note")).to_have_text("The message you were playing was deleted.")
    alice.page.wait_for_function("(audio) => audio.paused", arg=node)


@pytest.mark.parametrize("phone", [False, True])
def test_a_sound_goes_on_when_one_leaves_its_room_and_a_bar_says_so(enter: Enter, phone: bool) -> None:
    alice = enter("Alice", phone=phone)
    alice.go_to_new_room(f"Next door {phone}")
    room = alice.go_to_new_room(f"Radio {phone}")
    send_files(alice, room, "Listen", ("one.wav", beep(60)))
    player(alice, "one.wav").get_by_role("button", name="Play").click()
    plays(alice, player(alice, "one.wav"))
    bar = alice.page.get_by_role("region", name="Playing")
    expect(bar).to_have_count(0)  # its player says it all
    alice.go_to(f"Next door {phone}")
    expect(bar).to_contain_text(f"Radio {phone}")
    expect(bar).to_contain_text("Alice")
    audio = alice.page.locator("audio")
    assert audio.evaluate("(it) => !it.paused && it.currentTime > 0")
    alice.page.emulate_media(reduced_motion="reduce")
    assert findings(alice.page) == []
    assert alice.page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    bar.get_by_role("button", name="Pause").click()
    assert audio.evaluate("(it) => it.paused")
    bar.get_by_role("button", name="Play", exact=True).click()
    bar.get_by_role("button", name=re.compile("^Alice")).click()
    expect(player(alice, "one.wav").get_by_role("button", name="Pause")).to_be_visible()
    expect(bar).to_have_count(0)
    plays(alice, player(alice, "one.wav"))
    alice.go_to(f"Next door {phone}")
    bar.get_by_role("button", name="Stop playing").click()
    expect(bar).to_have_count(0)
    at = audio.evaluate("(it) => it.currentTime")
    alice.go_to(f"Radio {phone}")
    expect(player(alice, "one.wav").get_by_role("button", name="Play")).to_be_visible()
    seek = player(alice, "one.wav").get_by_role("slider", name="Position")
    assert abs(float(seek.input_value()) - at) <= 0.5


@pytest.mark.parametrize("phone", [False, True])
def test_a_voice_message_is_recorded_played_and_sent(enter: Enter, phone: bool) -> None:
    alice, bob = enter("Alice", phone=phone, live=False), enter("Bob", live=False)
    room = alice.create_room(f"Voices {phone}")
    bob.join(room)
    alice.open(f"/?room={room}")
    bob.open(f"/?room={room}")
    alice.page.get_by_role("button", name="Record a voice message").click()
    expect(alice.dialog.get_by_role("status").first).to_have_text("Recording")
    expect(alice.dialog.locator("[data-part=live] [data-part=time]")).to_have_text("0:02")
    alice.dialog.get_by_role("button", name="Stop").click()
    mine = alice.dialog.get_by_role("group", name="Voice message")
    expect(mine.locator(".sound-time")).to_have_text(LONG_ENOUGH)
    mine.get_by_role("button", name="Play").click()
    plays(alice, mine)
    alice.page.emulate_media(reduced_motion="reduce")
    assert findings(alice.page) == []
    alice.dialog.get_by_role("button", name="Send").click()
    expect(alice.dialog).to_have_count(0)
    theirs = bob.page.get_by_role("group", name=re.compile("^Voice message"))
    expect(theirs.locator(".sound-time")).to_have_text(LONG_ENOUGH)
    expect(theirs.locator("svg path").first).to_have_attribute("d", re.compile(r"V100"))  # before it is played
    theirs.get_by_role("button", name="Play").click()
    plays(bob, theirs)


def test_escape_discards_a_recording(enter: Enter) -> None:
    alice = enter("Alice")
    alice.go_to_new_room("Discarded")
    alice.page.get_by_role("button", name="Record a voice message").click()
    expect(alice.dialog.get_by_role("button", name="Stop")).to_be_focused()
    alice.page.keyboard.press("Escape")
    expect(alice.dialog).to_have_count(0)
    expect(alice.page.locator(".tray-file")).to_have_count(0)
    expect(alice.page.get_by_role("button", name="Record a voice message")).to_be_focused()
    alice.type("words")
    expect(alice.page.get_by_role("button", name="Record a voice message")).to_have_count(0)


def test_a_microphone_that_is_blocked_is_said(enter: Enter) -> None:
    alice = enter("Alice", live=False)
    alice.page.add_init_script(NOT_ALLOWED)
    alice.open()
    alice.go_to_new_room("Blocked")
    alice.page.get_by_role("button", name="Record a voice message").click()
    expect(alice.dialog.get_by_role("status").first).to_have_text(re.compile("The microphone is blocked"))
    expect(alice.dialog.get_by_role("button", name="Try again")).to_be_visible()
    alice.page.emulate_media(reduced_motion="reduce")
    assert findings(alice.page) == []
