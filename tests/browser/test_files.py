"""Files of messages, as readers see them; they are sent over HTTP."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Enter
from tests.browser.person import Person
from tests.browser.picture_files import photo, send_files

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("phone", [False, True])
def test_a_picture_is_shown_in_the_room_that_was_kept_for_it_and_a_file_as_a_card(enter: Enter, phone: bool) -> None:
    alice, bob = enter("Alice", live=False), enter("Bob", phone=phone, live=False)
    room = alice.create_room(f"Photos {phone}")
    bob.join(room)
    bob.open(f"/?room={room}")
    name = "Übersicht 📈 ‮gpj.txt"
    send_files(alice, room, "From the garden", ("garden.jpg", photo()), (name, b"one\ntwo\n" * 300))
    line = bob.message("From the garden")
    picture = line.get_by_role("img", name="garden.jpg")
    expect(picture).to_be_visible()
    bob.page.wait_for_function("(image) => image.complete && image.naturalWidth > 0", arg=picture.element_handle())
    box = picture.bounding_box()
    assert box
    assert round(box["width"] / box["height"], 1) == 1.5
    assert bob.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    card = line.locator(".file-card")
    expect(card).to_contain_text("Übersicht 📈")
    expect(card).to_contain_text("3 KB")
    with bob.page.expect_download() as download:
        card.click()
    assert download.value.path().read_bytes() == b"one\ntwo\n" * 300


def test_a_message_of_files_alone_has_words_wherever_it_is_quoted(alice: Person, bob: Person) -> None:
    room = alice.go_to_new_room("Only files")
    bob.join(room)
    seq = send_files(bob, room, "", ("plan.pdf", b"%PDF-1.4 not really"))
    line = alice.page.locator(f".message[data-seq='{seq}']")
    expect(line.locator(".file-card")).to_contain_text("plan.pdf")
    bob.caller.post(f"/rooms/{room}/messages", json={"content": "What do you say?", "reply_to": seq}).raise_for_status()
    expect(alice.message("What do you say?").locator(".message-quote")).to_contain_text("📎")
    alice.go_to("General")
    bob.caller.delete(f"/rooms/{room}/messages/{seq}").raise_for_status()
    alice.go_to("Only files")
    expect(line).to_contain_text("This message was deleted.")
    expect(line.locator(".message-files")).to_have_count(0)


def test_a_card_beside_a_picture_is_as_high_as_its_name(alice: Person, bob: Person) -> None:
    room = alice.go_to_new_room("Side by side")
    bob.join(room)
    send_files(bob, room, "Look", ("garden.jpg", photo()), ("a.pdf", b"%PDF-1.4 no"))
    line = alice.message("Look")
    expect(line.locator(".file-card")).to_be_visible()
    picture, card = (line.locator(name).bounding_box() for name in (".file-picture", ".file-card"))
    assert picture
    assert card
    assert card["y"] == picture["y"]
    assert card["height"] < picture["height"] / 2


def test_files_stay_below_their_text_when_there_are_reactions(alice: Person, bob: Person) -> None:
    room = alice.go_to_new_room("Liked files")
    bob.join(room)
    seq = send_files(bob, room, "Look", ("garden.jpg", photo()))
    alice.caller.put(f"/rooms/{room}/messages/{seq}/reactions/👍").raise_for_status()
    line = alice.message("Look")
    expect(line.locator(".message-reactions")).to_be_visible()
    expect(line.locator(".message-files")).to_be_visible()
    order = line.locator(".message-text, .message-files, .message-reactions")
    classes = order.evaluate_all("(nodes) => nodes.map((node) => node.classList[0])")
    assert classes == ["message-text", "message-files", "message-reactions"]
