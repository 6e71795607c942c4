"""Webhooks of a room in the page: created, the URL copied once, used, deleted; on a desktop and on a phone."""

import re

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Enter
from tests.browser.person import Person

pytestmark = pytest.mark.browser


def open_webhooks(person: Person) -> None:
    """Open the dialog from the room's details."""
    if not person.side.is_visible():
        person.page.locator(".room-title").click()
    person.side.get_by_role("button", name="Webhooks").click()


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_from_a_name_to_a_message_and_to_the_end(enter: Enter, phone: bool) -> None:
    alice = enter("Alice", phone=phone, permissions=["clipboard-read", "clipboard-write"])
    alice.go_to_new_room(f"Builds {phone}")
    open_webhooks(alice)
    alice.dialog.get_by_label("Name").fill("CI")
    alice.dialog.get_by_role("button", name="Create webhook").click()
    shown = alice.dialog.get_by_label("Webhook URL")
    expect(shown).to_have_value(re.compile(r"^http://[^/]+/hooks/[\w-]{32}$"))
    alice.dialog.get_by_role("button", name="Copy URL").click()
    expect(alice.dialog.locator("[data-part=state]")).to_contain_text("URL copied.")
    url = alice.page.evaluate("navigator.clipboard.readText()")
    assert url == shown.input_value()
    row = alice.dialog.locator(".browse-row")
    expect(row).to_contain_text("CI")
    expect(row).to_contain_text("by Alice · never used")
    assert httpx.post(url, json={"text": "*Build 7* is done"}).status_code == 200
    alice.dialog.get_by_role("button", name="Close").click()
    expect(alice.messages.filter(has_text="Build 7 is done").locator("strong")).to_have_text("Build 7")

    open_webhooks(alice)
    expect(shown).to_be_hidden()
    expect(row).to_contain_text("last used")
    row.get_by_role("button", name="Delete: CI").click()
    asked = alice.page.get_by_role("dialog", name="Delete this webhook?")
    expect(asked).to_contain_text("Programs that use the URL of CI can't post here anymore.")
    asked.get_by_role("button", name="Cancel").click()
    expect(row).to_have_count(1)
    row.get_by_role("button", name="Delete: CI").click()
    asked.get_by_role("button", name="Delete webhook").click()
    expect(row).to_have_count(0)
    assert httpx.post(url, json={"text": "gone"}).status_code == 404


def test_a_name_is_needed_and_a_refusal_is_shown(alice: Person) -> None:
    room = alice.go_to_new_room("Full")
    for number in range(10):
        alice.caller.post(f"/rooms/{room}/webhooks", json={"name": f"Number {number}"}).raise_for_status()
    open_webhooks(alice)
    alice.dialog.get_by_role("button", name="Create webhook").click()
    expect(alice.dialog.get_by_text("Please fill this in.")).to_be_visible()
    alice.dialog.get_by_label("Name").fill("One more")
    alice.dialog.get_by_role("button", name="Create webhook").click()
    expect(alice.dialog.get_by_text("This room has 10 webhooks. Delete one first.")).to_be_visible()


def test_only_moderators_are_offered_it(alice: Person, bob: Person) -> None:
    room = alice.go_to_new_room("Quiet builds")
    bob.join(room).go_to("Quiet builds")
    bob.page.locator(".room-title").click()
    expect(bob.side.get_by_role("button", name="Pinned messages")).to_be_visible()
    expect(bob.side.get_by_role("button", name="Webhooks")).to_be_hidden()
