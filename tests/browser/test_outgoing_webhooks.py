"""Outgoing webhooks of a room in the page: added, watched, sent again, turned off and on, deleted; by its owner."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.axe import findings
from tests.browser.conftest import Enter
from tests.browser.desk import Desk
from tests.browser.person import Person
from tests.browser.targets import small_targets
from tests.browser.test_webhooks import open_webhooks
from tests.support.browsers import DESKTOP, PHONE
from tests.support.server import Server
from tests.support.webhook_receiver import Receiver, open_receiver

pytestmark = pytest.mark.browser

OFF = """
from messaging.models import OutgoingWebhook
OutgoingWebhook.objects.filter(name={name!r}).update(is_active=False, off_reason={reason!r})
"""


@pytest.fixture(scope="module")
def receiver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Receiver]:
    """Return a program that takes what is sent, and checks its signatures."""
    folder: Path = tmp_path_factory.mktemp("receiver")
    with open_receiver(folder) as opened:
        yield opened


@pytest.fixture(scope="module")
def sending_server(make_server: Callable[..., Server], receiver: Receiver) -> Server:
    """Return a server that trusts it."""
    trusted = str(receiver.service.certificate)
    return make_server(env={"OUTGOING_PRIVATE_ADDRESSES": "true", "SSL_CERT_FILE": trusted})


@pytest.fixture(params=[False, True], ids=["desktop", "phone"])
def owner(request: pytest.FixtureRequest, sending_server: Server, chromium: Browser) -> Iterator[Person]:
    """Return the owner of rooms there, on a desktop and on a phone."""
    look = PHONE if request.param else DESKTOP
    usual = {"service_workers": "block", "reduced_motion": "reduce"}
    permissions = ["clipboard-read", "clipboard-write"]
    desk = Desk(chromium, sending_server.url, {**usual, "permissions": permissions, **look})
    yield Person("Alice on a phone" if request.param else "Alice", sending_server, desk).register().open()
    assert not desk.complaints
    desk.context.close()


def open_outgoing(person: Person) -> Locator:
    """Open the list from the room's details."""
    open_webhooks(person)
    person.page.get_by_role("tab", name="Outgoing").click()
    return person.page.get_by_role("tabpanel", name="Outgoing")


def details(person: Person) -> Locator:
    """Return the dialog of one webhook."""
    return person.page.locator("#outgoing-webhook")


def add(person: Person, room: int, name: str, url: str = "https://hooks.example.org/a?b=c") -> None:
    """Add a webhook over HTTP."""
    body = {"room_id": room, "name": name, "url": url, "events": ["new_message"]}
    person.caller.post("/outgoing-webhooks", json=body).raise_for_status()


def test_from_an_address_to_a_delivery_that_is_sent_again(owner: Person, receiver: Receiver) -> None:
    path = f"/{'phone' if 'phone' in owner.name else 'desktop'}"
    room = owner.go_to_new_room(f"Builds of {owner.name}")
    panel = open_outgoing(owner)
    expect(panel.get_by_text("This room has no outgoing webhooks.")).to_be_visible()
    panel.get_by_role("button", name="Add webhook").click()
    form = owner.page.get_by_role("dialog", name="Add outgoing webhook")
    form.get_by_label("Name", exact=True).fill("CI")
    form.get_by_label("Address").fill("http://ci.example.org")
    form.get_by_label("New messages").uncheck()
    form.get_by_role("button", name="Add webhook").click()
    expect(form.get_by_text("This must be an address that begins with https://")).to_be_visible()
    expect(form.get_by_text("Choose at least one event.")).to_be_visible()
    form.get_by_label("Address").fill(receiver.origin + path)
    form.get_by_label("New messages").check()
    form.get_by_label("People joining").check()
    form.get_by_role("button", name="Add webhook").click()

    shown = details(owner)
    expect(shown.get_by_role("heading", name="CI")).to_be_visible()
    expect(shown.get_by_role("button", name="Copy secret")).to_be_focused()
    shown.get_by_role("button", name="Copy secret").click()
    expect(shown.get_by_text("Secret copied.")).to_be_visible()
    receiver.secrets[path] = owner.page.evaluate("navigator.clipboard.readText()")
    assert receiver.secrets[path] == shown.get_by_label("Signing secret", exact=True).input_value() != ""
    expect(shown).to_contain_text("On · nothing delivered yet")
    expect(shown).to_contain_text(re.compile("New messages\\s*People joining"))
    expect(shown.get_by_text("Nothing has been sent yet.")).to_be_visible()

    receiver.answer(path, 201, 200, 503, 204)
    before = len(receiver.posted)
    owner.post(room, "Build 7 is done").post(room, "Build 8 is done")
    receiver.wait_for(before + 2)  # the second is sent once it is noted how the first one went
    shown.get_by_role("button", name="Refresh").click()
    row = shown.locator(".browse-row").last
    again = row.get_by_role("button", name=re.compile("^Send again: New message"))
    expect(row).to_contain_text(re.compile("Delivered\\s*The receiver answered 201.*1 attempt", re.DOTALL))
    again.click()
    expect(shown.get_by_text("Sent again. The receiver answered 503 instead of 2xx.")).to_be_visible(timeout=30_000)
    expect(row).to_contain_text("Failed")
    again.focus()
    owner.page.keyboard.press("Enter")
    expect(shown.get_by_text("Sent again. The receiver answered 204.")).to_be_visible(timeout=30_000)
    expect(row).to_contain_text("3 attempts")
    expect(again).to_be_focused()
    first, _second, third = receiver.wait_for(before + 3)[before:]
    assert (first.delivery, first.content) == (third.delivery, "Build 7 is done")
    assert findings(owner.page) == []
    assert "phone" not in owner.name or small_targets(owner.page) == []


def test_one_that_failed_is_tried_at_once_when_the_receiver_is_back(owner: Person, receiver: Receiver) -> None:
    path = f"/back-{'phone' if 'phone' in owner.name else 'desktop'}"
    room = owner.go_to_new_room(f"Outage of {owner.name}")
    add(owner, room, "CI", receiver.origin + path)
    receiver.answer(path, 503)
    owner.post(room, "Build 9 is done")
    with owner.page.expect_response(lambda answer: "/deliveries" in answer.url):
        open_outgoing(owner).get_by_role("button", name="CI").click()
    shown = details(owner)
    button = shown.get_by_role("button", name=re.compile("^Try now: New message"))
    failing = shown.get_by_text("Deliveries have failed since")
    refresh = shown.get_by_role("button", name="Refresh")
    for _ in range(200):
        if failing.is_visible():
            break
        with owner.page.expect_response(lambda answer: "/deliveries" in answer.url):
            refresh.click()
    expect(failing).to_be_visible()
    receiver.answer(path, 204)
    button.click()
    expect(shown.get_by_text("Sent again. The receiver answered 204.")).to_be_visible(timeout=30_000)
    expect(failing).to_be_hidden()
    expect(shown).to_contain_text(re.compile("On · last delivered"))


def test_edited_turned_off_and_on_given_a_new_secret_and_deleted(owner: Person) -> None:
    room = owner.go_to_new_room(f"Mended by {owner.name}")
    add(owner, room, "Old name")
    panel, shown = open_outgoing(owner), details(owner)
    panel.get_by_role("button", name="Old name").click()
    expect(shown.get_by_label("Signing secret", exact=True)).to_be_hidden()
    shown.get_by_role("button", name="Edit").click()
    form = owner.page.get_by_role("dialog", name="Edit webhook")
    expect(form.get_by_label("Address")).to_have_value("https://hooks.example.org/a?b=c")
    form.get_by_label("Name", exact=True).fill("New name")
    form.get_by_label("Edits, deletions and reactions").check()
    form.get_by_role("button", name="Save").click()
    expect(shown.get_by_role("heading", name="New name")).to_be_visible()
    expect(shown).to_contain_text("Edits, deletions and reactions")

    shown.get_by_role("button", name="Turn off").click()
    expect(shown.get_by_text("This webhook is off. What happens while it is off isn't sent later.")).to_be_visible()
    shown.get_by_role("button", name="Turn on").click()
    expect(shown).to_contain_text("On · nothing delivered yet")
    expect(shown.get_by_role("button", name="Turn off")).to_be_focused()

    shown.get_by_role("button", name="New secret").click()
    owner.page.get_by_role("button", name="Replace secret").click()
    secret = shown.get_by_label("Signing secret", exact=True)
    expect(secret).to_have_value(re.compile(".{20,}"))
    shown.get_by_role("button", name="Close").click()
    panel.get_by_role("button", name="New name").click()
    expect(secret).to_be_hidden()
    expect(secret).to_have_value("")

    shown.get_by_role("button", name="Delete").click()
    asked = owner.page.get_by_role("dialog", name="Delete this webhook?")
    expect(asked).to_contain_text("Nothing more is sent to New name")
    asked.get_by_role("button", name="Delete webhook").click()
    expect(shown).to_be_hidden()
    expect(panel.get_by_text("This room has no outgoing webhooks.")).to_be_visible()
    expect(panel.get_by_role("button", name="Add webhook")).to_be_focused()
    assert owner.caller.get(f"/outgoing-webhooks?room_id={room}").json()["webhooks"] == []


def test_opened_from_a_list_that_is_older_it_is_shown_as_it_is_now(alice: Person) -> None:
    room = alice.go_to_new_room("Read long before")
    add(alice, room, "Turned off meanwhile")
    row = open_outgoing(alice).get_by_role("button", name="Turned off meanwhile")
    expect(row).to_contain_text("On")
    alice.server.run(OFF.format(name="Turned off meanwhile", reason="gone"))
    row.click()
    expect(details(alice).get_by_role("button", name="Turn on")).to_be_visible()
    expect(row).to_contain_text("Off")


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("failing", "It turned itself off after a week of failures. Fix the program or the address and turn it on."),
        ("gone", "It turned itself off: the answer was that it's gone (410)."),
        ("rights", "Alice can no longer manage it. Turn it on to take it over."),
    ],
)
def test_one_that_turned_itself_off_says_why_and_how_to_turn_it_on(alice: Person, reason: str, said: str) -> None:
    room = alice.go_to_new_room(f"Because of {reason}")
    add(alice, room, f"Off by {reason}")
    alice.server.run(OFF.format(name=f"Off by {reason}", reason=reason))
    row = open_outgoing(alice).get_by_role("button", name=f"Off by {reason}")
    expect(row).to_contain_text("Off")
    row.click()
    expect(details(alice)).to_contain_text(said)
    details(alice).get_by_role("button", name="Turn on").click()
    expect(details(alice).get_by_text(said)).to_be_hidden()


def test_one_that_someone_else_deleted_leaves_both_lists(alice: Person) -> None:
    room = alice.go_to_new_room("Two hands")
    add(alice, room, "CI")
    incoming = alice.caller.post(f"/rooms/{room}/webhooks", json={"name": "Cron"}).json()["webhook"]["id"]
    panel, shown = open_outgoing(alice), details(alice)
    panel.get_by_role("button", name="CI").click()
    [outgoing] = alice.caller.get(f"/outgoing-webhooks?room_id={room}").json()["webhooks"]
    for path in (f"/outgoing-webhooks/{outgoing['id']}", f"/rooms/{room}/webhooks/{incoming}"):
        alice.caller.delete(path).raise_for_status()
    confirm = alice.page.get_by_role("button", name="Delete webhook")
    shown.get_by_role("button", name="Delete").click()
    confirm.click()
    expect(shown).to_be_hidden()
    expect(panel.get_by_text("This room has no outgoing webhooks.")).to_be_visible()
    alice.page.get_by_role("tab", name="Incoming").click()
    alice.page.get_by_role("button", name="Delete: Cron").click()
    confirm.click()
    expect(alice.page.get_by_role("button", name="Delete: Cron")).to_have_count(0)


def test_without_a_network_it_says_so_and_tries_again(alice: Person) -> None:
    room = alice.go_to_new_room("In a tunnel")
    add(alice, room, "CI")
    panel, shown = open_outgoing(alice), details(alice)
    panel.get_by_role("button", name="CI").click()
    expect(shown.get_by_text("Nothing has been sent yet.")).to_be_visible()
    alice.disconnect()
    shown.get_by_role("button", name="Turn off").click()
    refused = shown.locator(".toast-note")
    expect(refused).to_have_text("The server can't be reached. Try again in a moment.")
    shown.get_by_role("button", name="Refresh").click()
    retry = shown.get_by_role("button", name="Try again")
    expect(retry).to_be_visible()
    alice.reconnect()
    retry.click()
    expect(retry).to_be_hidden()
    expect(shown.get_by_text("Nothing has been sent yet.")).to_be_visible()
    assert alice.page.evaluate("document.activeElement !== document.body")
    shown.get_by_role("button", name="Turn off").click()
    expect(shown.get_by_text("This webhook is off.")).to_be_visible()
    expect(refused).to_be_hidden(timeout=20_000)  # it stays while the pointer is on it


def test_what_the_server_refuses_is_said_in_the_form(alice: Person) -> None:
    room = alice.go_to_new_room("Crowded")
    for number in range(10):
        add(alice, room, f"Number {number}")
    open_outgoing(alice).get_by_role("button", name="Add webhook").click()
    form = alice.page.get_by_role("dialog", name="Add outgoing webhook")
    form.get_by_label("Name", exact=True).fill("One more")
    form.get_by_label("Address").fill("https://hooks.example.org")
    form.get_by_role("button", name="Add webhook").click()
    expect(form.get_by_text("There are 10 outgoing webhooks already. Delete one first.")).to_be_visible()


def test_the_tabs_are_chosen_by_keys(alice: Person) -> None:
    alice.go_to_new_room("By keys")
    open_webhooks(alice)
    expect(alice.dialog.get_by_label("Name")).to_be_focused()
    tab = alice.page.get_by_role("tab", name="Incoming")
    tab.focus()
    alice.page.keyboard.press("ArrowRight")
    expect(alice.page.get_by_role("tab", name="Outgoing")).to_be_focused()
    expect(alice.page.get_by_role("tabpanel", name="Outgoing")).to_be_visible()
    alice.page.keyboard.press("Home")
    expect(tab).to_have_attribute("aria-selected", "true")
    expect(alice.page.get_by_role("tabpanel", name="Incoming")).to_be_visible()


def test_a_moderator_who_is_not_the_owner_is_offered_incoming_ones_only(enter: Enter) -> None:
    alice, bob = enter("Alice"), enter("Bob")
    room = alice.go_to_new_room("Moderated builds")
    bob.join(room)
    path = f"/rooms/{room}/members/{bob.caller.user['id']}"
    alice.caller.patch(path, json={"role": "moderator"}).raise_for_status()
    bob.go_to("Moderated builds")
    open_webhooks(bob)
    expect(bob.dialog.get_by_role("button", name="Create webhook")).to_be_visible()
    expect(bob.page.get_by_role("tab")).to_have_count(0)
