"""A file that was added is sent once, in order, to its room: without a network, over restarts, reloads and tabs."""

import re
from collections import Counter

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.browser.conftest import Enter
from tests.browser.person import Person
from tests.browser.test_sending_files import choose, file, picture, sent_files, text, tray

pytestmark = [pytest.mark.browser, pytest.mark.service_worker]
SLOW = 30_000
MB = 2**20


def slowly(page: Page, bytes_per_s: int) -> None:
    """Let the page upload no faster from now on; 0 for as fast as it can."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    speed = bytes_per_s or -1
    conditions = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": speed}
    session.send("Network.emulateNetworkConditions", conditions)


def uploads_of(person: Person) -> Counter[str]:
    """Count the uploads that a person's tabs begin (POST), from now on."""
    counted: Counter[str] = Counter()

    def note(request: Request) -> None:
        if "/uploads/" in request.url:
            counted[request.method] += 1

    person.context.on("request", note)
    return counted


@pytest.mark.parametrize("phone", [False, True])
def test_a_photo_from_a_tunnel_is_sent_later_with_its_text_and_in_order(enter: Enter, phone: bool) -> None:
    alice, bob = enter("Alice", phone=phone), enter("Bob")
    room = alice.go_to_new_room(f"Tunnel {phone}")
    bob.join(room)
    bob.go_to(f"Tunnel {phone}")
    choose(alice, text("first.txt"))  # its code is there before the network goes
    alice.say("before").sees("before")
    alice.disconnect()
    expect(alice.notice).to_contain_text("Offline since", timeout=SLOW)
    choose(alice, picture("tunnel.jpg"))
    alice.say("in the tunnel").say("and a word after it")
    line = alice.message("in the tunnel")
    expect(line.get_by_role("img", name="tunnel.jpg")).to_be_visible()
    expect(line).to_have_attribute("data-state", "sending")
    alice.reconnect()
    expect(bob.message("and a word after it")).to_have_count(1, timeout=SLOW)
    expect(bob.message("in the tunnel").locator("a.file-picture")).to_be_visible()
    assert bob.texts[-3:] == ["before", "in the tunnel", "and a word after it"]
    assert sent_files(alice, room) == [["first.txt"], ["tunnel.jpg"]]


READY = """() => {
  const loaded = performance.getEntriesByType("resource");
  const isQuiet = performance.now() - Math.max(...loaded.map(({ responseEnd }) => responseEnd)) > 1500;
  return isQuiet && loaded.some(({ name }) => name.endsWith("/files_on_their_way.js"));
}"""


def test_the_first_file_of_a_visit_may_be_added_without_a_network(enter: Enter) -> None:
    alice = enter("Alice", phone=True)
    room = alice.go_to_new_room("First in the tunnel")
    alice.page.wait_for_function(READY, timeout=2 * SLOW)
    alice.disconnect()
    choose(alice, picture("tunnel.jpg"))
    alice.say("from below")
    expect(alice.message("from below").get_by_role("img", name="tunnel.jpg")).to_be_visible()
    alice.reconnect()
    expect(alice.message("from below").locator("a.file-picture")).to_be_visible(timeout=SLOW)
    assert sent_files(alice, room) == [["tunnel.jpg"]]


def test_everything_goes_by_keys_alone(alice: Person) -> None:
    room = alice.go_to_new_room("By keys")
    alice.composer.focus()
    alice.page.keyboard.press("Tab")
    with alice.page.expect_file_chooser() as chooser:
        alice.page.keyboard.press("Enter")
    chooser.value.set_files([picture("a.jpg"), text("b.txt"), text("c.txt")])
    expect(tray(alice)).to_have_count(3)
    expect(alice.composer).to_be_focused()
    for _ in range(2):  # what removes the last file, then the file itself
        alice.page.keyboard.press("Shift+Tab")
    alice.page.keyboard.press("Shift+ArrowLeft")
    alice.page.keyboard.press("ArrowRight")
    alice.page.keyboard.press("Delete")
    expect(tray(alice)).to_have_count(2)
    alice.page.keyboard.press("ArrowLeft")
    alice.page.keyboard.press("Enter")
    expect(alice.dialog.get_by_label("Describe it for people who can't see it")).to_be_focused()
    alice.page.keyboard.type("A square")
    alice.page.keyboard.press("Escape")
    expect(tray(alice).first).to_contain_text("Described")
    alice.composer.focus()
    alice.page.keyboard.type("keys")
    alice.page.keyboard.press("Enter")
    alice.sees("keys")
    assert sent_files(alice, room) == [["a.jpg", "c.txt"]]


def test_a_line_that_stalls_is_given_a_new_start(alice: Person) -> None:
    room = alice.go_to_new_room("Stalled")
    choose(alice, text("before.txt"))
    alice.say("ready").sees("ready")
    stalled: list[Route] = []
    alice.page.route("**/uploads/", lambda route: route.continue_() if stalled else stalled.append(route))
    choose(alice, text("stalled.txt"))
    alice.say("after a while")
    expect(alice.message("after a while").locator("a.file-card")).to_be_visible(timeout=2 * SLOW)
    assert sent_files(alice, room) == [["before.txt"], ["stalled.txt"]]


def test_an_upload_goes_on_where_it_was_when_the_server_restarts(alice: Person) -> None:
    room = alice.go_to_new_room("Restart")
    counted = uploads_of(alice)
    slowly(alice.page, 2 * MB)
    choose(alice, file("large.bin", b"x" * (14 * MB)))
    expect(tray(alice)).to_contain_text(re.compile(r"[4-9]\d %"), timeout=SLOW)
    alice.server.kill()
    expect(tray(alice)).to_contain_text("Waiting for connection", timeout=SLOW)
    alice.server.start()
    slowly(alice.page, 0)
    alice.say("whole")
    expect(alice.message("whole").locator("a.file-card")).to_contain_text("large.bin", timeout=SLOW)
    assert sent_files(alice, room) == [["large.bin"]]
    assert counted["POST"] == 1


def test_an_upload_goes_on_after_a_reload_and_a_message_that_waits_for_it_is_sent(alice: Person) -> None:
    room = alice.go_to_new_room("Reload")
    counted = uploads_of(alice)
    slowly(alice.page, MB)
    choose(alice, file("large.bin", b"x" * (6 * MB)), picture())
    expect(tray(alice).first).to_contain_text(re.compile(r"[2-9]\d %"), timeout=SLOW)
    alice.say("over a reload")
    expect(alice.message("over a reload").get_by_role("img", name="garden.jpg")).to_be_visible()
    alice.reload()
    expect(alice.message("over a reload").locator("a.file-card")).to_contain_text("large.bin", timeout=SLOW)
    assert sent_files(alice, room) == [["large.bin", "garden.jpg"]]
    assert counted["POST"] == 2


def test_a_closed_tab_leaves_its_files_to_the_next(alice: Person) -> None:
    room = alice.go_to_new_room("Left behind")
    choose(alice, text("before.txt"))
    alice.say("ready").sees("ready")
    alice.server.stop()
    choose(alice, picture("left.jpg"))
    expect(tray(alice).locator("img")).to_be_visible()
    alice.say("left behind")
    alice.page.wait_for_function(KEPT, arg=1)
    alice.page.close()
    alice.server.start()
    fresh = alice.another_tab(f"/?room={room}")
    expect(fresh.message("left behind").locator("a.file-picture")).to_be_visible(timeout=SLOW)
    assert sent_files(alice, room) == [["before.txt"], ["left.jpg"]]


KEPT = """(count) => new Promise((resolve) => {
  const asked = indexedDB.open("chatsite-files");
  asked.onsuccess = () => {
    const counted = asked.result.transaction("contents").objectStore("contents").count();
    counted.onsuccess = () => { asked.result.close(); resolve(counted.result === count); };
  };
})"""


def test_two_tabs_upload_a_file_once(alice: Person) -> None:
    room = alice.go_to_new_room("Twins")
    twin = alice.another_tab(f"/?room={room}")
    twin.is_live()
    counted = uploads_of(alice)
    slowly(alice.page, MB)
    choose(alice, file("large.bin", b"x" * (3 * MB)))
    expect(tray(twin)).to_contain_text("large.bin")
    expect(tray(alice)).to_contain_text("3 MB", timeout=SLOW)
    twin.say("from the other one")
    expect(alice.message("from the other one").locator("a.file-card")).to_be_visible(timeout=SLOW)
    expect(tray(alice)).to_have_count(0)
    assert counted["POST"] == 1
    assert sent_files(alice, room) == [["large.bin"]]
    alice.page.wait_for_function(KEPT, arg=0)


UNKEPT = {
    "no database": """Object.defineProperty(window, "indexedDB", { value: undefined })""",
    "refused": """indexedDB.open = () => { throw new DOMException("no", "SecurityError"); }""",
    "full": """IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); }""",
    # It refuses files, and never ends a transaction in which anything else was asked before.
    "private window in Safari": """const { put } = IDBObjectStore.prototype;
      const busy = new WeakSet();
      IDBObjectStore.prototype.put = function (value, ...key) {
        const request = put.call(this, value, ...key);
        const holdUp = () => { this.get("").onsuccess = holdUp; };
        if (value instanceof Blob && busy.has(this.transaction)) holdUp();
        else if (value instanceof Blob) this.transaction.abort();
        busy.add(this.transaction);
        return request;
      };""",
}


@pytest.mark.parametrize("why", UNKEPT)
def test_a_browser_that_keeps_nothing_says_so_and_sends_all_the_same(enter: Enter, why: str) -> None:
    alice = enter("Alice", live=False, fresh=True)
    alice.page.add_init_script(UNKEPT[why])
    room = alice.create_room(f"Unkept {why}")
    alice.open(f"/?room={room}")
    choose(alice, picture())
    expect(alice.page.get_by_text("This browser has no room to keep files.")).to_be_visible()
    alice.say("kept in mind").sees("kept in mind")
    assert sent_files(alice, room) == [["garden.jpg"]]


def test_a_file_that_is_refused_can_be_tried_again_and_never_takes_the_text_with_it(alice: Person) -> None:
    alice.go_to_new_room("Refused")
    refusal = '{"error": {"code": "conflict", "message": "120 of your files wait to be sent."}}'
    alice.page.route("**/uploads/", lambda route: route.fulfill(status=409, body=refusal))
    choose(alice, text("big.bin"))
    expect(tray(alice)).to_contain_text("120 of your files wait to be sent.")
    alice.type("words stay")
    expect(alice.page.get_by_role("button", name="Send", exact=True)).to_be_disabled()
    alice.page.unroute("**/uploads/")
    tray(alice).get_by_role("button", name="Try big.bin again").click()
    expect(tray(alice)).to_contain_text("2 KB")
    alice.page.get_by_role("button", name="Send", exact=True).click()
    alice.sees("words stay")
    expect(alice.message("words stay").locator("a.file-card")).to_be_visible()


def test_a_message_whose_file_is_refused_comes_back_into_the_composer(alice: Person) -> None:
    room = alice.go_to_new_room("Comes back")
    alice.page.route("**/uploads/", lambda route: route.abort())
    choose(alice, text("big.bin"))
    alice.say("not without it")
    refusal = '{"error": {"code": "too_large", "message": "big.bin is 9 MB. The limit is 5 MB."}}'
    # In place of the former answer: between the two, the file would arrive.
    alice.page.route("**/uploads/", lambda route: route.fulfill(status=413, body=refusal))
    line = alice.message("not without it")
    expect(line).to_contain_text("Not sent. big.bin is 9 MB. The limit is 5 MB.", timeout=SLOW)
    line.get_by_role("button", name="Edit").click()
    expect(alice.composer).to_have_value("not without it")
    expect(tray(alice)).to_have_count(1)
    tray(alice).get_by_role("button", name="Remove").click()
    alice.page.get_by_role("button", name="Send", exact=True).click()
    alice.sees("not without it")
    assert sent_files(alice, room) == []


def test_a_message_on_its_way_can_be_taken_back(alice: Person) -> None:
    room = alice.go_to_new_room("Taken back")
    slowly(alice.page, MB // 4)
    choose(alice, file("large.bin", b"x" * (8 * MB)))
    alice.say("too soon")
    line = alice.message("too soon")
    line.get_by_role("button", name="Cancel").click()
    expect(line).to_have_count(0)
    expect(alice.composer).to_have_value("too soon")
    expect(tray(alice)).to_contain_text("large.bin")
    tray(alice).get_by_role("button", name="Remove").click()
    slowly(alice.page, 0)
    alice.say("just words").sees("just words")
    assert sent_files(alice, room) == []
