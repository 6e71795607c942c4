"""What the chat page costs the reader's browser: ``python -m bench.page`` (docs/browser.md).

Chromium shows a room with a history of 10,000 messages, scrolled through for a while, and filled with new ones until
the page is as full as it gets. Then, in processor time of the page's main thread, everything included that the browser
does there:

- ``message``: what one received message costs, of 100 that come one by one.
- ``reaction``: what one reaction to a message on the screen costs, of 100 that come one by one.
- ``idle``: what a second costs in which nothing comes: the caret blinks, clocks are looked at. Messages and reactions
  include it.
- ``floor``: what a message costs a page that shows nothing but its text, empty or in a scroller with 330 lines. No page
  that shows each message in a frame of its own costs less here.
- ``burst``: the longest task while 500 messages come within a second.
- ``switch``: from the click on a room that was open before until its messages are in the page and laid out.

Layouts are counted beside: with fewer than one for each message, the machine was too busy to show each in a frame of
its own, and the results are too low.

Everything is bounded in count and time, on loopback, and stopped at the end.
"""

import json
import statistics
import threading
import time
import uuid
from typing import Self

from playwright.sync_api import Page, sync_playwright
from websockets.sync.client import connect

from tests.support.browsers import CHROMIUM, CHROMIUM_ARGUMENTS, DESKTOP
from tests.support.callers import Caller
from tests.support.history import write_history
from tests.support.main_thread import traced
from tests.support.processes import program
from tests.support.server import Server

HISTORY = 10_000
FILL = 350
FULL = 330
IDLE_S = 5
SINGLE, SINGLE_PAUSE_S = 100, 0.05
REACTIONS = 100
BURST, BURST_PAUSE_S = 500, 1 / 500
SWITCHES = 20
NO_LIMITS: dict[str, str | None] = {
    "RATE_CONNECTION": "100000/100000",
    "RATE_SEND": "100000/100000",
    "RATE_HTTP": "100000/100000",
    "CHANGES_PER_MINUTE": "0",
    "SEARCHES_PER_MINUTE": "0",
}
SCROLL_UP = """async () => {
  const log = document.querySelector(".log");
  for (let page = 0; page < 12; page += 1) {
    log.scrollTop = 400;
    await new Promise((done) => setTimeout(done, 150));
  }
  document.querySelector(".news-pill").click();
}"""
# Waits for a line at the end of the conversation, at hardly any cost.
LAST_LINE = """(text) => new Promise((done) => {
  const list = document.querySelector(".messages");
  const check = () => {
    if (!(list.querySelector(".block:last-child") ?? list).lastElementChild.textContent.includes(text)) return;
    changes.disconnect();
    done();
  };
  const changes = new MutationObserver(check);
  changes.observe(list, { childList: true, subtree: true });
  check();
})"""
# Shows the texts of a room's messages, below as many lines, and nothing else.
BARE = """([room, lines]) => new Promise((joined) => {
  const box = document.createElement("div");
  document.body.replaceChildren(box);
  const show = (text) => {
    box.append(Object.assign(document.createElement("div"), { textContent: text }));
    if (box.childElementCount > lines && lines > 0) box.firstElementChild.remove();
  };
  if (lines > 0) box.style.cssText = "height: 600px; overflow-y: auto; background: white";
  for (let line = 0; line < lines; line += 1) show(`line ${line} word word word`);
  const socket = new WebSocket(`${location.origin.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`);
  socket.onmessage = ({ data }) => {
    if (data.startsWith("0")) socket.send("40");
    else if (data === "2") socket.send("3");
    else if (data.startsWith("40")) socket.send(`421${JSON.stringify(["join_room", { room_id: room }])}`);
    else if (data.startsWith("431")) joined();
    else if (data.startsWith('42["new_message"')) {
      show(JSON.parse(data.slice(2))[1].message.content);
      if (lines > 0) requestAnimationFrame(() => { box.scrollTop = box.scrollHeight; });
    }
  };
})"""
# Milliseconds from the click until the other room's lines are there, laid out.
SWITCH = """(name) => {
  const link = [...document.querySelectorAll(".room")].find((room) => room.textContent.includes(name));
  const start = performance.now();
  link.click();
  const [last] = [...document.querySelectorAll(".message")].slice(-1);
  last.getBoundingClientRect();
  return [performance.now() - start, last.textContent];
}"""


def main() -> None:
    """Measure and print."""
    with Server(env=NO_LIMITS) as server, sync_playwright() as playwright:
        reader, writer = server.register("Ada"), server.register("Ben")
        long, other = write_history(server, author=writer.user["id"], rooms={"Long": HISTORY, "Other": 300})
        browser = playwright.chromium.launch(executable_path=program(*CHROMIUM), args=CHROMIUM_ARGUMENTS)
        page = opened(browser.new_context(base_url=server.url, **DESKTOP).new_page(), reader, [other, long])
        write(page, writer, long, "fill", FILL, BURST_PAUSE_S)
        print(f"message: {cost_of_a_message(page, writer, long)}")
        print(f"reaction: {cost_of_a_reaction(page, writer, long)}")
        print(f"idle: {idle_ms(page):.1f} ms of main thread in a second")
        print(f"burst: longest task {longest_task_in_a_burst(page, writer, long):.0f} ms")
        times = switch_times(page)
        print(f"switch: median {statistics.median(times):.0f} ms, longest {max(times):.0f} ms")
        for lines in (0, FULL):
            print(f"floor: {cost_on_a_bare_page(page, writer, long, lines)}, with {lines} lines")
        browser.close()


def opened(page: Page, reader: Caller, rooms: list[int]) -> Page:
    """Open the rooms one after the other, the last one stays, and read in it for a while."""
    cookies = [{"name": c.name, "value": str(c.value), "url": str(reader.base_url)} for c in reader.cookies.jar]
    page.context.add_cookies(cookies)  # type: ignore[arg-type]
    for room in rooms:
        reader.post(f"/rooms/{room}/join").raise_for_status()
    page.goto(f"/?room={rooms[0]}")
    page.locator(".message").last.wait_for()
    page.locator(f".room[data-room='{rooms[-1]}']").click()
    shows(page, f"line {HISTORY - 1} ")
    page.evaluate(SCROLL_UP)
    shows(page, f"line {HISTORY - 1} ")
    return page


def shows(page: Page, text: str) -> None:
    """Wait until the conversation shows a message."""
    page.locator(".message").filter(has_text=text).wait_for(timeout=60_000)


class Spent:
    """What a page's main thread did in a block, in processor time and without the cost of tracing it."""

    def __init__(self, page: Page) -> None:
        self._session = page.context.new_cdp_session(page)

    def __enter__(self) -> Self:
        self._session.send("Performance.enable", {"timeDomain": "threadTicks"})
        self._before = self._metrics()
        return self

    def __exit__(self, *_: object) -> None:
        after = self._metrics()
        self.ms = (after["TaskDuration"] - self._before["TaskDuration"]) * 1000
        self.layouts = after["LayoutCount"] - self._before["LayoutCount"]
        self._session.detach()

    def each(self, count: int) -> str:
        """Say what each of ``count`` changes cost."""
        return f"{self.ms / count:.2f} ms of main thread and {self.layouts / count:.2f} layouts each"

    def _metrics(self) -> dict[str, float]:
        metrics = self._session.send("Performance.getMetrics")["metrics"]
        return {metric["name"]: float(metric["value"]) for metric in metrics}


def cost_of_a_message(page: Page, writer: Caller, room: int) -> str:
    """Measure received messages; looking for the last one before it was sent would cost up to a tenth of each."""
    with Spent(page) as spent:
        send(writer, room, "single", SINGLE, SINGLE_PAUSE_S)
        page.evaluate(LAST_LINE, f"single {SINGLE - 1} ")
    return spent.each(SINGLE)


def cost_of_a_reaction(page: Page, writer: Caller, room: int) -> str:
    """Measure received reactions: the first has brought its code by then."""
    seqs = [message["seq"] for message in writer.get(f"/rooms/{room}/messages?limit=20").json()["messages"]]
    react(page, writer, room, [(seqs[-1], "🎉", "PUT")])
    page.wait_for_timeout(500)
    acts = [(seqs[n % 20], "👍", "PUT" if n // 20 % 2 == 0 else "DELETE") for n in range(REACTIONS)]
    with Spent(page) as spent:
        react(page, writer, room, acts)
    return spent.each(REACTIONS)


def idle_ms(page: Page) -> float:
    """Measure seconds in which nothing comes, once what came is dealt with."""
    page.wait_for_timeout(1000)
    with Spent(page) as spent:
        page.wait_for_timeout(IDLE_S * 1000)
    return spent.ms / IDLE_S


def cost_on_a_bare_page(page: Page, writer: Caller, room: int, lines: int) -> str:
    """Measure received messages on a page that shows nothing but their texts."""
    page.goto("/robots.txt")
    page.evaluate(BARE, [room, lines])
    page.wait_for_timeout(500)
    with Spent(page) as spent:
        send(writer, room, "bare", SINGLE, SINGLE_PAUSE_S)
    return spent.each(SINGLE)


def react(page: Page, writer: Caller, room: int, acts: list[tuple[int, str, str]]) -> None:
    """Set reactions and take them back, one after the other, until the page shows the last."""
    for seq, emoji, method in acts:
        writer.request(method, f"/rooms/{room}/messages/{seq}/reactions/{emoji}").raise_for_status()
        time.sleep(SINGLE_PAUSE_S)
    seq, emoji, method = acts[-1]
    pill = page.locator(f".message[data-seq='{seq}'] .reaction[data-emoji='{emoji}']")
    pill.wait_for(state="visible" if method == "PUT" else "detached")


def longest_task_in_a_burst(page: Page, writer: Caller, room: int) -> float:
    """Return the longest task in milliseconds."""
    with traced(page) as tasks:
        took = write(page, writer, room, "burst", BURST, BURST_PAUSE_S)
    print(f"burst: {BURST} messages came in {took:.2f} s and cost {sum(tasks):.0f} ms of main thread")
    return max(tasks)


def write(page: Page, writer: Caller, room: int, word: str, count: int, pause_s: float) -> float:
    """Let the writer send ``count`` messages, wait until the page shows the last one, and return the seconds."""
    start = time.monotonic()
    sender = threading.Thread(target=send, args=(writer, room, word, count, pause_s))
    sender.start()
    page.evaluate(LAST_LINE, f"{word} {count - 1} ")
    took = time.monotonic() - start
    sender.join()
    return took


def send(writer: Caller, room: int, word: str, count: int, pause_s: float) -> None:
    """Send messages over a socket at an even pace, and wait until the last is acknowledged."""
    address = str(writer.base_url).replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
    with connect(address, additional_headers={"Cookie": writer.cookie_header()}) as socket:
        socket.send("40")
        while not str(socket.recv(timeout=30)).startswith("40"):
            pass
        start = time.monotonic()
        for number in range(count):
            body = {
                "room_id": room,
                "content": f"{word} {number} " + "word " * (number % 23),
                "client_id": str(uuid.uuid4()),
            }
            socket.send(f"42{number}" + json.dumps(["send_message", body]))
            time.sleep(max(0.0, start + number * pause_s - time.monotonic()))
        while not str(socket.recv(timeout=30)).startswith(f"43{count - 1}"):
            pass


def switch_times(page: Page) -> list[float]:
    """Return how long each switch between the two rooms took, in milliseconds."""
    times = []
    for number in range(SWITCHES):
        name, last = (("Other", "line 299"), ("Long", f"burst {BURST - 1} "))[number % 2]
        took, shown = page.evaluate(SWITCH, name)
        assert last in shown, shown
        times.append(took)
        page.wait_for_timeout(200)
    return times


if __name__ == "__main__":
    main()
