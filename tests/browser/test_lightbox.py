"""Pictures of a conversation in the whole window."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.axe import findings
from tests.browser.conftest import Enter
from tests.browser.person import Person
from tests.browser.picture_files import animation, landscape, photo, send_files

pytestmark = pytest.mark.browser

TRANSFORM = "(image) => image.style.transform"
IS_LOADED = "(image) => image.complete && image.naturalWidth > 0"


def picture_in(person: Person, text: str, name: str) -> Locator:
    """Return a picture of a message."""
    return person.message(text).get_by_role("img", name=name, exact=True)


def shown(person: Person) -> Locator:
    """Return the picture that fills the window."""
    return person.dialog.locator(".lightbox-stage img")


def press_until_focused(person: Person, key: str, place: Locator) -> None:
    """Press a key until a place has the focus."""
    for _ in range(12):
        if place.evaluate("(node) => node === document.activeElement"):
            return
        person.page.keyboard.press(key)
    raise AssertionError("never focused")


@pytest.mark.parametrize("phone", [False, True])
def test_a_picture_opens_in_the_window_and_leads_to_the_others_of_the_room(enter: Enter, phone: bool) -> None:
    alice, bob = enter("Alice"), enter("Bob", phone=phone, live=False)
    room = alice.go_to_new_room(f"Gallery {phone}")
    bob.join(room)
    send_files(alice, room, "First", ("one.jpg", photo("teal")), ("two.jpg", photo("navy")))
    send_files(alice, room, "Second", ("three.jpg", photo("gold")))
    bob.open(f"/?room={room}")
    asked: list[str] = []
    bob.page.on("request", lambda request: asked.append(request.url))
    picture_in(bob, "First", "two.jpg").click()
    expect(bob.dialog).to_have_accessible_name(re.compile("^Alice.*Today"))
    expect(shown(bob)).to_have_attribute("alt", "two.jpg")
    bob.page.wait_for_function(IS_LOADED, arg=shown(bob).element_handle())
    expect(bob.dialog).to_contain_text("2 of 2")
    expect(bob.dialog.locator("[data-part=announcement]")).to_have_text("2 of 2. two.jpg")
    assert not [url for url in asked if url.endswith(".jpg")], "the original is loaded only when asked for"
    bob.dialog.get_by_role("button", name="Next picture").click()
    expect(shown(bob)).to_have_attribute("alt", "three.jpg")
    expect(bob.dialog.get_by_role("button", name="Next picture", include_hidden=True)).to_be_disabled()
    for _ in range(2):
        bob.dialog.get_by_role("button", name="Previous picture").click()
    expect(shown(bob)).to_have_attribute("alt", "one.jpg")
    expect(bob.dialog.get_by_role("link", name="Open original")).to_have_attribute("href", re.compile(r"/one\.jpg$"))
    with bob.page.expect_download() as download:
        bob.dialog.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename == "one.jpg"
    bob.page.emulate_media(reduced_motion="reduce")
    assert findings(bob.page) == []
    bob.page.go_back()
    expect(bob.dialog).to_have_count(0)
    expect(bob.title).to_have_text(f"Gallery {phone}")


def test_by_keyboard_alone(alice: Person, bob: Person) -> None:
    room = alice.go_to_new_room("Keys")
    bob.join(room)
    send_files(bob, room, "Pair", ("one.jpg", photo("teal", (3000, 2000))), ("two.jpg", photo("navy")))
    picture = picture_in(alice, "Pair", "two.jpg")
    expect(picture).to_be_visible()
    alice.message("Pair").focus()
    expect(alice.message("Pair")).to_have_accessible_name(re.compile("Pair, one.jpg, two.jpg"))
    link = alice.message("Pair").locator(".file-picture").last
    press_until_focused(alice, "ArrowRight", link)
    alice.page.keyboard.press("Enter")
    expect(shown(alice)).to_have_attribute("alt", "two.jpg")
    alice.page.keyboard.press("ArrowLeft")
    expect(shown(alice)).to_have_attribute("alt", "one.jpg")
    alice.page.keyboard.press("+")
    expect(alice.dialog.get_by_role("button", name="Zoom out")).to_be_enabled()
    before = shown(alice).evaluate(TRANSFORM)
    alice.page.keyboard.press("ArrowRight")
    assert shown(alice).evaluate(TRANSFORM) != before, "arrows move what is larger than the window"
    expect(shown(alice)).to_have_attribute("alt", "one.jpg")
    alice.page.keyboard.press("0")
    assert shown(alice).evaluate(TRANSFORM) == ""
    alice.page.keyboard.press("-")
    assert shown(alice).evaluate(TRANSFORM) == "", "never smaller than whole"
    alice.page.keyboard.press("Escape")
    expect(alice.dialog).to_have_count(0)
    expect(link).to_be_focused()


def test_from_right_to_left_the_next_one_is_on_the_left(alice: Person) -> None:
    room = alice.go_to_new_room("Turned")
    send_files(alice, room, "Pair", ("one.jpg", photo()), ("two.jpg", photo("navy")))
    picture_in(alice, "Pair", "one.jpg").click()
    expect(shown(alice)).to_have_attribute("alt", "one.jpg")
    alice.page.evaluate("document.documentElement.dir = 'rtl'")
    alice.page.keyboard.press("ArrowLeft")
    expect(shown(alice)).to_have_attribute("alt", "two.jpg")
    before, after = (alice.dialog.locator(name).bounding_box() for name in (".lightbox-previous", ".lightbox-head"))
    assert before
    assert after
    assert before["x"] > after["width"] / 2


def test_fingers_swipe_pinch_and_tap(enter: Enter) -> None:
    bob = enter("Bob", phone=True, live=False)
    room = bob.create_room("Fingers")
    send_files(bob, room, "Pair", ("one.jpg", photo("teal", (3000, 2000))), ("two.jpg", photo("navy")))
    bob.open(f"/?room={room}")
    picture_in(bob, "Pair", "one.jpg").tap()
    expect(shown(bob)).to_be_visible()
    bob.page.touchscreen.tap(195, 140)  # beside it
    expect(bob.dialog).to_have_count(0)
    picture_in(bob, "Pair", "one.jpg").tap()
    expect(shown(bob)).to_have_attribute("alt", "one.jpg")
    touch = bob.context.new_cdp_session(bob.page)

    def drag(*fingers: tuple[tuple[int, int], tuple[int, int]], steps: int = 6) -> None:
        for step in range(steps + 1):
            points = [
                {"id": n, "x": x + (to_x - x) * step / steps, "y": y + (to_y - y) * step / steps}
                for n, ((x, y), (to_x, to_y)) in enumerate(fingers)
            ]
            kind = "touchMove" if step else "touchStart"
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    drag(((300, 400), (100, 410)))
    expect(shown(bob)).to_have_attribute("alt", "two.jpg")
    drag(((100, 400), (300, 410)))
    expect(shown(bob)).to_have_attribute("alt", "one.jpg")
    drag(((180, 420), (90, 420)), ((210, 420), (300, 420)))
    expect(shown(bob)).to_have_attribute("style", re.compile(r"scale\((?!1\))"))
    drag(((300, 400), (100, 410)))
    expect(shown(bob)).to_have_attribute("alt", "one.jpg")  # a close-up is moved, not left
    bob.page.touchscreen.tap(195, 420)
    bob.page.touchscreen.tap(195, 420)
    expect(bob.dialog.locator(".lightbox-stage[data-close-up]")).to_have_count(0)
    drag(((200, 300), (205, 600)))
    expect(bob.dialog).to_have_count(0)


def test_a_picture_that_can_t_be_loaded_is_said_and_tried_again(alice: Person) -> None:
    room = alice.go_to_new_room("Broken")
    send_files(alice, room, "One", ("one.jpg", landscape(3)))
    expect(picture_in(alice, "One", "one.jpg")).to_be_visible()
    alice.page.route(re.compile(r"/one\.jpg/large$"), lambda route: route.abort())
    picture_in(alice, "One", "one.jpg").click()
    status = alice.dialog.locator("[data-part=status]")
    expect(status).to_have_text("This picture couldn't be loaded.")
    alice.page.unroute_all()
    alice.dialog.get_by_role("button", name="Try again").click()
    expect(status).to_have_text("")
    assert shown(alice).evaluate(IS_LOADED)


def test_what_moves_can_be_paused_and_stands_still_for_those_who_want_that(enter: Enter) -> None:
    alice = enter("Alice")
    room = alice.go_to_new_room("Moving")
    send_files(alice, room, "Look", ("wave.gif", animation()))
    picture_in(alice, "Look", "wave.gif").click()
    expect(shown(alice)).to_have_attribute("src", re.compile("anim"))
    alice.dialog.get_by_role("button", name="Pause").click()
    expect(shown(alice)).not_to_have_attribute("src", re.compile("anim"))
    alice.dialog.get_by_role("button", name="Play").click()
    expect(shown(alice)).to_have_attribute("src", re.compile("anim"))
    alice.page.keyboard.press("Escape")
    alice.page.emulate_media(reduced_motion="reduce")
    picture_in(alice, "Look", "wave.gif").click()
    expect(alice.dialog.get_by_role("button", name="Play")).to_be_visible()
    expect(shown(alice)).not_to_have_attribute("src", re.compile("anim"))


def test_a_deleted_picture_goes_from_the_window_which_says_why(alice: Person, bob: Person) -> None:
    room = alice.go_to_new_room("Gone")
    bob.join(room)
    seq = send_files(bob, room, "Look", ("one.jpg", photo()))
    picture_in(alice, "Look", "one.jpg").click()
    expect(shown(alice)).to_be_visible()
    bob.caller.delete(f"/rooms/{room}/messages/{seq}").raise_for_status()
    expect(alice.dialog).to_have_count(0)
    expect(alice.page.locator(".toast-note")).to_contain_text("This message was deleted.")


def test_losing_the_room_closes_the_window(alice: Person, bob: Person) -> None:
    room = alice.caller.post("/rooms", json={"name": "Private", "visibility": "private"}).json()["room"]["id"]
    alice.caller.post(f"/rooms/{room}/members", json={"user_ids": [bob.caller.user["id"]]}).raise_for_status()
    send_files(alice, room, "Look", ("one.jpg", photo()))
    bob.go_to("Private")
    picture_in(bob, "Look", "one.jpg").tap()
    expect(shown(bob)).to_be_visible()
    alice.caller.delete(f"/rooms/{room}").raise_for_status()
    expect(bob.dialog).to_have_accessible_name("This room is no longer available")


def test_pictures_are_described_afterwards(alice: Person, bob: Person) -> None:
    room = alice.go_to_new_room("Described")
    bob.join(room)
    send_files(alice, room, "Pair", ("one.jpg", photo()), ("two.jpg", photo("navy")))
    bob.go_to("Described")
    expect(picture_in(bob, "Pair", "two.jpg")).to_be_visible()
    alice.choose_for("Pair", "Describe pictures…")
    expect(alice.dialog.get_by_role("textbox")).to_have_count(2)
    alice.page.emulate_media(reduced_motion="reduce")
    assert findings(alice.page) == []
    alice.dialog.get_by_role("textbox", name="Description of picture 2").fill("The hedge, cut")
    alice.confirm("Save")
    expect(alice.dialog).to_have_count(0)
    picture_in(bob, "Pair", "The hedge, cut").tap()
    expect(bob.dialog.locator(".lightbox-alt")).to_have_text("The hedge, cut")
    expect(bob.dialog.get_by_role("button", name="Describe this picture")).to_have_count(0)
    picture_in(alice, "Pair", "one.jpg").click()
    alice.dialog.get_by_role("button", name="Describe this picture").click()
    alice.dialog.get_by_role("textbox", name="Description").fill("The shed")
    alice.dialog.get_by_role("button", name="Save").click()
    expect(alice.dialog.locator(".lightbox-alt")).to_have_text("The shed")
    expect(shown(alice)).to_have_attribute("alt", "The shed")
