"""A key that an input method takes for itself (Japanese, Chinese, Korean) does nothing else, in any field."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter
from tests.browser.modules import calling
from tests.browser.person import Person

pytestmark = pytest.mark.browser

KEYS = ["Enter", "Escape", "ArrowDown", "ArrowUp", "Tab"]
# While composing, as the standard says; the confirming Enter of Safari, which comes after the composition.
MARKS = [{"isComposing": True, "keyCode": 0}, {"isComposing": False, "keyCode": 229}]
FIELDS = """() => [...document.querySelectorAll("textarea, input")]
  .filter(({ type }) => !["hidden", "checkbox", "radio", "file", "submit"].includes(type))
  .map((field, at) => {
    field.dataset.field = at;
    return { at, dialog: field.closest("dialog")?.id ?? null };
  })"""
OPEN = calling("/static/js/ui/dialogs/dialogs.js", "openDialog")
PRESS = """async (field, [key, mark]) => {
  const event = new KeyboardEvent("keydown", { key, ...mark, bubbles: true, cancelable: true });
  field.dispatchEvent(event);
  await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
  return event.defaultPrevented;
}"""
STATE = """() => ({
  address: location.href,
  focused: document.activeElement.dataset.field,
  value: document.activeElement.value,
  dialogs: [...document.querySelectorAll("dialog[open]")].map(({ id }) => id),
  reply: document.querySelector(".composer-strip").hidden,
  chosen: document.querySelector(".suggestions [aria-selected=true]")?.textContent ?? null,
  screen: document.documentElement.dataset.screen,
  messages: document.querySelectorAll(".message").length,
})"""


def keys_do_nothing(page: Page, field: dict[str, Any]) -> bool:
    """Press every key in a field as an input method does; return whether the page shows the field."""
    place = page.locator(f"[data-field='{field['at']}']")
    if field["dialog"]:
        page.evaluate(OPEN, field["dialog"])
    if not place.is_visible():
        return False
    place.focus()
    before = page.evaluate(STATE)
    for mark in MARKS:
        for key in KEYS:
            assert not place.evaluate(PRESS, [key, mark]), (key, mark, field)
            assert page.evaluate(STATE) == before, (key, mark, field)
    if field["dialog"]:
        page.evaluate("(id) => document.getElementById(id).close()", field["dialog"])
    return True


def ready_to_be_disturbed(person: Person) -> Person:
    """Leave a reply, a text and a filter behind which keys would act on."""
    person.create_room("Hiking")
    person.go_to_new_room("Highlands")
    person.say("Which way?").sees("Which way?")
    person.message("Which way?").hover()
    person.page.get_by_role("button", name="Reply", exact=True).click()
    person.composer.fill("にほん")
    person.page.locator("[data-part=filter]").fill("hik")
    expect(person.page.locator(".room")).to_have_count(1)
    return person


def test_no_field_of_the_page_acts_on_the_keys_of_an_input_method(alice: Person) -> None:
    fields = ready_to_be_disturbed(alice).page.evaluate(FIELDS)
    tried = [field for field in fields if keys_do_nothing(alice.page, field)]
    assert len([field for field in tried if field["dialog"]]) >= 10
    assert len([field for field in tried if not field["dialog"]]) == 2


def test_suggestions_stay_while_composing(alice: Person) -> None:
    fields = alice.page.evaluate(FIELDS)
    alice.composer.press_sequentially("やった :tad")
    expect(alice.page.locator(".suggestions li")).not_to_have_count(0)
    composer = next(f for f in fields if alice.page.locator(f"#composer-text[data-field='{f['at']}']").count())
    assert keys_do_nothing(alice.page, composer)


@pytest.mark.parametrize("code", [":wave:", ":+1:", "ok :tada:"])
def test_a_shortcode_that_is_composed_becomes_one_emoji(alice: Person, code: str) -> None:
    alice.composer.press_sequentially(":wave:")
    expect(alice.composer).to_have_value("👋")
    alice.composer.fill("")
    keyboard = alice.context.new_cdp_session(alice.page)
    for end in range(1, len(code) + 1):
        keyboard.send("Input.imeSetComposition", {"text": code[:end], "selectionStart": end, "selectionEnd": end})
        alice.page.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)))")
        assert alice.composer.input_value() == code[:end]
    keyboard.send("Input.insertText", {"text": code})
    expect(alice.composer).to_have_value(code.replace(":wave:", "👋").replace(":+1:", "👍").replace(":tada:", "🎉"))


def test_the_list_of_a_phone_stays_while_composing(enter: Enter) -> None:
    bob = enter("Bob", phone=True)
    fields = bob.page.evaluate(FIELDS)
    bob.show_rooms()
    bob.page.locator("[data-part=filter]").fill("gen")
    outside = [field for field in fields if field["dialog"] is None]
    assert any(keys_do_nothing(bob.page, field) for field in outside)
