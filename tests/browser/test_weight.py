"""What a visit costs on the network."""

from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Enter

pytestmark = [pytest.mark.browser, pytest.mark.service_worker]

KB = 1_000
MEMBERS = 150
CROWD = """
from accounts.models import User
from rooms.models import Room
from rooms.memberships import join_room
people = [User(email=f"guest{{n}}@example.com", name=f"Guest number {{n}}") for n in range({count})]
for person in User.objects.bulk_create(people):
    join_room(room_id={room}, by=person)
"""


FIRST_MESSAGE = """
new MutationObserver((_, observer) => {
  if (!document.querySelector(".message")) return;
  window.firstMessageMs = performance.now();
  observer.disconnect();
}).observe(document, { childList: true, subtree: true });
"""
SCRIPTS_BEFORE = """() => performance.getEntriesByType("resource")
  .filter(({ name, responseEnd }) => new URL(name).pathname.endsWith(".js") && responseEnd <= window.firstMessageMs)
  .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)"""


class Visit(NamedTuple):
    """What crossed the wire: bytes, those of the scripts without their headers, and requests."""

    total: int
    scripts: int
    requests: int


def visit(page: Page, path: str) -> Visit:
    """Load a page. Nothing may come from another origin."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    answers: dict[str, Any] = {}
    total = scripts = requests = 0

    def finished(event: Any) -> None:
        nonlocal total, scripts, requests
        answer = answers.get(event["requestId"])
        if answer is None or answer["response"].get("fromServiceWorker"):
            return
        requests += 1
        total += int(event["encodedDataLength"])
        if answer["type"] == "Script":
            scripts += int(event["encodedDataLength"] - answer["response"]["encodedDataLength"])

    session.on("Network.responseReceived", lambda event: answers.update({event["requestId"]: event}))
    session.on("Network.loadingFinished", finished)
    page.goto(path)
    page.locator(".member").first.wait_for(state="attached")  # what the first screen does not need is there
    page.wait_for_load_state("networkidle")
    session.detach()
    urls = {answer["response"]["url"] for answer in answers.values()}
    assert {url.partition("/static/")[0].partition("/?")[0] for url in urls if "/static/" in url} == {
        page.url.partition("/?")[0]
    }
    return Visit(total, scripts, requests)


def test_the_first_visit_is_light_and_the_next_one_nearly_free(enter: Enter) -> None:
    alice = enter("Alice", live=False, fresh=True)
    room = alice.create_room("Full house")
    alice.server.run(CROWD.format(room=room, count=MEMBERS))
    alice.post(room, "hello")
    alice.page.add_init_script(FIRST_MESSAGE)
    first = visit(alice.page, f"/?room={room}")
    assert alice.page.locator(".member").count() > MEMBERS
    before_a_message = alice.page.evaluate(SCRIPTS_BEFORE)
    assert 40 * KB < before_a_message <= 70 * KB
    assert first.scripts <= 100 * KB
    assert first.total <= 180 * KB
    assert first.requests <= 25
    alice.is_kept()
    again = visit(alice.page, f"/?room={room}")
    assert again.total <= 15 * KB


def test_what_is_fetched_ahead_is_fetched_once(enter: Enter) -> None:
    alice = enter("Alice", live=False, fresh=True)
    room = alice.create_room("Ahead")
    asked: list[str] = []
    alice.page.on("request", lambda request: asked.append(request.url))
    alice.page.goto(f"/?room={room}")
    alice.page.wait_for_load_state("networkidle")
    for path in ("/auth/me", "/rooms?closed=1", "/rooms?joined=1"):
        assert len([url for url in asked if path in url]) == 1, path
