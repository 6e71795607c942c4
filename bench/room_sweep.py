"""The sweep of the room index: ``python -m bench.room_sweep [--engine mariadb] [--rooms N ...]``.

The milliseconds of CPU, of this process and of the database's, that one sweep takes with so many rooms: when nothing
changed, when some rooms changed that notifications did not bring, and when all are read, as a process does once.
"""

import argparse
import asyncio
import os
import statistics
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from bench.databases import ENGINES, product_on

ROOMS, CHANGED, ROUNDS, ROWS_AT_ONCE = [100, 100_000], 20, 9, 5_000


def fill(count: int) -> None:
    """Create direct rooms until there are so many."""
    from rooms.models import Room, RoomCounter

    there = Room.objects.count()
    for start in range(there, count, ROWS_AT_ONCE):
        numbers = range(start, min(start + ROWS_AT_ONCE, count))
        rooms = Room.objects.bulk_create(Room(visibility="direct", direct_key=str(n), version=2) for n in numbers)
        RoomCounter.objects.bulk_create(RoomCounter(room_id=room.pk, version=2, member_count=2) for room in rooms)


def new_index() -> Any:
    """Return an index that asks the database in this thread, and notifies no one."""
    from messaging.live.room_index import ReadRooms, RoomIndex
    from rooms import versions
    from rooms.access.seats import missed_seats
    from rooms.queries import room_changes

    def asking(function: Callable[..., Any]) -> Callable[..., Awaitable[Any]]:
        async def ask(*args: Any) -> Any:
            return function(*args)

        return ask

    read = ReadRooms(
        asking(versions.latest_versions),
        asking(versions.total),
        asking(versions.totals),
        asking(versions.versions_in),
        asking(room_changes),
        asking(missed_seats),
    )

    def ignore(_: Any) -> None:
        return

    return RoomIndex(
        read, notify_outsiders=ignore, notify_withdrawn=ignore, notify_person=ignore, notify_activity=ignore
    )


def change_some() -> None:
    """Let a message be written in rooms all over, without a notification."""
    from django.db.models import F

    from rooms.models import RoomCounter

    ids = list(RoomCounter.objects.values_list("pk", flat=True))
    some = ids[:: max(1, len(ids) // CHANGED)][:CHANGED]
    RoomCounter.objects.filter(pk__in=some).update(version=F("version") + 1)


async def measure(
    what: str, act: Callable[[], Awaitable[None]], database: list[int], before: Callable[[], None] = lambda: None
) -> None:
    from tests.support.processes import cpu_seconds

    own, server = [], []
    for _ in range(ROUNDS):
        before()
        began, began_there = time.process_time(), cpu_seconds(*database)
        await act()
        own.append((time.process_time() - began) * 1000)
        server.append((cpu_seconds(*database) - began_there) * 1000)
    print(f"  {what}: {statistics.median(own):.1f} ms, the database's process {statistics.median(server):.1f} ms")


async def measure_all() -> None:
    """Measure with the rooms that there are."""
    index, database = new_index(), _database_process()
    await index.load()
    await measure("nothing changed", index.sweep, database)
    await measure(f"{CHANGED} rooms changed", index.sweep, database, change_some)
    await measure("all are read", lambda: new_index().load(), database)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", choices=ENGINES, default="sqlite")
    parser.add_argument("--rooms", type=int, nargs="+", default=ROOMS)
    options = parser.parse_args()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with product_on(options.engine) as name:
        print(name)
        for count in sorted(options.rooms):
            fill(count)
            print(f"{count} rooms", flush=True)
            asyncio.run(measure_all())


def _database_process() -> list[int]:
    """Return the process id of the database's server, if it has one."""
    from django.db import connection

    if connection.vendor == "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT @@pid_file")
        return [int(Path(cursor.fetchone()[0]).read_text())]


if __name__ == "__main__":
    main()
