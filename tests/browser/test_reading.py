"""Reading a long conversation: older pages come without a jump, the page stays small, news wait politely."""

import re
from threading import Event

import pytest
from playwright.sync_api import WebSocketRoute, expect

from tests.browser.conftest import Enter
from tests.browser.person import Person
from tests.support.history import write_history
from tests.support.main_thread import traced
from tests.support.server import Server

pytestmark = pytest.mark.browser

MOST_NODES = 340
LONGEST_TASK_MS = 500  # the number is python -m bench.page's; processor time doubles and trebles on a busy machine
ROOMS = {"Long": 5_000, "There and back": 700, "Archive": 400, "Busy hour": 120}
# Scrolls, and tells of the line at the top of the view its seq and how far its text is from there.
SCROLL_AND_LOOK = """(to) => {
  const log = document.querySelector(".log");
  log.scrollTop = to;
  const top = log.getBoundingClientRect().top;
  const line = [...document.querySelectorAll(".message")].find((node) => node.getBoundingClientRect().bottom > top + 1);
  return [line.dataset.seq, Math.round(line.querySelector(".message-text").getBoundingClientRect().top - top)];
}"""
# Where a line's text is now, seen from the top of the view.
POSITION_OF = """(seq) => {
  const top = document.querySelector(".log").getBoundingClientRect().top;
  const line = document.querySelector(`[data-seq="${seq}"] .message-text`);
  return line && Math.round(line.getBoundingClientRect().top - top);
}"""
AT_THE_END = """() => {
  const { scrollTop, clientHeight, scrollHeight } = document.querySelector(".log");
  return scrollTop > 0 && scrollTop + clientHeight >= scrollHeight - 1;
}"""
# The room is joined before its messages come.
LATE_MESSAGES = """(() => {
  const { fetch } = window;
  window.fetch = async (address, ...rest) => {
    if (String(address).includes("/messages")) await new Promise((done) => setTimeout(done, 1000));
    return fetch(address, ...rest);
  };
})()"""
# As lines do that were out of sight until now.
GO_UP_WHILE_A_LINE_GROWS = """async () => {
  const log = document.querySelector(".log");
  const moved = new Promise((done) => log.addEventListener("scroll", done, { once: true }));
  log.scrollTop = 0;
  document.querySelector(".message").style.minHeight = "200px";
  await moved;
  for (let frames = 0; frames < 3; frames += 1) await new Promise((done) => requestAnimationFrame(done));
}"""
# The first frames of a smooth movement are a few pixels long.
SET_OUT_WHILE_A_LINE_GROWS = """() => new Promise((done) => {
  const log = document.querySelector(".log");
  const last = [...document.querySelectorAll(".message")].at(-1);
  log.addEventListener("scroll", () => { last.style.minHeight = "60px"; }, { once: true });
  log.addEventListener("scrollend", done, { once: true });
  log.scrollBy({ top: -1000, behavior: "smooth" });
})"""
# Scrolls up until the conversation begins. After each page: by how much the line that was at the top of the view moved,
# and how many lines the page holds.
SCROLL_TO_THE_BEGINNING = f"""async () => {{
  const look = {SCROLL_AND_LOOK}, positionOf = {POSITION_OF};
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const first = () => Number(document.querySelector(".message").dataset.seq);
  const atBeginning = () => !document.querySelector(".log-beginning").hidden;
  const found = [];
  while (!atBeginning()) {{
    const oldest = first();
    const [seq, place] = look(found.length % 2 * 400);
    while (first() >= oldest && !atBeginning()) await frame();
    const now = positionOf(seq);
    found.push([now === null ? Infinity : Math.abs(now - place), document.querySelectorAll(".message").length]);
  }}
  return found;
}}"""
# Scrolls down until a line comes, and tells the seq of every line on the way, in the order in which they came.
SCROLL_TO_THE_END = """async (end) => {
  const log = document.querySelector(".log");
  const seen = new Set();
  for (;;) {
    const lines = [...document.querySelectorAll(".message")];
    for (const line of lines) seen.add(Number(line.dataset.seq));
    if (lines.at(-1).textContent.includes(end)) return [...seen];
    log.scrollTop = log.scrollHeight;
    await new Promise((done) => requestAnimationFrame(done));
  }
}"""


@pytest.fixture(scope="module")
def history(running_server: Server) -> dict[str, int]:
    """Return the rooms in which much was written: ``{name: id}``."""
    author = running_server.register("Clio").user["id"]
    return dict(zip(ROOMS, write_history(running_server, author=author, rooms=ROOMS), strict=True))


@pytest.fixture
def reader(alice: Person, history: dict[str, int]) -> Person:
    """Return Alice, a member of those rooms."""
    for room in history.values():
        alice.join(room)
    return alice


def test_scrolling_through_thousands_of_messages_never_jumps_and_stays_small(reader: Person, history) -> None:
    reader.open(f"/?room={history['Long']}").sees("line 4999")
    found = reader.page.evaluate(SCROLL_TO_THE_BEGINNING)
    assert len(found) >= 90
    assert max(moved for moved, _ in found) <= 1
    assert max(lines for _, lines in found) <= MOST_NODES
    assert reader.page.get_by_text("line 0", exact=True).is_visible()


def test_the_way_back_down_is_complete(reader: Person, history) -> None:
    reader.open(f"/?room={history['There and back']}").sees("line 699")
    reader.page.evaluate(SCROLL_TO_THE_BEGINNING)
    seen = reader.page.evaluate(SCROLL_TO_THE_END, "line 699")
    assert len(seen) == len(set(seen)) >= 700
    assert seen == sorted(seen)
    assert reader.messages.count() <= MOST_NODES


def test_news_wait_below_while_someone_reads_above(reader: Person, bob: Person, history) -> None:
    room = history["Busy hour"]
    bob.join(room)
    reader.open(f"/?room={room}").sees("line 119")
    seq, place = reader.page.evaluate(SCROLL_AND_LOOK, 600)
    for text in ("news one", "news two"):
        bob.post(room, text)
    pill = reader.page.locator(".news-pill")
    expect(pill).to_have_text("2 new messages")
    assert abs(reader.page.evaluate(POSITION_OF, seq) - place) <= 1
    pill.click()
    expect(reader.message("news two")).to_be_in_viewport()
    expect(pill).to_be_hidden()


def test_who_is_at_the_end_stays_at_the_end(alice: Person, enter: Enter) -> None:
    bob = enter("Bob", live=False)
    for number in range(30):
        bob.post(1, f"flow {number}")
    expect(alice.message("flow 29")).to_be_in_viewport(timeout=20_000)
    alice.type("a\nb\nc\nd\ne")
    expect(alice.message("flow 29")).to_be_in_viewport()


def without_answers_to_join(client: WebSocketRoute) -> None:
    """Let everything through until a room is joined, and then nothing of what the server says."""
    joined = Event()
    server = client.connect_to_server()

    def to_server(message: str | bytes) -> None:
        if "join_room" in str(message):
            joined.set()
        server.send(message)

    client.on_message(to_server)
    server.on_message(lambda message: None if joined.is_set() else client.send(message))


def test_who_goes_far_up_while_lines_get_their_size_stays_there(reader: Person, history) -> None:
    reader.join(history["Archive"])
    reader.open(f"/?room={history['Archive']}").sees("line 399")
    reader.page.wait_for_function(AT_THE_END)
    reader.page.evaluate(GO_UP_WHILE_A_LINE_GROWS)
    expect(reader.message("line 399")).not_to_be_in_viewport()
    expect(reader.message("line 301 ")).to_have_count(1)


def test_a_movement_upwards_is_not_taken_back_as_it_begins(reader: Person, history) -> None:
    reader.join(history["Archive"])
    reader.open(f"/?room={history['Archive']}").sees("line 399")
    reader.page.wait_for_function(AT_THE_END)
    reader.page.evaluate(SET_OUT_WHILE_A_LINE_GROWS)
    expect(reader.message("line 399")).not_to_be_in_viewport()


def test_who_goes_up_before_the_room_has_caught_up_is_left_there(enter: Enter, history) -> None:
    reader = enter("Rita", live=False, fresh=True).join(history["Archive"])
    reader.page.add_init_script(LATE_MESSAGES)
    reader.page.route_web_socket(re.compile("/socket.io/"), without_answers_to_join)
    reader.page.goto(f"/?room={history['Archive']}")
    reader.sees("line 399").message("line 399").press("Home")
    expect(reader.message("line 301 ")).to_have_count(1)
    expect(reader.message("line 399")).not_to_be_in_viewport()


def test_a_link_to_a_message_opens_around_it(reader: Person, history) -> None:
    room = history["Archive"]
    page = reader.caller.get(f"/rooms/{room}/messages", params={"limit": 1, "after": 100}).json()
    [wanted] = page["messages"]
    reader.open(f"/rooms/{room}/{wanted['seq']}")
    line = reader.page.locator(f"[data-seq='{wanted['seq']}']")
    expect(line).to_be_in_viewport()
    expect(line).to_have_attribute("data-flash", "")
    reader.page.locator(".news-pill").click()
    expect(reader.message("line 399")).to_be_in_viewport()


@pytest.mark.parametrize("again", [True, False], ids=["going back", "coming anew"])
def test_a_room_with_much_new_opens_where_it_begins(again: bool, enter: Enter) -> None:
    alice, bob = enter("Alice", live=False), enter("Bob", live=False)
    room = alice.create_room(f"Much new {again}")
    bob.join(room)
    alice.open(f"/?room={room}")
    expect(alice.page.locator(".log-beginning")).to_be_visible()
    write_history(alice.server, author=bob.caller.user["id"], rooms={f"Much new {again}": 60})
    expect(alice.message("line 59")).to_be_in_viewport()
    alice.go_to("General")
    write_history(alice.server, author=bob.caller.user["id"], rooms={f"Much new {again}": 45})
    expect(alice.room_link(f"Much new {again}").locator(".room-news")).to_have_text("45 unread messages")
    if again:
        alice.go_to(f"Much new {again}")
    else:
        alice.open(f"/?room={room}")
    expect(alice.page.get_by_role("heading", name="New · since")).to_be_in_viewport()
    expect(alice.page.locator(".news-pill")).to_be_visible()


def test_a_link_to_a_message_that_is_not_there_says_so(enter: Enter) -> None:
    alice = enter("Alice", live=False)
    alice.open("/rooms/1/999999999")
    expect(alice.page.get_by_text("That message can't be found.")).to_be_visible()


def test_what_came_while_away_begins_with_a_line(alice: Person, bob: Person) -> None:
    alice.look_away()
    bob.say("while you were away")
    expect(alice.page.get_by_role("heading", name="New · since")).to_have_count(1)
    expect(alice.page).to_have_title("(1) General · Chatsite")


def test_a_burst_keeps_the_page_responsive(alice: Person, enter: Enter) -> None:
    bob = enter("Bob", live=False)
    with traced(alice.page) as tasks:
        write_history(alice.server, author=bob.caller.user["id"], rooms={"General": 500})
        expect(alice.message("line 499")).to_be_in_viewport(timeout=30_000)
    assert alice.messages.count() <= MOST_NODES
    assert sum(tasks) > 10
    assert max(tasks) <= LONGEST_TASK_MS


def test_a_room_that_was_open_before_is_there_at_once(reader: Person, history) -> None:
    for room, last in (("Archive", "line 399"), ("There and back", "line 699")):
        reader.go_to(room).sees(last)
    shown = reader.page.evaluate(
        """() => {
            [...document.querySelectorAll(".room")].find((link) => link.textContent.includes("Archive")).click();
            return [...document.querySelectorAll(".message")].at(-1).textContent;
        }"""
    )
    assert "line 399" in shown
