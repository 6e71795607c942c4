"""The frame: shelf, table and side, as wide as the screen has room for, from the first paint on."""

from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter
from tests.browser.person import Person

pytestmark = pytest.mark.browser


def columns(page: Page) -> list[str]:
    """Return which of the three can be seen."""
    parts = {"shelf": ".panel-rooms", "table": ".conversation", "side": ".side"}
    return [name for name, selector in parts.items() if page.locator(selector).is_visible()]


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (1920, ["shelf", "table", "side"]),
        (1280, ["shelf", "table", "side"]),
        (1199, ["shelf", "table"]),
        (720, ["shelf", "table"]),
        (719, ["table"]),
        (320, ["table"]),
    ],
)
def test_a_screen_shows_what_it_has_room_for(enter: Enter, width: int, expected: list[str]) -> None:
    alice = enter("Alice", viewport={"width": width, "height": 700})
    assert columns(alice.page) == expected
    assert alice.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("phone", [False, True])
def test_the_first_paint_is_the_frame_without_a_script(enter: Enter, phone: bool) -> None:
    alice = enter("Alice", phone=phone, live=False, java_script_enabled=False)
    alice.page.goto("/?room=1")
    expect(alice.page.locator(".log-skeleton")).to_be_visible()
    expect(alice.page.locator(".log-skeleton")).to_contain_text("Loading…")
    expect(alice.page.locator(".log-blank")).to_be_hidden()
    assert columns(alice.page) == (["table"] if phone else ["shelf", "table"])
    if not phone:
        expect(alice.page.locator(".panel-rooms .skeleton-bar").first).to_be_visible()


@pytest.mark.parametrize("phone", [False, True])
def test_a_room_is_called_missing_only_when_it_is(enter: Enter, phone: bool) -> None:
    alice = enter("Alice", phone=phone, live=False, fresh=True)
    waiting = []
    alice.page.route("**/rooms?*", lambda route: waiting.append(route))
    alice.page.goto("/")
    alice.page.wait_for_function("() => document.querySelector('[data-part=my-name]').textContent !== ''")
    expect(alice.page.locator(".log-skeleton")).to_be_visible()
    expect(alice.page.locator(".log-blank")).to_be_hidden()
    expect(alice.title).to_have_text("Loading…")
    for route in waiting:
        route.continue_()
    alice.page.unroute("**/rooms?*")
    expect(alice.title).to_have_text("General")
    expect(alice.page.locator(".log-skeleton")).to_be_hidden()


@pytest.mark.parametrize("width", [1920, 1280, 1000, 768])
def test_head_log_composer_and_actions_share_one_column(enter: Enter, width: int) -> None:
    alice = enter("Alice", viewport={"width": width, "height": 800})
    alice.say(f"One column of {width}.").sees(f"One column of {width}.")
    line = alice.message(f"One column of {width}.")
    line.hover()
    boxes = [
        alice.page.locator(selector).last.bounding_box() or {}
        for selector in (".message .avatar", ".composer", ".room-title [data-part=name]")
    ]
    starts = [box["x"] for box in boxes]
    assert max(starts) - min(starts) <= 1
    composer, actions = boxes[1], line.locator(".message-actions").bounding_box() or {}
    end = composer["x"] + composer["width"]
    assert composer["width"] <= 46 * 16
    assert abs(actions["x"] + actions["width"] - end) <= 16


@pytest.mark.parametrize("phone", [False, True])
def test_the_details_say_whether_they_are_open(enter: Enter, phone: bool) -> None:
    alice = enter("Alice", phone=phone)
    for opener in (alice.page.locator("[data-part=members-button]"), alice.page.locator(".room-title")):
        expect(opener).to_have_attribute("aria-expanded", str(not phone).lower())
    if not phone:
        alice.page.locator("[data-part=members-button]").click()
    expect(alice.side).to_be_hidden()
    expect(alice.page.locator(".room-title")).to_have_attribute("aria-expanded", "false")
    alice.page.locator(".room-title").click()
    expect(alice.side).to_be_visible()
    expect(alice.page.locator("[data-part=members-button]")).to_have_attribute("aria-expanded", "true")


def test_a_wide_screen_keeps_the_side_as_it_was_left(alice: Person) -> None:
    expect(alice.side).to_be_visible()
    alice.side.get_by_role("button", name="Close").click()
    expect(alice.page.locator(".room-title")).to_be_focused()
    alice.reload().is_live()
    expect(alice.side).to_be_hidden()
    alice.page.locator("[data-part=members-button]").click()
    alice.reload().is_live()
    expect(alice.side).to_be_visible()


def test_where_the_side_covers_the_table_it_is_closed_at_first_and_by_escape(enter: Enter) -> None:
    alice = enter("Alice", viewport={"width": 900, "height": 700})
    alice.page.locator(".room-title").click()
    expect(alice.side).to_be_visible()
    alice.page.keyboard.press("Control+k")
    expect(alice.dialog).to_be_visible()
    alice.page.keyboard.press("Escape")
    expect(alice.dialog).to_have_count(0)
    expect(alice.side).to_be_visible()
    alice.page.keyboard.press("Escape")
    expect(alice.side).to_be_hidden()
    expect(alice.page.locator(".room-title")).to_be_focused()


def long_name() -> str:
    return f"Moving to the new offices, {uuid4().hex[:8]}"


@pytest.mark.parametrize("phone", [False, True])
def test_a_long_name_takes_one_line_of_the_composer(enter: Enter, phone: bool) -> None:
    alice = enter("Alice", phone=phone)
    alice.go_to("General")
    short = alice.composer.evaluate("node => node.clientHeight")
    name = long_name()
    alice.go_to_new_room(name)
    expect(alice.composer).to_have_attribute("placeholder", f"Message {name}")
    assert alice.composer.evaluate("node => node.clientHeight") == short


def test_a_name_without_a_topic_has_the_whole_head(enter: Enter) -> None:
    alice = enter("Alice", viewport={"width": 1280, "height": 700})
    room = alice.go_to_new_room(long_name())
    name = alice.title.locator("span")
    assert name.evaluate("node => node.scrollWidth <= node.clientWidth")
    alice.caller.patch(f"/rooms/{room}", json={"description": "boxes, " * 10}).raise_for_status()
    topic = alice.page.locator(".conversation-title p")
    expect(topic).to_contain_text("boxes")
    assert topic.evaluate("node => node.clientWidth") > 100
