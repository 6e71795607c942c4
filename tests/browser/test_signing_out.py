"""Signed out is signed out: nothing of the chat is on the screen or comes back to it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.person import Person
from tests.support.callers import PASSWORD
from tests.support.server import Server

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


def test_signing_in_again_in_one_tab_is_enough_for_all(alice: Person) -> None:
    other = alice.another_tab().is_live()
    alice.caller.delete(f"/auth/sessions/{alice.caller.get('/auth/sessions').json()['sessions'][0]['id']}")
    for tab in (alice, other):
        expect(tab.page.get_by_role("dialog", name="Sign in again")).to_be_visible()
    alice.page.get_by_label("Password", exact=True).fill(PASSWORD)
    alice.page.keyboard.press("Enter")
    for tab in (alice, other):
        expect(tab.page.get_by_role("dialog")).to_have_count(0)
        tab.say(f"from tab {tab is other}").sees(f"from tab {tab is other}")


def test_a_page_never_writes_as_another_person(alice: Person, server: Server) -> None:
    """In another tab, someone else signed in while this one had no network."""
    room = alice.go_to_new_room("Not mine")
    carol = server.register("Carol")
    carol.post(f"/rooms/{room}/join").raise_for_status()
    alice.disconnect()
    alice.say("from Alice")
    expect(alice.message("from Alice")).to_be_visible()
    alice.context.add_cookies(carol.cookies_for_a_browser())
    alice.reconnect()
    expect(alice.page.get_by_role("button", name="Account and settings")).to_contain_text("Carol")
    assert alice.caller.get(f"/rooms/{room}/messages").json()["messages"] == []
    alice.as_caller(alice.caller).open(f"/rooms/{room}/1").sees("from Alice")


def test_signing_in_again_proposes_the_address_that_the_account_has_now(alice: Person) -> None:
    moved = f"new-{alice.caller.user['email']}"
    link = alice.server.run(f"""
from accounts.models import User
from accounts.security.links import new_email_link
print(new_email_link(User.objects.get(pk={alice.caller.user["id"]}), "{moved}", origin=""))
""")
    token = link.strip().partition("token=")[2]
    alice.caller.put("/auth/email-change", json={"token": token}).raise_for_status()
    alice.open_settings("Account")
    expect(alice.page.get_by_text(moved)).to_be_visible()
    alice.page.keyboard.press("Escape")
    alice.caller.delete(f"/auth/sessions/{alice.caller.get('/auth/sessions').json()['sessions'][0]['id']}")
    expect(alice.page.get_by_role("dialog", name="Sign in again").get_by_label("Email")).to_have_value(moved)
