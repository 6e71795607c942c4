"""States of the dialogs for webhooks: incoming and outgoing ones, what is shown once, and the log of deliveries."""

import re

from playwright.sync_api import Page, expect

from tests.support.rare_states import rare


def open_webhooks(page: Page) -> None:
    """Open the dialog in a room of its owner."""
    back = page.locator("[data-part=to-rooms]")
    if back.is_visible():
        back.click()
    page.get_by_role("link", name=re.compile("^Chess by mail")).click()
    expect(page.locator(".conversation-title h1")).to_have_text("Chess by mail")
    if not page.locator("#side").is_visible():
        page.locator(".room-title").click()
    page.locator("#side").get_by_role("button", name="Webhooks").click()
    expect(page.locator("#webhooks")).to_be_visible()


@rare("jonas:/?room=1")
def webhooks(page: Page) -> None:
    """Make one, so that its URL is shown above the list."""
    open_webhooks(page)
    dialog = page.locator("#webhooks-incoming")
    expect(dialog.get_by_text("Loading…")).to_have_count(0)
    if dialog.locator(".browse-row").count() == 0:
        dialog.get_by_label("Name").fill("Deploy")
        dialog.get_by_role("button", name="Create webhook").click()
        expect(dialog.get_by_label("Webhook URL")).to_be_visible()
    expect(dialog.locator(".browse-row").first).to_be_visible()


@rare("jonas:/?room=1")
def delete_webhook(page: Page) -> None:
    webhooks(page)
    page.locator("#webhooks-incoming .browse-row").first.get_by_role("button", name="Delete").click()
    expect(page.locator("#delete-webhook")).to_be_visible()


@rare("jonas:/?room=1")
def outgoing_webhooks(page: Page) -> None:
    open_webhooks(page)
    page.get_by_role("tab", name="Outgoing").click()
    expect(page.locator("#webhooks-outgoing .browse-row").first).to_be_visible()


def open_outgoing(page: Page, name: str) -> None:
    """Open a webhook of the list."""
    outgoing_webhooks(page)
    page.locator("#webhooks-outgoing").get_by_role("button", name=name).click()
    expect(page.locator("#outgoing-webhook")).to_be_visible()


@rare("jonas:/?room=1")
def outgoing_webhook(page: Page) -> None:
    open_outgoing(page, "Board on the website")
    expect(page.locator("#outgoing-webhook .browse-row").first).to_be_visible()


@rare("jonas:/?room=1")
def outgoing_off(page: Page) -> None:
    open_outgoing(page, "Score sheet printer")
    expect(page.get_by_text("Nothing has been sent yet.")).to_be_visible()


@rare("jonas:/?room=1")
def outgoing_failing(page: Page) -> None:
    open_outgoing(page, "Clock")


@rare("jonas:/?room=1")
def outgoing_secret(page: Page) -> None:
    open_outgoing(page, "Board on the website")
    page.locator("#outgoing-webhook").get_by_role("button", name="New secret").click()
    page.locator("#new-secret").get_by_role("button", name="Replace secret").click()
    expect(page.get_by_label("Signing secret", exact=True)).to_be_visible()


@rare("jonas:/?room=1")
def outgoing_unreachable(page: Page) -> None:
    outgoing_webhooks(page)
    page.context.set_offline(True)
    page.locator("#webhooks-outgoing").get_by_role("button", name="Board on the website").click()
    expect(page.locator("#outgoing-webhook").get_by_role("button", name="Try again")).to_be_visible()
    page.context.set_offline(False)


@rare("jonas:/?room=1")
def edit_outgoing(page: Page) -> None:
    outgoing_webhooks(page)
    page.locator("#webhooks-outgoing").get_by_role("button", name="Add webhook").click()
    dialog = page.locator("#edit-outgoing")
    dialog.get_by_label("Name", exact=True).fill("Board")
    dialog.get_by_label("Address").fill("http://board.example.org")
    dialog.get_by_role("button", name="Add webhook").click()
    expect(dialog.locator(".is-invalid")).to_be_visible()


@rare("jonas:/?room=1")
def new_secret(page: Page) -> None:
    open_outgoing(page, "Board on the website")
    page.locator("#outgoing-webhook").get_by_role("button", name="New secret").click()
    expect(page.locator("#new-secret")).to_be_visible()
