"""Films and sounds: what the page finds out of them before they are sent, and how they stand in the conversation."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.browser.axe import findings
from tests.browser.conftest import Enter
from tests.browser.film_files import film
from tests.browser.person import Person
from tests.browser.picture_files import beep, send_files
from tests.browser.test_sending_files import choose, file, tray

pytestmark = pytest.mark.browser

IS_DECODED = "(video) => video.poster && video.clientWidth > 0"


def attachments(person: Person, room: int) -> list[dict[str, Any]]:
    """Return the files of a room's last message."""
    found = person.caller.get(f"/rooms/{room}/messages").raise_for_status().json()["messages"][-1]["attachments"]
    return [dict(one) for one in found]


@pytest.mark.parametrize("phone", [False, True])
def test_a_film_has_a_poster_its_length_and_its_space_before_anyone_plays_it(enter: Enter, phone: bool) -> None:
    alice, bob = enter("Alice", phone=phone), enter("Bob", phone=phone)
    room = alice.go_to_new_room(f"Cinema {phone}")
    bob.join(room)
    bob.go_to(f"Cinema {phone}")
    choose(alice, file("tram.webm", film(alice), "video/webm"))
    expect(tray(alice).locator("img")).to_be_visible()
    expect(tray(alice)).to_contain_text(re.compile(r"tram\.webm\s*0:0\d · \d+ KB"))
    alice.page.emulate_media(reduced_motion="reduce")
    assert findings(alice.page) == []
    alice.say("Look at this").sees("Look at this")
    (shown,) = attachments(alice, room)
    assert (shown["kind"], shown["width"], shown["height"]) == ("video", 640, 360)
    assert 1 <= shown["duration_s"] < 10
    assert [one["width"] for one in shown["previews"]] == [400, 640]
    theirs = bob.message("Look at this").locator(".file-film")
    expect(theirs.locator(".file-duration")).to_have_text(re.compile(r"0:0\d"))
    bob.page.wait_for_function(IS_DECODED, arg=theirs.locator("video").element_handle())
    box = theirs.bounding_box()
    assert box
    assert round(box["width"] / box["height"], 1) == 1.8
    bob.page.emulate_media(reduced_motion="reduce")
    assert findings(bob.page) == []
    theirs.locator("video").evaluate("(video) => video.play()")
    expect(theirs.locator(".file-duration")).to_have_count(0)


def test_a_film_on_its_way_takes_the_space_it_will_have(alice: Person) -> None:
    alice.go_to_new_room("On its way")
    content = film(alice, (300, 500))
    alice.page.route("**/uploads/**", lambda route: route.abort())
    alice.page.route("**/uploads/", lambda route: route.abort())
    choose(alice, file("tall.webm", content, "video/webm"))
    expect(tray(alice).locator("img")).to_be_visible()
    alice.say("A tall one")
    sending = alice.message("A tall one").locator(".file-film")
    expect(sending.locator("img")).to_be_visible()
    before = sending.bounding_box()
    alice.page.unroute_all()
    alice.page.evaluate("dispatchEvent(new Event('online'))")
    stored = alice.message("A tall one").locator(".file-film:has(video)")
    expect(stored).to_be_visible()
    after = stored.bounding_box()
    assert before
    assert after
    assert (before["width"], before["height"]) == (after["width"], after["height"])
    assert before["height"] == 300


def test_a_sound_that_is_sent_has_its_length_before_it_is_played(alice: Person) -> None:
    room = alice.go_to_new_room("Length")
    choose(alice, file("beep.wav", beep(12), "audio/wav"))
    expect(tray(alice)).to_contain_text("0:12")
    alice.say("Listen").sees("Listen")
    expect(alice.message("Listen").locator(".sound-time")).to_have_text("0:12")
    assert [one["duration_s"] for one in attachments(alice, room)] == [12]


def test_what_the_browser_cannot_decode_is_sent_without_a_poster(alice: Person) -> None:
    room = alice.go_to_new_room("Undecodable")
    box = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"\x00\x00\x00\x40mdat" + bytes(56)
    choose(
        alice, file("odd.mp4", box, "video/mp4"), file("odd.mkv", b"\x1a\x45\xdf\xa3" + bytes(80), "video/x-matroska")
    )
    alice.say("Perhaps yours can").sees("Perhaps yours can")
    film_shown, other = attachments(alice, room)
    assert (film_shown["kind"], film_shown["previews"], film_shown["duration_s"]) == ("video", [], None)
    assert other["kind"] == "file"
    video = alice.message("Perhaps yours can").locator("video")
    video.evaluate("(it) => void it.play().catch(() => null)")
    problem = alice.message("Perhaps yours can").locator(".file-problem")
    expect(problem).to_have_text("This video couldn't be played. Download")
    assert problem.get_by_role("link", name="Download").get_attribute("download") == "odd.mp4"
    assert findings(alice.page) == []


def test_a_poster_that_is_refused_holds_up_no_message(alice: Person) -> None:
    room = alice.go_to_new_room("Refused poster")
    content = film(alice)
    refusal = {"error": {"code": "invalid_input", "message": "No."}}

    def refuse(route: Route) -> None:
        route.fulfill(status=400, content_type="application/json", body=json.dumps(refusal))

    alice.page.route("**/poster", refuse)
    choose(alice, file("tram.webm", content, "video/webm"))
    alice.say("Still here").sees("Still here")
    assert attachments(alice, room)[0]["previews"] == []


def test_a_film_goes_on_where_one_left_it(alice: Person) -> None:
    alice.go_to_new_room("Foyer")
    room = alice.go_to_new_room("Screen")
    send_files(alice, room, "Watch", ("long.webm", film(alice, seconds=4)))
    video = alice.message("Watch").locator("video")
    video.evaluate("(it) => it.play()")
    alice.page.wait_for_function("(it) => it.currentTime > 1", arg=video.element_handle())
    alice.go_to("Foyer")
    expect(video).to_have_count(0)
    alice.go_to("Screen")
    expect(video).to_be_visible()
    assert video.evaluate("(it) => it.paused")
    video.evaluate("(it) => it.play()")
    alice.page.wait_for_function("(it) => it.currentTime > 1.5", arg=video.element_handle())
    assert video.evaluate("(it) => it.played.end(0) - it.played.start(0)") < 1.4


def test_a_film_of_another_program_is_shown_as_before(alice: Person) -> None:
    room = alice.go_to_new_room("Bare")
    send_files(alice, room, "From a script", ("bare.webm", film(alice)))
    box = alice.message("From a script").locator(".file-film").bounding_box()
    assert box
    assert round(box["width"] / box["height"], 2) == 1.77
