"""States of the page that few people see: a newcomer without rooms, long names, what failed, and what does not come."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.support.callers import PASSWORD

LONG_NAME = "Friederike-Wilhelmine von Hohenstein-Eschenbach"
LONG_ROOM = "Donaudampfschifffahrtsgesellschaftskapitänsversammlung"
LONG_TOPIC = "Straßenbahnhaltestellenverlegungsbenachrichtigungen, und was sonst noch alle angeht. " * 2
HEBREW_ROOM, HEBREW = "מועדון הגינה", "שלום לכולם! מי משקה את העגבניות ביום שלישי?"

# Where each state begins, as ``who:path``; no one when empty.
RARE: dict[str, tuple[str, Callable[[Page], None]]] = {}


def rare(where: str) -> Callable[[Callable[[Page], None]], Callable[[Page], None]]:
    """Name a state after its function."""

    def register(function: Callable[[Page], None]) -> Callable[[Page], None]:
        RARE[function.__name__.replace("_", "-")] = (where, function)
        return function

    return register


def call(page: Page, method: str, path: str, body: dict[str, Any]) -> Any:
    """Call the site as the person at the page, also while the page is offline."""
    page.request.get("/auth/me")
    [token] = [cookie["value"] for cookie in page.context.cookies() if cookie.get("name") == "csrftoken"]
    answer = page.request.fetch(path, method=method, data=body, headers={"X-CSRFToken": token})
    return answer.json() if answer.ok and answer.status != 204 else {}


def enter(page: Page, email: str, name: str) -> None:
    """Sign a newcomer in, whose account may be there already."""
    account = {"email": email, "password": PASSWORD}
    if not call(page, "POST", "/auth/register", {**account, "name": name}):
        call(page, "POST", "/auth/login", account)


@rare(":/login/")
def no_rooms(page: Page) -> None:
    enter(page, "newcomer@example.org", "New Comer")
    call(page, "POST", "/rooms/1/leave", {})
    page.goto("/")
    expect(page.get_by_text("You haven't joined a room yet.")).to_be_visible()


@rare(":/login/")
def long_names(page: Page) -> None:
    enter(page, "long@example.org", LONG_NAME)
    for name, words in ((HEBREW_ROOM, HEBREW), (LONG_ROOM, LONG_TOPIC)):
        made = call(page, "POST", "/rooms", {"name": name, "description": words})
        if made:
            call(page, "POST", f"/rooms/{made['room']['id']}/messages", {"content": words})
    page.goto("/")
    page.locator(".room").filter(has_text=LONG_ROOM).evaluate("(link) => link.click()")
    expect(page.locator(".message").filter(has_text="Straßenbahn")).to_be_visible()


@rare(":/login/")
def failed(page: Page) -> None:
    enter(page, "unlucky@example.org", "Una Lucky")
    rooms = [room for room in page.request.get("/rooms?joined=1").json()["rooms"] if room["name"] == "Too late"]
    room = rooms[0] if rooms else call(page, "POST", "/rooms", {"name": "Too late"})["room"]
    call(page, "POST", f"/rooms/{room['id']}/reopen", {})
    page.goto(f"/?room={room['id']}")
    expect(page.locator("#composer-text")).to_be_visible()
    page.context.set_offline(True)
    page.locator("#composer-text").fill("This comes too late.")
    page.get_by_role("button", name="Send", exact=True).click()
    call(page, "POST", f"/rooms/{room['id']}/close", {})
    page.context.set_offline(False)
    expect(page.locator("[data-state=failed]").first).to_be_visible(timeout=30_000)


@rare("vic:/?room=6")
def muted(page: Page) -> None:
    expect(page.locator(".composer-area")).to_contain_text("muted")


@rare("mira:/?room=1")
def replying(page: Page) -> None:
    line = page.locator(".message").filter(has_text="I can paint the sign")
    line.focus()
    page.keyboard.press("r")
    expect(page.locator(".composer-strip")).to_be_visible()


@rare("mira:/nowhere")
def still_loading(page: Page) -> None:
    page.route_web_socket(re.compile("socket.io"), lambda _socket: None)
    page.route(re.compile(r"/rooms/\d+/(messages|members)|/socket.io/"), lambda _route: None)
    page.clock.install()
    page.goto("/?room=1")
    page.clock.fast_forward(10_000)
    expect(page.locator(".log-slow").get_by_role("button", name="Try again")).to_be_visible(timeout=20_000)
