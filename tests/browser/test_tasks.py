"""What everyday tasks cost, counted from the cursor in the message box; the table is in docs/browser.md."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Enter
from tests.browser.person import Person

pytestmark = pytest.mark.browser

DOCUMENT = Path(__file__).parents[2] / "docs/browser.md"
ROW = re.compile(r"^\| (\d+) \| [^|]+ \| (?P<here>[^|–]+) \| (?P<best>[^|–]+) \|$", re.MULTILINE)
COST = re.compile(r"(\d+) ([ck])")


# A browser that was not asked yet, and that allows notifications when it is.
UNDECIDED = """() => {
  let permission = "default";
  window.Notification = class extends EventTarget {
    static get permission() { return permission; }
    static async requestPermission() { return (permission = "granted"); }
  };
}"""
# Until the offer is made: what notifies this person is asked for first.
COMES_BACK = """() => {
  dispatchEvent(new Event("focus"));
  return document.querySelector(".toast-note button");
}"""
COPY_A_PICTURE = """async () => {
  const canvas = document.createElement("canvas");
  canvas.getContext("2d").fillRect(0, 0, 100, 100);
  const picture = await new Promise((resolve) => canvas.toBlob(resolve));
  await navigator.clipboard.write([new ClipboardItem({ "image/png": picture })]);
}"""


@dataclass
class Counted:
    """A person whose clicks and keys are counted; hovering and the text itself are not."""

    person: Person
    other: Person
    clicks: int = 0
    keys: int = 0

    def click(self, target: Locator) -> None:
        target.click()
        self.clicks += 1

    def press(self, key: str) -> None:
        self.person.page.keyboard.press(key)
        self.keys += 1

    def write(self, text: str) -> None:
        self.person.page.keyboard.insert_text(text)

    def button(self, name: str) -> Locator:
        return self.person.page.get_by_role("button", name=name, exact=True)

    def news(self, *names: str) -> None:
        """Let the other person write into rooms that are not on the screen."""
        for name in names:
            room = self.person.create_room(name)
            self.other.join(room).post(room, f"News of {name}")
            expect(self.person.room_link(name).locator(".room-news")).to_be_visible()
        self.person.composer.focus()

    def line(self, text: str) -> Locator:
        """Return a message that the pointer is on."""
        line = self.person.sees(text).message(text)
        line.hover()
        return line

    def said(self, text: str) -> None:
        """Let the person have said something before the task begins."""
        self.person.say(text).sees(text)
        self.person.composer.focus()

    def received(self, text: str) -> None:
        """Let the other person have said something before the task begins."""
        self.other.post(1, text)
        self.person.sees(text)
        self.person.composer.focus()


Task = Callable[[Counted], None]
TASKS: dict[int, Task] = {}


def task(number: int) -> Callable[[Task], Task]:
    """Name the row of the table that a function carries out."""

    def register(function: Task) -> Task:
        TASKS[number] = function
        return function

    return register


@task(1)
def send(me: Counted) -> None:
    me.write("One key.")
    me.press("Enter")
    me.person.sees("One key.")


@task(2)
def break_the_line(me: Counted) -> None:
    me.write("One")
    me.press("Shift+Enter")
    me.write("two")
    expect(me.person.composer).to_have_value("One\ntwo")


@task(3)
def go_to_a_known_room(me: Counted) -> None:
    me.person.create_room("Known place")
    me.click(me.person.room_link("Known place"))
    expect(me.person.title).to_have_text("Known place")


@task(4)
def go_to_the_next_unread_room(me: Counted) -> None:
    me.news("Unread place")
    me.press("Alt+Shift+ArrowDown")
    expect(me.person.title).to_have_text("Unread place")


@task(5)
def mark_a_room_as_read(me: Counted) -> None:
    me.news("Esc reads it")
    room = me.person.room_link("Esc reads it")
    me.person.page.keyboard.press("Alt+Shift+ArrowDown")
    expect(me.person.title).to_have_text("Esc reads it")
    me.person.choose("Mark as unread")
    me.person.composer.focus()
    expect(room.locator(".room-news")).to_be_visible()
    me.press("Escape")
    expect(room.locator(".room-news")).to_be_hidden()


@task(6)
def mark_everything_as_read(me: Counted) -> None:
    me.news("Bulk one", "Bulk two")
    me.press("Shift+Escape")
    for name in ("Bulk one", "Bulk two"):
        expect(me.person.room_link(name).locator(".room-news")).to_be_hidden()


@task(7)
def mark_unread_from_here(me: Counted) -> None:
    me.received("Unread from here")
    me.line("Unread from here").locator(".message-text").click(modifiers=["Alt"])
    me.clicks += 1
    expect(me.person.room_link("General").locator(".room-news")).to_be_visible()


@task(8)
def reply(me: Counted) -> None:
    me.received("Answer me")
    me.click(me.line("Answer me").get_by_role("button", name="Reply"))
    expect(me.person.page.locator(".composer-strip")).to_contain_text("Answer me")
    expect(me.person.composer).to_be_focused()


@task(9)
def react(me: Counted) -> None:
    me.received("Cake on Friday")
    line = me.line("Cake on Friday")
    me.click(line.get_by_role("button", name="React with 👍"))
    expect(line.locator(".reaction[data-emoji='👍']")).to_have_attribute("aria-pressed", "true")


@task(10)
def edit_the_last_message(me: Counted) -> None:
    me.said("A tpyo.")
    me.press("ArrowUp")
    expect(me.person.composer).to_have_value("A tpyo.")
    me.person.composer.fill("A typo.")
    me.press("Enter")
    me.person.sees("A typo.")


@task(11)
def delete_an_own_message(me: Counted) -> None:
    me.said("Not meant.")
    me.click(me.line("Not meant.").get_by_role("button", name="More"))
    me.click(me.person.page.get_by_role("button", name="Delete", exact=True))
    me.click(me.person.dialog.get_by_role("button", name="Delete message"))
    me.person.sees_not("Not meant.")


@task(12)
def mention_someone(me: Counted) -> None:
    me.person.page.keyboard.type("@Ol")
    expect(me.person.page.locator("[data-part=suggestions] > *").first).to_contain_text("Olaf")
    me.press("Enter")
    expect(me.person.composer).to_have_value(re.compile("^@Olaf "))


@task(13)
def write_an_emoji(me: Counted) -> None:
    me.person.page.keyboard.type(":rocket")
    expect(me.person.page.locator("[data-part=suggestions] > *").first).to_be_visible()
    me.press("Tab")
    expect(me.person.composer).to_have_value(re.compile("🚀"))


@task(14)
def send_a_picture(me: Counted) -> None:
    me.person.page.evaluate(COPY_A_PICTURE)
    me.press("Control+V")
    expect(me.person.page.get_by_role("list", name="Files to send").get_by_role("listitem")).to_be_visible()
    me.press("Enter")
    expect(me.person.page.locator(".message a.file-picture")).to_be_visible()


@task(15)
def find_an_old_message(me: Counted) -> None:
    me.received("The code of the shed is under the pot")
    me.press("Control+f")
    expect(me.person.page.locator("#search-text")).to_be_focused()
    me.write("code of the shed")
    expect(me.person.side.locator(".search-result")).to_contain_text("under the pot")


@task(16)
def message_a_person(me: Counted) -> None:
    me.press("Control+k")
    me.person.page.keyboard.type("Olaf")
    expect(me.person.page.locator("#switcher-list").get_by_role("option").first).to_contain_text("Olaf")
    me.press("Enter")
    expect(me.person.title).to_have_text("Olaf")
    expect(me.person.page.get_by_text("Only you and Olaf can read this.")).to_be_visible()


@task(17)
def see_who_is_here(me: Counted) -> None:
    expect(me.person.side.locator(".member[data-online=true]").first).to_be_visible()


@task(18)
def open_a_profile(me: Counted) -> None:
    me.received("Who wrote this?")
    me.click(me.line("Who wrote this?").locator("[data-part=author]"))
    expect(me.person.side).to_contain_text("Member of this room")


@task(19)
def create_a_room(me: Counted) -> None:
    me.click(me.button("New message or room"))
    me.click(me.button("New room"))
    expect(me.person.dialog.get_by_label("Name")).to_be_focused()
    me.write("Made in two steps")
    me.press("Enter")
    expect(me.person.title).to_have_text("Made in two steps")


@task(20)
def join_a_room(me: Counted) -> None:
    me.other.create_room("Open house")
    me.click(me.button("Browse all rooms"))
    row = me.person.dialog.get_by_role("listitem").filter(has_text="Open house")
    me.click(row.get_by_role("button", name=re.compile("Join")))
    expect(me.person.title).to_have_text("Open house")


@task(21)
def quiet_a_room(me: Counted) -> None:
    me.person.room_link("General").hover()
    me.click(me.button("Actions for General"))
    me.click(me.person.page.locator("#row-menu").get_by_role("button", name="Nothing"))
    expect(me.person.room_link("General")).to_have_attribute("data-quiet", "")


@task(22)
def turn_notifications_on(me: Counted) -> None:
    me.person.page.evaluate(UNDECIDED)
    me.person.look_away()
    me.other.post(1, f"Are you there, <@{me.person.caller.user['id']}>?")
    expect(me.person.page).to_have_title(re.compile(r"^\(1\)"))
    me.person.look_back()
    me.person.page.wait_for_function(COMES_BACK)
    me.click(me.button("Turn on notifications"))
    expect(me.person.page.locator(".toast-note")).to_contain_text("You're notified")


@task(23)
def save_a_message(me: Counted) -> None:
    me.received("Worth keeping")
    me.click(me.line("Worth keeping").get_by_role("button", name="More"))
    me.click(me.person.page.get_by_role("button", name="Save", exact=True))
    expect(me.person.page.locator(".toast-note")).to_contain_text("Saved")


@task(24)
def copy_a_link(me: Counted) -> None:
    me.received("Worth a link")
    me.click(me.line("Worth a link").get_by_role("button", name="More"))
    me.click(me.person.page.get_by_role("button", name="Copy link", exact=True))
    expect(me.person.page.locator(".toast-note")).to_contain_text(re.compile("copied", re.IGNORECASE))


@task(25)
def invite_someone(me: Counted) -> None:
    me.person.create_room("Dinner")
    shelf = me.person.page.get_by_role("navigation", name="Rooms")
    me.click(shelf.get_by_role("button", name="Invite people"))
    me.click(me.person.dialog.get_by_role("button", name="Copy link"))
    expect(me.person.dialog.locator("[data-part=state]").first).to_contain_text("Link copied.")


def costs() -> dict[int, tuple[str, int, int]]:
    """Return what the document says of each task: here in words, here and at the best peer in actions."""
    text = DOCUMENT.read_text(encoding="utf-8")
    return {int(row[1]): (row["here"], actions(row["here"]), actions(row["best"])) for row in ROW.finditer(text)}


def actions(cost: str) -> int:
    """Return the number of clicks and keys of the shortest of several ways."""
    return min(sum(int(number) for number, _ in COST.findall(way)) for way in cost.split(" or "))


def test_the_table_names_the_tasks_that_are_carried_out_here() -> None:
    assert sorted(costs()) == sorted(TASKS)


@pytest.mark.parametrize("number", sorted(TASKS))
def test_a_task_costs_what_the_table_says_and_no_more_than_elsewhere(enter: Enter, number: int) -> None:
    other = enter("Olaf", live=False)
    me = Counted(enter("Tess", permissions=["clipboard-write"]), other)
    me.person.composer.focus()
    TASKS[number](me)
    words, here, best = costs()[number]
    assert me.clicks + me.keys == here, f"{me.clicks} c + {me.keys} k, not {words}"
    assert here <= best
