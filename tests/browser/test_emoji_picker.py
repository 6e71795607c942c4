"""The picker of all emoji: for a reaction and for the message box, by pointer, by finger, by keys."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.axe import findings
from tests.browser.conftest import Enter
from tests.browser.person import Person

pytestmark = pytest.mark.browser
SLOW = 20_000  # its table of emoji is written into the browser first


@pytest.fixture
def asked(alice: Person) -> list[str]:
    """Return the addresses that Alice's page asks for."""
    urls: list[str] = []
    alice.page.on("request", lambda request: urls.append(request.url))
    return urls


def picker(person: Person) -> Locator:
    return person.page.locator("emoji-picker")


def open_from_composer(person: Person) -> Locator:
    """Open the picker of the message box, and wait until it shows emoji."""
    person.page.locator(".composer").get_by_role("button", name="Emoji", exact=True).click()
    expect(picker(person).get_by_role("menuitem", name="grinning face", exact=False).first).to_be_visible(timeout=SLOW)
    return picker(person)


def test_the_picker_comes_when_it_is_opened_and_from_this_site_alone(alice: Person, asked: list[str]) -> None:
    alice.reload().is_live()
    alice.say("hello").sees("hello")
    assert not [url for url in asked if "emoji-picker" in url]
    open_from_composer(alice)
    assert [url for url in asked if "emoji-picker" in url]
    assert {url.split("/")[2] for url in asked} == {alice.page.url.split("/")[2]}


def test_an_emoji_is_found_by_keys_and_comes_where_the_caret_is(alice: Person) -> None:
    alice.go_to_new_room("Picked")
    alice.type("Well  done")
    alice.composer.evaluate("(text) => text.setSelectionRange(5, 5)")
    open_from_composer(alice)
    keys = alice.page.keyboard
    keys.type("party popper")
    expect(picker(alice).get_by_role("option").first).to_have_accessible_name(re.compile("^🎉, party popper"))
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(picker(alice)).to_be_hidden()
    expect(alice.composer).to_have_value("Well 🎉 done")
    expect(alice.composer).to_be_focused()


def test_enter_takes_the_emoji_that_was_found_first(alice: Person) -> None:
    open_from_composer(alice)
    alice.page.keyboard.type("party popper")
    expect(picker(alice).get_by_role("option").first).to_have_accessible_name(re.compile("^🎉, party popper"))
    alice.page.keyboard.press("Enter")
    expect(picker(alice)).to_be_hidden()
    expect(alice.composer).to_have_value("🎉")


def test_escape_and_a_press_elsewhere_close_it_and_the_focus_returns(alice: Person) -> None:
    opener = alice.page.locator(".composer").get_by_role("button", name="Emoji", exact=True)
    open_from_composer(alice)
    alice.page.keyboard.press("Escape")
    expect(picker(alice)).to_be_hidden()
    expect(opener).to_be_focused()
    open_from_composer(alice)
    alice.page.locator(".log").click(position={"x": 5, "y": 5})
    expect(picker(alice)).to_be_hidden()


def test_a_skin_tone_is_remembered_and_reacts(alice: Person, bob: Person) -> None:
    room = alice.go_to_new_room("Tones")
    bob.join(room).open(f"/?room={room}")
    alice.say("Wave!").sees("Wave!")
    open_from_composer(alice)
    picker(alice).get_by_role("button", name="Choose a skin tone (now Default)").click()
    picker(alice).get_by_role("option", name="Medium", exact=True).click()
    alice.reload().is_live()
    alice.choose_for("Wave!", "React")
    alice.page.get_by_role("button", name="More emoji").click()
    expect(picker(alice).get_by_role("combobox")).to_be_focused(timeout=SLOW)
    alice.page.keyboard.type("waving hand")
    picker(alice).get_by_role("option").first.click()
    expect(bob.message("Wave!").locator(".reaction[data-emoji]")).to_have_text("👋🏽 1")
    alice.choose_for("Wave!", "React")
    quick = alice.page.locator("#quick-reactions")
    expect(quick.get_by_role("button", name="React with 👋🏽")).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("phone", [False, True])
def test_axe_finds_nothing_in_it(enter: Enter, phone: bool) -> None:
    alice = enter("Alice", phone=phone)
    open_from_composer(alice)
    assert findings(alice.page) == []


def test_on_a_phone_it_is_a_sheet_of_wide_targets_that_back_closes(bob: Person) -> None:
    open_from_composer(bob)
    sheet = bob.dialog
    expect(sheet.get_by_role("heading", name="Emoji")).to_be_visible()
    for role in ("tab", "menuitem"):
        box = picker(bob).get_by_role(role).first.bounding_box() or {"width": 0, "height": 0}
        assert box["height"] >= 44
        assert box["width"] >= 41
    expect(picker(bob).get_by_role("combobox")).not_to_be_focused()
    bob.page.go_back()
    expect(sheet).to_have_count(0)
    open_from_composer(bob)
    picker(bob).get_by_role("menuitem").nth(2).tap()
    expect(bob.composer).to_have_value("😄")
