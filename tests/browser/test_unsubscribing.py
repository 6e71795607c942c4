"""The page at the end of each email about missed messages."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.axe import findings
from tests.support.server import Server

pytestmark = pytest.mark.browser

LINK = """
from accounts.models import User
from messaging.notifications.mail.unsubscribing import unsubscribe_link
print("link:" + unsubscribe_link(User.objects.get(pk={})))
"""


def test_one_click_ends_it_without_signing_in(chromium: Browser, server: Server) -> None:
    person = server.register("Nora")
    before = person.get("/auth/notifications").json()["notifications"]["mail_for"]
    assert before
    path = server.run(LINK.format(person.user["id"])).partition("link:")[2].strip()
    context = chromium.new_context(base_url=server.url)
    page = context.new_page()
    page.goto(path)
    assert findings(page) == []
    assert person.get("/auth/notifications").json()["notifications"]["mail_for"] == before
    page.get_by_role("button", name="Unsubscribe").click()
    expect(page.get_by_role("heading", name="You're unsubscribed")).to_be_visible()
    assert person.get("/auth/notifications").json()["notifications"]["mail_for"] == []
    assert findings(page) == []
    expect(page.get_by_role("link", name="Open settings")).to_have_attribute("href", "/settings/notifications/")
    context.close()
