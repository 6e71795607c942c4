"""What the first visit costs on a slow line: ``python -m bench.first_visit`` (docs/browser.md).

Chromium with empty caches opens a room of 60 messages over a line with 400 ms of latency and 400 kbit/s, signed in. It
prints, for the page as it is served and, in the same run, for the sources that the bundles are made of:

- ``frame``: seconds until the first paint that shows anything;
- ``messages``: seconds until the newest message is on the screen;
- ``requests`` and ``KB``: what crossed the line by then and in the second after it, WebSocket frames left out.
"""

import shutil
import statistics
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from tests.support.browsers import CHROMIUM, CHROMIUM_ARGUMENTS, DESKTOP
from tests.support.callers import Caller
from tests.support.history import write_history
from tests.support.processes import program
from tests.support.server import Server

LATENCY_MS = 400
BYTES_PER_S = 400_000 / 8
MESSAGES = 60
ROUNDS = 3
BUNDLES = Path(__file__).parent.parent / "static" / "bundles"
FIRST_PAINT_MS = """() => new Promise((done) => {
  new PerformanceObserver((list) => done(list.getEntries()[0].startTime)).observe({ type: "paint", buffered: true });
})"""


@dataclass
class Visit:
    """One first visit; times in seconds, ``kilobytes`` of 1,000 bytes."""

    frame: float
    messages: float
    requests: int
    kilobytes: float


def main() -> None:
    """Measure and print."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(*CHROMIUM), args=CHROMIUM_ARGUMENTS)
        report("served", measure(browser))
        if BUNDLES.is_dir():
            report("sources", measure_sources(browser))
        browser.close()


def measure(browser: Browser) -> list[Visit]:
    """Return ``ROUNDS`` first visits of a new installation."""
    with Server() as server:
        reader, writer = server.register("Ada"), server.register("Ben")
        (room,) = write_history(server, author=writer.user["id"], rooms={"Garden": MESSAGES})
        reader.post(f"/rooms/{room}/join").raise_for_status()
        return [first_visit(browser, server.url, reader, room) for _ in range(ROUNDS)]


def measure_sources(browser: Browser) -> list[Visit]:
    """Return first visits of an installation without bundles."""
    aside = BUNDLES.with_name("bundles-aside")
    BUNDLES.rename(aside)
    try:
        return measure(browser)
    finally:
        shutil.rmtree(BUNDLES, ignore_errors=True)
        aside.rename(BUNDLES)


def first_visit(browser: Browser, url: str, reader: Caller, room: int) -> Visit:
    """Open the room in a browser that was never here."""
    context = browser.new_context(base_url=url, **DESKTOP)
    cookies = [{"name": c.name, "value": str(c.value), "url": url} for c in reader.cookies.jar]
    context.add_cookies(cookies)  # type: ignore[arg-type]
    page = context.new_page()
    session = slow(page)
    sizes = counted(session)
    page.goto(f"/?room={room}", wait_until="commit", timeout=60_000)
    page.locator(".message").filter(has_text=f"line {MESSAGES - 1} ").wait_for(timeout=60_000)
    messages = page.evaluate("performance.now()")
    frame = page.evaluate(FIRST_PAINT_MS)
    page.wait_for_timeout(1_000)
    context.close()
    return Visit(frame / 1000, messages / 1000, len(sizes), sum(sizes.values()) / 1000)


def slow(page: Page) -> CDPSession:
    """Give the page a slow line."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    limits = {"latency": LATENCY_MS, "downloadThroughput": BYTES_PER_S, "uploadThroughput": BYTES_PER_S}
    session.send("Network.emulateNetworkConditions", {"offline": False, **limits})
    return session


def counted(session: CDPSession) -> dict[str, float]:
    """Return the bytes of each answer that comes from now on, by its request."""
    sizes: dict[str, float] = {}
    session.on("Network.requestWillBeSent", lambda event: sizes.setdefault(event["requestId"], 0))
    session.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    return sizes


def report(name: str, visits: list[Visit]) -> None:
    """Print the medians."""
    frame, messages, requests, kilobytes = (
        statistics.median(getattr(visit, field) for visit in visits)
        for field in ("frame", "messages", "requests", "kilobytes")
    )
    print(f"{name}: frame {frame:.1f} s, messages {messages:.1f} s, {requests:.0f} requests, {kilobytes:.0f} KB")


if __name__ == "__main__":
    main()
