"""Forwarding a message to another room; and what people say that they do."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Enter

pytestmark = pytest.mark.browser


def test_a_message_is_forwarded_with_a_way_back_for_those_who_may_read_it(enter: Enter) -> None:
    alice, bob = enter("Alice", live=False), enter("Bob", live=False)
    source, target = alice.create_room("Forward source"), alice.create_room("Forward target")
    bob.join(target)
    alice.post(source, "The gate closes at eight.")
    alice.open(f"/?room={source}")
    bob.open(f"/?room={target}")
    alice.message("The gate closes").hover()
    alice.page.get_by_role("button", name="More", exact=True).click()
    alice.page.get_by_role("button", name="Forward…").click()
    alice.dialog.get_by_label("To", exact=True).select_option("Forward target")
    alice.page.get_by_label("Comment (optional)").fill("For tomorrow")
    alice.page.get_by_role("button", name="Forward", exact=True).click()
    expect(alice.page.get_by_text("Forwarded to Forward target.")).to_be_visible()
    shown = bob.message("For tomorrow")
    expect(shown).to_contain_text("Forwarded from Alice")
    expect(shown.locator("blockquote")).to_have_text("The gate closes at eight.")
    expect(shown.get_by_text("Show the original")).to_have_count(0)
    alice.go_to("Forward target")
    alice.message("For tomorrow").get_by_text("Show the original").click()
    expect(alice.page.get_by_role("heading", name="Forward source", exact=True)).to_be_visible()
    expect(alice.message("The gate closes at eight.")).to_be_visible()


def test_what_someone_does_begins_with_their_name(enter: Enter) -> None:
    alice = enter("Alice", live=False).open()
    alice.go_to_new_room("Forward actions")
    alice.composer.fill("/me waves")
    alice.page.keyboard.press("Enter")
    expect(alice.message("waves").locator("em.action")).to_have_text("Alice waves")
