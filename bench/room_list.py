"""The list of rooms with direct rooms in it: ``python -m bench.room_list [--engine mariadb] [--rooms N] [--direct N]``.

The milliseconds of CPU and the queries of ``GET /rooms``, all pages, for a member of 200 rooms: alone, and with 500
direct rooms beside them, in each of which something is unread.
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


def read_all(client: Any) -> tuple[int, float]:
    """Read all pages of the list; return how many rooms there are, and the milliseconds of CPU that answering took."""
    after, count, spent_s = 0, 0, 0.0
    while True:
        began = time.process_time()
        answer = client.get("/rooms", {"after": after}, HTTP_HOST="localhost")
        spent_s += time.process_time() - began
        page = answer.json()
        count += len(page["rooms"])
        if not page["has_more"]:
            return count, spent_s * 1000
        after = page["rooms"][-1]["id"]


def measure(client: Any, what: str) -> float:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    found = [read_all(client) for _ in range(ROUNDS)]
    with CaptureQueriesContext(connection) as captured:
        client.get("/rooms", HTTP_HOST="localhost")
    count, middle = found[0][0], statistics.median(spent for _, spent in found)
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

        from chatsite.serve.lifespan import collect_seldom

        collect_seldom()
        print(name, flush=True)
        reader, client = fill(options.rooms), Client()
        client.force_login(reader)
        alone = measure(client, "rooms alone")
        add_direct(reader, options.direct)
        print(f"  a room costs {measure(client, 'with direct rooms') / alone:.2f} times as much")


if __name__ == "__main__":
    main()
