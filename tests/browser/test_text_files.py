"""Text files show their first lines."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import findings
from tests.browser.conftest import Enter
from tests.browser.person import Person
from tests.browser.picture_files import send_files

pytestmark = pytest.mark.browser

CODE = b"def greet(name):\n" + b"".join(b'    print("hello", name, %d)\n' % n for n in range(40))


@pytest.mark.parametrize("phone", [False, True])
def test_code_shows_its_first_lines_in_colour_and_more_on_demand(enter: Enter, phone: bool) -> None:
    alice = enter("Alice", phone=phone, live=False)
    room = alice.create_room(f"Code {phone}")
    send_files(alice, room, "Look", ("greet.py", CODE))
    alice.open(f"/?room={room}")
    line = alice.message("Look")
    lines = line.locator(".file-lines")
    expect(lines.locator("[data-code=keyword]").first).to_have_text("def")
    more = line.get_by_role("button", name="Show more")
    expect(more).to_have_attribute("aria-expanded", "false")
    before = lines.bounding_box()
    more.click()
    expect(more).to_have_count(0)
    after = lines.bounding_box()
    assert before
    assert after
    assert after["height"] > 2 * before["height"]
    assert len(lines.inner_text().splitlines()) == 20
    expect(line.get_by_role("button", name="Show less")).to_have_attribute("aria-expanded", "true")
    assert alice.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    alice.page.emulate_media(reduced_motion="reduce")
    assert findings(alice.page) == []
    with alice.page.expect_download() as download:
        line.locator(".file-card").click()
    assert download.value.path().read_bytes() == CODE


@pytest.mark.parametrize("widest", [b"x = 2", b"x = " + b"1" * 300])
def test_a_short_file_is_shown_whole(alice: Person, widest: bytes) -> None:
    room = alice.go_to_new_room(f"Short {len(widest)}")
    send_files(alice, room, "Look", ("short.py", b"import this\nprint(1)\n" + widest + b"\n"))
    lines = alice.message("Look").locator(".file-lines")
    expect(lines).to_contain_text("print(1)")
    heights = lines.evaluate("(pre) => [pre.clientHeight, pre.scrollHeight, pre.querySelector('code').clientHeight]")
    assert heights[0] == heights[1]
    assert heights[0] < heights[2] + 20
    expect(alice.message("Look").get_by_role("button", name="Show more")).to_have_count(0)
    place = alice.page.locator("[data-part=scroller]")
    assert place.evaluate("(it) => it.scrollHeight - it.clientHeight - it.scrollTop") < 2


def test_a_preview_reads_no_more_than_it_needs_and_is_never_markup(alice: Person) -> None:
    room = alice.go_to_new_room("Large")
    sizes: list[int] = []
    session = alice.context.new_cdp_session(alice.page)
    session.send("Network.enable")
    asked: dict[str, str] = {}
    session.on("Network.requestWillBeSent", lambda event: asked.update({event["requestId"]: event["request"]["url"]}))

    def received(event: dict[str, object]) -> None:
        if "page.html" in asked.get(str(event["requestId"]), ""):
            sizes.append(int(str(event["dataLength"])))

    session.on("Network.dataReceived", received)  # a request that is cancelled does not finish
    page = b"<h1>Hello</h1><script>alert(1)</script>\n" * 30_000
    send_files(alice, room, "Look", ("page.html", page))
    lines = alice.message("Look").locator(".file-lines")
    expect(lines).to_contain_text("<h1>Hello</h1><script>alert(1)</script>")
    expect(lines.locator("h1, script")).to_have_count(0)
    alice.page.wait_for_load_state("networkidle")
    assert sizes
    assert sum(sizes) < 20_000


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        ("wide.csv", "\ufeffname;Straße\r\n".encode("utf-16-le"), "name;Straße"),
        ("old.txt", "Grüße aus Köln\n".encode("latin-1"), "Grüße aus Köln"),
        ("long.txt", b"x" * 9_000, "x" * 400 + "…"),
        ("not.txt", b"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00", "No preview: this isn't text that can be shown."),
    ],
)
def test_texts_of_all_kinds_are_read(alice: Person, name: str, content: bytes, text: str) -> None:
    room = alice.go_to_new_room(name)
    send_files(alice, room, "Look", (name, content))
    expect(alice.message("Look").locator(".file-lines")).to_have_text(text)


def test_a_text_from_right_to_left_begins_at_the_right(alice: Person) -> None:
    room = alice.go_to_new_room("Hebrew")
    send_files(alice, room, "Look", ("letter.txt", "שלום עולם\n".encode()))
    lines = alice.message("Look").locator(".file-lines")
    expect(lines).to_contain_text("שלום עולם")
    where = """(lines) => {
      const range = document.createRange();
      range.selectNodeContents(lines.querySelector("code"));
      return range.getBoundingClientRect().left - lines.getBoundingClientRect().left > lines.clientWidth / 2;
    }"""
    assert lines.evaluate(where)


def test_a_preview_that_can_t_be_loaded_is_said(alice: Person) -> None:
    room = alice.go_to_new_room("Lost")
    alice.page.route(re.compile(r"/notes\.txt$"), lambda route: route.abort())
    send_files(alice, room, "Look", ("notes.txt", b"one\ntwo\n"))
    expect(alice.message("Look").locator(".file-lines")).to_have_text("The preview couldn't be loaded.")


def test_by_keyboard_alone(alice: Person) -> None:
    room = alice.go_to_new_room("Keys")
    send_files(alice, room, "Look", ("greet.py", CODE))
    more = alice.message("Look").get_by_role("button", name="Show more")
    expect(more).to_be_visible()
    alice.message("Look").focus()
    for _ in range(12):
        if more.evaluate("(node) => node === document.activeElement"):
            break
        alice.page.keyboard.press("ArrowRight")
    alice.page.keyboard.press("Enter")
    expect(alice.message("Look").get_by_role("button", name="Show less")).to_be_focused()
