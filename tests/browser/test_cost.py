"""What a change costs the page: it touches what it changes, and nothing else."""

import pytest
from playwright.sync_api import CDPSession, Locator, Page, expect

from tests.browser.person import Person

pytestmark = pytest.mark.browser
# Attributes that were set to what they were: the browser styles, and often lays out, what is around each of them anew.
NOTE_IDLE_CHANGES = """() => {
  window.idle = [];
  new MutationObserver((records) => {
    for (const { target, attributeName, oldValue } of records) {
      if (target.getAttribute(attributeName) === oldValue) window.idle.push(target.outerHTML.slice(0, 80));
    }
  }).observe(document, { subtree: true, attributeFilter: ["hidden"], attributeOldValue: true });
}"""
NOTE_TITLES = """() => {
  window.titles = [];
  new MutationObserver(() => window.titles.push(document.title))
    .observe(document.querySelector("title"), { childList: true });
}"""
# How often some of the dearer questions are put to the document, and to the storage.
COUNT_QUESTIONS = """() => {
  window.asked = {};
  const count = (owner, name) => {
    const real = owner[name];
    owner[name] = function (...values) {
      window.asked[name] = (window.asked[name] ?? 0) + 1;
      return real.apply(this, values);
    };
  };
  for (const name of ["querySelector", "querySelectorAll", "hasAttribute"]) count(Element.prototype, name);
  for (const name of ["key", "getItem"]) count(Storage.prototype, name);
  count(DOMParser.prototype, "parseFromString");
}"""
COUNT_FRAMES = """() => {
  window.frames = 0;
  const real = requestAnimationFrame;
  window.requestAnimationFrame = (work) => {
    window.frames += 1;
    return real(work);
  };
}"""
TWO_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
READ = "async (room) => (await (await fetch(`/rooms/${room}`)).json()).room.membership.unread_count === 0"
SPRITES = "() => performance.getEntriesByType('resource').filter(({ name }) => name.includes('icons.svg')).length"


def room_of_two(alice: Person, bob: Person, name: str) -> int:
    room = alice.create_room(name)
    bob.join(room)
    alice.open(f"/?room={room}")
    bob.post(room, "the first")
    alice.sees("the first")
    return room


def react(person: Person, room: int, emoji: str) -> None:
    last = person.caller.get(f"/rooms/{room}/messages").json()["messages"][-1]["seq"]
    person.caller.put(f"/rooms/{room}/messages/{last}/reactions/{emoji}").raise_for_status()


def pill(page: Page, emoji: str) -> Locator:
    return page.locator(f".reaction[data-emoji='{emoji}']")


def test_a_message_and_a_reaction_set_nothing_to_what_it_is(alice: Person, bob: Person) -> None:
    room = room_of_two(alice, bob, "Where little moves")
    react(bob, room, "🎉")
    expect(pill(alice.page, "🎉")).to_be_visible()
    alice.page.evaluate(NOTE_IDLE_CHANGES)
    bob.post(room, "the second")
    alice.sees("the second")
    react(bob, room, "👍")
    expect(pill(alice.page, "👍")).to_be_visible()
    assert alice.page.evaluate("window.idle") == []


def test_a_message_before_the_readers_eyes_is_never_counted_as_unread(alice: Person, bob: Person) -> None:
    room = room_of_two(alice, bob, "Where one looks on")
    # The first message may have come before the page knew that the end is in view.
    alice.page.wait_for_function(READ, arg=room)
    alice.page.wait_for_load_state("networkidle")
    expect(alice.page).to_have_title("Where one looks on · Chatsite")
    alice.page.evaluate(NOTE_TITLES)
    for number in range(3):
        bob.post(room, f"seen {number}")
        alice.sees(f"seen {number}")
    expect(alice.room_link("Where one looks on").locator("[data-part=preview]")).to_contain_text("seen 2")
    assert alice.page.evaluate("window.titles") == []


def test_the_sprite_of_icons_is_not_read_again_for_each_reaction(alice: Person, bob: Person) -> None:
    room = room_of_two(alice, bob, "Where icons are")
    react(bob, room, "🎉")
    expect(pill(alice.page, "🎉")).to_be_visible()
    before = alice.page.evaluate(SPRITES)
    for number in range(3):
        bob.post(room, f"more {number}")
        react(bob, room, "👍")
        expect(alice.message(f"more {number}").locator(".reaction[data-emoji='👍']")).to_be_visible()
    assert alice.page.evaluate(SPRITES) == before


def test_a_message_costs_the_same_beside_many_rooms_lines_and_drafts(alice: Person, bob: Person) -> None:
    for number in range(30):
        alice.create_room(f"Beside {number}")
    room = room_of_two(alice, bob, "Among many")
    for number in range(40):
        bob.post(room, f"line {number}")
    react(bob, room, "🎉")
    expect(pill(alice.page, "🎉")).to_be_visible()
    alice.page.evaluate("() => { for (let n = 0; n < 30; n += 1) localStorage.setItem(`other:${n}`, '1'); }")
    alice.page.evaluate(COUNT_QUESTIONS)
    bob.post(room, "one more")
    alice.sees("one more")
    expect(alice.room_link("Among many").locator("[data-part=preview]")).to_contain_text("one more")
    asked = alice.page.evaluate("window.asked")
    assert asked.get("querySelector", 0) <= 200, asked
    assert asked.get("querySelectorAll", 0) <= 20, asked
    assert asked.get("hasAttribute", 0) <= 20, asked
    assert asked.get("key", 0) + asked.get("getItem", 0) <= 300, asked
    assert "parseFromString" not in asked, asked


def test_a_message_is_drawn_in_one_frame(alice: Person, bob: Person) -> None:
    room = room_of_two(alice, bob, "Where frames are few")
    alice.page.wait_for_load_state("networkidle")
    alice.page.evaluate(COUNT_FRAMES)
    for number in range(10):
        bob.post(room, f"in a frame {number}")
        alice.sees(f"in a frame {number}")
    assert alice.page.evaluate("window.frames") <= 15  # some for what is said of reading


def test_the_conversation_scrolls_as_a_layer_of_its_own(alice: Person, bob: Person) -> None:
    room = room_of_two(alice, bob, "Where lines scroll")
    for number in range(30):
        bob.post(room, f"scrolled {number}")
    alice.sees("scrolled 29")
    session = alice.page.context.new_cdp_session(alice.page)
    layers: list[list[tuple[int, int, bool]]] = []
    session.on("LayerTree.layerTreeDidChange", lambda event: layers.append(drawn(event.get("layers", []))))
    session.send("DOM.enable")
    session.send("LayerTree.enable")
    alice.page.evaluate(TWO_FRAMES)
    width, height = alice.page.locator(".log").evaluate("log => [log.clientWidth, log.scrollHeight]")
    assert (width, height, True) in layers[-1]


def drawn(layers: list[dict]) -> list[tuple[int, int, bool]]:
    return [(layer["width"], layer["height"], layer["drawsContent"]) for layer in layers]


def test_only_messages_with_marks_on_letters_are_clipped(alice: Person, bob: Person) -> None:
    room = room_of_two(alice, bob, "Where marks are")
    texts = {"plain \u2764\ufe0f text": "visible", "with ma\u0301rks": "clip", "`in co\u0323de`": "clip"}
    for text, overflow in texts.items():
        bob.post(room, text)
        line = alice.page.locator(".message-text").filter(has_text=text.strip("`"))
        assert line.evaluate("text => getComputedStyle(text).overflow") == overflow


def test_a_message_is_laid_out_once(alice: Person, bob: Person) -> None:
    room = room_of_two(alice, bob, "Where lines come")
    session = alice.page.context.new_cdp_session(alice.page)
    session.send("Performance.enable")
    before = counts(session)
    for number in range(10):
        bob.post(room, f"laid out {number}")
        alice.sees(f"laid out {number}")
    after = counts(session)
    assert after["LayoutCount"] - before["LayoutCount"] <= 20
    assert after["RecalcStyleCount"] - before["RecalcStyleCount"] <= 30


def counts(session: CDPSession) -> dict[str, float]:
    return {metric["name"]: metric["value"] for metric in session.send("Performance.getMetrics")["metrics"]}
