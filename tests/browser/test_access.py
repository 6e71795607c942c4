"""For everyone: everything by keyboard, new messages announced, large targets, colours and motion by choice."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter
from tests.browser.person import Person

pytestmark = pytest.mark.browser

NO_FOCUS_BY_PRESSING = """() => document.addEventListener("mousedown", (event) => {
  if (!event.target.closest("button")) return;
  event.preventDefault();
  document.activeElement.blur();
})"""


def test_everything_by_keyboard(enter: Enter) -> None:
    kay = enter("Kay", live=False)
    kay.context.clear_cookies()
    page, keys = kay.page, kay.page.keyboard
    page.goto("/")
    expect(page.get_by_role("textbox", name="Email").first).to_be_focused()
    keys.type(kay.caller.user["email"])
    keys.press("Tab")
    keys.type("correct horse battery")
    expect(page.get_by_role("button", name="Sign in")).to_be_enabled()
    keys.press("Enter")
    expect(page.locator("#composer-text")).to_be_focused()
    keys.type("Typed without a mouse.")
    keys.press("Enter")
    expect(page.locator(".message[data-state=stored]").filter(has_text="Typed without a mouse.")).to_have_count(1)
    keys.press("ArrowUp")
    expect(page.locator(".composer-strip")).to_be_visible()
    keys.press("Escape")
    keys.press("Shift+Tab")
    expect(page.locator(".message").last).to_be_focused()
    keys.press("ArrowUp")
    expect(page.locator(".message").nth(-2)).to_be_focused()
    keys.press("Escape")
    expect(page.locator("#composer-text")).to_be_focused()
    create_room_by_keyboard(page)
    keys.press("Control+k")
    keys.type("gen")
    keys.press("Enter")
    expect(page.locator(".conversation-title h1")).to_have_text("General")
    keys.press("Alt+ArrowDown")
    expect(page.locator(".conversation-title h1")).to_have_text("Keyboard room")


def create_room_by_keyboard(page: Page) -> None:
    """Walk back to the button that creates a room, press it, and fill in the form."""
    for _ in range(60):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.getAttribute('aria-controls')") == "new-menu":
            break
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#create-room-name")).to_be_focused()
    page.keyboard.type("Keyboard room")
    page.keyboard.press("Enter")
    expect(page.locator(".conversation-title h1")).to_have_text("Keyboard room")


def test_a_dialog_gives_the_focus_back(alice: Person) -> None:
    button = alice.page.get_by_role("button", name="Browse all rooms")
    button.focus()
    alice.page.keyboard.press("Enter")
    expect(alice.dialog).to_be_visible()
    alice.page.keyboard.press("Escape")
    expect(button).to_be_focused()


def test_a_button_pressed_in_safari_gets_the_focus_back(alice: Person) -> None:
    alice.page.evaluate(NO_FOCUS_BY_PRESSING)
    alice.composer.click()
    button = alice.page.get_by_role("button", name="Room menu")
    button.click()
    alice.page.keyboard.press("Escape")
    expect(button).to_be_focused()
    alice.choose("Mark as unread")
    expect(button).to_be_focused()
    browse = alice.page.get_by_role("button", name="Browse all rooms")
    browse.click()
    expect(alice.dialog).to_be_visible()
    alice.page.keyboard.press("Escape")
    expect(browse).to_be_focused()
    alice.page.locator(".side").get_by_role("button", name="Close").click()
    expect(alice.page.locator("[data-opens-side=details]:focus")).to_be_visible()


def test_a_mac_has_its_own_keys(enter: Enter) -> None:
    mac = enter("Mac", live=False, fresh=True)
    mac.page.add_init_script("""Object.defineProperty(navigator, "platform", { value: "MacIntel" })""")
    mac.open()
    mac.go_to_new_room("On a Mac")
    mac.say("mine").sees("mine")
    keys = mac.page.keyboard
    mac.composer.focus()
    keys.press("Control+k")  # deletes to the end of the line
    keys.press("Meta+k")
    expect(mac.page.get_by_role("combobox", name="Jump to a room or a person")).to_be_focused()
    keys.press("Escape")
    keys.press("Meta+f")
    expect(mac.page.get_by_role("combobox", name="Search messages")).to_be_focused()
    mac.message("mine").focus()
    keys.press("?")
    expect(mac.dialog).to_contain_text("⌘")
    expect(mac.dialog).not_to_contain_text("Ctrl")
    keys.press("Escape")
    keys.press("Backspace")
    expect(mac.page.get_by_role("dialog", name="Delete this message?")).to_be_visible()


def test_a_new_message_is_announced_once_with_its_author(alice: Person, bob: Person) -> None:
    region = alice.page.locator("[data-component=announcer]")
    expect(region).to_have_attribute("aria-live", "polite")
    alice.composer.focus()
    bob.say("Can **everyone** hear me?")
    expect(region).to_have_text("Bob: Can everyone hear me?")
    expect(alice.composer).to_be_focused()
    alice.say("Loud and clear.")
    expect(bob.message("Loud and clear.")).to_have_count(1)
    expect(region).to_have_text("Bob: Can everyone hear me?")


def test_targets_on_a_phone_are_large_enough(bob: Person) -> None:
    small = bob.page.evaluate(
        """() => [...document.querySelectorAll("button, a[href], textarea, input")].filter((node) => {
            const { width, height } = node.getBoundingClientRect();
            node.wide = `${node.className} ${width}x${height}`;
            const style = getComputedStyle(node);
            return node.checkVisibility({ visibilityProperty: true }) && width > 1 && style.display !== "inline"
                && !node.closest(".message") && (width < 44 || height < 44);
        }).map(({ wide }) => wide)"""
    )
    assert small == []


def test_the_phone_never_scrolls_sideways(bob: Person) -> None:
    for path in ("/?room=1", "/login/"):
        bob.page.goto(path)
        assert bob.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_reduced_motion_is_respected(alice: Person) -> None:
    alice.page.emulate_media(reduced_motion="reduce")
    motion = alice.page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--motion')")
    assert re.match(r"0m?s", motion.strip())


def test_colours_follow_the_system_and_can_be_chosen(alice: Person) -> None:
    theme = alice.page.locator("html")
    alice.page.emulate_media(color_scheme="dark")
    expect(theme).to_have_attribute("data-bs-theme", "dark")
    alice.open_settings("Appearance").get_by_label("Light", exact=True).check()
    expect(theme).to_have_attribute("data-bs-theme", "light")
    alice.reload()
    expect(theme).to_have_attribute("data-bs-theme", "light")
