"""What a search may cost, whatever is searched for."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.models import Max
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from messaging.models import Message
from messaging.search import finding
from messaging.search.index import reading
from messaging.search.index.models import BLOCK_IDS, block_of
from messaging.search.turns import turns
from rooms.models import Room

MESSAGES = 3_000
# Whatever has been typed: the clock bounds how many slices are read, this what one of them takes.
MOST_STATEMENTS = 60
HOSTILE = {
    "eight common words": "a e i o s t n r",
    "eight rare words": " ".join(f"zzqx{number}" for number in range(8)),
    "quotation marks": '"' * 256,
    "only exclusions": "-a -e -i -o -s -t -n",
    "one exclusion": "-zzqx",
    "punctuation": ". , ; : ! ? ( )",
    "dots": "." * 256,
    "emoji": "😀" * 256,
    "families": "👩‍👩‍👧‍👦" * 36,
    "combining marks": "e" + "\u0301" * 255,
    "combining marks that stay": "か" + "\u3099" * 255,
    "the longest ligature": "ﷺ" * 256,
    "blanks": "a" + " " * 254 + "b",
    "people": "from:a from:b from:c from:d from:e from:f from:g from:h",
    "mentions": "mentions:a mentions:b mentions:c mentions:d mentions:me -mentions:e",
    "rooms": "in:a in:b in:c in:d in:e in:f in:g in:h",
    "days": "before:2026 after:2020 on:2024 -on:2025 before:2027 after:2019 -on:today -on:yesterday",
    "everything": 'a "e i" -zzqx from:a in:k after:2000 has:link mentions:me',
    "patterns": "%% __ \\ ' OR 1=1 -- .*",
}


@pytest.fixture
def full(room: Room, alice: User) -> Room:
    """Return a room with many messages that are long for a search, all in one block of ids."""
    start = (block_of(Message.objects.aggregate(newest=Max("pk"))["newest"] or 0) + 1) * BLOCK_IDS
    text = "the quick brown fox jumps over the lazy dog, ÄÖÜ straße 東京 😀 "
    rows = [
        Message(
            pk=start + n,
            room=room,
            author=alice,
            seq=n,
            version=n,
            content=f"{text}{n}",
            html="<p>…</p>",
            render_version=1,
        )
        for n in range(1_000, 1_000 + MESSAGES)
    ]
    Message.objects.bulk_create(rows)
    return room


@pytest.fixture
def ask(bob: User, signed_in: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that searches as Bob."""
    client = signed_in(bob)
    return lambda q, **query: client.get("/search", {"q": q, **query})


@pytest.mark.parametrize("q", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_query_costs_more_than_a_bounded_one(full, ask, q, monkeypatch):
    monkeypatch.setattr(finding, "BUDGET_S", 0.25)
    with CaptureQueriesContext(connection) as statements:
        answer = ask(q)
    assert answer.status_code == 200, answer.content
    assert len(statements) <= MOST_STATEMENTS
    assert max(len(one["sql"]) for one in statements) < 20_000
    body = answer.json()
    assert body["searched_back_to"] is None or body["has_more"]


def test_thousands_of_rooms_are_in_no_statement(full, ask):
    Room.objects.bulk_create(Room(name=f"Room {n}", active_name_key=f"room {n}") for n in range(2_000))
    with CaptureQueriesContext(connection) as statements:
        answer = ask("fox", limit=1)
    assert len(answer.json()["results"]) == 1
    assert max(len(one["sql"]) for one in statements) < 10_000


def test_a_search_ends_when_its_time_is_up_and_says_how_far_it_came(full, ask, monkeypatch):
    monkeypatch.setattr(finding, "BUDGET_S", 0.0)
    first = ask("zzqx").json()
    assert (first["results"], first["has_more"]) == ([], True)
    assert first["searched_back_to"]
    newest = Message.objects.order_by("-pk").values_list("pk", flat=True)[0]
    assert first["before"] == newest - reading.SLICE + 1
    second = ask("zzqx", before=first["before"]).json()
    assert second["before"] == first["before"] - reading.SLICE


def test_going_on_finds_everything_once(full, ask, monkeypatch):
    monkeypatch.setattr(finding, "BUDGET_S", 0.0)
    found, query, pages = [], {}, MESSAGES // 50 + MESSAGES // reading.SLICE
    while query != {"before": None}:
        answer = ask("fox", limit=50, **query).json()
        found += [one["message"]["id"] for one in answer["results"]]
        query = {"before": answer["before"]}
        pages -= 1
        assert pages
    assert len(found) == MESSAGES
    assert found == sorted(set(found), reverse=True)


def test_a_search_ends_after_so_many_messages(full, ask, monkeypatch):
    monkeypatch.setattr(finding, "BUDGET_S", 3_600.0)
    monkeypatch.setattr(finding, "MAX_ROWS", 500)
    with CaptureQueriesContext(connection) as statements:
        answer = ask("fox -dog").json()
    assert (answer["results"], answer["has_more"]) == ([], True)
    assert len(statements) < MOST_STATEMENTS


def test_the_engine_ends_a_statement_that_takes_too_long(full, ask, monkeypatch):
    monkeypatch.setattr(finding, "STATEMENT_S", 0.000_001)
    monkeypatch.setattr(reading, "SLICE", MESSAGES)
    answer = ask("-zzqx")
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "unavailable")
    monkeypatch.undo()
    assert ask("-zzqx").status_code == 200


def test_a_person_s_next_search_waits_for_the_last_one(ask, bob, alice, charlie, monkeypatch):
    monkeypatch.setattr(turns, "wait_s", 0.05)
    with turns.turn(bob.pk):
        answer = ask("x")
        assert (answer.status_code, answer.json()["error"]["code"]) == (429, "rate_limited")
        assert answer["Retry-After"]
    with turns.turn(alice.pk), turns.turn(charlie.pk):
        assert (ask("x").status_code, ask("x").json()["error"]["code"]) == (503, "unavailable")
    assert ask("x").status_code == 200


def test_a_person_searches_so_often_in_a_minute(ask, settings):
    settings.SEARCHES_PER_MINUTE = 3
    answers = [ask("x") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[-1].json()["error"]["retry_after_s"] > 0
