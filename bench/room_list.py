"""The list of rooms with direct rooms in it: ``python -m bench.room_list [--engine mariadb] [--rooms N] [--direct N]``.

The milliseconds and queries of ``GET /rooms``, all pages, for a member of 200 rooms: alone, and with 500 direct rooms
beside them, in each of which something is unread.
"""

import argparse
import statistics
import time
from typing import Any

from bench.databases import ENGINES, product_on

ROOMS, DIRECT, PEOPLE, MESSAGES, ROUNDS = 200, 500, 510, 20, 15


def fill(rooms: int) -> Any:
    """Create a person who is a member of rooms with messages, and others; return the person."""
    from accounts.models import User
    from rooms.memberships import join_room
    from rooms.services import create_room

    reader = User.objects.create_user(email="reader@example.org", name="Reader")
    others = [User(email=f"p{number}@example.org", name=f"P{number}", password="!") for number in range(PEOPLE)]
    User.objects.bulk_create(others)
    writer = User.objects.get(name="P0")
    for number in range(rooms):
        room = create_room(by=writer, name=f"Room {number}")
        join_room(room_id=room.pk, by=reader)
        write(writer, room.pk)
    return reader


def write(writer: Any, room_id: int) -> None:
    from messaging.forms import clean_content
    from messaging.posting import Draft, post_messages

    post_messages([Draft(writer.pk, room_id, clean_content(f"message {number}")) for number in range(MESSAGES)])


def add_direct(reader: Any, count: int) -> None:
    """Let others write to the reader directly."""
    from accounts.models import User
    from rooms.direct.services import open_direct

    for writer in User.objects.exclude(pk=reader.pk).order_by("pk")[:count]:
        write(writer, open_direct(by=writer, user_ids=[reader.pk]).room["id"])


def read_all(client: Any) -> int:
    """Read all pages of the list; return how many rooms there are."""
    after, count = 0, 0
    while True:
        page = client.get("/rooms", {"after": after}, HTTP_HOST="localhost").json()
        count += len(page["rooms"])
        if not page["has_more"]:
            return count
        after = page["rooms"][-1]["id"]


def measure(client: Any, what: str) -> float:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        count = read_all(client)
        times.append((time.perf_counter() - began) * 1000)
    with CaptureQueriesContext(connection) as captured:
        client.get("/rooms", HTTP_HOST="localhost")
    middle = statistics.median(times)
    each = f"{middle:.0f} ms, {middle / count:.2f} ms each"
    print(f"  {what}: {count} rooms in {each}; a page takes {len(captured)} queries")
    return middle / count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", choices=ENGINES, default="sqlite")
    parser.add_argument("--rooms", type=int, default=ROOMS)
    parser.add_argument("--direct", type=int, default=DIRECT)
    options = parser.parse_args()
    with product_on(options.engine) as name:
        from django.test import Client

        print(name, flush=True)
        reader, client = fill(options.rooms), Client()
        client.force_login(reader)
        alone = measure(client, "rooms alone")
        add_direct(reader, options.direct)
        print(f"  a room costs {measure(client, 'with direct rooms') / alone:.2f} times as much")


if __name__ == "__main__":
    main()
