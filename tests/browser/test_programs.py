"""Access tokens in the settings, and bots in the conversation."""

import re

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import findings
from tests.browser.conftest import Enter
from tests.browser.person import Person
from tests.support.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.node]


def section(page: Page) -> Locator:
    return page.locator("[data-section=tokens]")


def make_token(page: Page, name: str) -> str:
    section(page).locator("summary").click()
    section(page).get_by_label("Name").fill(name)
    section(page).get_by_role("button", name="Create token").click()
    expect(section(page).get_by_role("group", name="Copy your new token now.")).to_be_focused()
    return str(section(page).locator("[data-part=secret]").text_content())


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_a_token_is_made_shown_once_used_and_revoked(enter: Enter, server: Server, phone: bool) -> None:
    page = enter("Alice", phone=phone, path="/settings/tokens/", fresh=True, reduced_motion="reduce").page
    expect(section(page).get_by_text("You have no access tokens.")).to_be_visible()
    bearer = {"Authorization": f"Bearer {make_token(page, 'Builds')}"}
    assert findings(page) == []
    assert httpx.get(f"{server.url}/auth/me", headers=bearer).json()["user"]["name"] == "Alice"
    page.reload()
    expect(section(page).get_by_text("Builds")).to_be_visible()
    expect(section(page).get_by_text("reads and writes")).to_be_visible()
    expect(section(page).get_by_text("last used")).to_be_visible()
    expect(section(page).locator("[data-part=secret]")).to_be_empty()
    section(page).get_by_role("button", name="Revoke Builds").click()
    question = page.get_by_role("dialog", name="Revoke this token?")
    expect(question).to_contain_text("Builds")
    expect(question).to_contain_text("Webhooks and invitations that they created stay.")
    assert findings(page) == []
    question.get_by_role("button", name="Revoke").click()
    expect(section(page).get_by_text("You have no access tokens.")).to_be_visible()
    expect(section(page).get_by_role("heading", name="Access tokens")).to_be_focused()
    assert httpx.get(f"{server.url}/auth/me", headers=bearer).status_code == 401


def test_a_new_token_stays_to_be_copied_while_the_old_one_is_revoked(enter: Enter) -> None:
    alice = enter("Alice", path="/settings/tokens/", fresh=True)
    old = alice.caller.post("/auth/tokens", json={"name": "Old", "scopes": ["read"]}).raise_for_status()
    page = alice.page
    section(page).locator("summary").click()
    section(page).get_by_label("Name").fill("New")
    section(page).get_by_role("button", name="Create token").click()
    secret = section(page).locator("[data-part=secret]")
    expect(secret).not_to_be_empty()
    revoke = page.get_by_role("dialog", name="Revoke this token?").get_by_role("button", name="Revoke")
    section(page).get_by_role("button", name="Revoke Old").click()
    revoke.click()
    expect(section(page).get_by_role("button", name="Revoke Old")).to_have_count(0)
    expect(secret).to_be_visible()
    expect(secret).not_to_have_text(old.json()["token"]["secret"])
    section(page).get_by_role("button", name="Revoke New").click()
    revoke.click()
    expect(secret).to_be_empty()


def test_a_token_that_can_do_nothing_is_refused_beside_its_field(enter: Enter) -> None:
    page = enter("Alice", path="/settings/tokens/", fresh=True).page
    section(page).locator("summary").click()
    section(page).get_by_label("Name").fill("Idle")
    for name in ("Read", "Write"):
        section(page).get_by_role("checkbox", name=name).uncheck()
    section(page).get_by_role("button", name="Create token").click()
    expect(section(page).locator("[data-error-for=scopes]")).to_contain_text("Choose at least one")


def test_a_bot_wears_a_badge_wherever_its_name_stands(alice: Person, server: Server) -> None:
    secret = server.manage("bot", "create", "Deploy", "--token").strip().splitlines()[-1]
    room = alice.create_room("Deploys")
    with httpx.Client(base_url=server.url, headers={"Authorization": f"Bearer {secret}"}) as bot:
        bot_id = bot.get("/auth/me").raise_for_status().json()["user"]["id"]
        bot.post(f"/rooms/{room}/join").raise_for_status()
        bot.post(f"/rooms/{room}/messages", json={"content": "Build 42 is out."}).raise_for_status()
    alice.go_to("Deploys").sees("Build 42 is out.")
    head = alice.message("Build 42 is out.").locator(".message-head")
    expect(head).to_contain_text("Deploy Bot")
    assert findings(alice.page) == []
    row = alice.side.locator(f".member[data-user='{bot_id}']")
    name, badge = (row.locator(part).bounding_box() for part in (".member-name", ".bot-badge"))
    assert name
    assert badge
    assert 0 < badge["x"] - (name["x"] + name["width"]) < 16  # beside the name,
    assert abs(badge["y"] + badge["height"] / 2 - name["y"] - name["height"] / 2) < 4  # on its line
    alice.say("Thanks.")
    expect(alice.message("Thanks.").locator(".bot-badge")).to_have_count(0)
    alice.open(f"/people/{bot_id}/")
    expect(alice.side.get_by_role("heading", name="Deploy")).to_be_visible()
    expect(alice.side.locator(".bot-badge")).to_have_count(2)  # on the card, and in the list of members behind it


def test_a_bot_wears_its_badge_in_lists_and_suggestions_too(alice: Person, server: Server) -> None:
    room = alice.create_room("Releases")
    secret = server.manage("bot", "create", "Herald", "--token").strip().splitlines()[-1]
    with httpx.Client(base_url=server.url, headers={"Authorization": f"Bearer {secret}"}) as bot:
        bot.post(f"/rooms/{room}/join").raise_for_status()
        text = f"<@{alice.caller.user['id']}> the zircon release is out"
        said = bot.post(f"/rooms/{room}/messages", json={"content": text}).raise_for_status().json()["message"]
    alice.caller.put(f"/rooms/{room}/messages/{said['seq']}/pin").raise_for_status()
    alice.caller.put(f"/auth/bookmarks/{said['id']}", json={}).raise_for_status()
    alice.go_to("Releases").type("Thanks @Her")
    expect(alice.page.get_by_role("option", name="Herald Bot")).to_be_visible()
    alice.type("").page.locator("[data-part=pins-button]").click()
    expect(alice.page.locator(".pin-row .pin-head")).to_contain_text("Herald Bot")
    for view in ("inbox", "saved"):
        alice.page.goto(f"/{view}/")
        expect(alice.page.locator(f"[data-component=view-{view}] .view-card .bot-badge")).to_be_visible()
    alice.open(f"/?room={room}").page.keyboard.press("Control+f")
    expect(alice.page.locator("#search-text")).to_be_focused()
    alice.page.locator("#search-text").fill("zircon")
    expect(alice.page.locator(".search-result .search-head")).to_contain_text("Herald Bot")


def test_a_bot_that_only_posts_is_never_called_offline(alice: Person) -> None:
    room = alice.go_to_new_room("Alarms")
    alice.caller.post(f"/rooms/{room}/webhooks", json={"name": "Grafana"}).raise_for_status()
    bots = alice.side.get_by_role("list", name="Bots · 1")
    expect(bots.get_by_role("button", name="Grafana Bot")).to_be_visible()
    expect(bots.locator(".presence-dot")).to_be_hidden()
    expect(alice.side.get_by_role("list", name=re.compile("Offline"))).to_have_count(0)
    bots.get_by_role("button", name="Grafana Bot").click()
    expect(alice.side.get_by_role("heading", name="Grafana")).to_be_visible()
    expect(alice.side.get_by_text("Member of this room")).to_be_visible()
    expect(alice.side.locator(".person-presence")).to_have_text("")


def test_the_head_of_a_direct_room_with_a_bot_says_nothing_of_its_presence(alice: Person, server: Server) -> None:
    secret = server.manage("bot", "create", "Sleeper", "--token").strip().splitlines()[-1]
    bearer = {"Authorization": f"Bearer {secret}"}
    bot = httpx.get(f"{server.url}/auth/me", headers=bearer).raise_for_status().json()["user"]
    made = alice.caller.post("/direct", json={"user_ids": [bot["id"]]}).raise_for_status().json()["room"]
    alice.open(f"/?room={made['id']}")
    expect(alice.title).to_have_text("Sleeper")
    expect(alice.side.get_by_role("list", name="Bots · 1")).to_be_visible()
    expect(alice.page.locator(".conversation-title [data-part=description]")).to_have_text("")
    expect(alice.page.get_by_text("Offline", exact=True)).to_have_count(0)
