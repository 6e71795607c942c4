"""What the record costs: ``python -m bench.record [post|page|changes|hanging|rooms|seed …] [--engine E]``.

- ``post``: ``post_messages`` in one process, in batches of 1 and of 32.
- ``page``: the newest page of 50 in a room of 1,000,000 messages, and the oldest.
- ``changes``: the same 20 changes in a room of 1,000 messages and in that of 1,000,000.
- ``hanging``: a reaction, pin, edit and mention, set and taken back, in a room of 10 messages and in that of 1,000,000.
- ``rooms``: ``GET /rooms`` of a member of 200 rooms with unread messages.
- ``seed``: ``manage.py seed``, 200,000 messages.

Each engine gets a database of its own, on this machine's disk, which is gone afterwards.
"""

import argparse
import statistics
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from datetime import timedelta

from bench.databases import ENGINES, product_on

DEEP = 1_000_000
SHALLOW = 1_000
TINY = 10
ROOMS = 200
POST_S = 5.0
ROUNDS = 100
SEEDED = 200_000
TEXT = "a message of about the usual length, nothing special in it"


def say(line: str) -> None:
    print(f"  {line}", flush=True)


def make_people():
    """Return Alice, who owns every room here, and Bob, who is a member of them."""
    from accounts.models import User

    return [
        User.objects.get_or_create(email=f"{name}@example.org", defaults={"name": name, "password": "!"})[0]
        for name in ("alice", "bob")
    ]


def make_room(name: str, messages: int = 0):
    """Return a room of Alice's and Bob's in which they wrote ``messages`` in turn."""
    from rooms.memberships import join_room
    from rooms.models import RoomCounter
    from rooms.services import create_room

    alice, bob = make_people()
    room = create_room(by=alice, name=name)
    join_room(room_id=room.pk, by=bob)
    counter = RoomCounter.objects.get(pk=room.pk)
    write(room, [alice.pk, bob.pk], first=counter.version + 1, count=messages)
    RoomCounter.objects.filter(pk=room.pk).update(
        version=counter.version + messages, last_message_seq=counter.version + messages if messages else 0
    )
    return room


def write(room, authors: list[int], *, first: int, count: int) -> None:
    from django.db import transaction
    from django.utils import timezone

    from chatsite.db.bulk import insert_rows
    from messaging.models import Message

    columns = ["room", "seq", "version", "author", "client_id", "content", "html", "render_version", "created_at"]
    now = timezone.now()
    for start in range(first, first + count, 10_000):
        with transaction.atomic():
            insert_rows(
                Message,
                columns,
                (
                    (room.pk, seq, seq, authors[seq % 2], uuid.uuid4(), TEXT, f"<p>{TEXT}</p>\n", 1,
                     now - timedelta(seconds=first + count - seq))
                    for seq in range(start, min(start + 10_000, first + count))
                ),
            )  # fmt: skip


def milliseconds(functions: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Return the median time of each of ``functions``, called in turn, so that the machine treats them alike."""
    times: dict[str, list[float]] = {name: [] for name in functions}
    for _ in range(ROUNDS):
        for name, function in functions.items():
            began = time.perf_counter()
            function()
            times[name].append((time.perf_counter() - began) * 1000)
    return {name: statistics.median(values[ROUNDS // 10 :]) for name, values in times.items()}


def queries(function: Callable[[], object]) -> int:
    """Return how many queries ``function`` makes."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        function()
    return len(captured)


def post() -> None:
    """Measure messages written a second."""
    from messaging.posting import Draft, StoredMessage, post_messages

    room = make_room("Post")
    alice, bob = make_people()
    for size in (1, 32):
        written, ends_at = 0, time.perf_counter() + POST_S
        while time.perf_counter() < ends_at:
            drafts = [Draft((alice, bob)[n % 2].pk, room.pk, TEXT, uuid.uuid4()) for n in range(size)]
            results = post_messages(drafts)
            assert all(isinstance(result, StoredMessage) for result in results), results
            written += size
        say(f"post_messages in batches of {size}: {written / POST_S:,.0f} messages/s")


def page() -> None:
    """Compare the newest page with the one at the bottom of a deep room."""
    from messaging.queries import page as page_of

    _, bob = make_people()
    room = deep_room()

    def newest() -> object:
        return page_of(user=bob, room_id=room.pk)

    def deepest() -> object:
        return page_of(user=bob, room_id=room.pk, before=60)

    def before_middle() -> object:
        return page_of(user=bob, room_id=room.pk, before=DEEP // 2)

    def after_middle() -> object:
        return page_of(user=bob, room_id=room.pk, after=DEEP // 2)

    counts = {queries(newest), queries(deepest), queries(before_middle)}
    pages = {"newest": newest, "deepest": deepest, "before": before_middle, "after": after_middle}
    times = milliseconds(pages)
    ratio = times["deepest"] / times["newest"]
    say(
        f"page of 50 of {DEEP:,}: newest {times['newest']:.2f} ms, {DEEP:,} deep {times['deepest']:.2f} ms "
        f"({ratio:.2f} times), {max(counts)} queries; in the middle: before a place {times['before']:.2f} ms, "
        f"after it {times['after']:.2f} ms"
    )


def changes() -> None:
    """Compare what the same changes cost in a short and in a long room."""
    from messaging.queries import catch_up
    from messaging.services import delete_message, edit_message

    alice, bob = make_people()
    rooms = {"short": make_room("Short", SHALLOW), "long": deep_room()}
    readers = {}
    for name, room in rooms.items():
        room.counter.refresh_from_db()
        since, end = room.counter.version, room.counter.last_message_seq
        for number in range(20):
            seq = 10 + number * (end // 25) // 2 * 2
            author = (alice, bob)[seq % 2]
            if number % 2:
                edit_message(room_id=room.pk, seq=seq, by=author, content=f"changed {uuid.uuid4()}")
            else:
                delete_message(room_id=room.pk, seq=seq, by=author)
        readers[name] = lambda room=room, since=since: catch_up(user=bob, room_id=room.pk, since=since)
        readers[f"{name}, nothing new"] = lambda room=room, since=since: catch_up(
            user=bob, room_id=room.pk, since=since + 20
        )
        assert len(readers[name]().messages) == 20
    counts = {name: queries(reader) for name, reader in readers.items()}
    times = milliseconds(readers)
    say(
        f"20 changes all over {SHALLOW:,} messages {times['short']:.2f} ms, over {DEEP:,} {times['long']:.2f} ms; "
        f"nothing new {times['long, nothing new']:.2f} ms; {counts['long']} queries"
    )


def hanging() -> None:
    """Compare what a reaction, a pin, an edit and a mention cost in a tiny and in a long room."""
    alice, bob = make_people()
    tiny, long = acts_in(make_room("Tiny", TINY), alice, bob), acts_in(deep_room(), alice, bob)
    names = list(tiny)
    more = {name: queries(long[name]) - queries(tiny[name]) for name in names}
    times = milliseconds(
        {f"{name} {size}": acts[name] for size, acts in (("tiny", tiny), ("long", long)) for name in acts}
    )
    for name in names:
        here, there = times[f"{name} tiny"], times[f"{name} long"]
        ratio = f"{there / here:.2f} times, {more[name]:+} queries"
        say(f"{name}: {here:.2f} ms at {TINY} messages, {there:.2f} ms at {DEEP:,} ({ratio})")


def acts_in(room, alice, bob) -> dict[str, Callable[[], object]]:
    """Return what Alice does to a message of hers, and takes back; and a new message that mentions Bob."""
    from messaging.pins.services import pin_message, unpin_message
    from messaging.posting import Draft, post_messages
    from messaging.reactions.services import react
    from messaging.services import edit_message

    room.counter.refresh_from_db()
    end = room.counter.last_message_seq
    place = {"room_id": room.pk, "seq": end - end % 2, "by": alice}

    def edit(more: str = "") -> None:
        edit_message(**place, content=f"changed {uuid.uuid4()} {more}")

    return {
        "reaction": lambda: [react(**place, emoji="👍", on=on) for on in (True, False)],
        "pin": lambda: (pin_message(**place), unpin_message(**place)),
        "edit": edit,
        "mention": lambda: (edit(f"<@{bob.pk}>"), edit()),
        "message that mentions": lambda: post_messages([Draft(alice.pk, room.pk, f"<@{bob.pk}>", uuid.uuid4())]),
    }


def rooms() -> None:
    """Measure the list of someone who is in many rooms."""
    from django.test import Client

    from rooms.models import Membership

    _, bob = make_people()
    names = [f"Room {number}" for number in range(ROOMS)]
    for name in names:
        make_room(name, 300)
    for number, membership in enumerate(Membership.objects.filter(user=bob)):
        Membership.objects.filter(pk=membership.pk).update(last_read_seq=number)
    client = Client()
    client.force_login(bob)

    def listed(limit: int) -> dict:
        answer = client.get(f"/rooms?joined=1&limit={limit}", HTTP_HOST="localhost")
        assert answer.status_code == 200, answer.content
        return answer.json()

    found = listed(ROOMS)["rooms"]
    assert len(found) == ROOMS
    assert sum(room["membership"]["unread_count"] > 0 for room in found) >= ROOMS - 2
    listed(2)  # the session's sighting is written once in a while
    few, many = queries(lambda: listed(2)), queries(lambda: listed(ROOMS))
    times = milliseconds({"many": lambda: listed(ROOMS)})
    say(f"GET /rooms of a member of {ROOMS} rooms: {times['many']:.0f} ms, {many} queries (of 2 rooms: {few})")


def seed() -> None:
    """Measure how fast a demo is written, texts and all."""
    from django.core.management import call_command

    call_command("seed", "--messages", "1")  # the people, their pictures and rooms
    began = time.perf_counter()
    call_command("seed", "--messages", str(SEEDED + 1))
    say(f"manage.py seed: {SEEDED / (time.perf_counter() - began):,.0f} messages/s")


_rooms: dict[str, object] = {}


def deep_room():
    """Return the room of 1,000,000 messages, made once."""
    if "deep" not in _rooms:
        began = time.perf_counter()
        _rooms["deep"] = make_room("Deep", DEEP)
        say(f"(made {DEEP:,} messages in {time.perf_counter() - began:.0f} s)")
    return _rooms["deep"]


JOBS = {"post": post, "page": page, "changes": changes, "hanging": hanging, "rooms": rooms, "seed": seed}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("jobs", nargs="*", choices=[*JOBS, []], help="which measurements (all)")
    parser.add_argument("--engine", choices=ENGINES)
    options = parser.parse_args()
    if options.engine is None:  # Django is set up once in a process
        for engine in ENGINES:
            subprocess.run([sys.executable, "-m", "bench.record", *options.jobs, "--engine", engine], check=True)
        return
    with product_on(options.engine) as name:
        print(name, flush=True)
        for job in options.jobs or JOBS:
            JOBS[job]()


if __name__ == "__main__":
    main()
