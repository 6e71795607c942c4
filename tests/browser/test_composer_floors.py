"""The composer: it answers, it edits in place, and it says why it can't, on a desktop and on a phone."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Enter
from tests.browser.person import Person

pytestmark = pytest.mark.browser

FILE = """(what) => {
  const data = new DataTransfer();
  data.items.add(new File(["…"], "cat.png", { type: "image/png" }));
  const event = what === "paste"
    ? new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })
    : new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true });
  document.activeElement.dispatchEvent(event);
  return event.defaultPrevented;
}"""

TOO_MANY = """() => {
  const data = new DataTransfer();
  for (let number = 0; number < 11; number += 1) data.items.add(new File(["…"], `${number}.txt`));
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
}"""


@pytest.fixture
def alice(enter: Enter) -> Person:
    """Return Alice with the chat not yet open."""
    return enter("Alice", live=False)


@pytest.fixture
def bob(enter: Enter) -> Person:
    """Return Bob, on a phone, with the chat not yet open."""
    return enter("Bob", phone=True, live=False)


def strip(person: Person) -> Locator:
    return person.page.locator(".composer-strip")


def note(person: Person) -> Locator:
    return person.page.locator("#composer-note")


def in_a_room(person: Person, name: str) -> Person:
    """Go to a room of one's own, with the focus in the composer."""
    room = person.create_room(name)
    person.open(f"/?room={room}")
    expect(person.composer).to_be_visible()
    person.composer.focus()
    return person


def starts_editing(person: Person) -> None:
    person.composer.press("ArrowUp")
    expect(strip(person)).to_be_visible()


def test_arrow_up_edits_the_last_own_message_in_two_keys(alice: Person) -> None:
    in_a_room(alice, "Typos").say("Frist").sees("Frist")
    alice.composer.focus()
    alice.page.keyboard.press("ArrowUp")
    expect(strip(alice)).to_have_text("Editing: Enter saves, Esc cancels")
    expect(alice.composer).to_have_value("Frist")
    alice.composer.fill("First")
    alice.page.keyboard.press("Enter")
    alice.sees("First")
    expect(alice.message("First")).to_contain_text("edited")
    expect(strip(alice)).to_be_hidden()
    expect(alice.composer).to_be_focused()
    expect(alice.composer).to_have_value("")


def test_the_draft_and_the_reply_come_back_after_an_edit(alice: Person) -> None:
    in_a_room(alice, "Drafts").say("one").sees("one")
    alice.message("one").hover()
    alice.page.get_by_role("button", name="Reply", exact=True).click()
    alice.composer.fill("half an answer")
    alice.choose_for("one", "Edit")
    expect(alice.composer).to_have_value("one")
    alice.page.keyboard.press("Escape")
    expect(alice.composer).to_have_value("half an answer")
    expect(strip(alice)).to_contain_text("Replying to Alice: one")
    alice.page.keyboard.press("Escape")
    expect(strip(alice)).to_be_hidden()
    expect(alice.composer).to_have_value("half an answer")


def test_a_reply_is_still_one_after_another_room_and_a_reload(alice: Person) -> None:
    in_a_room(alice, "Answers").say("Who comes?").sees("Who comes?")
    alice.choose_for("Who comes?", "Reply")
    alice.composer.fill("I do")
    alice.go_to_new_room("Between")
    expect(strip(alice)).to_be_hidden()
    alice.reload().go_to("Answers")
    expect(strip(alice)).to_have_text("Replying to Alice: Who comes?")
    alice.page.get_by_role("button", name="Send", exact=True).click()
    expect(alice.message("I do").locator(".message-quote")).to_contain_text("Who comes?")
    expect(strip(alice)).to_be_hidden()
    alice.reload().sees("I do")
    expect(strip(alice)).to_be_hidden()


def test_what_is_answered_shows_as_it_is_now(alice: Person) -> None:
    room = alice.open().go_to_new_room("As it is now")
    alice.say("frist words").sees("frist words").choose_for("frist words", "Reply")
    expect(strip(alice)).to_have_text("Replying to Alice: frist words")
    path = f"/rooms/{room}/messages/{alice.messages.first.get_attribute('data-seq')}"
    alice.caller.patch(path, json={"content": "first words"}).raise_for_status()
    expect(strip(alice)).to_have_text("Replying to Alice: first words")
    alice.caller.delete(path).raise_for_status()
    expect(strip(alice)).to_have_text("Replying to Alice: This message was deleted.")


def test_escape_asks_before_it_throws_changes_away(alice: Person) -> None:
    in_a_room(alice, "Second thoughts").say("as it was").sees("as it was")
    starts_editing(alice)
    alice.composer.fill("as it will be")
    alice.page.keyboard.press("Escape")
    expect(alice.dialog.get_by_role("heading")).to_have_text("Discard your changes?")
    alice.page.keyboard.press("Escape")
    expect(alice.composer).to_have_value("as it will be")
    alice.page.keyboard.press("Escape")
    alice.confirm("Discard changes")
    expect(alice.composer).to_have_value("")
    expect(alice.composer).to_be_focused()
    assert alice.texts == ["as it was"]


def test_an_edit_outlives_other_rooms_and_a_reload(alice: Person) -> None:
    in_a_room(alice, "Long letters").say("Dear all").sees("Dear all")
    here = alice.page.url
    starts_editing(alice)
    alice.composer.fill("Dear all, once more")
    alice.go_to_new_room("Somewhere else")
    expect(alice.composer).to_have_value("")
    expect(strip(alice)).to_be_hidden()
    alice.open(here.removeprefix(alice.server.url))
    expect(alice.composer).to_have_value("Dear all, once more")
    alice.composer.press("Enter")
    alice.sees("Dear all, once more")


@pytest.mark.service_worker
def test_an_edit_without_a_network_is_kept_and_saved_on_return(alice: Person) -> None:
    in_a_room(alice, "Tunnels").say("befor").sees("befor")
    starts_editing(alice)
    alice.disconnect()
    alice.composer.fill("before")
    expect(note(alice)).to_have_text("You're offline. Your changes are kept here.", timeout=20_000)
    alice.composer.press("Enter")
    expect(note(alice)).to_have_text("Kept. Your changes are saved when you're back.")
    alice.reconnect()
    expect(alice.message("edited")).to_contain_text("before", timeout=20_000)
    expect(strip(alice)).to_be_hidden()
    expect(note(alice)).to_have_text("")


def test_saving_nothing_asks_whether_to_delete(alice: Person) -> None:
    in_a_room(alice, "Regrets").say("never mind").sees("never mind")
    starts_editing(alice)
    alice.composer.fill("")
    alice.composer.press("Enter")
    alice.confirm("Delete message")
    expect(alice.message("This message was deleted.")).to_have_count(1)
    expect(strip(alice)).to_be_hidden()


def test_a_refused_edit_stays_and_says_why(alice: Person) -> None:
    in_a_room(alice, "Closing time").say("last words").sees("last words")
    starts_editing(alice)
    room, seq = alice.page.url.partition("room=")[2], alice.messages.last.get_attribute("data-seq")
    alice.composer.fill("very last words")
    alice.caller.delete(f"/rooms/{room}/messages/{seq}").raise_for_status()
    expect(alice.message("This message was deleted.")).to_have_count(1)
    alice.composer.press("Enter")
    expect(note(alice)).to_have_text("This message was deleted.")
    expect(alice.composer).to_have_value("very last words")


@pytest.mark.service_worker
def test_an_unsent_text_says_that_it_is_kept(alice: Person) -> None:
    in_a_room(alice, "Lifts")
    alice.disconnect()
    alice.type("going up")
    expect(note(alice)).to_have_text("Kept. It goes out when you're back.", timeout=20_000)
    alice.composer.press("Enter")
    expect(note(alice)).to_have_text("Kept. It goes out when you're back.")
    alice.reconnect()
    alice.sees("going up")
    expect(note(alice)).to_have_text("")


@pytest.mark.parametrize("phone", [False, True])
@pytest.mark.parametrize("how", ["paste", "drop"])
def test_a_file_goes_into_the_tray_and_the_text_stays(enter: Enter, how: str, phone: bool) -> None:
    alice = in_a_room(enter("Alice", phone=phone, live=False), f"Pictures {how} {phone}")
    alice.type("look at this: ")
    alice.composer.focus()
    assert alice.page.evaluate(FILE, how)
    expect(alice.page.locator(".tray-file")).to_have_count(1)
    expect(alice.composer).to_have_value("look at this: ")


@pytest.mark.parametrize("how", ["paste", "drop"])
def test_a_file_for_a_message_that_was_sent_is_refused_in_words(alice: Person, how: str) -> None:
    in_a_room(alice, f"Too late for a {how}").say("sent").sees("sent")
    alice.choose_for("sent", "Edit")
    expect(alice.composer).to_have_value("sent")
    expect(alice.page.get_by_role("button", name="Add files")).to_be_hidden()
    assert alice.page.evaluate(FILE, how)
    expect(alice.page.get_by_text("Files can't be added to a message that was sent.")).to_be_visible()
    alice.page.keyboard.press("Escape")
    expect(alice.page.get_by_role("button", name="Add files")).to_be_visible()
    expect(alice.page.locator(".tray-file")).to_have_count(0)


@pytest.mark.parametrize("phone", [False, True])
def test_a_toast_stands_above_the_composer_at_its_start(enter: Enter, phone: bool) -> None:
    alice = in_a_room(enter("Alice", phone=phone, live=False), f"Toast {phone}")
    alice.composer.fill("a\nb\nc\nd")
    alice.page.evaluate(TOO_MANY)
    expect(alice.page.locator(".tray-file")).to_have_count(10)
    toast = alice.page.locator(".toast-note").bounding_box()
    composer = alice.page.locator(".composer").bounding_box()
    assert toast
    assert composer
    assert toast["y"] + toast["height"] <= composer["y"]
    assert abs(toast["x"] - composer["x"]) <= 2


@pytest.mark.parametrize("how", ["click", "tap", "key"])
def test_one_can_go_on_typing_after_a_press_on_send(enter: Enter, how: str) -> None:
    person = in_a_room(enter("Alice", phone=how == "tap", live=False), f"On and on {how}")
    send = person.page.get_by_role("button", name="Send", exact=True)
    for text in "one", "two":
        person.page.keyboard.type(text)
        if how == "key":
            send.press("Enter")
        else:
            send.tap() if how == "tap" else send.click()
        expect(person.message(text)).to_be_visible()
        expect(person.composer).to_be_focused()


def test_a_press_on_send_opens_no_keyboard_where_none_was(bob: Person) -> None:
    in_a_room(bob, "With a file")
    bob.page.keyboard.type("look")
    bob.composer.evaluate("(field) => field.blur()")
    bob.page.get_by_role("button", name="Send", exact=True).tap()
    expect(bob.message("look")).to_be_visible()
    expect(bob.composer).not_to_be_focused()


def test_a_phone_edits_in_the_composer_and_leaves_by_the_cross(bob: Person) -> None:
    in_a_room(bob, "Thumbs").say("tpyed on a phone").sees("tpyed on a phone")
    starts_editing(bob)
    expect(strip(bob)).to_have_text("Editing your message")
    ring, save = bob.page.locator(".composer").bounding_box(), bob.page.get_by_role("button", name="Save")
    button = save.bounding_box()
    assert ring
    assert button
    assert min(button["width"], button["height"]) >= 44
    assert button["x"] + button["width"] < ring["x"] + ring["width"]
    bob.composer.fill("typed on a phone")
    save.tap()
    bob.sees("typed on a phone")
    starts_editing(bob)
    bob.page.get_by_role("button", name="Cancel editing").tap()
    expect(strip(bob)).to_be_hidden()


def compose(person: Person, text: str) -> None:
    """Write with an input method, which does not know yet that this is meant."""
    keyboard = person.context.new_cdp_session(person.page)
    for end in range(1, len(text) + 1):
        keyboard.send("Input.imeSetComposition", {"text": text[:end], "selectionStart": end, "selectionEnd": end})


PRESS_WHILE_COMPOSING = """([key, mark]) => document.activeElement.dispatchEvent(
  new KeyboardEvent("keydown", { key, ...mark, bubbles: true, cancelable: true }))"""


@pytest.mark.parametrize("mark", [{"isComposing": True}, {"keyCode": 229}], ids=["standard", "safari"])
def test_the_keys_of_an_input_method_neither_save_nor_cancel(alice: Person, mark: dict[str, object]) -> None:
    in_a_room(alice, f"日本語 {len(mark)} {next(iter(mark))}").say("こんにちわ").sees("こんにちわ")
    starts_editing(alice)
    alice.composer.fill("")
    compose(alice, "こんにちは")
    for key in ["Enter", "Escape"]:
        assert alice.page.evaluate(PRESS_WHILE_COMPOSING, [key, mark])
    expect(strip(alice)).to_be_visible()
    expect(alice.composer).to_have_value("こんにちは")
    assert alice.texts == ["こんにちわ"]
    alice.page.keyboard.insert_text("こんにちは")
    alice.page.keyboard.press("Enter")
    alice.sees("こんにちは")
