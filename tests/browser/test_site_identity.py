"""An administrator names the site in the browser; visitors and members see it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.accounts.pictures import samples
from tests.browser.axe import findings
from tests.browser.person import Person
from tests.support.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.node]

PROMOTE = """
from accounts.models import User
User.objects.filter(name__startswith="Ada").update(is_staff=True, is_superuser=True)
"""


def test_the_name_the_logo_and_the_rules_reach_everyone(enter: Callable[..., Person], server: Server) -> None:
    ada = enter("Ada", reduced_motion="reduce")
    server.run(PROMOTE)
    page = ada.page
    page.goto("/admin/")
    page.get_by_role("link", name="Name your chat").click()
    page.get_by_label("Name", exact=True).fill("Garden Club")
    page.get_by_label("Description").fill("Who waters what, and when")
    page.get_by_label("Logo", exact=True).set_input_files(
        {"name": "logo.png", "mimeType": "image/png", "buffer": samples.saved(samples.corners(), "PNG")}
    )
    page.get_by_label("Welcome message").fill("Hello *there*")
    page.get_by_label("Rules").fill("- Be **kind**")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.get_by_alt_text("Current logo")).to_have_js_property("complete", True)
    assert page.get_by_alt_text("Current logo").evaluate("image => image.naturalWidth") == 192

    ada.open("/")
    expect(page).to_have_title("General · Garden Club")
    page.locator(".brand-button").click()
    page.get_by_role("button", name="About Garden Club").click()
    expect(page.get_by_role("dialog").locator("strong")).to_have_text("kind")
    assert findings(page) == []

    page.context.clear_cookies()
    page.goto("/register/")
    expect(page.get_by_role("heading", name="Join Garden Club")).to_be_visible()
    expect(page.get_by_role("region", name="Rules").locator("strong")).to_have_text("kind")
    expect(page.locator(".brand bdi")).to_have_text("Garden Club")
    assert findings(page) == []
