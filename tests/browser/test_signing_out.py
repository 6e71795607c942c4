"""Signed out is signed out: nothing of the chat is on the screen or comes back to it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.service_worker]

SECRET = "between us"
TEXTS = "() => document.documentElement.innerText + JSON.stringify({ ...localStorage })"


def sign_out(alice: Person) -> None:
    alice.page.get_by_role("button", name="Account and settings").click()
    alice.page.get_by_role("button", name="Sign out").click()
    shows_nothing(alice.page)


def shows_nothing(page: Page) -> None:
    """Wait for the sign-in page; nothing that anyone wrote is on it or in the storage."""
    expect(page).to_have_url(re.compile("/login/"))
    expect(page.get_by_label("Password", exact=True)).to_be_visible()
    assert SECRET not in page.evaluate(TEXTS)


def test_back_shows_no_message_after_signing_out(alice: Person) -> None:
    answer = alice.page.request.get("/")
    assert answer.headers["cache-control"] == "no-store"
    alice.go_to_new_room("Whispers")
    alice.say(SECRET).sees(SECRET)
    alice.page.wait_for_function("(text) => localStorage.getItem('snapshot:screen')?.includes(text)", arg=SECRET)
    sign_out(alice)
    alice.page.go_back()
    shows_nothing(alice.page)


def test_signing_out_empties_the_other_tabs(alice: Person) -> None:
    room = alice.go_to_new_room("Two tabs")
    alice.say(SECRET).sees(SECRET)
    other = alice.another_tab(f"/rooms/{room}/1")
    other.is_live().sees(SECRET)
    sign_out(alice)
    shows_nothing(other.page)


def test_a_page_that_comes_back_asks_who_is_there(alice: Person) -> None:
    alice.go_to_new_room("Here again")
    alice.say(SECRET).sees(SECRET)
    back = "() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"
    alice.page.evaluate(back)
    alice.sees(SECRET)
    expect(alice.message(SECRET).last).to_be_visible()
    alice.context.clear_cookies()
    alice.page.evaluate(back)
    shows_nothing(alice.page)


def test_what_was_not_sent_waits_for_its_author(alice: Person) -> None:
    alice.type("half a thought")
    alice.page.wait_for_function("() => Object.values(localStorage).some((text) => text.includes('half a thought'))")
    sign_out(alice)
    alice.as_caller(alice.server.caller().sign_in(alice.caller.user["email"])).open()
    expect(alice.composer).to_have_value("half a thought")


def test_a_page_that_could_not_sign_out_says_so(alice: Person) -> None:
    alice.disconnect()
    alice.page.get_by_role("button", name="Account and settings").click()
    alice.page.get_by_role("button", name="Sign out").click()
    expect(alice.page.locator(".toast-note").last).to_contain_text("The server can't be reached")
    alice.reconnect()
    expect(alice.composer).to_be_visible()
