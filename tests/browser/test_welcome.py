"""The first hour: a newcomer is offered to see to name, picture and rooms, once."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter
from tests.support.callers import PASSWORD

pytestmark = pytest.mark.browser

PICTURE = Path(__file__).parents[2] / "static/img/icon-192.png"
on_both = pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])


def register(page: Page, name: str) -> None:
    page.goto("/register/")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Email", exact=True).fill(f"{name.lower()}@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    expect(page.locator(".conversation-title h1")).to_have_text("General")


@on_both
def test_a_newcomer_sees_to_profile_and_rooms(enter: Enter, stranger: Callable[..., Page], phone: bool) -> None:
    alice = enter("Alice", live=False)
    alice.post(alice.create_room(f"Lively {phone}"), "Anyone here?")
    page = stranger(phone=phone)
    register(page, f"Newcomer{phone}")
    welcome = page.get_by_role("region", name="Welcome")
    welcome.get_by_role("button", name="Get started").click()
    card = page.locator("#welcome[open]")
    card.get_by_label("Name", exact=True).fill(f"Noor {phone}")
    card.locator("input[type=file]").set_input_files(PICTURE)
    card.get_by_role("button", name="Save picture").click()
    expect(card.locator(".avatar img")).to_be_visible()
    row = card.locator(".browse-row").filter(has_text=f"Lively {phone}")
    row.get_by_role("button", name="Join").click()
    expect(row.get_by_role("button", name="Open")).to_be_visible()
    card.get_by_role("button", name="Done").click()
    expect(card).to_have_count(0)
    expect(welcome).to_have_count(0)
    me = page.request.get("/auth/me").json()["user"]
    assert (me["name"], me["preferences"]["sees_welcome"]) == (f"Noor {phone}", False)
    page.reload()
    expect(page.locator(".conversation-title h1")).to_have_text("General")
    expect(page.locator(".member").first).to_be_attached()
    expect(welcome).to_have_count(0)


def test_it_is_never_shown_again_once_it_is_dismissed(stranger: Callable[..., Page]) -> None:
    page = stranger()
    register(page, "Quiet")
    welcome = page.get_by_role("region", name="Welcome")
    welcome.get_by_role("button", name="Don’t show this again").click()
    expect(welcome).to_have_count(0)
    page.reload()
    expect(page.locator(".member").first).to_be_attached()
    expect(welcome).to_have_count(0)


def test_who_was_here_before_is_not_asked(enter: Enter) -> None:
    alice = enter("Alice")
    expect(alice.page.get_by_role("region", name="Welcome")).to_have_count(0)
