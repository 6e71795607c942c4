"""States of the dialog for webhooks: their list, the URL that is shown once, and the question before one is deleted."""

import re

from playwright.sync_api import Page, expect

from tests.support.rare_states import rare


@rare("jonas:/?room=1")
def webhooks(page: Page) -> None:
    """Make one, so that its URL is shown above the list."""
    back = page.locator("[data-part=to-rooms]")
    if back.is_visible():
        back.click()
    page.get_by_role("link", name=re.compile("^Chess by mail")).click()
    expect(page.locator(".conversation-title h1")).to_have_text("Chess by mail")
    if not page.locator("#side").is_visible():
        page.locator(".room-title").click()
    page.locator("#side").get_by_role("button", name="Webhooks").click()
    dialog = page.locator("#webhooks")
    if dialog.locator(".browse-row").count() == 0:
        dialog.get_by_label("Name").fill("Deploy")
        dialog.get_by_role("button", name="Create webhook").click()
        expect(dialog.get_by_label("Webhook URL")).to_be_visible()
    expect(dialog.locator(".browse-row").first).to_be_visible()


@rare("jonas:/?room=1")
def delete_webhook(page: Page) -> None:
    webhooks(page)
    page.locator("#webhooks .browse-row").first.get_by_role("button", name="Delete").click()
    expect(page.locator("#delete-webhook")).to_be_visible()
