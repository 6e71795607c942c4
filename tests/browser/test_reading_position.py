"""Coming back after a while: where the news begin, which day it is, and a jump that marks nothing as read."""

from uuid import uuid4

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Enter
from tests.browser.person import Person
from tests.support.history import write_history

pytestmark = pytest.mark.browser
AGE = """
from datetime import timedelta
from django.utils import timezone
from messaging.models import Message
for message in Message.objects.filter(room={room}):
    number = int(message.content.split()[1])
    days = 9 - number * 10 // {count}
    Message.objects.filter(pk=message.pk).update(created_at=timezone.now() - timedelta(days=days))
"""


@pytest.fixture(params=[False, True], ids=["desktop", "phone"])
def reader(request: pytest.FixtureRequest, enter: Enter) -> Person:
    """Return a reader at a desk or on a phone, with the chat not yet open."""
    return enter("Rita", phone=request.param, live=False)


def room_with_news(reader: Person, count: int) -> int:
    """Return a room where ``count`` messages of the last ten days are new to the reader."""
    name = f"News {uuid4().hex[:6]}"
    author = reader.server.register("Clio")
    room = int(author.post("/rooms", json={"name": name}).raise_for_status().json()["room"]["id"])
    reader.join(room)
    write_history(reader.server, author=author.user["id"], rooms={name: count})
    reader.server.run(AGE.format(room=room, count=count))
    return room


def bar(reader: Person) -> Locator:
    return reader.page.locator("[data-part=news-bar]")


def unread(reader: Person, room: int) -> int:
    return int(reader.caller.get(f"/rooms/{room}").json()["room"]["membership"]["unread_count"])


def test_a_room_with_very_many_new_messages_opens_at_the_first(reader: Person) -> None:
    room = room_with_news(reader, 200)
    reader.open(f"/?room={room}")
    expect(reader.message("line 0").first).to_be_in_viewport()
    expect(reader.page.get_by_role("heading", name="New · since")).to_be_in_viewport()
    expect(bar(reader)).to_be_hidden()


def test_a_jump_to_the_end_marks_nothing_and_leads_back(reader: Person) -> None:
    room = room_with_news(reader, 200)
    reader.open(f"/?room={room}")
    expect(reader.message("line 0").first).to_be_in_viewport()
    reader.page.locator(".news-pill").click()
    expect(reader.message("line 199")).to_be_in_viewport()
    expect(bar(reader)).to_contain_text(" new since ")
    assert unread(reader, room) > 150
    bar(reader).get_by_role("button", name="Jump", exact=True).click()
    expect(reader.page.get_by_role("heading", name="New · since")).to_be_in_viewport()
    assert unread(reader, room) > 150
    reader.page.locator(".news-pill").click()
    bar(reader).get_by_role("button", name="Mark as read").click()
    expect(bar(reader)).to_be_hidden()
    reader.page.wait_for_function(
        f"async () => (await (await fetch('/rooms/{room}')).json()).room.membership.unread_count === 0"
    )


def test_the_day_is_always_named_and_leads_to_another(reader: Person) -> None:
    room = room_with_news(reader, 200)
    reader.caller.post(f"/rooms/{room}/read", json={"seq": 10_000}).raise_for_status()
    reader.open(f"/?room={room}").sees("line 199")
    chip = reader.page.locator(".day-chip")
    expect(chip).to_be_visible()
    expect(chip.get_by_role("button", name="Today, jump to date")).to_be_visible()
    day = reader.page.evaluate(
        "() => { const day = new Date(Date.now() - 5 * 864e5); return day.toLocaleDateString('sv'); }"
    )
    reader.page.get_by_label("Jump to date", exact=True).fill(day)
    expect(reader.page.locator(".message").filter(has_text="line 80 ")).to_be_in_viewport()
    expect(reader.page.get_by_text("That message can't be found.")).to_have_count(0)
