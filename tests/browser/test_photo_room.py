"""A room of photos on a phone: what it costs before it is scrolled, and that nothing moves while pictures come."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import Enter
from tests.browser.picture_files import landscape, photo, send_files

pytestmark = pytest.mark.browser

KB = 1_000
PHOTOS = 50
# Where the first message in view stands, which must not change while pictures come.
TOP_OF = """(seq) => document.querySelector(`.message[data-seq="${seq}"]`).getBoundingClientRect().top"""


def test_fifty_photos_cost_little_before_they_are_scrolled(enter: Enter) -> None:
    alice = enter("Alice", phone=True, live=False, fresh=True)
    room = alice.create_room("Photos")
    photos = [landscape(seed) for seed in range(5)]
    for number in range(PHOTOS):
        send_files(alice, room, f"Photo {number}", (f"{number}.jpg", photos[number % 5]))
    session = alice.context.new_cdp_session(alice.page)
    session.send("Network.enable")
    pictures: dict[str, int] = {}
    urls: dict[str, str] = {}
    session.on("Network.responseReceived", lambda event: urls.update({event["requestId"]: event["response"]["url"]}))

    def finished(event: dict[str, object]) -> None:
        url = urls.get(str(event["requestId"]), "")
        if "/media/attachments/" in url:
            pictures[url] = int(str(event["encodedDataLength"]))

    session.on("Network.loadingFinished", finished)
    alice.open(f"/?room={room}")
    last = alice.message(f"Photo {PHOTOS - 1}").locator("img")
    alice.page.wait_for_function("(image) => image.naturalWidth > 0", arg=last.element_handle())
    alice.page.wait_for_load_state("networkidle")
    assert 2 <= len(pictures) <= 6, pictures
    assert sum(pictures.values()) <= 300 * KB, pictures
    alice.page.locator("[data-part=scroller]").evaluate("(log) => log.scrollBy(0, -3000)")
    first = alice.message("Photo 40").locator("img")
    alice.page.wait_for_function("(image) => image.naturalWidth > 0", arg=first.element_handle())


@pytest.fixture
def held() -> Iterator[list[Route]]:
    """Return pictures whose answers wait."""
    waiting: list[Route] = []
    yield waiting
    for route in waiting:
        route.abort()


def test_nothing_moves_while_pictures_come(enter: Enter, held: list[Route]) -> None:
    alice = enter("Alice", phone=True, live=False)
    room = alice.create_room("Steady")
    for number in range(12):
        shape = (900, 1600) if number % 2 else (1600, 900)
        files = [(f"{number}-{n}.jpg", photo("teal", shape)) for n in range(1 + number % 3)]
        send_files(alice, room, f"Photo {number}.", *files)
    alice.page.route("**/media/attachments/**", lambda route: held.append(route))
    alice.open(f"/?room={room}")
    expect(alice.message("Photo 11.").locator(".file-picture")).to_have_count(3)
    scroller = alice.page.locator("[data-part=scroller]")
    scroller.evaluate("(log) => log.scrollBy(0, -900)")
    line = alice.page.locator(".message").filter(has_text="Photo 8.")
    seq = line.get_attribute("data-seq")
    before = (scroller.evaluate("(log) => [log.scrollTop, log.scrollHeight]"), alice.page.evaluate(TOP_OF, seq))
    while held:
        held.pop().continue_()
    alice.page.unroute_all()
    near = alice.message("Photo 8.").locator("img")
    alice.page.wait_for_function("(image) => image.naturalWidth > 0", arg=near.last.element_handle())
    alice.page.wait_for_load_state("networkidle")
    after = (scroller.evaluate("(log) => [log.scrollTop, log.scrollHeight]"), alice.page.evaluate(TOP_OF, seq))
    assert after == before
