"""What a page costs on its main thread, in processor time: what else the machine does changes nothing."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page

CATEGORIES = ["devtools.timeline", "disabled-by-default-devtools.timeline"]


@contextmanager
def traced(page: Page) -> Iterator[list[float]]:
    """Give a list that holds, after the block, the milliseconds of each task of the page's main thread."""
    browser = page.context.browser
    assert browser is not None
    tasks: list[float] = []
    browser.start_tracing(page=page, categories=CATEGORIES)
    try:
        yield tasks
    finally:
        events = json.loads(browser.stop_tracing())["traceEvents"]
    threads = set(main_threads(events, page.url))
    tasks += [
        event.get("tdur", 0) / 1000
        for event in events
        if event["name"] == "RunTask" and (event["pid"], event["tid"]) in threads
    ]


def main_threads(events: list[dict], url: str) -> Iterator[tuple[int, int]]:
    """Yield the main threads, as process and thread ids, of the processes that show ``url``."""
    pids = {
        frame["processId"]
        for event in events
        if event["name"] == "TracingStartedInBrowser"
        for frame in event["args"]["data"]["frames"]
        if frame["url"] == url
    }
    for event in events:
        if event["name"] == "thread_name" and event["args"]["name"] == "CrRendererMain" and event["pid"] in pids:
            yield event["pid"], event["tid"]
