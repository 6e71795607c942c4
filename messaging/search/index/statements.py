"""The statements of a search, as SQL: putting one together takes the ORM ten times as long as the engine runs it.

They go by ranges of primary keys. ``+ 0`` keeps the engines from an index of rooms or authors.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final

from django.db import connection

from messaging.search.index.grams import VERSION
from messaging.search.index.models import Block
from messaging.search.index.pages import block_at, bucket_at, position
from messaging.search.index.wanted import Wanted

MOST_ROOMS: Final = 500  # that a statement names

Pages = dict[tuple[int, int], bytes]
"""Pages by bucket and block."""


def _rows(sql: str, values: Sequence[int | str] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(values))
        return list(cursor.fetchall())


def _listed(numbers: Iterable[int]) -> str:
    return f"({', '.join(map(str, map(int, numbers)))})"


def ends() -> tuple[int, int] | None:
    """Return the lowest and the highest id of a message.

    Each is looked up by itself: asked for both at once, SQLite reads all ids.
    """
    ((first, last),) = _rows("SELECT (SELECT MIN(id) FROM messages), (SELECT MAX(id) FROM messages)")
    return None if first is None or last is None else (first, last)


def states(first: int, last: int) -> dict[int, int]:
    """Return the state of the blocks in a range of which something is known."""
    sql = "SELECT number, state FROM search_blocks WHERE number BETWEEN %s AND %s AND grams = %s AND state <> %s"
    return dict(_rows(sql, [first, last, VERSION, int(Block.State.UNKNOWN)]))


def sealed_in(blocks: range) -> int:
    """Return how many of ``blocks`` are indexed."""
    sql = "SELECT COUNT(*) FROM search_blocks WHERE number >= %s AND number < %s AND grams = %s AND state = %s"
    return int(_rows(sql, [blocks.start, blocks.stop, VERSION, int(Block.State.SEALED)])[0][0])


def rooms(blocks: Collection[int]) -> dict[int, bytes]:
    """Return the rooms of the messages in ``blocks``, as they are stored.

    A block that was changed to another version meanwhile is left out.
    """
    sql = f"SELECT number, rooms FROM search_blocks WHERE number IN {_listed(blocks)} AND grams = %s"  # noqa: S608 - numbers
    found = _rows(sql, [VERSION])
    return {one: bytes(data) for one, data in found}


def pages(buckets: Collection[int], blocks: Collection[int]) -> Pages:
    """Return the pages of ``buckets`` for ``blocks``, which lie side by side."""
    first, last = min(blocks), max(blocks)
    if len(blocks) < (last - first + 1) // 2:
        chosen = f"position IN {_listed(position(bucket, block) for bucket in buckets for block in blocks)}"
    else:
        ranges = ((position(bucket, first), position(bucket, last)) for bucket in buckets)
        chosen = " OR ".join(f"position BETWEEN {start} AND {end}" for start, end in ranges)
    found = _rows(f"SELECT position, data FROM search_pages WHERE {chosen}")  # noqa: S608 - numbers
    return {(bucket_at(one), block_at(one)): bytes(data) for one, data in found}


def tail(wanted: Wanted, start: int, stop: int, limit: int) -> list[tuple[int, int]]:
    """Return the newest messages of a range that the tail has and that are wanted, each with its room."""
    conditions = ["id >= %s", "id < %s"]
    if len(wanted.rooms) <= MOST_ROOMS:
        conditions.append(f"room_id + 0 IN {_listed(wanted.rooms)}")
    if wanted.authors:
        conditions.append(f"author_id + 0 IN {_listed(wanted.authors)}")
    if wanted.kinds:
        conditions.append(f"kinds & {int(wanted.kinds)} = {int(wanted.kinds)}")
    conditions += ["INSTR(text, %s) > 0"] * len(wanted.texts)
    where = " AND ".join(conditions)
    sql = f"SELECT id, room_id FROM search_tail WHERE {where} ORDER BY id DESC LIMIT %s"  # noqa: S608 - numbers
    return _rows(sql, [start, stop, *wanted.texts, limit])
