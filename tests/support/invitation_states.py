"""States of invitations: the dialog that makes them, the page that they open, and what remains when they have ended."""

import re

from playwright.sync_api import Page, expect

from tests.support.rare_states import enter, rare

INVITATION = "/invite/for-the-pictures/"  # the scene's, to Jonas's room


@rare("jonas:/?room=1")
def invite(page: Page) -> None:
    back = page.locator("[data-part=to-rooms]")
    if back.is_visible():
        back.click()
    page.get_by_role("link", name=re.compile("^Chess by mail")).click()
    page.get_by_role("button", name="Room menu").click()
    page.locator("#room-menu").get_by_role("button", name="Invite people").click()
    expect(page.locator("#invite .browse-row").first).to_be_visible()


@rare("jonas:/?room=1")
def invite_made(page: Page) -> None:
    invite(page)
    page.locator("#invite").get_by_role("button", name="QR code").click()
    expect(page.locator("#invite .invite-picture")).to_be_visible()


@rare(f":{INVITATION}")
def invitation(page: Page) -> None:
    expect(page.get_by_role("link", name="Create an account")).to_be_visible()


@rare(f"mira:{INVITATION}")
def invitation_signed_in(page: Page) -> None:
    expect(page.get_by_role("button", name="Join #Chess by mail")).to_be_enabled()


@rare(":/invite/long-gone/")
def invitation_gone(page: Page) -> None:
    expect(page.get_by_role("heading", name="This invitation no longer works")).to_be_visible()


@rare(f":/register/?next={INVITATION}")
def register_invited(page: Page) -> None:
    expect(page.get_by_role("button", name="Create account")).to_be_enabled()


@rare(":/login/")
def welcome(page: Page) -> None:
    enter(page, "newly@example.org", "Nela Newly")
    page.goto("/")
    page.get_by_role("button", name="Get started").click()
    expect(page.locator("#welcome[open] .browse-row").first).to_be_visible()


@rare(":/login/")
def welcome_line(page: Page) -> None:
    enter(page, "newly@example.org", "Nela Newly")
    page.goto("/?room=1")
    expect(page.get_by_role("button", name="Get started")).to_be_visible()
