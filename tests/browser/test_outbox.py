"""Nothing that was typed is lost or doubled: cut networks, reloads, restarts, several tabs, ended sessions."""

import json
import re

import pytest
from playwright.sync_api import Page, Route, WebSocketRoute, expect

from tests.browser.conftest import Enter
from tests.browser.person import Person
from tests.support.callers import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.service_worker]
SLOW = 20_000


def test_the_network_is_cut_during_a_send(alice: Person, bob: Person) -> None:
    alice.disconnect()
    for text in ("first", "second", "third"):
        alice.say(text)
    expect(alice.notice).to_contain_text("Offline since", timeout=SLOW)
    alice.reconnect()
    expect(bob.message("third")).to_have_count(1, timeout=SLOW)
    assert bob.texts[-3:] == ["first", "second", "third"]
    expect(alice.page.locator("[data-state=sending]")).to_have_count(0)


def test_a_closed_tab_leaves_its_outbox_to_the_next(alice: Person, bob: Person) -> None:
    alice.server.stop()
    for number in range(5):
        alice.say(f"kept {number}")
    expect(alice.page.locator("[data-state=sending]")).to_have_count(5)
    alice.page.close()
    alice.server.start()
    fresh = alice.another_tab()
    expect(fresh.page.locator("[data-state=stored]").filter(has_text="kept")).to_have_count(5, timeout=SLOW)
    expect(bob.message("kept 4")).to_have_count(1, timeout=SLOW)
    assert [text for text in bob.texts if text.startswith("kept")] == [f"kept {number}" for number in range(5)]


def test_the_server_restarts_and_both_go_on(alice: Person, bob: Person) -> None:
    alice.say("before it went")
    bob.sees("before it went")
    alice.server.stop()
    alice.say("while it was away")
    alice.server.start()
    expect(bob.message("while it was away")).to_have_count(1, timeout=SLOW)
    bob.say("and back")
    expect(alice.message("and back")).to_have_count(1, timeout=SLOW)
    assert alice.texts[-3:] == ["before it went", "while it was away", "and back"]


def test_two_tabs_send_in_turn_and_show_the_same(alice: Person, bob: Person) -> None:
    twin = alice.another_tab()
    twin.is_live()
    for number in range(3):
        alice.say(f"left {number}")
        twin.say(f"right {number}")
    for number in range(3):
        bob.sees(f"left {number}").sees(f"right {number}")
        twin.sees(f"left {number}")
        alice.sees(f"right {number}")
    lefts = [text for text in bob.texts if text.startswith("left")]
    assert lefts == ["left 0", "left 1", "left 2"]


def test_a_session_that_ended_elsewhere_goes_on_after_signing_in(alice: Person, bob: Person) -> None:
    alice.caller.post("/auth/logout").raise_for_status()
    expect(alice.dialog).to_contain_text("Sign in again", timeout=SLOW)
    alice.page.keyboard.press("Escape")
    alice.say("typed while signed out")
    expect(alice.message("typed while signed out")).to_have_attribute("data-state", "sending")
    alice.notice.get_by_role("button", name="Sign in").click()
    alice.dialog.get_by_label("Password", exact=True).fill(PASSWORD)
    alice.confirm("Sign in")
    expect(bob.message("typed while signed out")).to_have_count(1, timeout=SLOW)
    expect(alice.dialog).to_have_count(0)


def test_a_text_goes_to_the_room_it_was_typed_in(alice: Person) -> None:
    alice.create_room("Elsewhere")
    expect(alice.page.get_by_role("link", name="Elsewhere")).to_be_visible()
    alice.disconnect()
    alice.say("for General")
    alice.go_to("Elsewhere")
    alice.type("a draft for Elsewhere")
    alice.go_to("General")
    expect(alice.composer).to_have_value("")
    alice.reconnect()
    alice.sees("for General")
    alice.go_to("Elsewhere")
    expect(alice.composer).to_have_value("a draft for Elsewhere")
    alice.sees_not("for General")


def test_a_draft_survives_a_reload(alice: Person) -> None:
    alice.type("half a thought")
    alice.reload()
    expect(alice.composer).to_have_value("half a thought")


def test_too_long_a_text_is_kept_and_named(alice: Person) -> None:
    alice.type("x" * 3_990)
    note = alice.page.locator("#composer-note")
    expect(note).to_have_text("10 characters left")
    alice.type("x" * 4_003)
    expect(note).to_contain_text("3 characters over the limit")
    expect(alice.page.get_by_role("button", name="Send", exact=True)).to_be_disabled()
    alice.page.keyboard.press("Enter")
    expect(alice.composer).to_have_value("x" * 4_003)


def test_a_refused_message_can_be_discarded(alice: Person) -> None:
    room = alice.create_room("Short-lived")
    alice.go_to("Short-lived")
    alice.disconnect()
    alice.say("too late")
    alice.caller.post(f"/rooms/{room}/close").raise_for_status()
    alice.reconnect()
    line = alice.message("too late")
    expect(line).to_contain_text("Not sent. This room is closed", timeout=SLOW)
    line.get_by_role("button", name="Discard").click()
    alice.sees_not("too late")


def test_sending_too_fast_waits_with_a_countdown_and_keeps_everything(enter: Enter, bob: Person) -> None:
    alice = enter("Alice", live=False, fresh=True)
    refuse_once(alice.page, {"code": "rate_limited", "message": "You're going too fast.", "retry_after_s": 3})
    alice.open()
    alice.say("one").say("two").say("three")
    countdown = re.compile(r"You're sending fast\. This goes out in [123] seconds?\.")
    expect(alice.page.locator("#composer-note")).to_contain_text(countdown)
    expect(alice.page.locator("[data-state=sending]")).to_have_count(3)
    expect(bob.message("three")).to_have_count(1, timeout=SLOW)
    assert bob.texts[-3:] == ["one", "two", "three"]
    expect(alice.page.locator("#composer-note")).to_have_text("")


def test_a_refused_message_can_be_tried_again(enter: Enter, bob: Person) -> None:
    alice = enter("Alice", live=False, fresh=True, service_workers="block")
    refuse_once(alice.page, {"code": "not_allowed", "message": "Not now."})
    alice.open().say("second try")
    line = alice.message("second try")
    expect(line).to_contain_text("Not sent. Not now.")
    held: list[Route] = []  # what the first screen does not need, such as the code of its buttons
    alice.page.route("**/chat_rest.js", lambda route: held.append(route))
    with alice.page.expect_request("**/chat_rest.js"):
        alice.reload()
        line.get_by_role("button", name="Try again").click()
    expect(line).to_contain_text("Not sent. Not now.")
    for route in held:
        route.continue_()
    bob.sees("second try")
    expect(line).to_have_attribute("data-state", "stored")


def refuse_once(page: Page, error: dict[str, object]) -> None:
    """Answer the page's first message with an error of the server's."""
    refused: list[str] = []

    def between(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def pass_on(frame: str | bytes) -> None:
            sent = re.match(r'42(\d+)\["send_message"', str(frame))
            if sent and not refused:
                refused.append(sent[1])
                socket.send(f"43{sent[1]}{json.dumps([{'ok': False, 'error': error}])}")
            else:
                server.send(frame)

        socket.on_message(pass_on)

    page.route_web_socket(re.compile("/socket.io/"), between)


def test_a_draft_that_one_tab_sent_is_gone_from_the_other(alice: Person) -> None:
    room = alice.go_to_new_room("Twice")
    alice.type("only once")
    other = alice.another_tab(f"/?room={room}").is_live()
    expect(other.composer).to_have_value("only once")
    alice.composer.press("Enter")
    other.sees("only once")
    expect(other.composer).to_have_value("")
    other.go_to("General").go_to("Twice")
    expect(other.composer).to_have_value("")


def test_an_edit_without_a_network_is_saved_from_another_room(alice: Person, bob: Person) -> None:
    room = alice.go_to_new_room("Mended")
    alice.say("a tpyo").sees("a tpyo").composer.press("ArrowUp")
    expect(alice.composer).to_have_value("a tpyo")
    bob.join(room).go_to("Mended").sees("a tpyo")
    alice.disconnect()
    alice.type("a typo").composer.press("Enter")
    expect(alice.page.get_by_text("Your changes are saved when you're back.")).to_be_visible(timeout=SLOW)
    alice.go_to("General").reconnect()
    expect(bob.message("a typo")).to_have_count(1, timeout=SLOW)
    alice.go_to("Mended").sees("a typo")
    expect(alice.composer).to_have_value("")
