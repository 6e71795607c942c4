"""Nothing waits in silence or without end: a line that stalls, a server that is busy, code that does not load."""

import pytest
from playwright.sync_api import Route, WebSocketRoute, expect

from tests.browser.conftest import Enter
from tests.browser.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.service_worker]
SLOW = 30_000


class Stall:
    """A line on which some events get lost while it stalls: it is open, and nothing comes back."""

    def __init__(self, person: Person, event: str):
        self.event, self.is_on = event, True
        person.page.route_web_socket("**/socket.io/**", self._join)

    def _join(self, line: WebSocketRoute) -> None:
        server = line.connect_to_server()
        line.on_message(lambda frame: self._is_lost(frame) or server.send(frame))

    def _is_lost(self, frame: str | bytes) -> bool:
        return self.is_on and f'"{self.event}"' in str(frame)


def test_a_room_that_does_not_load_says_so_and_loads_when_the_line_is_back(alice: Person, enter: Enter) -> None:
    bob = enter("Bob", live=False)
    room = bob.create_room("Tunnel")
    bob.post(room, "Light at the end.")
    alice.join(room)
    line = Stall(alice, "join_room")
    alice.page.goto("/")
    expect(alice.room_link("Tunnel")).to_have_count(1, timeout=SLOW)
    alice.page.wait_for_function("() => !document.documentElement.hasAttribute('data-unconnected')")
    alice.go_to("Tunnel")
    expect(alice.page.get_by_text("Still loading…")).to_be_visible(timeout=SLOW)
    expect(alice.page.locator(".log-slow").get_by_role("button", name="Try again")).to_be_visible(timeout=SLOW)
    line.is_on = False
    expect(alice.message("Light at the end.")).to_have_count(1, timeout=SLOW)
    expect(alice.page.get_by_text("Still loading…")).to_have_count(0)


def test_a_message_without_an_answer_says_that_it_waits_and_arrives(enter: Enter) -> None:
    alice = enter("Alice", live=False)
    line = Stall(alice, "send_message")
    alice.open()
    alice.say("Into the tunnel.")
    expect(alice.notice).to_contain_text("Waiting for a response. Your message is saved.", timeout=SLOW)
    line.is_on = False
    expect(alice.message("Into the tunnel.")).to_have_attribute("data-state", "stored", timeout=SLOW)
    expect(alice.notice).not_to_contain_text("Waiting", timeout=SLOW)


def test_offline_a_message_does_not_say_that_it_is_being_sent(alice: Person) -> None:
    alice.disconnect()
    expect(alice.notice).to_contain_text("Offline", timeout=SLOW)
    alice.say("Later.")
    state = alice.message("Later.").locator("[data-part=state]")
    expect(state.get_by_text("Waiting for connection")).to_be_visible(timeout=SLOW)
    expect(state.get_by_text("Sending…")).to_be_hidden()
    alice.reconnect()
    expect(alice.message("Later.")).to_have_attribute("data-state", "stored", timeout=SLOW)


@pytest.mark.parametrize("status", [429, 502, 503])
def test_a_busy_server_is_not_the_end_of_the_session(alice: Person, status: int) -> None:
    answers = [status, status]

    def busy(route: Route) -> None:
        if answers:
            route.fulfill(status=answers.pop(), headers={"Retry-After": "1"}, body="<h1>Busy</h1>")
        else:
            route.continue_()

    alice.page.evaluate("() => localStorage.clear()")
    alice.page.route("**/auth/me", busy)
    alice.page.goto("/")
    expect(alice.title).to_have_text("General", timeout=SLOW)
    assert answers == []


def test_a_dialog_whose_code_does_not_load_says_so_and_opens_at_the_next_try(enter: Enter) -> None:
    alice = enter("Alice", service_workers="block")  # a route does not see what a service worker fetches
    alice.page.route("**/browse_dialog.js", lambda route: route.abort())
    alice.page.locator("[data-opens=browse-rooms]:visible").first.click()
    expect(alice.page.get_by_text("Part of this page couldn't load.")).to_be_visible(timeout=SLOW)
    alice.page.unroute("**/browse_dialog.js")
    alice.page.locator("[data-opens=browse-rooms]:visible").first.click()
    again = alice.page.get_by_role("button", name="Reload")
    expect(alice.dialog.or_(again).first).to_be_visible(timeout=SLOW)


def hold(person: Person, code: str) -> list[Route]:
    """Keep what asks for a part of the page's code from being answered."""
    held: list[Route] = []
    person.page.route(f"**/{code}", lambda route: held.append(route))
    return held


def test_what_is_typed_while_the_switchers_code_comes_leads_there(enter: Enter) -> None:
    alice = enter("Alice", service_workers="block")
    alice.create_room("Lamplight")
    held = hold(alice, "switcher.js")
    alice.page.keyboard.press("Control+k")
    alice.page.keyboard.type("lamp")
    alice.page.keyboard.press("Enter")
    expect(alice.composer).to_have_value("")
    expect(alice.dialog).to_be_visible()
    assert len(held) == 1
    held[0].continue_()
    expect(alice.title).to_have_text("Lamplight")
    expect(alice.dialog).to_have_count(0)


def test_the_arrow_up_edits_before_the_code_for_it_is_there(enter: Enter) -> None:
    alice = enter("Alice", service_workers="block")
    alice.go_to_new_room("Candle")
    alice.say("as it was").sees("as it was")
    alice.page.wait_for_load_state("networkidle")
    held = hold(alice, "floors.js")
    alice.page.reload()
    alice.is_live().sees("as it was")
    alice.composer.press("ArrowUp")
    expect(alice.composer).to_be_focused()
    for route in held:
        route.continue_()
    expect(alice.composer).to_have_value("as it was")


@pytest.mark.parametrize("action", ["Reply", "Edit"])
def test_an_answer_or_edit_whose_code_comes_late_stays_in_its_room(enter: Enter, action: str) -> None:
    alice = enter("Alice", service_workers="block")
    room = alice.create_room(f"Late {action}")
    alice.post(room, "Who comes?")
    held = hold(alice, "floors.js")
    alice.page.goto(f"/?room={room}")
    alice.is_live().sees("Who comes?").choose_for("Who comes?", action)
    alice.go_to("General")
    for route in held:
        route.continue_()
    alice.page.wait_for_load_state("networkidle")
    expect(alice.page.locator(".composer-strip")).to_be_hidden()
    expect(alice.composer).to_have_value("")


def test_the_end_of_slow_mode_is_noticed_in_a_second_tab(alice: Person, enter: Enter) -> None:
    bob = enter("Bob", live=False)
    room = bob.create_room("Slow")
    bob.caller.patch(f"/rooms/{room}", json={"slow_mode_s": 600}).raise_for_status()
    alice.join(room)
    second = alice.another_tab(f"/?room={room}")
    expect(second.is_live().title).to_have_text("Slow", timeout=SLOW)
    alice.post(room, "first")
    expect(second.message("first")).to_have_count(1, timeout=SLOW)
    second.say("second")
    expect(second.message("second")).to_have_attribute("data-state", "sending", timeout=SLOW)
    bob.caller.patch(f"/rooms/{room}", json={"slow_mode_s": 0}).raise_for_status()
    expect(second.message("second")).to_have_attribute("data-state", "stored", timeout=SLOW)
    second.page.close()
