"""Searching messages: ways to it, what it understands, what it finds, and the way there and back."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Route, expect

from tests.browser.axe import findings
from tests.browser.conftest import Enter
from tests.browser.person import Person
from tests.browser.sticking_out import NARROW, WIDE_FONT, record, stuck_out
from tests.browser.targets import small_targets

pytestmark = pytest.mark.browser


@pytest.fixture
def alice(enter: Enter) -> Person:
    """Return Alice with the chat not yet open."""
    return enter("Alice", live=False)


@pytest.fixture
def bob(enter: Enter) -> Person:
    """Return Bob, on a phone, with the chat not yet open."""
    return enter("Bob", phone=True, live=False)


def field(person: Person) -> Locator:
    return person.page.get_by_role("combobox", name="Search messages")


def results(person: Person) -> Locator:
    return person.side.locator(".search-result")


def state(person: Person) -> Locator:
    return person.side.locator("[data-part=state]")


def search(person: Person, text: str, *, everywhere: bool = False) -> Person:
    """Search by keys, or on a phone by touch, and wait for the answer."""
    if person.page.locator(".chat").evaluate("() => matchMedia('(pointer: coarse)').matches"):
        person.page.get_by_role("button", name="Search in this room").tap()
        if everywhere:
            person.side.get_by_role("button", name="Everywhere").tap()
    else:
        person.page.keyboard.press("Control+Shift+f" if everywhere else "Control+f")
    expect(field(person)).to_be_focused()
    field(person).fill(text)
    with person.page.expect_response(lambda response: "/search?" in response.url):
        person.page.keyboard.press("Enter")
    expect(state(person)).to_have_text(re.compile("message"))
    return person


def barriers(person: Person) -> list[str]:
    """Return what axe finds once nothing moves."""
    person.page.emulate_media(reduced_motion="reduce")
    return findings(person.page)


def unique(name: str) -> str:
    return f"{name} {uuid4().hex[:6]}"


def room_with(person: Person, *texts: str, name: str = "Pantry") -> int:
    """Open a new room in which these messages were written."""
    room = person.create_room(unique(name))
    for text in texts:
        person.post(room, text)
    person.open(f"/?room={room}").sees(texts[-1])
    return room


# Ways to it


def test_ctrl_f_searches_the_room_and_once_more_is_the_browsers_own(alice: Person) -> None:
    room_with(alice, "Plum jam", "Quince jam", "Bread")
    alice.composer.focus()
    search(alice, "JAM")
    expect(results(alice)).to_have_count(2)
    expect(results(alice).first).to_contain_text("Quince jam")
    expect(results(alice).first.locator("mark")).to_have_text("jam")
    expect(state(alice)).to_have_text("2 messages")
    expect(alice.side.get_by_role("button", name="In Pantry")).to_have_attribute("aria-pressed", "true")
    alice.page.evaluate("""addEventListener("keydown", (event) => { window.taken = event.defaultPrevented; })""")
    alice.page.keyboard.press("Control+f")
    assert alice.page.evaluate("window.taken") is False
    alice.composer.focus()
    alice.page.keyboard.press("Control+f")
    assert alice.page.evaluate("window.taken") is True
    expect(field(alice)).to_be_focused()
    assert barriers(alice) == []


def test_ctrl_shift_f_searches_all_rooms_and_names_each(alice: Person) -> None:
    word = uuid4().hex
    room_with(alice, f"First {word}", name="Cellar")
    room_with(alice, f"Second {word}", f"Third {word}", name="Loft")
    search(alice, word, everywhere=True)
    expect(results(alice).locator(".search-text")).to_have_text([f"Third {word}", f"Second {word}", f"First {word}"])
    expect(alice.side.get_by_role("heading", level=3).filter(visible=True)).to_have_text(
        [re.compile("Loft"), re.compile("Cellar")]
    )
    expect(alice.page).not_to_have_url(re.compile(word))


def test_the_palette_ends_with_the_search_of_messages(alice: Person) -> None:
    word = uuid4().hex
    room_with(alice, f"Said {word}")
    alice.page.keyboard.press("Control+k")
    alice.page.keyboard.type(word)
    last = alice.page.locator("#switcher-list").get_by_role("option").last
    expect(last).to_contain_text(f"Search messages for “{word}”")
    expect(last).to_have_attribute("aria-selected", "true")
    alice.page.keyboard.press("Enter")
    expect(results(alice)).to_have_count(1)
    expect(alice.dialog).to_have_count(0)


def test_the_list_of_rooms_offers_to_search_messages_for_what_is_typed(alice: Person) -> None:
    word = uuid4().hex
    room_with(alice, f"Said {word}")
    shelf = alice.page.get_by_label("Find a room")
    shelf.fill(word)
    expect(alice.page.get_by_role("button", name=f"Search messages for “{word}”")).to_be_visible()
    shelf.press("Enter")
    expect(results(alice)).to_have_count(1)
    expect(shelf).to_have_value("")
    expect(alice.room_link("General")).to_be_visible()


def test_a_search_from_a_list_of_all_rooms_looks_everywhere(alice: Person) -> None:
    word = uuid4().hex
    room_with(alice, f"Said {word}")
    alice.page.get_by_role("link", name="Saved").click()
    alice.page.keyboard.press("Control+f")
    field(alice).fill(word)
    expect(results(alice)).to_have_count(1)
    results(alice).first.click()
    expect(alice.page.locator("[data-flash]")).to_contain_text(word)
    alice.page.get_by_role("button", name="Back to where you were").click()
    expect(alice.page.get_by_role("heading", name="Saved")).to_be_visible()
    expect(results(alice)).to_have_count(1)


def test_what_is_typed_before_the_code_came_is_searched(enter: Enter) -> None:
    alice = enter("Alice", fresh=True, live=False)
    room_with(alice, "Elderflower")
    held: list[Route] = []
    alice.page.route("**/search_panel*.js", lambda route: held.append(route))
    with alice.page.expect_request("**/search_panel*.js"):
        alice.page.keyboard.press("Control+f")
    alice.page.keyboard.type("elderfl")
    for route in held:
        route.continue_()
    expect(results(alice)).to_have_count(1)
    expect(field(alice)).to_have_value("elderfl")


# On a phone


def test_a_phone_shows_results_on_a_screen_that_back_closes(bob: Person) -> None:
    texts = [f"Cherry number {number}" for number in range(30)]
    room_with(bob, *texts)
    search(bob, "cherry")
    expect(bob.side).to_have_css("width", f"{bob.page.viewport_size['width']}px")
    assert small_targets(bob.page) == []
    assert barriers(bob) == []
    results(bob).nth(15).scroll_into_view_if_needed()
    at = bob.side.locator("[data-part=body]").evaluate("(node) => node.scrollTop")
    results(bob).nth(15).tap()
    expect(bob.side).to_be_hidden()
    expect(bob.page.locator("[data-flash]")).to_contain_text("Cherry number 14")
    bob.page.go_back()
    expect(bob.side).to_be_visible()
    expect(results(bob).nth(15)).to_have_attribute("aria-current", "true")
    expect(results(bob).nth(15)).to_be_in_viewport()
    assert at > 0
    bob.page.go_back()
    expect(bob.side).to_be_hidden()
    expect(bob.title).to_contain_text("Pantry")


def test_a_phone_searches_everything_from_its_bar(bob: Person) -> None:
    word = uuid4().hex
    room_with(bob, f"Said {word}")
    bob.show_rooms()
    bob.page.get_by_role("button", name="Search", exact=True).tap()
    expect(field(bob)).to_be_focused()
    field(bob).fill(word)
    results(bob).first.tap()
    expect(bob.page.locator("[data-flash]")).to_contain_text(word)
    bob.page.get_by_role("button", name="Results", exact=True).tap()
    expect(results(bob)).to_have_count(1)
    bob.page.go_back()
    expect(bob.side).to_be_hidden()
    bob.page.get_by_role("button", name="Back to where you were").tap()
    expect(bob.room_link("General")).to_be_visible()
    expect(bob.side).to_be_hidden()


def test_a_phone_goes_from_one_result_to_the_next_in_the_conversation(bob: Person) -> None:
    room_with(bob, "Damson one", "Damson two", "Damson three")
    search(bob, "damson")
    results(bob).first.tap()
    newer = bob.page.get_by_role("button", name="Newer result")
    older = bob.page.get_by_role("button", name="Older result")
    expect(newer).to_be_hidden()
    for text in ("Damson two", "Damson one"):
        older.tap()
        expect(bob.page.locator(".message:focus")).to_contain_text(text)
    expect(older).to_be_hidden()
    newer.tap()
    expect(bob.page.locator(".message:focus")).to_contain_text("Damson two")
    assert small_targets(bob.page) == []
    bob.page.go_back()
    expect(results(bob).nth(1)).to_have_attribute("aria-current", "true")
    expect(results(bob).nth(1)).to_be_focused()


def test_the_way_to_the_rooms_does_not_lead_back_to_the_results(bob: Person) -> None:
    room_with(bob, "Gooseberry")
    bob.show_rooms()
    bob.page.get_by_role("button", name="Search", exact=True).tap()
    field(bob).fill("gooseberry")
    results(bob).first.tap()
    expect(bob.side).to_be_hidden()
    bob.show_rooms()
    expect(bob.room_link("General")).to_be_visible()
    expect(bob.side).to_be_hidden()


# There and back


def first_in_view(person: Person) -> tuple[str, float]:
    """Return the text of the first line in view, and where it begins."""
    found = person.page.evaluate(
        """() => {
          const top = document.querySelector(".log").getBoundingClientRect().top;
          const isSeen = (line) => line.getBoundingClientRect().bottom > top;
          const line = [...document.querySelectorAll(".message")].find(isSeen);
          return [line.querySelector(".message-text").innerText, line.getBoundingClientRect().top - top];
        }"""
    )
    return str(found[0]), float(found[1])


@pytest.mark.parametrize("way", ["button", "history"])
def test_the_way_back_leads_to_the_line_and_the_draft(alice: Person, way: str) -> None:
    texts = [f"Story {number}" + " and on" * 60 for number in range(120)]
    room_with(alice, "The needle", *texts)
    alice.type("half a thought")
    alice.page.locator(".log").evaluate("(node) => { node.scrollTop -= 1500; }")
    before = first_in_view(alice)
    search(alice, "needle")
    results(alice).first.click()
    expect(alice.page.locator("[data-flash]")).to_contain_text("The needle")
    expect(results(alice)).to_have_count(1)
    expect(alice.composer).to_have_value("half a thought")
    if way == "button":
        alice.page.get_by_role("button", name="Back to where you were").click()
    else:
        alice.page.go_back()
    expect(alice.message(before[0]).first).to_be_in_viewport()
    alice.page.wait_for_function("() => !document.querySelector('[data-flash]')")
    text, offset = first_in_view(alice)
    assert text == before[0]
    assert abs(offset - before[1]) < 3
    expect(alice.composer).to_have_value("half a thought")
    expect(alice.page.get_by_role("button", name="Back to where you were")).to_be_hidden()


@pytest.mark.service_worker
def test_the_way_back_leads_to_the_end_of_another_room(alice: Person) -> None:
    alice.open()
    word = uuid4().hex
    room_with(alice, f"Said {word}", name="Attic")
    room_with(alice, *[f"Line {number}" for number in range(60)], name="Kitchen")
    expect(alice.message("Line 59")).to_be_in_viewport()
    search(alice, word, everywhere=True)
    results(alice).first.click()
    expect(alice.title).to_contain_text("Attic")
    alice.page.get_by_role("button", name="Back to where you were").click()
    expect(alice.title).to_contain_text("Kitchen")
    expect(alice.message("Line 59")).to_be_in_viewport()


def test_a_result_that_comes_late_moves_no_one_who_has_gone_back(alice: Person) -> None:
    word = uuid4().hex
    room_with(alice, f"Said {word}", name="Attic")
    room_with(alice, *[f"Line {number}" for number in range(40)], name="Kitchen")
    search(alice, word, everywhere=True)
    held: list[Route] = []
    alice.page.route("**/messages?around=*", lambda route: held.append(route))
    with alice.page.expect_request("**/messages?around=*"):
        results(alice).first.click()
    expect(alice.title).to_contain_text("Attic")
    alice.page.get_by_role("button", name="Back to where you were").click()
    expect(alice.title).to_contain_text("Kitchen")
    with alice.page.expect_response("**/messages?around=*"):
        held[0].continue_()
    alice.say("Still here.").sees("Still here.")
    expect(alice.page.locator("[data-flash]")).to_have_count(0)
    expect(alice.message("Line 39")).to_be_in_viewport()


def test_one_step_leads_back_however_many_results_were_opened(alice: Person) -> None:
    room_with(alice, "Pear one", "Pear two", "Pear three")
    search(alice, "pear")
    for at in range(3):
        results(alice).nth(at).click()
        expect(results(alice).nth(at)).to_have_attribute("aria-current", "true")
        expect(alice.page).to_have_url(re.compile(r"/rooms/\d+/\d+$"))
    alice.page.go_back()
    expect(alice.page).to_have_url(re.compile(r"/\?room=\d+$"))


def test_one_may_stay_at_a_result(alice: Person) -> None:
    room_with(alice, "Medlar")
    search(alice, "medlar")
    results(alice).first.click()
    alice.page.get_by_role("button", name="Stay here").click()
    expect(alice.page.get_by_role("button", name="Back to where you were")).to_be_hidden()


# By keys


def test_results_are_walked_through_and_opened_by_keys(alice: Person) -> None:
    room_with(alice, *[f"Nut {number}" for number in range(5)])
    alice.composer.focus()
    search(alice, "nut")
    for key, text in (("ArrowDown", "Nut 4"), ("ArrowDown", "Nut 3"), ("End", "Nut 0"), ("Home", "Nut 4")):
        alice.page.keyboard.press(key)
        expect(alice.page.locator(":focus")).to_contain_text(text)
    alice.page.keyboard.press("ArrowUp")
    expect(field(alice)).to_be_focused()
    alice.page.keyboard.press("ArrowDown")
    alice.page.keyboard.press("ArrowDown")
    alice.page.keyboard.press("Enter")
    expect(alice.page.locator("[data-flash]")).to_contain_text("Nut 3")
    alice.page.keyboard.press("Control+f")
    alice.page.keyboard.press("ArrowDown")
    expect(alice.page.locator(":focus")).to_contain_text("Nut 3")
    alice.page.keyboard.press("Escape")
    expect(alice.side.get_by_role("heading", name="Details")).to_be_visible()


def test_escape_gives_the_focus_back_to_the_composer(alice: Person) -> None:
    alice.open().composer.focus()
    alice.page.keyboard.press("Control+f")
    expect(field(alice)).to_be_focused()
    alice.page.keyboard.type("x")
    alice.page.keyboard.press("Escape")
    expect(field(alice)).to_be_hidden()
    expect(alice.composer).to_be_focused()


def test_operators_people_and_rooms_are_suggested(alice: Person, bob: Person) -> None:
    room = room_with(alice, "Walnut cake", name="Tea room")
    bob.join(room).post(room, "Almond cake")
    alice.sees("Almond cake").page.keyboard.press("Control+f")
    listed = alice.page.locator("#search-suggestions").get_by_role("option")
    alice.page.keyboard.type("cake fr")
    expect(listed).to_have_count(1)
    expect(field(alice)).to_have_attribute("aria-expanded", "true")
    alice.page.keyboard.press("Tab")
    expect(field(alice)).to_have_value("cake from:")
    alice.page.keyboard.type("bo")
    expect(listed.first).to_contain_text("Bob")
    expect(listed.first).to_have_attribute("aria-selected", "true")
    active = field(alice).get_attribute("aria-activedescendant")
    assert active == listed.first.get_attribute("id")
    assert barriers(alice) == []
    alice.page.keyboard.press("Enter")
    expect(field(alice)).to_have_value("cake from:Bob ")
    expect(field(alice)).to_have_attribute("aria-expanded", "false")
    expect(results(alice).locator(".search-text")).to_have_text(["Almond cake"])
    alice.page.keyboard.type("in:tea")
    expect(listed.first).to_contain_text("Tea room")
    alice.page.keyboard.press("Escape")
    expect(listed).to_have_count(0)
    expect(field(alice)).to_be_focused()
    field(alice).fill("has:fi")
    expect(listed).to_have_count(1)
    alice.page.keyboard.type("le")  # what is typed in full needs no offer
    expect(listed).to_have_count(0)


def test_keys_of_an_input_method_mean_nothing_to_the_search(alice: Person) -> None:
    room_with(alice, "日本語のメモ")
    asked: list[str] = []
    alice.page.on("request", lambda request: "/search?" in request.url and asked.append(request.url))
    alice.page.keyboard.press("Control+f")
    expect(alice.side.locator("[data-part=examples] li").first).to_be_visible()
    session = alice.page.context.new_cdp_session(alice.page)
    session.send("Input.imeSetComposition", {"text": "にほん", "selectionStart": 3, "selectionEnd": 3})
    alice.page.wait_for_timeout(600)
    assert asked == []
    session.send("Input.insertText", {"text": "日本"})
    expect(results(alice)).to_have_count(1)
    assert len(asked) == 1


# What was understood


def test_chips_say_what_was_understood_and_take_it_out(alice: Person) -> None:
    room_with(alice, "Rhubarb tart", "Rhubarb leaves")
    search(alice, "rhubarb -leaves after:2026-01-31 from:me")
    chips = alice.side.get_by_role("list", name="The search is narrowed by").get_by_role("button")
    expect(chips).to_have_text(["Without “leaves”", re.compile("After Jan 31"), "From you"])
    expect(results(alice)).to_have_count(1)
    alice.side.get_by_role("button", name="Remove: Without “leaves”").click()
    expect(field(alice)).to_have_value("rhubarb after:2026-01-31 from:me")
    expect(results(alice)).to_have_count(2)
    expect(chips.first).to_be_focused()


def test_a_mistaken_operator_is_text_and_says_so(alice: Person) -> None:
    room_with(alice, "Nothing")
    search(alice, "form:ada")
    expect(alice.side.get_by_role("button", name="Remove: “form:ada” as text")).to_be_visible()


# Recent searches


def test_recent_searches_stay_on_the_device_until_the_sign_out(alice: Person) -> None:
    room_with(alice, "Sloe gin")
    for text in ("sloe", "gin"):
        search(alice, text)
    alice.side.get_by_role("button", name="Clear", exact=True).click()
    recent = alice.side.locator("[data-part=recent-list] li")
    expect(recent).to_have_text(["gin", "sloe"])
    alice.page.reload()
    alice.is_live().page.keyboard.press("Control+f")
    expect(recent).to_have_text(["gin", "sloe"])
    assert barriers(alice) == []
    alice.side.get_by_role("button", name="Forget “gin”").click()
    expect(recent).to_have_text(["sloe"])
    alice.side.get_by_role("button", name="sloe", exact=True).click()
    expect(results(alice)).to_have_count(1)
    alice.page.get_by_role("button", name=re.compile("Account and settings")).click()
    alice.page.get_by_role("button", name="Sign out").click()
    expect(alice.page).to_have_url(re.compile("/login/"))
    assert "sloe" not in alice.page.evaluate("JSON.stringify(localStorage)")


# While results are open


def test_what_is_deleted_goes_and_what_is_edited_is_looked_up_again(alice: Person, bob: Person) -> None:
    room = room_with(alice, "Fig one", "Fig two", "Fig three")
    bob.join(room).open(f"/?room={room}").sees("Fig three")
    search(bob, "fig")
    expect(results(bob)).to_have_count(3)
    seqs = {message["content"]: message["seq"] for message in messages(alice, room)}
    alice.caller.delete(f"/rooms/{room}/messages/{seqs['Fig two']}").raise_for_status()
    expect(results(bob)).to_have_count(2)
    expect(state(bob)).to_have_text("2 messages")
    change(alice, room, seqs["Fig one"], "Fig and honey")
    expect(results(bob).last).to_contain_text("Fig and honey")
    expect(results(bob).last).to_contain_text("edited")
    change(alice, room, seqs["Fig three"], "Only dates")
    expect(results(bob)).to_have_count(1)


def messages(person: Person, room: int) -> list[dict[str, object]]:
    found: list[dict[str, object]] = person.caller.get(f"/rooms/{room}/messages").json()["messages"]
    return [message for message in found if message["author"]]


def change(person: Person, room: int, seq: object, text: str) -> None:
    person.caller.patch(f"/rooms/{room}/messages/{seq}", json={"content": text}).raise_for_status()


def test_results_follow_what_changes_in_rooms_that_are_not_on_the_screen(alice: Person, enter: Enter) -> None:
    alice.open()
    ben = enter("Ben", live=False)
    word = uuid4().hex
    room = ben.create_room(unique("Attic"))
    ben.post(room, f"Said {word}").post(room, f"Also {word}").post(room, f"Kept {word}")
    alice.join(room)
    search(alice, word, everywhere=True)
    expect(results(alice)).to_have_count(3)
    said, also, _kept = (message["seq"] for message in messages(ben, room))
    ben.caller.delete(f"/rooms/{room}/messages/{said}").raise_for_status()
    expect(results(alice)).to_have_count(2)
    change(ben, room, also, f"Now {word}")
    ben.post(room, "Something else")
    expect(results(alice).last).to_contain_text(f"Now {word}")


def test_a_result_whose_message_was_deleted_elsewhere_goes_when_it_is_opened(alice: Person, enter: Enter) -> None:
    """Rooms that one has not joined say nothing of what changes in them."""
    alice.open()
    ben = enter("Ben", live=False)
    word = uuid4().hex
    room = ben.create_room(unique("Store"))
    ben.post(room, f"Said {word}").post(room, f"Also {word}")
    search(alice, word, everywhere=True)
    expect(results(alice)).to_have_count(2)
    ben.caller.delete(f"/rooms/{room}/messages/{messages(ben, room)[0]['seq']}").raise_for_status()
    results(alice).last.click()
    expect(alice.page.locator("[data-flash]")).to_contain_text("This message was deleted.")
    expect(results(alice)).to_have_count(1)


def test_results_of_a_room_that_is_gone_or_of_a_blocked_person_go(alice: Person, enter: Enter) -> None:
    alice.open()
    ben = enter("Ben", live=False)
    word = uuid4().hex
    rooms = [ben.create_room(unique(name)) for name in ("Shed", "Barn", "Mill")]
    for room in rooms:
        ben.post(room, f"Said {word}")
        alice.join(room)
    alice.post(rooms[1], f"Read {word}")
    search(alice, word, everywhere=True)
    expect(results(alice)).to_have_count(4)
    ben.caller.delete(f"/rooms/{rooms[0]}").raise_for_status()
    expect(results(alice)).to_have_count(3)
    ban = f"/rooms/{rooms[2]}/members/{alice.caller.user['id']}/ban"
    ben.caller.put(ban, json={"reason": "For the test"}).raise_for_status()
    expect(results(alice)).to_have_count(2)
    alice.caller.put(f"/users/{ben.caller.user['id']}/block").raise_for_status()
    expect(results(alice).locator(".search-text")).to_have_text([f"Read {word}"])


@pytest.mark.service_worker
@pytest.mark.parametrize("name", ["alice", "bob"])
def test_results_of_rooms_that_one_has_not_joined_go_with_the_rooms(
    name: str, enter: Enter, request: pytest.FixtureRequest
) -> None:
    """On a desktop and on a phone, also if the rooms go while the connection is lost."""
    ben, reader = enter("Ben", live=False), request.getfixturevalue(name)
    word = uuid4().hex
    rooms = [ben.create_room(unique(title)) for title in ("Loft", "Yard", "Lane", "Hall")]
    for room in rooms:
        ben.post(room, f"Said {word}")
    room_with(reader, "Nothing")
    if name == "bob":
        reader.show_rooms()
        reader.page.get_by_role("button", name="Search", exact=True).tap()
    else:
        reader.page.keyboard.press("Control+Shift+f")
    field(reader).fill(word)
    expect(results(reader)).to_have_count(4)
    ben.caller.delete(f"/rooms/{rooms[0]}").raise_for_status()
    expect(results(reader)).to_have_count(3)
    ben.caller.patch(f"/rooms/{rooms[1]}", json={"visibility": "private"}).raise_for_status()
    expect(results(reader)).to_have_count(2)
    reader.disconnect()
    offline = re.compile("offline")
    expect(reader.page.locator(".connection-line")).to_have_attribute("data-notice", offline, timeout=20_000)
    ben.caller.patch(f"/rooms/{rooms[2]}", json={"visibility": "private"}).raise_for_status()
    reader.reconnect()
    expect(results(reader)).to_have_count(1, timeout=20_000)


# States


def test_nothing_found_says_what_to_try(alice: Person) -> None:
    word = uuid4().hex
    room_with(alice, f"Said {word}", name="Here it is")
    room_with(alice, "Nothing", name="Here it is not")
    search(alice, word)
    expect(state(alice)).to_have_text("No messages found")
    assert barriers(alice) == []
    alice.side.get_by_role("button", name="Search everywhere").click()
    expect(results(alice)).to_have_count(1)


def test_a_name_without_its_quotation_marks_is_explained(alice: Person) -> None:
    room = room_with(alice, "Rake", name="Allotment keys")
    name = alice.caller.get(f"/rooms/{room}").json()["room"]["name"]
    search(alice, f"in:allotment keys {uuid4().hex}")
    hint = f'Put a name of several words in quotation marks: in:"{name}"'
    expect(alice.side.get_by_role("listitem").filter(has_text=hint)).to_be_visible()
    search(alice, uuid4().hex)
    expect(alice.side.get_by_text("Put a name")).to_be_hidden()


def test_more_results_come_by_a_button_and_the_focus_goes_on_with_them(alice: Person) -> None:
    room_with(alice, *[f"Berry {number}" for number in range(30)])
    search(alice, "berry")
    expect(state(alice)).to_have_text("25 messages so far")
    more = alice.side.get_by_role("button", name="Show older messages")
    more.focus()
    alice.page.keyboard.press("Enter")
    expect(results(alice)).to_have_count(30)
    expect(state(alice)).to_have_text("30 messages")
    expect(alice.page.locator(":focus")).to_contain_text("Berry 4")
    expect(more).to_be_hidden()


PARTIAL = {
    "results": [],
    "has_more": True,
    "before": 700,
    "searched_back_to": "2025-11-03T08:00:00.000Z",
    "understood": [],
    "is_complete": False,
    "took_ms": 900,
}


def test_a_search_that_ran_out_of_time_says_how_far_it_came_and_goes_on(alice: Person) -> None:
    room_with(alice, "Nothing")
    alice.page.route(re.compile(r"/search\?"), lambda route: route.fulfill(json=PARTIAL))
    search_and_wait(alice, "rare", "Nothing found back to Nov 3, 2025")
    expect(alice.side.get_by_text("Older messages are still being added to the search.")).to_be_visible()
    with alice.page.expect_request(re.compile(r"before=700")):
        alice.side.get_by_role("button", name="Searched back to Nov 3, 2025 · Search older").click()


def search_and_wait(person: Person, text: str, said: str) -> None:
    person.page.keyboard.press("Control+f")
    field(person).fill(text)
    person.page.keyboard.press("Enter")
    expect(state(person)).to_have_text(said)


def test_an_answer_that_comes_late_never_replaces_a_newer_one(alice: Person) -> None:
    room_with(alice, "Quick brown", "Lazy dog")
    held = []
    alice.page.route(re.compile(r"/search\?q=quick"), lambda route: held.append(route))
    alice.page.keyboard.press("Control+f")
    field(alice).fill("quick")
    alice.page.keyboard.press("Enter")
    expect(state(alice)).to_have_text("Searching…")
    field(alice).fill("lazy")
    alice.page.keyboard.press("Enter")
    expect(results(alice)).to_have_text([re.compile("Lazy dog")])
    expect(state(alice)).to_have_text("1 message")
    [route.abort() for route in held]
    expect(results(alice)).to_have_text([re.compile("Lazy dog")])


def test_a_slow_search_says_so_again_after_some_seconds(alice: Person) -> None:
    room_with(alice, "Nothing")
    alice.page.route(re.compile(r"/search\?"), lambda route: None)
    search_and_wait(alice, "slow", "Searching…")
    expect(state(alice)).to_have_text("Still searching…", timeout=8_000)


def refusal(code: str, message: str, **more: object) -> dict[str, object]:
    return {"error": {"code": code, "message": message, **more}}


def test_a_refusal_shows_the_servers_sentence_and_keeps_the_words(alice: Person) -> None:
    room_with(alice, "Nothing")
    search_and_wait(alice, "cake on:never", "“never” isn't a date. Write one like 2026-11-29, or today or yesterday.")
    expect(field(alice)).to_have_value("cake on:never")
    expect(alice.side.get_by_role("button", name="Try again")).to_be_hidden()
    assert barriers(alice) == []


def test_a_search_that_was_too_fast_goes_on_by_itself(alice: Person) -> None:
    room_with(alice, "Patience")
    slowly = refusal("rate_limited", "Too many searches. Try again in a moment.", retry_after_s=3)
    searches = re.compile(r"/search\?")  # one by Enter, and perhaps one by the pause before it
    alice.page.route(searches, lambda route: route.fulfill(status=429, json=slowly))
    alice.page.keyboard.press("Control+f")
    field(alice).fill("patience")
    alice.page.keyboard.press("Enter")
    expect(state(alice)).to_have_text("Too many searches. Try again in a moment.")
    alice.page.unroute(searches)
    expect(results(alice)).to_have_count(1)


def test_a_server_that_fails_is_asked_again_by_a_button(alice: Person) -> None:
    room_with(alice, "Persistence")
    alice.page.route(re.compile(r"/search\?"), lambda route: route.fulfill(status=500, body=""), times=1)
    search_and_wait(alice, "persistence", "The server can't be reached. Try again in a moment.")
    alice.side.get_by_role("button", name="Try again").click()
    expect(results(alice)).to_have_count(1)


@pytest.mark.service_worker
@pytest.mark.parametrize("phone", [False, True])
def test_offline_says_so_keeps_the_words_and_starts_when_the_network_is_back(enter: Enter, phone: bool) -> None:
    alice = enter("Alice", phone=phone, live=False)
    room_with(alice, "Homecoming")
    alice.page.get_by_role("button", name="Search in this room").click()
    expect(alice.side.locator("[data-part=examples] li").first).to_be_visible()
    alice.disconnect()
    expect(alice.page.locator(".connection-line")).to_have_attribute(
        "data-notice", re.compile("offline"), timeout=20_000
    )
    field(alice).fill("homecoming")
    field(alice).press("Enter")
    expect(state(alice)).to_have_text("You're offline. The search starts when you're back.")
    alice.reconnect()
    expect(results(alice)).to_have_count(1, timeout=20_000)
    expect(field(alice)).to_have_value("homecoming")


# How it looks


@pytest.mark.parametrize(
    ("percent", "font", "direction"),
    [(100, "", "ltr"), (100, WIDE_FONT, "rtl"), (200, "", "ltr"), (200, WIDE_FONT, "ltr")],
)
def test_it_fits_a_narrow_screen_and_large_text(enter: Enter, percent: int, font: str, direction: str) -> None:
    alice = enter("Alice", live=False, **NARROW)
    record(alice.page, percent=percent, font=font, direction=direction)
    alice.open()
    room_with(alice, "A rather long message about Donaudampfschifffahrtsgesellschaftskapitänsmützen and more")
    search(alice, "kapitän -nothing from:me")
    expect(results(alice)).to_have_count(1)
    assert alice.side.evaluate("(node) => node.scrollWidth <= node.clientWidth + 1")
    assert small_targets(alice.page) == []
    results(alice).first.tap()
    back = alice.page.get_by_role("button", name="Back to where you were")
    expect(back).to_be_in_viewport(ratio=1)
    assert stuck_out(alice.page) == {}


def test_the_opened_result_is_marked_without_colours(enter: Enter) -> None:
    alice = enter("Alice", live=False, forced_colors="active")
    room_with(alice, "Contrast")
    search(alice, "contrast")
    results(alice).first.click()
    expect(results(alice).first).to_have_css("outline-style", "solid")


def test_the_hit_is_in_the_two_lines_that_are_shown(alice: Person) -> None:
    room_with(alice, f"{'Some words before it ' * 12} the haystack needle {'and words after it ' * 12}")
    search(alice, "needle")
    text = results(alice).first.locator(".search-text")
    mark, box = text.locator("mark").bounding_box(), text.bounding_box()
    assert mark
    assert box
    assert box["y"] <= mark["y"]
    assert mark["y"] + mark["height"] <= box["y"] + box["height"] + 2
