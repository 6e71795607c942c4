"""Pictures of every page and state (``bin/screenshots``)."""

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Error, Locator, Page, expect, sync_playwright

from tests.support import invitation_states, webhook_states  # noqa: F401 - they add to RARE
from tests.support.browsers import CHROMIUM, CHROMIUM_ARGUMENTS, DESKTOP, PHONE
from tests.support.callers import Caller
from tests.support.processes import program
from tests.support.rare_states import RARE
from tests.support.server import Server

Shot = Callable[[Page], None]
SHOTS: dict[str, tuple[str, Shot]] = {}
# The chat, once it shows the conversation and its members.
READY = ".chat:has(.member):has([data-part=loading][hidden])"
DEVICES: dict[str, dict[str, Any]] = {
    "desktop": DESKTOP,
    "wide": {"viewport": {"width": 1920, "height": 1080}},
    "tablet": {**PHONE, "viewport": {"width": 768, "height": 1024}},
    "phone": PHONE,
    "narrow": {**PHONE, "viewport": {"width": 320, "height": 640}},
}
FOR_KEYBOARDS = {"shortcuts"}
# Colour schemes, and the page as a language written from right to left has it.
LOOKS = ("light", "dark", "rtl")
TURN = """addEventListener("DOMContentLoaded", () => {
  document.documentElement.dir = "rtl";
});"""


def shot(path: str = "/?room=1", *, who: str = "mira") -> Callable[[Shot], Shot]:
    """Name a state after its function: opened at ``path`` by ``who`` (no one when empty), then brought about by it."""

    def register(function: Shot) -> Shot:
        SHOTS[function.__name__.replace("_", "-")] = (f"{who}:{path}", function)
        return function

    return register


def main() -> None:
    """Take the pictures that were asked for: the folder, and a part of their names."""
    folder, only = Path(sys.argv[1]), sys.argv[2]
    folder.mkdir(parents=True, exist_ok=True)
    with Server() as server, sync_playwright() as playwright:
        server.run("from tests.support.scene import play; play()")
        if any(re.search(only, f"{name}-desktop-light") for name in SHOTS if name.startswith(("admin-", "muted"))):
            server.run("from tests.support.moderation_scene import play; play()")
        browser = playwright.chromium.launch(executable_path=program(*CHROMIUM), args=CHROMIUM_ARGUMENTS)
        studio = Studio(browser, server, folder)
        for device in DEVICES:
            for look in LOOKS:
                studio.take_all(only, device=device, look=look)
        browser.close()
    if studio.missing:
        sys.exit("Missing: " + ", ".join(studio.missing))


@dataclass
class Studio:
    """Takes pictures of one installation; a state that cannot be brought about is reported at the end."""

    browser: Browser
    server: Server
    folder: Path
    missing: list[str] = field(default_factory=list)
    people: dict[str, Caller] = field(default_factory=dict)

    def take_all(self, only: str, *, device: str, look: str) -> None:
        """Take every picture whose name matches ``only``, a regular expression, on one device in one look."""
        for name in SHOTS:
            file = self.folder / f"{name}-{device}-{look}.png"
            if not re.search(only, file.stem) or (name in FOR_KEYBOARDS and "has_touch" in DEVICES[device]):
                continue
            try:
                self.take(name, file, device=device, look=look)
                sys.stdout.write(f"{file}\n")
            except (AssertionError, Error) as error:
                self.missing.append(file.stem)
                sys.stderr.write(f"{file.stem}: {error}\n")

    def take(self, name: str, file: Path, *, device: str, look: str) -> None:
        """Take one picture."""
        context = self.browser.new_context(
            base_url=self.server.url,
            color_scheme="dark" if look == "dark" else "light",
            locale="en-GB",
            reduced_motion="reduce",
            **DEVICES[device],
        )
        try:
            if look == "rtl":
                context.add_init_script(TURN)
            self.enter(context, SHOTS[name][0].partition(":")[0])
            page = context.new_page()
            open_shot(page, name, self.server)
            page.wait_for_load_state("networkidle")
            page.wait_for_timeout(250)
            page.screenshot(path=file, full_page=name.startswith("admin"))
        finally:
            context.close()

    def enter(self, context: BrowserContext, who: str) -> None:
        """Let a browser be ``who``, or no one when empty; they sign in once, and again if a state signed them out."""
        caller = self.people.get(who)
        if caller and caller.get("/auth/me").is_success:
            context.add_cookies(caller.cookies_for_a_browser())
        elif who:
            self.people[who] = enter(context, self.server, who)


def open_shot(page: Page, name: str, server: Server) -> None:
    """Bring a page into the state of that name."""
    where, bring_about = SHOTS[name]
    page.goto(where.partition(":")[2].replace("TOKEN", server.setup_token()))
    if page.locator("[data-component=chat]").count():
        expect(page.locator(READY)).to_be_attached()
    else:
        page.wait_for_load_state("networkidle")
    bring_about(page)


def enter(context: BrowserContext, server: Server, who: str) -> Caller:
    """Sign ``who`` in, and let a browser be them."""
    caller = server.caller().sign_in(f"{who}@example.org")
    context.add_cookies(caller.cookies_for_a_browser())
    return caller


def press(page: Page, name: str) -> None:
    """Press the button of that name."""
    page.get_by_role("button", name=name, exact=True).first.click()


def open_rooms(page: Page) -> None:
    """Show the list of rooms, which a phone hides."""
    opener = page.locator("[data-part=to-rooms]")
    if opener.is_visible():
        opener.click()


# Pages before the chat


@shot("/login/", who="")
def sign_in(page: Page) -> None:
    """An empty form."""


@shot("/login/", who="")
def sign_in_refused(page: Page) -> None:
    page.locator("#login-email").fill("mira@example.org")
    page.locator("#login-password").fill("not it")
    press(page, "Sign in")
    expect(page.locator(".account-card [role=alert]")).to_be_visible()


@shot("/register/", who="")
def register(page: Page) -> None:
    page.locator("#register-email").fill("mira")
    press(page, "Create account")


@shot("/setup/?token=TOKEN", who="")
def setup(page: Page) -> None:
    """The first administrator's form."""


@shot("/login/", who="")
def feedback(page: Page) -> None:
    press(page, "Feedback")


@shot("/password-reset/", who="")
def password_reset(page: Page) -> None:
    """The form that asks for a link."""


SECTIONS = ("profile", "account", "appearance", "language", "writing", "notifications", "sessions")


def settings_shot(section: str) -> Callable[[Page], None]:
    """Return how a section of the settings is brought about, unfolded."""

    def bring_about(page: Page) -> None:
        shown = page.locator(f"[data-section={section}]")
        expect(shown).to_be_visible()
        for fold in shown.locator("summary").all():
            fold.click()

    return bring_about


for section in SECTIONS:
    SHOTS[f"settings-{section}"] = (f"mira:/settings/{section}/", settings_shot(section))


@shot("/nowhere", who="")
def not_found(page: Page) -> None:
    """No such page."""


# The conversation


@shot()
def chat(page: Page) -> None:
    """The room as it greets someone who was away."""


@shot()
def rooms(page: Page) -> None:
    open_rooms(page)


@shot()
def members(page: Page) -> None:
    if not page.locator(".side").is_visible():
        page.locator(".room-title").click()


@shot("/rooms/1/12")
def permalink(page: Page) -> None:
    expect(page.locator("[data-flash]")).to_be_attached()


def hold(page: Page, line: Locator) -> None:
    """Hold a message with a finger until its sheet is open."""
    page.wait_for_load_state("networkidle")  # the sheet's code is there
    line.evaluate("(node) => node.scrollIntoView({ block: 'center' })")  # the day stands over the first line in view
    box, session = line.bounding_box(), page.context.new_cdp_session(page)
    assert box
    point = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    expect(page.locator(".sheet[open]")).to_be_visible()
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    session.detach()


@shot()
def message_actions(page: Page) -> None:
    line = page.locator(".message").filter(has_text="I can paint the sign")
    line.focus()
    if page.evaluate("matchMedia('(hover: none)').matches"):
        hold(page, line)
    expect(page.locator(".message-actions:visible, .sheet[open]")).to_be_visible()


@shot()
def reactions(page: Page) -> None:
    pill = page.locator(".reaction[data-emoji]").first
    pill.scroll_into_view_if_needed()
    if not page.evaluate("matchMedia('(hover: none)').matches"):
        pill.hover()
        expect(page.get_by_role("tooltip")).to_be_visible()


@shot()
def who_reacted(page: Page) -> None:
    line = page.locator(".message:has(.reaction)").first
    if page.evaluate("matchMedia('(hover: none)').matches"):
        hold(page, line.locator(".message-text"))
        page.locator(".sheet[open]").get_by_role("button", name="See who reacted").click()
    else:
        line.hover()
        line.get_by_role("button", name="More", exact=True).click()
        page.locator("#message-menu").get_by_role("button", name="See who reacted").click()
    expect(page.locator("dialog[open] li").first).to_be_visible()


@shot()
def emoji(page: Page) -> None:
    page.locator(".composer").get_by_role("button", name="Emoji", exact=True).click()
    expect(page.locator("emoji-picker").get_by_role("menuitem").first).to_be_visible()


@shot("/")
def pins(page: Page) -> None:
    open_rooms(page)
    page.get_by_role("link", name=re.compile("^Garden")).click()
    page.locator("[data-part=pins-button]").click()
    expect(page.locator(".pin-row").first).to_be_visible()


@shot()
def history(page: Page) -> None:
    page.locator("button.message-edited").last.click()
    expect(page.locator("dialog[open] li").nth(1)).to_be_visible()


@shot()
def empty_room(page: Page) -> None:
    page.goto("/?room=2")
    expect(page.locator(".log-beginning")).to_be_visible()


@shot("/")
def closed_room(page: Page) -> None:
    open_rooms(page)
    page.get_by_role("link", name=re.compile("^Summer fair")).click()


@shot("/?room=5")
def code(page: Page) -> None:
    expect(page.locator(".message pre [data-code]").first).to_be_attached()


@shot("/?room=9")
def guest(page: Page) -> None:
    """A room that one reads without being a member."""


@shot("/", who="")
def first_visit(page: Page) -> None:
    """Where a visitor is led."""


@shot()
def offline(page: Page) -> None:
    page.context.set_offline(True)
    page.locator("#composer-text").fill("I'm in a tunnel, this goes out afterwards.")
    press(page, "Send")
    expect(page.locator(".connection-line")).to_contain_text("Offline")


@shot()
def too_long(page: Page) -> None:
    page.locator("#composer-text").fill("All work and no play. " * 182)


# Dialogs


def dialog_shot(button: str, *, menu: str = "") -> Shot:
    """Return what opens a dialog by its button, in a menu if need be."""

    def bring_about(page: Page) -> None:
        if menu != "Room menu":
            open_rooms(page)
        if menu:
            page.get_by_role("button", name=re.compile(menu)).first.click()
        if button:
            press(page, button)

    return bring_about


for name, button, menu in [
    ("create-room", "New room", "New message or room"),
    ("new-message", "New message", "New message or room"),
    ("browse-rooms", "Browse all rooms", ""),
    ("account-menu", "", "Account and settings"),
    ("shortcuts", "Keyboard shortcuts", "Account and settings"),
]:
    SHOTS[name] = ("mira:/?room=1", dialog_shot(button, menu=menu))
for name, button in [
    ("room-menu", ""),
    ("edit-room", "Edit room"),
    ("close-room", "Close room"),
    ("leave-room", "Leave room"),
    ("delete-room", "Delete room"),
]:
    SHOTS[name] = ("noor:/?room=3", dialog_shot(button, menu="Room menu"))


@shot()
def editing(page: Page) -> None:
    page.locator("#composer-text").fill("")  # a draft of another picture
    page.locator("#composer-text").press("ArrowUp")
    expect(page.locator(".composer-strip")).to_be_visible()


@shot()
def discard_edit(page: Page) -> None:
    editing(page)
    page.locator("#composer-text").fill("Something else.")
    page.keyboard.press("Escape")
    expect(page.locator("#discard-edit")).to_be_visible()


@shot(who="thea")
def catch_up(page: Page) -> None:
    page.evaluate("() => document.querySelector('[data-view-link=catch-up]').click()")
    expect(page.locator(".view-card").first).to_be_visible()


@shot(who="thea")
def inbox(page: Page) -> None:
    page.evaluate("() => document.querySelector('[data-view-link=inbox]').click()")
    expect(page.locator("[data-component=view-inbox] [data-part=state]")).not_to_have_text("Loading…")


@shot(who="thea")
def saved(page: Page) -> None:
    page.locator(".message").filter(has_text="Yes please").first.focus()
    page.keyboard.press("s")
    page.evaluate("() => document.querySelector('[data-view-link=saved]').click()")
    expect(page.locator("[data-component=view-saved] [data-part=state]")).not_to_have_text("Loading…")


@shot()
def mention(page: Page) -> None:
    text = page.locator("#composer-text")
    text.press_sequentially("Thank you @")
    expect(page.locator(".suggestions li").first).to_be_visible()
    page.keyboard.press("Enter")
    text.press_sequentially("and @")
    expect(page.locator(".suggestions li").first).to_be_visible()


@shot()
def commands(page: Page) -> None:
    page.locator("#composer-text").press_sequentially("/")
    expect(page.locator(".suggestions li").first).to_be_visible()


@shot()
def switcher(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.keyboard.type("g")


def search_for(page: Page, text: str) -> None:
    """Type into the search of all rooms; a phone reaches it from the room's head."""
    press(page, "Search in this room")
    press(page, "Everywhere")
    page.locator("#search-text").fill(text)


@shot()
def search(page: Page) -> None:
    search_for(page, "coffee")
    page.keyboard.press("Enter")
    expect(page.locator(".search-result").first).to_be_visible()
    press(page, "Clear")
    expect(page.locator(".recent-search")).to_be_visible()


@shot()
def search_results(page: Page) -> None:
    search_for(page, "the -cat from:me")
    page.keyboard.press("Enter")
    expect(page.locator(".search-result").first).to_be_visible()


@shot()
def search_suggestions(page: Page) -> None:
    search_for(page, "")
    page.locator("#search-text").press_sequentially("cake from:")
    expect(page.locator("#search-suggestions li").first).to_be_visible()


@shot()
def search_nothing(page: Page) -> None:
    search_for(page, "zeppelin")
    expect(page.get_by_text("No messages found")).to_be_visible()


@shot()
def search_opened(page: Page) -> None:
    search_for(page, "soldering")
    page.locator(".search-result").first.click()
    expect(page.locator("[data-part=found-bar]")).to_be_visible()


@shot()
def person(page: Page) -> None:
    page.locator(".log").get_by_role("button", name="Thea Marlow").first.click()


@shot()
def row_menu(page: Page) -> None:
    open_rooms(page)
    page.get_by_role("button", name="Thea Marlow").first.click()
    expect(page.locator("#row-menu")).to_be_visible()


@shot()
def block(page: Page) -> None:
    person(page)
    page.get_by_role("button", name="Block", exact=True).click()
    expect(page.locator("#block")).to_be_visible()


@shot("/?room=3", who="noor")
def add_people(page: Page) -> None:
    members(page)
    page.get_by_role("button", name="Add people").click()
    expect(page.locator("#add-people")).to_be_visible()


@shot()
def signed_out(page: Page) -> None:
    page.evaluate(
        "fetch('/auth/logout', {method: 'POST', "
        "headers: {'X-CSRFToken': document.cookie.match(/csrftoken=([^;]+)/)[1]}})"
    )
    expect(page.locator("dialog[open]")).to_be_visible()


SHOTS.update(RARE)


# The admin

PEOPLE, MESSAGES, REPORTS = "/admin/accounts/user/", "/admin/messaging/message/", "/admin/messaging/report/"


def admin_shot(*links: str) -> Shot:
    """Return what follows links, one after the other."""

    def bring_about(page: Page) -> None:
        for link in links:
            page.locator("#content").get_by_role("link", name=re.compile(link)).first.click()

    return bring_about


for name, path, *links in [
    ("home", "/admin/"),
    ("status", "/admin/status/"),
    ("people", PEOPLE),
    ("people-waiting", f"{PEOPLE}?state=waiting"),
    ("person", PEOPLE, "Vic Sharp"),
    ("ban", PEOPLE, "Vic Sharp", "^Ban$"),
    ("remove-everything", PEOPLE, "Vic Sharp", "Remove messages"),
    ("rooms", "/admin/rooms/room/"),
    ("room", "/admin/rooms/room/", "Garden"),
    ("room-owner", "/admin/rooms/room/", "Garden", "Change owner"),
    ("members", "/admin/rooms/membership/"),
    ("member", "/admin/rooms/membership/?q=Vic", "Vic"),
    ("messages", MESSAGES),
    ("messages-none", f"{MESSAGES}?text=xylophone"),
    ("messages-refused", f"{MESSAGES}?author=Nobody&room=Nowhere"),
    ("message", f"{MESSAGES}?author=vic@example.org", r"\d+:\d+"),
    ("reports", REPORTS),
    ("reports-none", f"{REPORTS}?status=dismissed"),
    ("report", REPORTS, "Watches"),
    ("report-person", REPORTS, "^Vic"),
    ("feedback", "/admin/feedback/feedback/"),
    ("feedback-item", "/admin/feedback/feedback/", "How do I leave"),
    ("feedback-answer", "/admin/feedback/feedback/", "How do I leave", "Reply by email"),
    ("log", "/admin/accounts/moderationentry/"),
    ("invitations", "/admin/rooms/invitation/"),
    ("invitation", "/admin/rooms/invitation/", "#1"),
    ("person-invitations", f"{PEOPLE}?q=jonas", "Jonas Lind", "^Invitations$"),
    ("jobs", "/admin/chatsite/job/"),
    ("settings", "/admin/settings/"),
    ("person-messages", PEOPLE, "Vic Sharp", "^Messages$"),
    ("person-rooms", PEOPLE, "Vic Sharp", "^Rooms$"),
    ("person-reports", PEOPLE, "Vic Sharp", "^Reports$"),
    ("person-log", PEOPLE, "Vic Sharp", "^Log$"),
]:
    SHOTS[f"admin-{name}"] = (f"ada:{path}", admin_shot(*links))


@shot(f"{PEOPLE}", who="ada")
def admin_ban_refused(page: Page) -> None:
    admin_shot("Vic Sharp", "^Ban$")(page)
    page.locator("#content form").get_by_role("button", name="Ban").click()


if __name__ == "__main__":
    main()
