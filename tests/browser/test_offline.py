"""The page opens without a network: to the last screen, with the outbox working."""

import pytest
from playwright.sync_api import expect

from tests.browser.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.service_worker]
SLOW = 20_000


def test_it_opens_offline_to_the_last_screen_and_sends_later(alice: Person, bob: Person) -> None:
    bob.say("Remember this.")
    alice.sees("Remember this.")
    alice.is_kept()
    alice.page.wait_for_function("() => localStorage.getItem('snapshot:screen')?.includes('Remember this.')")
    alice.disconnect().reload()
    alice.sees("Remember this.")
    expect(alice.room_link("General")).to_have_count(1)
    alice.say("Written offline, after a reload.")
    expect(alice.message("Written offline")).to_have_attribute("data-state", "sending")
    alice.reload()
    expect(alice.message("Written offline")).to_have_attribute("data-state", "sending")
    alice.reconnect()
    expect(bob.message("Written offline")).to_have_count(1, timeout=SLOW)
    alice.sees("Written offline, after a reload.")


def test_signing_out_leaves_nothing_on_the_device(alice: Person) -> None:
    alice.page.wait_for_function("() => localStorage.getItem('snapshot:rooms')")
    alice.page.get_by_role("button", name="Account and settings").click()
    alice.page.get_by_role("button", name="Sign out").click()
    expect(alice.page).to_have_url(f"{alice.server.url}/login/")
    assert alice.page.evaluate("() => Object.keys(localStorage).filter((key) => key.startsWith('snapshot'))") == []
