"""Signing in by a real provider in a real browser, and what a person sees of it in the settings."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import findings
from tests.support.browsers import DESKTOP, PHONE
from tests.support.prepared import begin_prepared
from tests.support.server import Server
from tests.support.stock_provider import environment, stock_provider

pytestmark = [pytest.mark.browser, pytest.mark.node]


@pytest.fixture(scope="module")
def site() -> Iterator[Server]:
    """Run a chat without passwords, and its provider."""
    server = Server()
    with stock_provider(server.url) as issuer:
        server.env |= environment(issuer) | {"PASSWORD_SIGN_IN": "false"}
        begin_prepared(server, database_url="", own=set())
        with server:
            yield server


def open_login(chromium: Browser, site: Server, device: dict[str, object]) -> Page:
    options: Any = {"reduced_motion": "reduce", **device}  # no color is judged on its way to another
    page = chromium.new_context(base_url=site.url, **options).new_page()
    page.goto("/login/")
    expect(page.locator("body[data-ready]")).to_be_attached()
    return page


@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_sign_in_page_has_a_button_for_each_provider(chromium: Browser, site: Server, device: dict) -> None:
    page = open_login(chromium, site, device)
    button = page.get_by_role("link", name="Continue with Staff ID")
    assert button.evaluate("node => node.getBoundingClientRect().height") >= 40
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert findings(page) == []
    page.context.close()


def test_a_person_goes_to_the_provider_and_comes_back_signed_in(chromium: Browser, site: Server) -> None:
    page = open_login(chromium, site, DESKTOP)
    page.get_by_role("link", name="Continue with Staff ID").focus()
    page.keyboard.press("Enter")
    page.locator("input[name=login]").fill("dora-1")
    page.locator("input[name=password]").fill("x")
    page.get_by_role("button", name="Sign-in").click()
    page.get_by_role("button", name="Continue").click()
    expect(page).to_have_url(re.compile(rf"^{re.escape(site.url)}/(\?room=\d+)?$"))  # the page names its room at once
    page.goto("/settings/account/")
    section = page.locator("[data-part=sign-ins]")
    expect(section.locator("li")).to_contain_text("dora@example.org")
    expect(page.locator("[data-section=account] input[type=password]")).to_have_count(0)
    assert findings(page) == []
    section.get_by_role("button", name="Unlink Staff ID").click()
    expect(section.locator("[data-part=unlink-question]")).to_be_focused()
    section.get_by_role("button", name="Unlink", exact=True).click()
    expect(section.get_by_role("alert")).to_have_text("This is your only way to sign in. Link another one first.")
    section.get_by_role("button", name="Cancel").click()
    expect(section.locator("[data-part=sign-ins-title]")).to_be_focused()
    page.context.close()
