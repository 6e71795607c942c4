"""The admin among millions of messages: ``python -m bench.admin [--messages N] [--keep FOLDER]`` (docs/moderation.md).

Whole pages as an administrator's browser asks for them, on a private MariaDB with 512 MB of memory for its pages,
filled by ``manage.py seed`` (5,000,000 messages take some minutes). ``--keep`` keeps the database for the next time.
"""

import argparse
import statistics
import time
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

from bench.databases import product_on

MESSAGES = 5_000_000
ROUNDS = 15
LIST = "/admin/messaging/message/"


def pages() -> dict[str, str]:
    """Return ``{what someone looks for: its path}``."""
    from accounts.models import User
    from messaging.models import Message
    from rooms.models import Room

    author = User.objects.get(name="Jonas Lind")
    room = Room.objects.get(name="Garden")
    first, last = (Message.objects.exclude(author=None).order_by(order).first() for order in ("pk", "-pk"))
    middle = first.created_at + (last.created_at - first.created_at) / 2
    deep = Message.objects.filter(pk__gte=(first.pk + last.pk) // 2).order_by("pk").first()

    def listed(**query: object) -> str:
        return f"{LIST}?{urlencode(query)}"

    def moment(when) -> str:
        return when.strftime("%Y-%m-%dT%H:%M")

    hour = {"since": moment(middle), "until": moment(middle + timedelta(hours=1))}
    return {
        "the first page": "/admin/",
        "Status": "/admin/status/",
        "people": "/admin/accounts/user/",
        "a person": f"/admin/accounts/user/{author.pk}/change/",
        "the newest": LIST,
        "half way down": listed(before=deep.pk),
        "by author": listed(author=author.pk),
        "by author, an hour half a year ago": listed(author=author.pk, **hour),
        "by room, an hour half a year ago": listed(room=room.pk, **hour),
        "by author and room": listed(author=author.pk, room=room.pk),
        "by a frequent word": listed(text="tomatoes"),
        "by a word that no one said": listed(text="xylophone"),
        "by a word that no one said, of an author": listed(text="xylophone", author=author.pk),
        "only removed ones": listed(is_removed="on"),
        "the newest message in its conversation": f"{LIST}{last.pk}/change/",
        "a message half way down in its conversation": f"{LIST}{deep.pk}/change/",
    }


def measure(client, path: str) -> tuple[list[float], int]:
    """Return the milliseconds of each round, the first one apart, and how many queries it takes."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        answer = client.get(path, HTTP_HOST="localhost")
        times.append((time.perf_counter() - began) * 1000)
        assert answer.status_code == 200, (path, answer.status_code)
    with CaptureQueriesContext(connection) as captured:
        client.get(path, HTTP_HOST="localhost")
    return times, len(captured)


def run(messages: int) -> None:
    from django.core.management import call_command
    from django.test import Client

    from accounts.models import User
    from messaging.models import Message

    call_command("seed", "--messages", str(messages), "--weeks", "52")
    administrator = User.objects.filter(email="ada@example.org").first() or User.objects.create_superuser(
        email="ada@example.org", name="Ada", password=None
    )
    client = Client()
    client.force_login(administrator)
    client.get("/admin/", HTTP_HOST="localhost")
    print(f"{Message.objects.count():,} messages")
    for name, path in pages().items():
        (first, *others), queries = measure(client, path)
        marks = f"first {first:.0f} ms, then {statistics.median(others):.0f} ms, worst {max(others):.0f} ms"
        print(f"  {name}: {marks}, {queries} queries", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=MESSAGES)
    parser.add_argument("--keep", type=Path, help="where the database stays")
    options = parser.parse_args()
    with product_on("mariadb", options.keep) as name:
        print(name, flush=True)
        run(options.messages)


if __name__ == "__main__":
    main()
