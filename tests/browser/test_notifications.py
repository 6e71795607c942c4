"""Being notified while not looking: in the title, on the icon, by a notification, by a sound."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter
from tests.browser.person import Person

pytestmark = pytest.mark.browser

# The browser's own notifications and sounds, which a test can neither see nor listen to, note that they were made;
# a headless browser shows none and therefore grants none.
NOTE_DOWN = """
window.shown = [];
window.notes = 0;
const Real = window.Notification;
window.Notification = class extends Real {
  static permission = "granted";
  static requestPermission = async () => "granted";
  constructor(title, options) {
    super(title, options);
    window.shown.push([title, options.body]);
    window.newest = this;
  }
};
const start = AudioScheduledSourceNode.prototype.start;
AudioScheduledSourceNode.prototype.start = function (...when) {
  window.notes += 1;
  return start.apply(this, when);
};
"""


@pytest.fixture
def alice(enter: Enter) -> Person:
    """Return Alice, whose browser may show notifications."""
    alice = enter("Alice", live=False, permissions=["notifications"])
    alice.page.add_init_script(NOTE_DOWN)
    return alice.open()


def turn_on(alice: Person, *choices: str) -> None:
    """Be notified on this device, and of more than at first."""
    section = alice.open_settings("Notifications")
    section.get_by_label("Notify me on this device").check()
    for choice in choices:
        section.get_by_role("group", name="Notify me about").get_by_label(choice).check()
    expect(section.locator("[data-part=device-note]")).to_contain_text("Messages reach you here")
    alice.page.keyboard.press("Escape")


def shown(page: Page) -> list[list[str]]:
    """Return title and text of each notification so far."""
    notifications: list[list[str]] = page.evaluate("window.shown")
    return notifications


def test_notification_and_sound_come_by_choice_and_only_when_not_looking(alice: Person, bob: Person) -> None:
    alice.look_away()
    bob.say("before any choice")
    expect(alice.page).to_have_title("(1) General · Chatsite")
    alice.look_back()
    turn_on(alice, "All other messages")
    bob.say("while she looks")
    alice.sees("while she looks")
    alice.look_away()
    bob.say("are you **there**?")
    alice.page.wait_for_function("() => window.shown.length > 0 && window.notes > 0")
    assert shown(alice.page) == [["Bob in General", "are you there?"]]
    assert alice.page.evaluate("window.notes") == 2  # one sound has two


def test_at_first_only_what_is_meant_for_the_reader_notifies(alice: Person, enter: Enter) -> None:
    bob = enter("Bob", live=False)
    turn_on(alice)
    alice.look_away()
    bob.post(1, "for everyone")
    bob.post(1, f"for you, <@{alice.caller.user['id']}>")
    alice.page.wait_for_function("() => window.shown.length > 0")
    assert [text for _, text in shown(alice.page)] == ["for you, @Alice"]


def test_while_paused_nothing_is_shown_or_sounded_until_it_is_resumed(alice: Person, bob: Person) -> None:
    turn_on(alice, "All other messages")
    alice.page.locator(".panel-foot").get_by_role("button", name="Pause notifications").click()
    alice.dialog.get_by_role("button", name=re.compile("For 1 hour")).click()
    paused = alice.page.locator(".panel-foot").get_by_role("button", name=re.compile("are paused until"))
    expect(paused.first).to_be_visible()
    alice.look_away()
    bob.say("not now")
    expect(alice.page).to_have_title("(1) General · Chatsite")
    alice.look_back()
    paused.first.click()
    expect(alice.dialog).to_contain_text("Notifications are paused until")
    alice.dialog.get_by_role("button", name="Resume notifications").click()
    expect(alice.page.locator(".toast-note").last).to_have_text("You're notified again.")
    alice.look_away()
    bob.say("now")
    alice.page.wait_for_function("() => window.shown.length > 0")
    assert shown(alice.page) == [["Bob in General", "now"]]


def test_many_at_once_are_notified_once(alice: Person, enter: Enter) -> None:
    bob = enter("Bob", live=False)
    room = alice.create_room("Where many talk at once")
    bob.join(room)
    turn_on(alice, "All other messages")
    alice.look_away()
    with ThreadPoolExecutor(5) as mouths:
        list(mouths.map(lambda number: bob.post(room, f"quick {number}"), range(5)))
    newest = bob.caller.get(f"/rooms/{room}/messages?limit=1").json()["messages"][0]["content"]
    alice.page.wait_for_function("(newest) => window.shown.some(([, text]) => text === newest)", arg=newest)
    assert len(shown(alice.page)) < 5


def test_a_notification_leads_to_its_room(alice: Person, enter: Enter) -> None:
    bob = enter("Bob", live=False)
    room = alice.create_room("Elsewhere in the house")
    bob.join(room)
    turn_on(alice, "All other messages")
    alice.look_away()
    bob.post(room, "over here")
    alice.page.wait_for_function("() => window.shown.length > 0")
    assert shown(alice.page) == [["Bob in Elsewhere in the house", "over here"]]
    alice.page.evaluate("window.newest.dispatchEvent(new Event('click'))")
    expect(alice.title).to_have_text("Elsewhere in the house")


def test_the_icon_has_a_dot_while_something_is_unread(alice: Person, bob: Person) -> None:
    icon = alice.page.locator("[data-favicon]")
    expect(icon).to_have_attribute("href", re.compile(r"logo\.svg$"))
    alice.look_away()
    bob.say("look at the icon")
    expect(icon).to_have_attribute("href", re.compile("^data:image/png"))
    alice.look_back()
    expect(icon).to_have_attribute("href", re.compile(r"logo\.svg$"))
    expect(alice.page).to_have_title("General · Chatsite")


def test_a_browser_that_refuses_says_so(enter: Enter) -> None:
    dora = enter("Dora", permissions=[])
    dora.page.evaluate("() => { Notification.requestPermission = async () => 'denied'; }")
    section = dora.open_settings("Notifications")
    box = section.get_by_label("Notify me on this device")
    box.click()
    expect(section).to_contain_text("Your browser blocks notifications")
    expect(box).not_to_be_checked()


def test_a_question_of_the_browser_that_was_only_closed_can_be_asked_again(enter: Enter) -> None:
    dora = enter("Dora", permissions=[])
    dora.page.evaluate(
        """() => {
          Object.defineProperty(Notification, "permission", { get: () => "default" });
          Notification.requestPermission = async () => "default";
        }"""
    )
    section = dora.open_settings("Notifications")
    box = section.get_by_label("Notify me on this device")
    box.click()
    expect(section).to_contain_text("Notifications weren't allowed. Try again")
    expect(box).not_to_be_checked()
    expect(box).to_be_enabled()
