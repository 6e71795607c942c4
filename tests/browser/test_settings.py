"""The settings: pages over a chat that goes on, by mouse, by touch and by keyboard alone."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.axe import findings
from tests.browser.conftest import Enter
from tests.browser.desk import Desk
from tests.browser.person import Person
from tests.browser.typist import Typist
from tests.support.browsers import DESKTOP
from tests.support.callers import PASSWORD
from tests.support.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.node]

SECTIONS = ("profile", "account", "appearance", "language", "writing", "notifications", "sessions", "tokens")
WIDE = "n => document.documentElement.scrollWidth <= innerWidth && n.scrollWidth <= n.clientWidth"


def view(page: Page) -> Locator:
    return page.locator("[data-settings]")


def section(page: Page, name: str) -> Locator:
    return page.locator(f"[data-section={name}]")


def path(page: Page) -> str:
    return str(page.evaluate("location.pathname"))


def test_the_chat_goes_on_behind_the_settings_and_is_there_again(alice: Person, bob: Person) -> None:
    alice.type("half a thought")
    scroller = alice.page.evaluate("document.querySelector('.log').dataset.mark = 'same'; location.href")
    alice.open_settings("Profile")
    bob.say("said meanwhile")
    alice.page.get_by_role("link", name="Back to chat").click()
    expect(view(alice.page)).to_be_hidden()
    alice.sees("said meanwhile")
    expect(alice.composer).to_have_value("half a thought")
    assert alice.page.url == scroller
    assert alice.page.evaluate("document.querySelector('.log').dataset.mark") == "same"


def test_back_goes_through_sections_to_the_chat_and_forward_again(alice: Person) -> None:
    alice.open_settings("Writing")
    alice.page.get_by_role("link", name="Sessions").click()
    expect(alice.page).to_have_title("Sessions · Settings · Chatsite")
    expect(section(alice.page, "sessions").get_by_role("heading", name="Sessions")).to_be_focused()
    alice.page.go_back()
    expect(section(alice.page, "writing")).to_be_visible()
    alice.page.go_back()
    assert path(alice.page) == "/settings/"
    alice.page.go_back()
    expect(view(alice.page)).to_be_hidden()
    expect(alice.title).to_have_text("General")
    alice.page.go_forward()
    expect(view(alice.page)).to_be_visible()
    alice.page.keyboard.press("Escape")
    expect(view(alice.page)).to_be_hidden()
    expect(alice.page.get_by_role("button", name=re.compile("Account and settings"))).to_be_focused()


def test_a_phone_shows_the_list_then_a_section(bob: Person) -> None:
    profile = bob.open_settings("Profile")
    listed = bob.page.get_by_role("navigation", name="Settings")
    expect(listed).to_be_hidden()
    bob.page.get_by_role("link", name="All settings").click()
    expect(profile).to_be_hidden()
    expect(listed).to_be_visible()
    bob.page.get_by_role("link", name="Appearance").click()
    expect(bob.page.get_by_role("group", name="Theme")).to_be_visible()
    expect(bob.page.get_by_role("group", name="Room list")).to_have_count(0)
    bob.page.go_back()
    expect(listed).to_be_visible()
    bob.page.get_by_role("link", name="Back to chat").first.click()
    expect(view(bob.page)).to_be_hidden()


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_a_section_has_an_address(enter: Enter, phone: bool) -> None:
    alice = enter("Alice", phone=phone, path="/settings/writing/")
    expect(section(alice.page, "writing")).to_be_visible()
    alice.page.keyboard.press("Escape")
    expect(view(alice.page)).to_be_hidden()
    expect(alice.title).to_have_text("General")
    alice.page.goto("/settings/nowhere/")
    expect(alice.page.get_by_role("heading", name="Page not found")).to_be_visible()


def test_a_room_that_is_opened_by_key_closes_the_settings(alice: Person) -> None:
    alice.create_room("Elsewhere")
    expect(alice.room_link("Elsewhere")).to_be_visible()
    alice.open_settings("Writing")
    alice.page.keyboard.press("Alt+ArrowDown")
    expect(view(alice.page)).to_be_hidden()
    alice.page.go_back()
    expect(section(alice.page, "writing")).to_be_visible()


LEAVING: dict[str, Callable[[Page], Any]] = {
    "Back": lambda page: page.go_back(),
    "Escape": lambda page: page.keyboard.press("Escape"),
    "a link": lambda page: page.get_by_role("link", name="Back to chat").click(),
}


@pytest.mark.parametrize("way", LEAVING)
def test_leaving_asks_before_it_loses_an_edit(alice: Person, way: str) -> None:
    alice.page.goto("/settings/")
    alice.page.get_by_role("link", name="Back to chat").click()
    expect(view(alice.page)).to_be_hidden()
    alice.open_settings("Profile")
    name = section(alice.page, "profile").get_by_label("Name", exact=True)
    name.fill("Someone else")
    if way == "Back":
        alice.page.go_back()
        expect(view(alice.page)).to_have_attribute("data-view", "list")
    LEAVING[way](alice.page)
    expect(alice.dialog).to_contain_text("Discard your changes?")
    alice.confirm("Keep editing")
    expect(name).to_have_value("Someone else")
    assert path(alice.page) == "/settings/profile/"
    LEAVING["Escape"](alice.page)
    alice.confirm("Discard")
    expect(view(alice.page)).to_be_hidden()
    expect(alice.open_settings("Profile").get_by_label("Name", exact=True)).to_have_value("Alice")


# Firefox ignores a step through the history while it takes another one.
ONE_STEP_AT_A_TIME = """
let isTravelling = false;
history.go = count => {
  if (!isTravelling) History.prototype.go.call(history, count);
  isTravelling = true;
};
addEventListener("popstate", () => { isTravelling = false; }, true);
"""


def test_discarding_takes_a_single_step_through_the_history(enter: Enter) -> None:
    alice = enter("Alice", live=False, fresh=True)
    alice.page.add_init_script(ONE_STEP_AT_A_TIME)
    alice.open()
    alice.open_settings("Profile").get_by_label("Name", exact=True).fill("Someone else")
    alice.page.keyboard.press("Escape")
    alice.confirm("Discard")
    expect(view(alice.page)).to_be_hidden()


# What Firefox does on every page that has such fields, where a password is saved.
FILLED_IN = """fields => {
  const { matches } = Element.prototype;
  Element.prototype.matches = function (selector) {
    return selector === ":autofill" ? fields.includes(this) : matches.call(this, selector);
  };
  for (const field of fields) field.value = field.type === "email" ? "alice@example.org" : "a saved password";
}"""


def test_a_saved_password_is_no_edit_and_is_not_enough_to_delete_an_account(alice: Person) -> None:
    page = alice.open_settings("Account")
    page.locator("input:is([type=password], [type=email])").evaluate_all(FILLED_IN)
    deletion = page.get_by_role("region", name="Delete account")
    confirmation = deletion.get_by_label("Your email address, to confirm")
    expect(confirmation).to_have_value("alice@example.org")
    deletion.locator("summary").click()
    expect(confirmation).to_have_value("")
    expect(deletion.get_by_label("Current password", exact=True)).to_have_value("")
    alice.page.keyboard.press("Escape")
    expect(view(alice.page)).to_be_hidden()


def test_what_is_chosen_is_there_before_the_first_paint(alice: Person) -> None:
    page = alice.open_settings("Appearance")
    page.get_by_label("Roomy").check()
    expect(page.get_by_role("status")).to_have_text("Saved.")
    page.get_by_label("Largest").check()
    size = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
    assert alice.page.evaluate(size) == 20
    alice.page.route("**/app.js", lambda route: route.abort())
    alice.reload()
    expect(alice.page.locator("html[data-density=roomy][data-text-size=largest]")).to_be_attached()
    assert alice.page.evaluate(size) == 20


def test_a_chosen_clock_holds_at_once_and_on_every_device(enter: Enter) -> None:
    alice = enter("Alice", locale="en-US")
    alice.say("what time is it").sees("what time is it")
    time = alice.message("what time is it").locator("time")
    expect(time).to_have_text(re.compile(r"[AP]M$"))
    page = alice.open_settings("Time")
    page.get_by_label(re.compile("24 hours")).check()
    expect(page.locator("[data-part=saved]")).to_have_text("Saved.")
    alice.page.keyboard.press("Escape")
    expect(time).to_have_text(re.compile(r"^\d\d:\d\d$"))
    there = enter("Elsewhere", live=False, fresh=True).as_caller(alice.caller)
    there.open()
    expect(there.message("what time is it").locator("time")).to_have_text(re.compile(r"^\d\d:\d\d$"))


def test_the_address_is_changed_with_the_password(alice: Person) -> None:
    page = alice.open_settings("Account").get_by_role("region", name="Email address")
    page.locator("summary").click()
    page.get_by_label("New email address").fill("nowhere")
    page.get_by_role("button", name="Change email address").click()
    expect(page.locator("[data-error-for=email]")).to_have_text("Enter a valid email address.")
    new = f"{alice.caller.user['id']}-new@example.org"
    page.get_by_label("New email address").fill(new)
    page.get_by_label("Current password", exact=True).fill("wrong")
    page.get_by_role("button", name="Change email address").click()
    expect(page.locator("[data-error-for=current_password]")).to_contain_text("isn't your current password")
    page.get_by_label("Current password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Change email address").click()
    expect(page.get_by_role("status")).to_contain_text("We sent a link to")
    expect(page.get_by_role("status")).to_be_focused()
    expect(page.locator("[data-part=address]")).to_have_text(alice.caller.user["email"])
    alice.page.keyboard.press("Escape")
    expect(view(alice.page)).to_be_hidden()


def test_a_deleted_account_is_gone_and_leaves_nothing_behind(enter: Enter, bob: Person) -> None:
    dora = enter("Dora", fresh=True)
    dora.say("my last words").sees("my last words")
    dora.type("never sent")
    page = dora.open_settings("Account").get_by_role("region", name="Delete account")
    page.locator("summary").click()
    page.get_by_label("Your email address, to confirm").fill("bob@example.org")
    page.get_by_label("Current password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Delete account").click()
    expect(page.locator("[data-error-for=confirmation]")).to_contain_text("isn't your email address")
    page.get_by_label("Your email address, to confirm").fill(dora.caller.user["email"])
    page.get_by_role("button", name="Delete account").click()
    expect(dora.page.get_by_role("status").filter(has_text="Your account was deleted.")).to_be_visible()
    kept = dora.page.evaluate("Object.keys(localStorage)")
    assert [
        key for key in kept if key.startswith("snapshot:") or key.split(":")[1:2] == [str(dora.caller.user["id"])]
    ] == []
    bob.reload()
    expect(bob.message("my last words")).to_contain_text("Former member")


def test_the_keyboard_alone_is_enough(alice: Person) -> None:
    typist = Typist(alice.page, looks_closely=False)
    alice.page.goto("/settings/appearance/")
    expect(section(alice.page, "appearance").get_by_role("heading", name="Appearance")).to_be_focused()
    typist.reaches(alice.page.get_by_label("Match system"))
    alice.page.keyboard.press("ArrowDown")
    expect(alice.page.locator("html")).to_have_attribute("data-bs-theme", "light")
    typist.reads("Saved.")
    alice.page.keyboard.press("ArrowDown")
    expect(alice.page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    alice.page.keyboard.press("Escape")
    expect(view(alice.page)).to_be_hidden()


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_axe_finds_nothing_in_any_section(enter: Enter, phone: bool) -> None:
    alice = enter("Alice", phone=phone, path="/settings/", reduced_motion="reduce")
    assert findings(alice.page) == []
    for name in SECTIONS:
        alice.page.goto(f"/settings/{name}/")
        expect(section(alice.page, name)).to_be_visible()
        for fold in section(alice.page, name).locator("summary").all():
            fold.click()
        assert findings(alice.page) == [], name


def test_the_section_is_marked_where_colours_are_forced(alice: Person) -> None:
    alice.page.emulate_media(forced_colors="active")
    alice.open_settings("Writing")
    edge = "node => getComputedStyle(node).borderInlineStartColor"
    listed = alice.page.get_by_role("navigation", name="Settings")
    shown, other = (listed.get_by_role("link", name=name).evaluate(edge) for name in ("Writing", "Profile"))
    assert shown != other
    alice.page.emulate_media(forced_colors="none")
    alice.page.keyboard.press("Escape")


@pytest.mark.parametrize(("width", "text"), [(320, 100), (390, 200), (1280, 200)])
def test_nothing_is_cut_off_on_narrow_screens_and_with_large_text(enter: Enter, width: int, text: int) -> None:
    alice = enter("Alice", path="/settings/", fresh=True, viewport={"width": width, "height": 700})
    for name in SECTIONS:
        alice.page.goto(f"/settings/{name}/")
        expect(section(alice.page, name)).to_be_visible()
        for fold in section(alice.page, name).locator("summary").all():
            fold.click()
        alice.page.evaluate(f"document.documentElement.style.fontSize = '{text}%'")
        assert view(alice.page).evaluate(WIDE), name


def test_a_line_that_fails_leaves_the_chat_usable(alice: Person) -> None:
    alice.page.route("**/settings/markup", lambda route: route.abort())
    alice.page.get_by_role("button", name=re.compile("Account and settings")).click()
    alice.page.get_by_role("link", name="Settings", exact=True).click()
    expect(alice.page.locator(".toast-note")).to_contain_text("can't be reached")
    alice.say("still here").sees("still here")
    alice.page.unroute("**/settings/markup")
    alice.open_settings("Writing")


def test_a_person_without_a_chat_yet_has_settings_too(make_server: Callable[..., Server], chromium: Browser) -> None:
    server = make_server(env={"EMAIL_VERIFICATION": "required"})
    desk = Desk(chromium, server.url, DESKTOP)
    carol = Person("Carol", server, desk).register()
    carol.page.goto("/settings/profile/")
    name = section(carol.page, "profile").get_by_label("Name", exact=True)
    expect(name).to_have_value("Carol")
    name.fill("Caroline")
    name.press("Enter")
    expect(carol.page.get_by_role("status").filter(has_text="Name saved.")).to_be_visible()
    carol.page.get_by_role("link", name="Sessions").click()
    expect(carol.page.locator(".session-list li")).to_have_count(1)
    carol.page.get_by_role("link", name="Back to chat").click()
    expect(carol.page.get_by_role("heading", name="Check your email")).to_be_visible()
    assert not desk.complaints
    desk.context.close()


def test_what_was_saved_is_said_no_more_after_going_elsewhere(alice: Person) -> None:
    writing = alice.open_settings("Writing")
    writing.get_by_role("radio").last.check()
    saved = writing.locator("[data-part=saved]")
    expect(saved).to_have_text("Saved.")
    for name in ("Sessions", "Writing"):
        alice.page.get_by_role("navigation", name="Settings").get_by_role("link", name=name, exact=True).click()
    expect(writing).to_be_visible()
    expect(saved).to_have_text("")
