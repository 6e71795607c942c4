"""However heavy messages are, an answer fits into a socket's empty queue, and nothing is left out over several."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatsite.socketio.options import Options
from messaging import sizes
from messaging.models import MAX_CONTENT_CHARS, Message
from messaging.queries import catch_up, last_messages, page
from messaging.sizes import LIST_CHARS, PAGE_BYTES, first_that_fit, last_that_fit
from tests.support.conversation import say

HEAVY = [">>>>a\n\n", "&", "http://a.b ", "\x01", "🩷", '"', "- a\n  - b\n", "语"]


def heavy(number: int) -> str:
    piece = HEAVY[number % len(HEAVY)]
    return (f"{number} " + piece * MAX_CONTENT_CHARS)[: MAX_CONTENT_CHARS - 1] + "."


@pytest.fixture
def heavy_room(room, alice):
    for number in range(48):
        say(alice, room, heavy(number))
    return room


def encoded(answer: object) -> int:
    return len(json.dumps(answer, ensure_ascii=False, default=vars).encode())


def test_a_page_fits_and_pages_leave_nothing_out(heavy_room, alice):
    first = page(user=alice, room_id=heavy_room.pk, limit=50)
    seen, before = list(first.messages), first.has_more_before
    assert before
    while before:
        earlier = page(user=alice, room_id=heavy_room.pk, limit=50, before=seen[0]["seq"])
        assert encoded(earlier.messages) < Options().max_outbox_bytes
        seen, before = earlier.messages + seen, earlier.has_more_before
    assert [message["seq"] for message in seen] == all_seqs(heavy_room)


def test_pages_after_a_place_leave_nothing_out(heavy_room, alice):
    seen, after = [], True
    while after:
        later = page(user=alice, room_id=heavy_room.pk, limit=50, after=seen[-1]["seq"] if seen else 0)
        assert encoded(later.messages) < Options().max_outbox_bytes
        seen, after = seen + later.messages, later.has_more_after
    assert [message["seq"] for message in seen] == all_seqs(heavy_room)


def test_a_page_around_a_place_fits_and_says_what_is_left(heavy_room, alice):
    seqs = all_seqs(heavy_room)
    answer = page(user=alice, room_id=heavy_room.pk, limit=50, around=seqs[24])
    assert encoded(answer.messages) < Options().max_outbox_bytes
    assert (answer.has_more_before, answer.has_more_after) == (True, True)
    assert seqs[24] in [message["seq"] for message in answer.messages]


def test_what_was_missed_comes_in_steps_that_fit(heavy_room, alice):
    assert encoded(catch_up(user=alice, room_id=heavy_room.pk).messages) < Options().max_outbox_bytes
    seen, since, complete = [], 1, False
    while not complete:
        step = catch_up(user=alice, room_id=heavy_room.pk, since=since)
        assert encoded(step.messages) < Options().max_outbox_bytes
        seen, since, complete = seen + step.messages, step.version, step.complete
    assert [message["seq"] for message in seen] == all_seqs(heavy_room)


def all_seqs(room) -> list[int]:
    return list(Message.objects.filter(room=room).order_by("seq").values_list("seq", flat=True))


@pytest.mark.parametrize("piece", HEAVY)
def test_the_last_message_in_a_list_only_begins(room, alice, piece):
    say(alice, room, (piece * MAX_CONTENT_CHARS)[: MAX_CONTENT_CHARS - 1] + ".")
    last = last_messages([room.pk])[room.pk]
    assert len(last["content"]) <= LIST_CHARS
    assert len(last["html"]) < 6 * LIST_CHARS


def test_a_short_last_message_is_whole(room, alice):
    say(alice, room, "**short** and https://example.org/")
    message = Message.objects.get(room=room, content__startswith="**short")
    assert last_messages([room.pk])[room.pk]["html"] == message.html


@given(st.lists(st.text(max_size=30), min_size=1, max_size=12), st.integers(0, 30_000))
def test_as_many_fit_as_the_budget_holds_and_one_always(texts, budget):
    messages = [Message(content=text, html=text) for text in texts]
    first, last = first_that_fit(messages, budget), last_that_fit(messages, budget)
    assert (first, last) == (messages[: len(first)], messages[-len(last) :])
    for some in (first, last):
        assert len(some) >= 1
        assert len(some) == 1 or sum(map(sizes._json_bytes, some)) <= budget


def test_the_budget_is_half_an_outbox():
    assert Options().max_outbox_bytes >= PAGE_BYTES * 2
