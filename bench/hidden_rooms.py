"""Does the time of an answer tell that a room exists? ``python -m bench.hidden_rooms [--engine mariadb] [--tries N]``.

The milliseconds of requests about a private room of others, and about a room that does not exist, in turns; the
medians and how far they are apart.
"""

import argparse
import statistics
import time
from typing import Any

from bench.databases import ENGINES, product_on

TRIES, WARM_UP, MISSING = 200, 20, 10**6
JSON = "application/json"
REQUESTS: list[tuple[str, str, dict[str, Any]]] = [
    ("GET", "/rooms/{room}", {}),
    ("GET", "/rooms/{room}/messages", {}),
    ("GET", "/rooms/{room}/members", {}),
    ("GET", "/rooms/{room}/pins", {}),
    ("PATCH", "/rooms/{room}", {"name": "Other"}),
    ("POST", "/rooms/{room}/join", {}),
    ("POST", "/rooms/{room}/messages", {"content": "hello"}),
    ("PUT", "/rooms/{room}/messages/3/pin", {}),
]


def fill() -> tuple[Any, int]:
    """Create a private room with messages; return an outsider and its id."""
    from accounts.models import User
    from messaging.forms import clean_content
    from messaging.posting import Draft, post_messages
    from rooms.services import create_room

    owner = User.objects.create_user(email="owner@example.org", name="Owner")
    outsider = User.objects.create_user(email="outsider@example.org", name="Outsider")
    room = create_room(by=owner, name="Den", visibility="private")
    post_messages([Draft(owner.pk, room.pk, clean_content(f"message {number}")) for number in range(50)])
    return outsider, room.pk


def timed(client: Any, method: str, path: str, body: dict[str, Any]) -> float:
    from django.core.cache import caches

    caches["default"].clear()  # no limit answers instead
    began = time.perf_counter()
    answer = client.generic(method, path, _json(body), JSON, HTTP_HOST="localhost")
    took = (time.perf_counter() - began) * 1000
    assert answer.status_code == 404, (path, answer.status_code)
    return took


def _json(body: dict[str, Any]) -> str:
    import json

    return json.dumps(body) if body else ""


def compare(client: Any, room_id: int, tries: int) -> None:
    """Print each request's medians."""
    for method, path, body in REQUESTS:
        times: dict[int, list[float]] = {MISSING: [], room_id: []}
        for number in range(tries + WARM_UP):
            for room in sorted(times, reverse=bool(number % 2)):
                times[room].append(timed(client, method, path.format(room=room), body))
        missing, hidden = (statistics.median(times[room][WARM_UP:]) for room in (MISSING, room_id))
        apart = abs(hidden - missing) / missing * 100
        print(f"  {method:5} {path:32} not there {missing:.2f} ms, not for you {hidden:.2f} ms, {apart:.1f} % apart")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", choices=ENGINES, default="sqlite")
    parser.add_argument("--tries", type=int, default=TRIES)
    arguments = parser.parse_args()
    with product_on(arguments.engine):
        from django.test import Client

        outsider, room_id = fill()
        client = Client()
        client.force_login(outsider)
        print(f"{arguments.engine}, {arguments.tries} tries in turns:")
        compare(client, room_id, arguments.tries)


if __name__ == "__main__":
    main()
