"""The list of rooms: its states, its order, what can be done from it, and that it keeps still."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Enter
from tests.browser.person import Person

pytestmark = pytest.mark.browser


def names(person: Person) -> list[str]:
    return person.page.locator(".room [data-part=name]").all_inner_texts()


def choose_order(person: Person, order: str) -> None:
    person.page.get_by_role("button", name="Order of rooms").click()
    person.page.get_by_role("button", name=order).click()


def test_the_order_is_the_readers_and_stays(alice: Person) -> None:
    quiet, loud = alice.create_room("A quiet one"), alice.create_room("Z loud one")
    alice.post(quiet, "First.")
    alice.post(loud, "Last.")
    expect(alice.room_link("Z loud one")).to_be_visible()
    assert names(alice) == ["A quiet one", "General", "Z loud one"]
    choose_order(alice, "Recent first")
    expect(alice.page.locator(".room").first).to_contain_text("Z loud one")
    alice.reload().is_live()
    assert names(alice) == ["Z loud one", "A quiet one", "General"]
    choose_order(alice, "A to Z")
    expect(alice.page.locator(".room").first).to_contain_text("A quiet one")


def test_nothing_moves_under_the_pointer_or_the_focus(alice: Person, enter: Enter) -> None:
    bob = enter("Bob", live=False)
    rooms = [alice.create_room(f"Still {number}") for number in (1, 2)]
    for room in rooms:
        bob.join(room)
        bob.post(room, "Here.")
    choose_order(alice, "Recent first")
    expect(alice.page.locator(".room").first).to_contain_text("Still 2")
    alice.room_link("Still 2").hover()
    bob.post(rooms[0], "Look here.")
    expect(alice.room_link("Still 1").locator(".room-news")).to_have_text("2 unread messages")
    assert names(alice)[0] == "Still 2"
    alice.composer.hover()
    expect(alice.page.locator(".room").first).to_contain_text("Still 1")
    alice.room_link("Still 1").focus()
    bob.post(rooms[1], "And here.")
    expect(alice.room_link("Still 2").locator(".room-news")).to_have_text("2 unread messages")
    assert names(alice)[0] == "Still 1"
    alice.composer.focus()
    expect(alice.page.locator(".room").first).to_contain_text("Still 2")


def test_a_folded_list_shows_where_one_is_and_what_is_new(alice: Person, enter: Enter) -> None:
    bob = enter("Bob", live=False)
    room = alice.create_room("Folded away")
    bob.join(room)
    expect(alice.room_link("Folded away")).to_be_visible()
    fold = alice.page.get_by_role("heading", name="Rooms").get_by_role("button")
    fold.click()
    expect(fold).to_have_attribute("aria-expanded", "false")
    expect(alice.room_link("Folded away")).to_have_count(0)
    expect(alice.room_link("General")).to_be_visible()
    bob.post(room, "Something new.")
    expect(alice.room_link("Folded away")).to_be_visible()
    alice.reload().is_live()
    expect(fold).to_have_attribute("aria-expanded", "false")


@pytest.mark.parametrize("phone", [False, True])
def test_a_row_names_its_states(enter: Enter, phone: bool) -> None:
    alice = enter("Alice", phone=phone)
    closed = alice.create_room("Closed one")
    alice.go_to("Closed one")
    alice.caller.post(f"/rooms/{closed}/close").raise_for_status()
    alice.go_to("General").type("Not yet sent.")
    if not phone:
        expect(alice.room_link("General")).to_have_attribute("aria-current", "page")
    alice.go_to("Closed one").show_rooms()
    expect(alice.room_link("Closed one")).to_have_accessible_name(re.compile("^Closed one closed"))
    expect(alice.room_link("General").get_by_text("draft")).to_be_attached()


def test_the_room_one_is_in_is_marked_in_forced_colours(enter: Enter) -> None:
    alice = enter("Alice", forced_colors="active")
    alice.create_room("Not here")
    expect(alice.room_link("Not here")).to_be_visible()
    outlines = alice.page.locator(".room").evaluate_all(
        "(all) => all.map((row) => [row.ariaCurrent, getComputedStyle(row).outlineStyle])"
    )
    assert {style for current, style in outlines if current == "page"} == {"solid"}
    assert {style for current, style in outlines if current != "page"} == {"none"}


def test_a_room_is_read_copied_and_left_from_its_row(alice: Person, enter: Enter) -> None:
    bob = enter("Bob", live=False)
    room = bob.create_room("From the row")
    alice.join(room)
    bob.post(room, "Unread.")
    row = alice.page.locator(".room-row").filter(has=alice.room_link("From the row"))
    expect(row.locator(".room-news")).to_be_visible()
    row.hover()
    row.get_by_role("button", name="Actions for From the row").click()
    alice.page.locator("#row-menu").get_by_role("button", name="Mark as read").click()
    expect(row.locator(".room-news")).to_be_hidden()
    row.locator(".room").click(button="right")
    expect(alice.page.locator("#row-menu").get_by_role("button", name="Mark as read")).to_be_hidden()
    alice.page.locator("#row-menu").get_by_role("button", name="Leave room").click()
    alice.confirm("Leave room")
    expect(row).to_have_count(0)
    expect(alice.title).to_have_text("General")


def test_the_site_menu_leads_to_all_rooms_and_feedback(alice: Person) -> None:
    menu = alice.page.locator("#site-menu")
    alice.page.locator(".brand-button").click()
    expect(menu.get_by_role("button", name="Browse rooms")).to_be_focused()
    expect(menu.get_by_role("link", name="Administration")).to_be_hidden()
    menu.get_by_role("button", name="Feedback").click()
    expect(alice.dialog).to_be_visible()


def test_the_bar_of_a_phone_makes_way_for_the_keyboard_and_for_a_room(bob: Person) -> None:
    bar = bob.page.locator(".panel-foot")
    expect(bar).to_be_hidden()
    bob.show_rooms()
    expect(bar.get_by_role("button", name="Rooms")).to_have_attribute("aria-current", "page")
    bob.page.get_by_role("searchbox", name="Find a room").focus()
    expect(bar).to_be_hidden()


def test_with_large_text_the_head_wraps_and_the_brand_keeps_its_word(enter: Enter) -> None:
    bob = enter("Bob", phone=True)
    bob.page.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
    name = bob.title.locator("[data-part=name]")
    assert name.evaluate("(node) => node.scrollWidth <= node.clientWidth")
    bob.show_rooms()
    height = bob.page.locator(".brand-button bdi").evaluate(
        "(node) => node.getBoundingClientRect().height / parseFloat(getComputedStyle(node).fontSize)"
    )
    assert height < 2
    assert bob.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_with_large_text_the_message_box_shows_all_that_it_says(enter: Enter) -> None:
    bob = enter("Bob", phone=True)
    bob.page.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
    one_line = bob.composer.evaluate("(node) => parseFloat(getComputedStyle(node).lineHeight)")
    box = bob.composer.bounding_box()
    assert box
    assert box["height"] > 2 * one_line
    bob.type("Short.")
    box = bob.composer.bounding_box()
    assert box
    assert box["height"] < 2 * one_line + 2 * 22  # the padding


@pytest.mark.parametrize("page_direction", ["ltr", "rtl"])
def test_the_marks_of_the_search_field_lie_on_no_text(enter: Enter, page_direction: str) -> None:
    alice = enter("Alice", live=False, fresh=True)
    alice.page.add_init_script(f"addEventListener('DOMContentLoaded', () => document.dir = '{page_direction}')")
    alice.open()
    field = alice.page.get_by_role("searchbox", name="Find a room")
    for text in ("", "Gen", "\u05d2"):
        field.fill(text)
        field.blur()
        style = field.evaluate(
            "(node) => { const { direction, paddingLeft, paddingRight } = getComputedStyle(node);"
            "return { direction, left: parseFloat(paddingLeft), right: parseFloat(paddingRight) }; }"
        )
        if not text:
            assert style["direction"] == page_direction
        assert (style["left"] < style["right"]) == (page_direction == "ltr")
