"""Nothing waits in silence or without end on a line that stalls without being closed, or that is very slow."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Enter
from tests.browser.person import Person
from tests.support.history import write_history
from tests.support.server import Server
from tests.support.stalling_proxy import StallingProxy

pytestmark = pytest.mark.browser
SLOW = 30_000
WATCH_STATUS = """() => {
  window.said = [];
  const line = document.querySelector(".connection-line [role=status]");
  new MutationObserver(() => window.said.push(line.textContent)).observe(line, { childList: true });
}"""
AT_THE_END = """() => {
  const { scrollTop, clientHeight, scrollHeight } = document.querySelector(".log");
  return scrollTop > 0 && scrollTop + clientHeight >= scrollHeight - 1;
}"""
SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}


@pytest.fixture
def line(server: Server) -> Iterator[StallingProxy]:
    """Return the line to the server."""
    with StallingProxy(server.port) as proxy:
        yield proxy


@pytest.fixture(params=[False, True], ids=["desktop", "phone"])
def reader(request: pytest.FixtureRequest, enter: Enter, line: StallingProxy) -> Person:
    """Return someone behind that line, at a desk or on a phone."""
    return enter("Rita", phone=request.param, base_url=line.url, service_workers="block")


@pytest.fixture
def history(server: Server) -> dict[str, int]:
    """Return rooms with much in them."""
    author = server.register("Clio").user["id"]
    rooms = {"Tunnel": 200, "Lift": 12}
    return dict(zip(rooms, write_history(server, author=author, rooms=rooms), strict=True))


def waiting(person: Person) -> Locator:
    return person.page.get_by_text("Still loading…")


def retry(person: Person) -> Locator:
    return person.page.locator(".log-slow").get_by_role("button", name="Try again")


def is_offered_to_retry(person: Person) -> None:
    """Let the ten seconds pass, after which there is a button."""
    person.page.clock.fast_forward(10_000)
    expect(retry(person)).to_be_visible(timeout=SLOW)


def test_a_room_opened_in_a_tunnel_says_that_it_loads_and_loads_afterwards(reader: Person, line, history) -> None:
    reader.join(history["Lift"])
    expect(reader.room_link("Lift")).to_have_count(1, timeout=SLOW)
    reader.page.clock.install()
    with line.stalling():
        reader.go_to("Lift")
        expect(waiting(reader)).to_be_visible(timeout=SLOW)
        is_offered_to_retry(reader)
        retry(reader).click()
        expect(waiting(reader)).to_be_visible()
    expect(reader.message("line 11")).to_have_count(1, timeout=SLOW)
    expect(waiting(reader)).to_have_count(0)


def test_older_messages_that_do_not_come_are_asked_for_until_they_do(reader: Person, line, history) -> None:
    reader.join(history["Tunnel"])
    reader.open(f"/?room={history['Tunnel']}").sees("line 199")
    reader.page.clock.install()
    with line.stalling():
        reader.page.locator(".log").evaluate("(log) => { log.scrollTop = 0; }")
        expect(waiting(reader)).to_be_visible(timeout=SLOW)
        is_offered_to_retry(reader)
    expect(reader.message("line 101 ")).to_have_count(1, timeout=SLOW)
    expect(waiting(reader)).to_have_count(0, timeout=SLOW)


def test_a_link_to_a_message_is_followed_when_the_line_is_back(reader: Person, line, history) -> None:
    room = history["Tunnel"]
    reader.join(room)
    [wanted] = reader.caller.get(f"/rooms/{room}/messages", params={"limit": 1, "after": 20}).json()["messages"]
    reader.post(room, f"{line.url}/rooms/{room}/{wanted['seq']}")
    reader.open(f"/?room={room}")
    with line.stalling():
        reader.page.locator(f".message-text a[href^='{line.url}']").click()
        expect(waiting(reader)).to_be_visible(timeout=SLOW)
        expect(reader.page.get_by_text("That message can't be found.")).to_have_count(0)
    expect(reader.page.locator(f"[data-seq='{wanted['seq']}']")).to_be_in_viewport(timeout=SLOW)


def test_a_message_sent_in_a_tunnel_says_that_it_waits_and_arrives(reader: Person, line) -> None:
    words = f"Into the tunnel of {line.url}."
    with line.stalling():
        reader.say(words)
        expect(reader.notice).to_contain_text("Your message is saved.", timeout=SLOW)
    expect(reader.message(words)).to_have_attribute("data-state", "stored", timeout=SLOW)
    expect(reader.notice).to_be_hidden(timeout=SLOW)


def test_offline_one_sentence_says_so_however_often_the_page_tries(reader: Person) -> None:
    reader.page.evaluate(WATCH_STATUS)
    with reader.page.expect_websocket(timeout=SLOW):  # the second try within an interruption
        reader.disconnect()
        expect(reader.notice).to_contain_text("Offline", timeout=SLOW)
        with reader.page.expect_websocket(timeout=SLOW):
            pass
    assert len(reader.page.evaluate("said")) == 1
    reader.reconnect()
    expect(reader.notice).to_contain_text("Back online", timeout=SLOW)


def test_on_a_slow_phone_line_older_messages_come(reader: Person, history) -> None:
    reader.join(history["Tunnel"])
    reader.open(f"/?room={history['Tunnel']}").sees("line 199")
    reader.page.wait_for_load_state("networkidle")
    # Until the room has been placed at its end, the page keeps it there; then the code of the keys comes.
    reader.page.wait_for_function(AT_THE_END)
    expect(reader.page.locator(".message[tabindex='0']")).to_have_count(1, timeout=SLOW)
    session = reader.context.new_cdp_session(reader.page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_3G)
    reader.message("line 199").press("Home")
    expect(reader.message("line 140 ")).to_have_count(1, timeout=SLOW)  # others may have written since
    session.detach()
