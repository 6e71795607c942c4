"""Who is who: cards, names; and what people tell those who run the chat."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Enter
from tests.browser.person import Person

pytestmark = pytest.mark.browser


def test_two_people_type_at_once(alice: Person, bob: Person, enter: Enter) -> None:
    dora = enter("Dora")
    bob.composer.press_sequentially("Let me")
    dora.composer.press_sequentially("No, let me")
    expect(alice.page.locator(".typing-line")).to_have_text(re.compile("Bob and Dora are|Dora and Bob are"))


def test_a_persons_card_says_who_they_are_and_whether_they_are_here(alice: Person, bob: Person) -> None:
    bob.say("Who am I?")
    alice.message("Who am I?").get_by_role("button", name="Bob").click()
    expect(alice.side).to_contain_text("Bob")
    expect(alice.side).to_contain_text("Online now")
    expect(alice.side).to_contain_text("Member of this room")


def test_a_new_name_is_seen_by_everyone_at_once(alice: Person, bob: Person) -> None:
    profile = alice.open_settings("Profile")
    profile.get_by_label("Name", exact=True).fill("Alice of Wonderland")
    profile.get_by_role("button", name="Save name").click()
    row = bob.page.locator(f".member[data-user='{alice.caller.user['id']}']")
    expect(row).to_contain_text("Alice of Wonderland")


def test_a_visitor_sends_feedback_and_is_notified_when_it_fails(enter: Enter) -> None:
    visitor = enter("Vera", live=False)
    visitor.context.clear_cookies()
    visitor.page.goto("/login/")
    visitor.page.get_by_role("button", name="Feedback", exact=True).click()
    visitor.dialog.get_by_label("Your message").fill("I cannot find the register page.")
    visitor.page.route("**/feedback", lambda route: route.abort())
    visitor.confirm("Send feedback")
    expect(visitor.dialog.get_by_role("alert").filter(has_text="can't be reached")).to_be_visible()
    visitor.page.unroute("**/feedback")
    visitor.confirm("Send feedback")
    expect(visitor.dialog).to_contain_text("Thank you.")
