"""What a search asks of the database: ranges of primary keys, and as many statements whatever there is."""

from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from messaging.search.folding import Kind
from messaging.search.index import narrowing, reading
from messaging.search.index.building import build
from messaging.search.index.models import BLOCK_IDS
from messaging.search.index.reading import Wanted, candidates
from messaging.search.index.statements import pages as all_pages
from rooms.services import create_room
from tests.messaging import test_plans
from tests.messaging.search.index.corpus import spread, write
from tests.messaging.test_plans import complaints

TABLES = ["messages", "search_tail", "search_blocks", "search_pages"]
WANTED = {
    "a rare word": {"texts": ["quokka"]},
    "a phrase": {"texts": ["the release is ready to ship"]},
    "two letters": {"texts": ["qu"]},
    "a letter": {"texts": ["q"]},
    "a character": {"texts": ["龘"]},
    "no text": {"texts": []},
    "a link of someone": {"texts": ["example"], "authors": [1, 2], "kinds": Kind.LINK},
    "old": {"texts": ["server"], "below": 3 * BLOCK_IDS},
}


@pytest.fixture
def room(transactional_db, make_user):
    """Return one of three rooms with indexed messages."""
    alice = make_user("Alice")
    rooms = [create_room(by=alice, name=f"Room {number}") for number in range(3)]
    write(rooms, [alice], spread(Random(4), 6, 200), Random(4))
    list(build())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else f"ANALYZE TABLE {', '.join(TABLES)}")
        cursor.fetchall()
    return rooms[0]


def statements(room, **fields):
    """Return the statements of a whole search, candidates alone."""
    with CaptureQueriesContext(connection) as queries:
        list(candidates(Wanted(rooms={room.pk}, **fields)))
    return [query["sql"] for query in queries if query["sql"].startswith("SELECT")]


def test_everything_is_found_by_primary_keys(room, monkeypatch):
    monkeypatch.setattr(test_plans, "GROWING", {"messages", "search_tail", "search_pages"})
    found = [(name, sql) for name, fields in WANTED.items() for sql in statements(room, **fields)]
    wrong = [(name, plan, sql) for name, sql in found for plan in complaints(sql)]
    assert wrong == []


def test_a_statement_reads_a_bounded_number_of_pages(room, monkeypatch):
    read = []

    def pages(buckets, blocks):
        read.append(len(buckets) * len(blocks))
        return all_pages(buckets, blocks)

    monkeypatch.setattr(narrowing, "pages", pages)
    monkeypatch.setattr(reading, "MOST_PAGES", 24)
    statements(room, texts=["qu"])
    assert len(read) > 2
    assert max(read) == 24  # eight pages of three blocks


def test_a_rare_word_takes_a_few_statements(room):
    assert len(statements(room, texts=["quokka"])) <= 15  # the ends; for each of two ranges: tail, blocks, pages


def test_many_rooms_and_authors_fit_into_a_statement(room):
    wanted = Wanted(texts=["server"], rooms=set(range(1, 5_000)), authors=range(1, 300))
    assert list(candidates(wanted))
