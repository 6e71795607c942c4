"""From one person's message over a push service to the notification of another, and back again."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.desk import Desk
from tests.browser.person import Person
from tests.browser.pushed import Reached
from tests.support.browsers import PHONE
from tests.support.push_service import PushService, open_service
from tests.support.server import Server

pytestmark = pytest.mark.browser


@pytest.fixture
def service(tmp_path: Path) -> Iterator[PushService]:
    """Return a push service that reads what browsers would."""
    with open_service(tmp_path) as running:
        yield running


@pytest.fixture
def pushing_server(make_server: Callable[..., Server], service: PushService) -> Server:
    """Return a server that trusts it, and pushes what was not read within a second."""
    trust = {"OUTGOING_PRIVATE_ADDRESSES": "true", "SSL_CERT_FILE": str(service.certificate)}
    return make_server(env={**trust, "NOTIFY_AFTER_S": "1"})


@pytest.fixture
def alice(pushing_server: Server, whole_chromium: Browser, service: PushService) -> Iterator[Reached]:
    """Return Alice, whose browser is subscribed there."""
    alice = Reached("Alice", pushing_server, whole_chromium, service=service.origin)
    alice.register().open().is_kept()
    alice.turn_on()
    path, browser = alice.subscription()
    service.browsers[path] = browser
    yield alice
    assert not alice.desk.complaints
    alice.context.close()


def test_a_message_is_pushed_clicked_and_closed_once_it_is_read_in_another_browser(
    alice: Reached, pushing_server: Server, chromium: Browser, service: PushService
) -> None:
    bob = pushing_server.register("Bob")
    room = bob.post("/direct", json={"user_ids": [alice.caller.user["id"]]}).raise_for_status().json()["room"]["id"]
    alice.look_away()
    said = bob.post(f"/rooms/{room}/messages", json={"content": "Are **you** there?"}).raise_for_status().json()
    [pushed] = service.wait_for(1)
    alice.is_pushed(**pushed.data)
    [one] = alice.sees_notifications("Bob")
    assert (one["body"], one["actions"]) == ("Are you there?", 1)
    there = Desk(chromium, pushing_server.url, PHONE)
    Person("Alice", pushing_server, there).as_caller(alice.caller).open(f"/?room={room}").sees("Are you there?")
    _, closing = service.wait_for(2)
    assert closing.data["kind"] == "read"
    alice.is_pushed(**closing.data)
    alice.sees_notifications()
    there.context.close()
    again = bob.post(f"/rooms/{room}/messages", json={"content": "And now?"}).raise_for_status().json()
    assert again["message"]["seq"] > said["message"]["seq"]
    alice.is_pushed(**service.wait_for(3)[-1].data)
    alice.sees_notifications("Bob")
    alice.click(f"room-{room}")
    expect(alice.title).to_have_text("Bob")
    expect(alice.page).to_have_url(f"{pushing_server.url}/rooms/{room}/{again['message']['seq']}")


def test_a_test_says_what_became_of_it(alice: Reached, service: PushService) -> None:
    section = alice.open_settings("Notifications")
    results = section.locator("[data-part=test-results]")
    section.get_by_role("button", name="Send a test").click()
    expect(results).to_have_text("Chrome on Linux: sent.")
    alice.is_pushed(**service.wait_for(1)[0].data)
    alice.sees_notifications("Chatsite")
    service.answers[next(iter(service.browsers))] = [500]
    section.get_by_role("button", name="Send a test").click()
    expect(results).to_contain_text("is busy (500)")
