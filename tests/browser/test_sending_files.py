"""Files are sent from the page: chosen, pasted or dropped, shown before they are sent, and kept until they are."""

import io
import json
import re
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Locator, expect

from tests.browser.axe import findings
from tests.browser.conftest import Enter
from tests.browser.person import Person
from tests.browser.test_files import photo

pytestmark = pytest.mark.browser


def file(name: str, content: bytes, kind: str = "") -> FilePayload:
    return {"name": name, "mimeType": kind, "buffer": content}


def picture(name: str = "garden.jpg") -> FilePayload:
    return file(name, photo(), "image/jpeg")


def text(name: str = "notes.txt", size: int = 2_000) -> FilePayload:
    return file(name, b"x" * size, "text/plain")


def choose(person: Person, *files: FilePayload) -> None:
    menu = person.page.locator("#attach-menu")
    with person.page.expect_file_chooser() as chooser:
        person.page.get_by_role("button", name="Add files").click()
        if person.page.evaluate("matchMedia('(pointer: coarse)').matches"):
            menu.get_by_role("button", name="File").click()
    chooser.value.set_files(list(files))


def tray(person: Person) -> Locator:
    return person.page.get_by_role("list", name="Files to send").get_by_role("listitem")


def sent_files(person: Person, room: int) -> list[list[str]]:
    """Return the names of the files of each message of a room that has some."""
    found: list[dict[str, Any]] = person.caller.get(f"/rooms/{room}/messages").raise_for_status().json()["messages"]
    names = [[one["name"] for one in message["attachments"]] for message in found]
    return [each for each in names if each]


@pytest.mark.parametrize("phone", [False, True])
def test_chosen_files_are_shown_and_sent_with_the_text(enter: Enter, phone: bool) -> None:
    alice, bob = enter("Alice", phone=phone), enter("Bob")
    room = alice.go_to_new_room(f"Album {phone}")
    bob.join(room)
    choose(alice, picture(), text())
    expect(tray(alice)).to_have_count(2)
    expect(tray(alice).first.locator("img")).to_be_visible()
    expect(tray(alice).last).to_contain_text("2 KB")
    alice.say("From the garden")
    expect(tray(alice)).to_have_count(0)
    line = alice.message("From the garden")
    expect(line.get_by_role("img", name="garden.jpg")).to_be_visible()
    alice.sees("From the garden")
    expect(line.locator("a.file-picture")).to_be_visible()
    expect(line.locator(".message-state")).to_have_count(0)
    bob.go_to(f"Album {phone}")
    expect(bob.message("From the garden").locator(".file-card")).to_contain_text("notes.txt")
    assert sent_files(alice, room) == [["garden.jpg", "notes.txt"]]


def test_a_picture_alone_is_a_message(alice: Person) -> None:
    room = alice.go_to_new_room("Wordless")
    send = alice.page.get_by_role("button", name="Send", exact=True)
    expect(send).to_be_disabled()
    choose(alice, picture())
    expect(send).to_be_enabled()
    alice.composer.press("Enter")
    expect(alice.page.locator(".message a.file-picture")).to_be_visible()
    assert sent_files(alice, room) == [["garden.jpg"]]


def test_limits_are_named_before_a_byte_is_sent(alice: Person) -> None:
    alice.go_to_new_room("Large")
    asked: list[str] = []
    alice.page.on("request", lambda request: asked.append(request.url))
    size = 310 * 2**20
    alice.page.evaluate(
        """(size) => {
          const input = document.querySelector("[data-part=attach-input]");
          const video = new File(["x"], "video.mp4", { type: "video/mp4" });
          Object.defineProperty(video, "size", { value: size });
          Object.defineProperty(input, "files", { value: [video], configurable: true });
          input.dispatchEvent(new Event("change"));
          delete input.files;
        }""",
        size,
    )
    expect(alice.page.get_by_text("video.mp4 is 310 MB. The limit is 100 MB.")).to_be_visible()
    expect(tray(alice)).to_have_count(0)
    choose(alice, *[text(f"{number}.txt") for number in range(20)])
    expect(tray(alice)).to_have_count(10)
    expect(alice.page.get_by_text("A message can have 10 files. 10 were left out.")).to_be_visible()
    assert not [url for url in asked if "video" in url]


@pytest.mark.parametrize(
    ("status", "code", "helps"),
    [(413, "too_large", False), (400, "invalid_input", False), (409, "conflict", True), (403, "not_allowed", True)],
)
def test_another_try_is_offered_where_it_can_help(alice: Person, status: int, code: str, helps: bool) -> None:
    alice.go_to_new_room(f"Refused {code}")
    body = json.dumps({"error": {"code": code, "message": "notes.txt can't be sent now. Send or remove some first."}})
    alice.page.route("**/uploads/", lambda route: route.fulfill(status=status, body=body))
    choose(alice, text())
    expect(tray(alice)).to_contain_text("Send or remove some first.")
    expect(tray(alice).get_by_role("button", name="Remove notes.txt")).to_be_visible()
    retry = tray(alice).get_by_role("button", name="Try notes.txt again")
    expect(retry).to_have_count(1 if helps else 0)
    explained = alice.page.get_by_text("Your message is waiting for a file that couldn't be uploaded.")
    expect(explained).to_be_visible()
    note, tile = (tray(alice).locator(name).bounding_box() for name in ("[data-part=note]", "xpath=."))
    assert note
    assert tile
    assert note["y"] + note["height"] <= tile["y"] + tile["height"] - 8
    if helps:
        alice.page.unroute_all()
        retry.click()
        expect(explained).to_be_hidden()
        alice.say("At last").sees("At last")


def test_a_file_can_be_taken_out_of_the_tray_again(alice: Person) -> None:
    room = alice.go_to_new_room("Second thoughts")
    choose(alice, picture(), text())
    tray(alice).first.get_by_role("button", name="Remove garden.jpg").click()
    expect(tray(alice)).to_have_count(1)
    alice.say("Only notes").sees("Only notes")
    assert sent_files(alice, room) == [["notes.txt"]]


def test_an_empty_file_is_sent_too(alice: Person) -> None:
    room = alice.go_to_new_room("Nothing in it")
    choose(alice, file("empty.txt", b"", "text/plain"))
    alice.say("Here it is").sees("Here it is")
    expect(alice.message("Here it is").locator("a.file-card")).to_contain_text("empty.txt")
    assert sent_files(alice, room) == [["empty.txt"]]


def test_where_a_picture_was_taken_is_said_to_be_removed(alice: Person) -> None:
    alice.go_to_new_room("Where")
    choose(alice, file("located.jpg", located_photo(), "image/jpeg"))
    expect(tray(alice).first).to_contain_text("Location removed")
    alice.say("A nice spot").sees("A nice spot")


def located_photo() -> bytes:
    """Return a picture that says where it was taken."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 18.0)}
    Image.new("RGB", (600, 400), "olive").save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_files_stay_in_the_draft_of_their_room(alice: Person) -> None:
    alice.go_to_new_room("Elsewhere")
    alice.go_to_new_room("Drafts")
    choose(alice, picture())
    expect(tray(alice)).to_have_count(1)
    alice.go_to("Elsewhere")
    expect(tray(alice)).to_have_count(0)
    alice.go_to("Drafts")
    expect(tray(alice)).to_have_count(1)
    expect(tray(alice).first.locator("img")).to_be_visible()
    alice.reload()
    expect(tray(alice).first.locator("img")).to_be_visible()
    alice.say("After a reload").sees("After a reload")
    expect(alice.message("After a reload").locator("a.file-picture")).to_be_visible()
    assert not re.search("files", alice.page.url)


def names(person: Person) -> list[str]:
    return tray(person).locator("[data-part=name]").all_inner_texts()


def test_files_are_put_in_order_by_keys_by_the_mouse_and_in_their_dialog(alice: Person) -> None:
    room = alice.go_to_new_room("Order")
    choose(alice, text("one.txt"), text("two.txt"), text("three.txt"))
    tray(alice).nth(2).get_by_role("button", name=re.compile("^three")).focus()
    alice.page.keyboard.press("Shift+ArrowLeft")
    assert names(alice) == ["one.txt", "three.txt", "two.txt"]
    expect(alice.page.get_by_text("three.txt: 2 of 3")).to_be_attached()
    alice.page.keyboard.press("Shift+ArrowLeft")
    assert names(alice) == ["three.txt", "one.txt", "two.txt"]
    tray(alice).nth(2).drag_to(tray(alice).nth(1))
    expect(tray(alice).nth(1)).to_contain_text("two.txt")
    expect(alice.dialog).to_have_count(0)
    tray(alice).nth(2).get_by_role("button", name=re.compile("^one")).click()
    alice.confirm("Move earlier")
    assert names(alice) == ["three.txt", "one.txt", "two.txt"]
    alice.page.keyboard.press("ArrowRight")
    alice.page.keyboard.press("Delete")
    assert names(alice) == ["three.txt", "one.txt"]
    alice.say("in order").sees("in order")
    assert sent_files(alice, room) == [["three.txt", "one.txt"]]


def test_a_picture_is_described_before_it_is_sent(enter: Enter) -> None:
    alice, bob = enter("Alice"), enter("Bob", phone=True)
    room = alice.go_to_new_room("Described")
    bob.join(room)
    bob.go_to("Described")
    choose(alice, picture())
    expect(tray(alice)).to_contain_text("Describe")
    tray(alice).get_by_role("button", name=re.compile("^garden")).click()
    alice.dialog.get_by_label("Describe it for people who can't see it").fill("A teal square")
    alice.confirm("Done")
    expect(tray(alice)).to_contain_text("Described")
    alice.say("Look")
    expect(bob.message("Look").get_by_role("img", name="A teal square")).to_be_visible()
    expect(alice.message("Look").locator("a").get_by_role("img", name="A teal square")).to_be_visible()


def test_a_phone_offers_the_camera(bob: Person) -> None:
    bob.go_to_new_room("Camera")
    bob.page.get_by_role("button", name="Add files").click()
    menu = bob.page.locator("#attach-menu")
    with bob.page.expect_file_chooser() as chooser:
        menu.get_by_role("button", name="Take a photo").click()
    field = chooser.value.element
    assert [field.get_attribute("capture"), field.get_attribute("accept")] == ["environment", "image/*"]
    chooser.value.set_files([picture("photo.jpg")])
    expect(tray(bob)).to_contain_text("photo.jpg")
    expect(menu).to_be_hidden()


DRAG = """async ([type, isFolder]) => {
  const data = new DataTransfer();
  data.items.add(new File(["words"], "dropped.txt", { type: "text/plain" }));
  if (isFolder) DataTransferItem.prototype.webkitGetAsEntry = () => ({ isDirectory: true });
  document.querySelector(".conversation").dispatchEvent(
    new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
}"""


def test_files_are_dropped_anywhere_on_the_page(alice: Person) -> None:
    alice.go_to_new_room("Dropped")
    hint = alice.page.get_by_text("Drop files to add them")
    alice.page.evaluate(DRAG, ["dragover", False])
    expect(hint).to_be_visible()
    alice.page.evaluate(DRAG, ["drop", False])
    expect(hint).to_be_hidden()
    expect(tray(alice)).to_contain_text("dropped.txt")
    alice.page.evaluate(DRAG, ["drop", True])
    expect(alice.page.get_by_text("A folder can't be sent.")).to_be_visible()
    expect(tray(alice)).to_have_count(1)


def test_no_file_is_added_where_one_may_not_write(alice: Person) -> None:
    room = alice.go_to_new_room("Closed soon")
    alice.caller.post(f"/rooms/{room}/close").raise_for_status()
    expect(alice.page.get_by_text("This room is closed.")).to_be_visible()
    alice.page.evaluate(DRAG, ["drop", False])
    expect(alice.page.get_by_text("You can't send files here.")).to_be_visible()
    expect(tray(alice)).to_have_count(0)


def test_an_edit_keeps_the_files_and_the_tray_waits(alice: Person) -> None:
    room = alice.go_to_new_room("Edited")
    choose(alice, picture())
    alice.say("With a tpyo").sees("With a tpyo")
    choose(alice, text("later.txt"))
    expect(tray(alice)).to_have_count(1)
    alice.choose_for("With a tpyo", "Edit")
    expect(alice.page.locator(".tray")).to_be_hidden()
    alice.composer.fill("With a picture")
    alice.composer.press("Enter")
    expect(alice.message("With a picture").locator("a.file-picture")).to_be_visible()
    expect(alice.page.locator(".tray")).to_be_visible()
    alice.choose_for("With a picture", "Edit")
    alice.composer.fill("")
    alice.composer.press("Enter")
    expect(alice.page.locator(".message-text", has_text="With a picture")).to_have_count(0)
    expect(alice.page.locator("a.file-picture")).to_be_visible()
    assert sent_files(alice, room) == [["garden.jpg"]]


def test_signing_out_asks_and_then_leaves_no_file_behind(enter: Enter) -> None:
    alice = enter("Alice", fresh=True)
    alice.go_to_new_room("Shared computer")
    choose(alice, picture())
    expect(tray(alice).locator("img")).to_be_visible()
    sign_out = alice.page.get_by_role("button", name="Sign out")
    alice.page.get_by_role("button", name=re.compile("Account and settings")).click()
    sign_out.click()
    expect(alice.dialog).to_contain_text("Files that you haven't sent are removed from this device.")
    alice.confirm("Cancel")
    expect(tray(alice)).to_have_count(1)
    alice.page.get_by_role("button", name=re.compile("Account and settings")).click()
    sign_out.first.click()
    alice.confirm("Sign out")
    alice.page.wait_for_url(re.compile("/login/"))
    assert alice.page.evaluate(LEFT) == 0


LEFT = """() => new Promise((resolve) => {
  const asked = indexedDB.open("chatsite-files");
  asked.onsuccess = () => {
    const counted = asked.result.transaction("facts").objectStore("facts").count();
    counted.onsuccess = () => resolve(counted.result);
  };
})"""


@pytest.mark.parametrize("phone", [False, True])
def test_axe_finds_nothing_in_the_tray_and_its_dialog(enter: Enter, phone: bool) -> None:
    alice = enter("Alice", phone=phone, reduced_motion="reduce")
    alice.go_to_new_room(f"Looked at {phone}")
    choose(alice, picture(), text())
    refusal = '{"error": {"code": "too_large", "message": "big.bin is 9 MB. The limit is 5 MB."}}'
    alice.page.route("**/uploads/", lambda route: route.fulfill(status=413, body=refusal))
    choose(alice, text("big.bin"))
    expect(tray(alice).last).to_contain_text("The limit is 5 MB.")
    assert findings(alice.page) == []
    tray(alice).get_by_role("button", name=re.compile("^garden")).click()
    expect(alice.dialog).to_be_visible()
    assert findings(alice.page) == []


def test_a_tall_picture_is_no_higher_in_the_tray_than_another_file(alice: Person) -> None:
    alice.go_to_new_room("Panorama")
    choose(alice, text(), file("tower.jpg", photo(size=(200, 4000)), "image/jpeg"))
    expect(tray(alice).last.locator("img")).to_be_visible()
    alice.page.wait_for_function("() => document.querySelector('.tray-file img:not([hidden])')?.naturalHeight > 0")
    heights = tray(alice).evaluate_all("(files) => files.map(({ offsetHeight }) => offsetHeight)")
    assert heights[0] == heights[1] < 70
