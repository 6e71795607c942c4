"""Texts of both directions, wherever the page shows what people wrote: each in its own, none into another."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import pytest
from PIL import Image, ImageChops, ImageDraw
from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter
from tests.browser.person import Person

pytestmark = pytest.mark.browser

HEBREW, ENGLISH = "סימן", "Zeichen"
# Text nodes that hold the mark and run in the wrong direction, or bring the sentence around them out of order.
WRONG = """([mark, direction]) => {
  const wrong = [], right = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const place = node.parentElement;
    if (!node.data.includes(mark) || !place.checkVisibility() || place.closest(".visually-hidden")) continue;
    let line = place;
    while (["normal", "embed"].includes(getComputedStyle(line).unicodeBidi)) line = line.parentElement;
    const style = getComputedStyle(line);
    const [before] = node.data.split(mark);
    const runs = place.closest("code") ? style.direction === "ltr"
      : /[^:\\s]/.test(before) ? before.endsWith("\\u2068")
      : style.unicodeBidi === "plaintext" || style.direction === direction;
    (runs ? right : wrong).push(`${place.localName}.${place.className} ${node.data}`);
  }
  return { wrong, right };
}"""
TURN = """new MutationObserver((_, observer) => {
  document.documentElement.dir = "DIRECTION";
  observer.disconnect();
}).observe(document, { childList: true });"""
# A link that is only copied runs as links do.
# An address runs from left to right on every page.
FIELDS = """(texts) => [...document.querySelectorAll("textarea, input:not([readonly][dir=ltr], [inputmode=url])")]
  .filter(({ type }) => ["text", "search", "textarea"].includes(type))
  .flatMap((field) => Object.entries(texts).map(([direction, text]) => {
    field.value = text;
    return getComputedStyle(field).direction === direction ? null : field.outerHTML;
  })).filter(Boolean)"""
MARKED = """(mark) => {
  const found = [...document.querySelectorAll("body *")].filter((place) => place.checkVisibility()
    && !place.closest(".visually-hidden, textarea, .avatar")
    && [...place.childNodes].some((node) => node.nodeType === 3 && node.data.includes(mark)));
  for (const [index, place] of found.entries()) place.dataset.marked = index;
  return found.length;
}"""
FILL = """(place, [mark, text]) => {
  for (const node of place.childNodes) if (node.nodeType === 3) node.data = node.data.replaceAll(mark, text);
}"""

# Lines of a message that lie under its actions.
COVERED = """() => {
  const bar = document.querySelector(".message-actions");
  const message = bar.closest(".message"), { left, right, top, bottom } = bar.getBoundingClientRect();
  return [...message.querySelectorAll(".message-text, .message-quote")].filter((text) => {
    const range = new Range();
    range.selectNodeContents(text);
    return [...range.getClientRects()].some((line) =>
      line.left < right && line.right > left && line.top < bottom && line.bottom > top);
  }).map((text) => text.outerHTML.slice(0, 200));
}"""
# Icons that point somewhere; a clock or a magnifying glass is the same in every direction.
POINTING = {"box-arrow-right", "box-arrow-up-right", "chevron-left", "chevron-right", "reply", "send"}
ICONS = """() => {
  for (const template of document.querySelectorAll("template")) document.body.append(template.content.cloneNode(true));
  return [...document.querySelectorAll(".icon:has(use)")].map((icon) =>
    [icon.querySelector("use").getAttribute("href").split("#")[1], getComputedStyle(icon).scale]);
}"""

# Two pictures of the same page differ by the faint edge of a scroller; a tower of marks covers hundreds in ink.
INK, NOISE_PX = 80, 12
# A text may paint over other lines of itself.
BOX = "(place) => (place.closest('[dir=auto]') ?? place).getBoundingClientRect().toJSON()"


def company(enter: Enter, mark: str, page_direction: str) -> Person:
    """Return a moderator among texts that all begin with a mark, on a page that runs the other way."""
    other = enter("Bob", live=False, fresh=True)
    alice = enter("Alice", live=False, fresh=True)
    for person in (alice, other):
        person.caller.put("/auth/profile", json={"name": f"{mark} {person.name}"}).raise_for_status()
    alice.page.add_init_script(TURN.replace("DIRECTION", page_direction))
    about = {"name": f"{mark} room {page_direction}", "description": f"{mark} about."}
    room = int(alice.caller.post("/rooms", json=about).raise_for_status().json()["room"]["id"])
    alice.caller.post("/rooms", json={"name": f"{mark} closed {page_direction}"})
    other.join(room)
    text = f"{mark} first, *{mark}*\n> {mark} quoted\n\n- {mark} item\n\n`{mark}`\n```\n{mark}\n```"
    first = alice.caller.post(f"/rooms/{room}/messages", json={"content": text}).raise_for_status().json()["message"]
    reply = {"content": f"{mark} second!", "reply_to": first["seq"]}
    other.caller.post(f"/rooms/{room}/messages", json=reply).raise_for_status()
    other.open(f"/?room={room}")
    alice.open(f"/?room={room}")
    expect(alice.message(f"{mark} second!")).to_be_visible()
    alice.is_live()
    other.is_live()
    other.composer.press_sequentially(mark)
    expect(alice.page.locator(".typing-line")).to_contain_text(mark)
    return alice


@contextmanager
def opened(page: Page, opens: Callable[[], object]) -> Iterator[None]:
    """Open a dialog for a moment."""
    opens()
    expect(page.locator("dialog[open]")).to_be_visible()
    yield
    page.locator("dialog[open]").evaluate("node => node.close()")


def views(alice: Person, mark: str) -> Iterator[str]:
    """Go through what shows texts of people; yield the name of each view."""
    page = alice.page
    line = alice.message(f"{mark} second!")
    yield "page"
    for action in ("Delete", "Report"):
        with opened(page, partial(alice.choose_for, f"{mark} second!", action)):
            yield action
    line.hover()
    line.get_by_role("button", name="Reply", exact=True).click()
    yield "reply"
    page.locator(".message [data-part=author]").last.click()
    yield "person"
    with opened(page, alice.side.get_by_role("button", name="Mute in room").click):
        yield "sanction"
    with opened(page, lambda: page.keyboard.press("Control+k")):
        yield "switcher"
    with opened(page, page.get_by_role("button", name="Browse all rooms").click):
        expect(alice.dialog.locator(".browse-row").first).to_be_visible()
        yield "browse"


@pytest.mark.parametrize(("mark", "direction", "page_direction"), [(HEBREW, "rtl", "ltr"), (ENGLISH, "ltr", "rtl")])
def test_what_people_write_runs_in_its_own_direction(
    enter: Enter, mark: str, direction: str, page_direction: str
) -> None:
    alice = company(enter, mark, page_direction)
    seen = set()
    for view in views(alice, mark):
        found = alice.page.evaluate(WRONG, [mark, direction])
        assert not found["wrong"], view
        seen |= set(found["right"])
    assert len(seen) >= 20
    assert alice.page.evaluate(FIELDS, {"rtl": HEBREW, "ltr": ENGLISH}) == []


def picture(page: Page) -> Image.Image:
    return Image.open(io.BytesIO(page.screenshot(animations="disabled", caret="hide"))).convert("RGB")


def test_marks_on_letters_paint_over_no_other_line(enter: Enter) -> None:
    alice = company(enter, f"{ENGLISH}\u0305", "ltr")  # only messages with marks are kept within their lines
    expect(alice.page.locator(".typing-line")).to_have_text("", timeout=15_000)
    towers = (
        "a" + "\u0323" * 30 + "\u0301" * 30
    )  # a hundred pixels both down and up; of marks in turns a font stacks none
    places = alice.page.evaluate(MARKED, ENGLISH)
    assert places >= 15
    painting = []
    for index in range(places):
        place = alice.page.locator(f"[data-marked='{index}']")
        place.evaluate(FILL, [ENGLISH, "a" * 4])
        plain, box = picture(alice.page), place.evaluate(BOX)
        place.evaluate(FILL, ["a" * 4, towers * 4])
        high = picture(alice.page)
        place.evaluate(FILL, [towers * 4, ENGLISH])
        difference = ImageChops.difference(plain, high).convert("L").point(lambda value: 255 * (value > INK))
        edges = (box["left"] - 3, box["top"] - 3, box["right"] + 3, box["bottom"] + 3)
        ImageDraw.Draw(difference).rectangle(edges, fill=0)
        painted = difference.histogram()[255]
        if painted > NOISE_PX:
            painting.append((place.evaluate("node => node.outerHTML"), difference.getbbox()))
    assert painting == []


@pytest.mark.parametrize(("mark", "page_direction"), [(HEBREW, "ltr"), (ENGLISH, "rtl")])
def test_a_messages_actions_lie_beside_text_of_the_other_direction(
    enter: Enter, mark: str, page_direction: str
) -> None:
    alice = enter("Alice", live=False, fresh=True)
    alice.page.add_init_script(TURN.replace("DIRECTION", page_direction))
    room = alice.create_room(f"Actions {page_direction}")
    reply: dict[str, int] = {}
    for words in (1, 4, 9, 20, 60, 20, 9, 4, 1):
        text = {"content": " ".join([mark] * words), **reply}
        message = alice.caller.post(f"/rooms/{room}/messages", json=text).raise_for_status().json()["message"]
        reply = {} if reply else {"reply_to": message["seq"]}
    alice.open(f"/?room={room}")
    expect(alice.messages).to_have_count(9)
    for shown in alice.messages.all():
        shown.locator(".message-text").hover(position={"x": 2, "y": 20})
        expect(shown.locator(".message-actions")).to_be_visible()
        assert alice.page.evaluate(COVERED) == []


def test_text_of_the_other_direction_has_room_in_a_narrow_window(alice: Person) -> None:
    room = alice.create_room("Narrow window")
    alice.post(room, "שלום עולם, זה משפט אחד")
    alice.page.set_viewport_size({"width": 320, "height": 800})
    alice.go_to("Narrow window")
    text = alice.message("שלום").locator(".message-text")
    assert text.evaluate("(node) => node.clientWidth / parseFloat(getComputedStyle(node).lineHeight)") > 6


@pytest.mark.parametrize("page_direction", ["ltr", "rtl"])
def test_icons_that_point_turn_with_the_page(enter: Enter, page_direction: str) -> None:
    alice = enter("Alice", live=False, fresh=True)
    alice.page.add_init_script(TURN.replace("DIRECTION", page_direction))
    alice.open()
    icons = {tuple(icon) for icon in alice.page.evaluate(ICONS)}
    assert {name for name, _ in icons} >= POINTING
    mirrored = {name for name, scale in icons if scale.startswith("-1")}
    assert mirrored == (POINTING if page_direction == "rtl" else set())
