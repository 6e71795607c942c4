"""A person at a browser: what they do, and what they see."""

import re
from typing import Self

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.desk import Desk
from tests.support.callers import Caller
from tests.support.server import Server

OPENING_MS = 20_000  # of a page on a busy machine, from its first file to the socket


class Person:
    """Someone with an account, at a browser."""

    def __init__(self, name: str, server: Server, desk: Desk):
        self.name = name
        self.server = server
        self.context: BrowserContext = desk.context
        self.caller: Caller
        self.page: Page = desk.page

    def register(self) -> Self:
        """Get an account, and its session into the browser; they have seen the welcome of newcomers."""
        caller = self.server.register(self.name)
        caller.put("/auth/preferences", json={"sees_welcome": False}).raise_for_status()
        return self.as_caller(caller)

    def as_caller(self, caller: Caller) -> Self:
        """Use the session of an HTTP client."""
        self.caller = caller
        self.context.add_cookies(caller.cookies_for_a_browser())
        return self

    def open(self, path: str = "/") -> Self:
        """Go to a page of the chat and wait until it is live."""
        self.page.goto(path)
        return self.is_live()

    def is_live(self) -> Self:
        """Wait until the connection stands: I see myself online."""
        me = self.caller.user["id"]
        expect(self.page.locator(f".member[data-user='{me}'][data-online=true]")).to_be_attached(timeout=OPENING_MS)
        return self

    def is_kept(self) -> Self:
        """Wait until the browser keeps the page for a visit without a network."""
        self.page.wait_for_function(
            """async () => navigator.serviceWorker.controller !== null
                && Boolean(await caches.match("/")) && Boolean(await caches.match("/static/bundles/chat.js"))"""
        )
        return self

    def reload(self) -> Self:
        """Load the page anew."""
        self.page.reload()
        return self

    def another_tab(self, path: str = "/") -> "Person":
        """Open a second tab of the same browser."""
        twin = object.__new__(Person)
        twin.__dict__ = {**self.__dict__, "page": self.context.new_page()}
        twin.page.goto(path)
        return twin

    # What they do

    @property
    def composer(self) -> Locator:
        return self.page.locator("#composer-text")

    def type(self, text: str) -> Self:
        """Write without sending."""
        self.composer.fill(text)
        return self

    def say(self, text: str) -> Self:
        """Write and send."""
        self.composer.fill(text)
        self.page.get_by_role("button", name="Send", exact=True).click()
        return self

    def go_to(self, room: str) -> Self:
        """Open a room of the list."""
        self.show_rooms()
        self.page.get_by_role("link", name=re.compile(rf"^{re.escape(room)}\b")).click()
        expect(self.title).to_have_text(room)
        return self

    def show_rooms(self) -> Self:
        """Go to the list of rooms, which is a screen of its own on a phone."""
        back = self.page.locator("[data-part=to-rooms]")
        if back.is_visible():
            back.click()
        return self

    def create_room(self, name: str) -> int:
        """Create a room over HTTP and return its id; the page is notified of it."""
        return int(self.caller.post("/rooms", json={"name": name}).raise_for_status().json()["room"]["id"])

    def go_to_new_room(self, name: str) -> int:
        """Create a room and open it."""
        room = self.create_room(name)
        self.go_to(name)
        return room

    def choose_for(self, text: str, action: str) -> Self:
        """Choose what to do with a message: a button of its bar, or a row of its menu."""
        line = self.message(text)
        line.hover()
        button = line.get_by_role("button", name=action, exact=True)
        if not button.is_visible():
            line.get_by_role("button", name="More", exact=True).click()
            button = self.message_menu.get_by_role("button", name=action, exact=True)
        button.click()
        return self

    def join(self, room: int) -> Self:
        """Become a member of a room over HTTP."""
        self.caller.post(f"/rooms/{room}/join").raise_for_status()
        return self

    def post(self, room: int, text: str) -> Self:
        """Write into a room over HTTP."""
        self.caller.post(f"/rooms/{room}/messages", json={"content": text}).raise_for_status()
        return self

    def look_away(self) -> Self:
        """Turn to another window: the page is still open."""
        self.page.evaluate("() => { document.hasFocus = () => false; }")
        return self

    def look_back(self) -> Self:
        """Turn to this window again."""
        self.page.evaluate("() => { delete document.hasFocus; dispatchEvent(new Event('focus')); }")
        return self

    def choose(self, item: str) -> Self:
        """Choose from the room's menu."""
        self.page.get_by_role("button", name="Room menu").click()
        self.page.get_by_role("button", name=item, exact=True).click()
        return self

    def open_settings(self, section: str) -> Locator:
        """Open a section of the settings from the chat, and return it."""
        if not self.page.get_by_role("button", name=re.compile("Account and settings")).is_visible():
            self.page.get_by_role("button", name="Rooms", exact=True).click()
        self.page.get_by_role("button", name=re.compile("Account and settings")).click()
        self.page.get_by_role("link", name="Settings", exact=True).click()
        self.page.get_by_role("navigation", name="Settings").get_by_role("link", name=section, exact=True).click()
        found = self.page.get_by_role("region", name=section, exact=True)
        expect(found).to_be_visible()
        return found

    def confirm(self, button: str) -> Self:
        """Press a button of the open dialog."""
        self.dialog.get_by_role("button", name=button, exact=True).click()
        return self

    def disconnect(self) -> Self:
        """Lose the network."""
        self.context.set_offline(True)
        return self

    def reconnect(self) -> Self:
        """Get the network back."""
        self.context.set_offline(False)
        return self

    # What they see

    @property
    def title(self) -> Locator:
        return self.page.locator(".conversation-title h1")

    @property
    def dialog(self) -> Locator:
        return self.page.locator("dialog[open]")

    @property
    def side(self) -> Locator:
        return self.page.locator(".side")

    @property
    def message_menu(self) -> Locator:
        return self.page.locator("#message-menu")

    @property
    def notice(self) -> Locator:
        return self.page.locator(".connection-line")

    @property
    def messages(self) -> Locator:
        return self.page.locator(".message")

    @property
    def texts(self) -> list[str]:
        return [text.strip() for text in self.page.locator(".message .message-text").all_inner_texts()]

    def message(self, text: str) -> Locator:
        """Return the lines of the conversation with that text."""
        return self.messages.filter(has_text=text)

    def room_link(self, room: str) -> Locator:
        """Return a room of the list."""
        return self.page.locator(".room").filter(has=self.page.get_by_text(room, exact=True))

    def sees(self, text: str) -> Self:
        """Wait for a stored message."""
        expect(self.message(text).and_(self.page.locator("[data-state=stored]"))).to_have_count(1)
        return self

    def sees_not(self, text: str) -> Self:
        """Wait until a message is not there."""
        expect(self.message(text)).to_have_count(0)
        return self
