"""Searching: ``python -m bench.search [--engine sqlite] [--messages 1000000] [--memory 512] [--keep FOLDER] [--warm]``.

A reader of 50 of 200 rooms looks for many things, the newest 20 hits of each, in messages of twelve scripts. For each
kind of query the 50th and the 95th percentile, beside a plain LIKE and the engine's own full-text index; what the index
adds to writing messages; its size beside the text; how fast it is built. ``--keep`` keeps the database, and the next
run only looks for things: 5,000,000 messages take a quarter of an hour to fill in. ``--warm`` asks everything a second
time, and leaves the other ways out, which would take the index's place in memory.
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from bench.databases import ENGINES, MEMORY_MB, product_on
from bench.search_corpus import COMMON, HIDDEN, contents, rare

ROOMS, MINE, PEOPLE = 200, 50, 500
NOTHING = {"message": {"id": 0}}  # found where there is nothing
PAGE, QUERIES, SLOW_QUERIES = 20, 40, 4
WRITES, BATCHES, TURNS = 400, 60, 5


READER = "reader@example.org"


def fill(count: int) -> None:
    """Store rooms, people and messages."""
    from django.utils import timezone

    from accounts.models import User
    from chatsite.db.bulk import insert_rows
    from messaging.models import Message
    from rooms.access.services import add_members
    from rooms.models import RoomCounter
    from rooms.services import create_room

    reader = User.objects.create_user(email=READER, name="Reader")
    User.objects.bulk_create(User(email=f"p{n}@example.org", name=f"P{n}", password="!") for n in range(PEOPLE))
    people = list(User.objects.exclude(pk=reader.pk).values_list("pk", flat=True))
    owner = User.objects.get(pk=people[0])
    rooms = [create_room(by=owner, name=f"Room {number}", visibility="private").pk for number in range(ROOMS)]
    for room_id in rooms[:MINE]:
        add_members(room_id=room_id, by=owner, user_ids=[reader.pk])
    random, now = Random(1), timezone.now()
    seqs = dict(RoomCounter.objects.values_list("pk", "version"))
    names = ("room", "seq", "version", "author", "content", "html", "render_version", "created_at", "features")

    def rows() -> Iterator[tuple[Any, ...]]:
        for text in contents(count):
            room_id = random.choice(rooms)
            if room_id not in rooms[:MINE] and random.random() < 0.02:
                text += f" {HIDDEN}"
            seqs[room_id] += 1
            seq, author = seqs[room_id], people[int(random.paretovariate(0.8)) % PEOPLE]
            yield room_id, seq, seq, author, text, f"<p>{text}</p>", 1, now, 0

    everything = rows()
    from django.db import transaction

    while part := list(islice(everything, 20_000)):
        with transaction.atomic():
            insert_rows(Message, names, part)
    for room_id, seq in seqs.items():
        RoomCounter.objects.filter(pk=room_id).update(version=seq, last_message_seq=seq)


def wishes(count: int, authors: list[int], texts: list[str]) -> dict[str, list[dict[str, Any]]]:
    """Return queries by kind; ``texts`` are of some messages of the reader's rooms."""
    random = Random(2)
    latin = [text for text in texts if text.isascii() and text.count(" ") > 6]
    han = [text for text in texts if len(text) > 4 and "\u4e00" <= text[2] <= "\u9fff"]
    urls = [text for text in texts if "https:" in text]
    tickets = [text for text in texts if " ABC-" in text]

    def words(text: str, size: int) -> str:
        found = text.split()
        start = random.randrange(len(found) - size - 1)
        return " ".join(found[start : start + size])

    def cut(text: str, size: int) -> str:
        start = random.randrange(max(1, len(text) - size - 1))
        return text[start : start + size]

    def url() -> str:
        found = random.choice(urls)
        return found[found.index("commit/") + 7 :][: random.choice([6, 8, 12])]

    kinds: dict[str, Callable[[], dict[str, Any]]] = {
        "rare word": lambda: {"texts": [rare(random.randrange(5_000))]},
        "common word": lambda: {"texts": [random.choice(COMMON[4:])]},
        "word of the middle": lambda: {"texts": [max(random.choice(latin).split(), key=len)]},
        "one CJK character": lambda: {"texts": [cut(random.choice(han), 1)]},
        "two CJK characters": lambda: {"texts": [cut(random.choice(han), 2)]},
        "two Latin letters": lambda: {"texts": [random.choice(["qu", "xk", "zz", "ok", "ci", "wv", "jq", "vy"])]},
        "half a URL": lambda: {"texts": [url()]},
        "ticket number": lambda: {"texts": [random.choice(tickets).rsplit(" ", 1)[1]]},
        "phrase": lambda: {"texts": [words(random.choice(latin), 3)]},
        "two common words": lambda: {"texts": random.sample(COMMON[4:], 2)},
        "exclusion": lambda: {"texts": [random.choice(COMMON[4:])], "without": random.choice(COMMON[4:30])},
        "from: and a word": lambda: {"texts": [random.choice(COMMON[20:])], "authors": [random.choice(authors)]},
        "old dates, common": lambda: {"texts": [random.choice(COMMON[4:])], "below": count // 10},
        "old dates, rare": lambda: {"texts": [rare(random.randrange(5_000))], "below": count // 10},
        "deep page": lambda: {"texts": [random.choice(COMMON[4:])], "below": random.randrange(count // 10, count)},
        "no hit": lambda: {"texts": [random.choice(["flibbertigibbet", "没有这个词", "zqx-9981-zz", "нетслова"])]},
        "common, none of mine": lambda: {"texts": [HIDDEN]},
        "phrase of two common words": lambda: {"texts": ["the of"]},
    }
    return {name: [make() for _ in range(QUERIES)] for name, make in kinds.items()}


def by_index(reader: Any, wish: dict[str, Any]) -> list[int]:
    """Return the newest hits as the endpoint finds them, with what it shows of them; nothing if the time was up."""
    from messaging.search.language import parse
    from messaging.search.queries import search

    words = [quoted(text) for text in wish["texts"]]
    words += [f"from:{author}" for author in wish.get("authors", ())]
    words += [f"-{wish['without']}"] if "without" in wish else []
    answer = search(by=reader, terms=parse(" ".join(words)), zone=ZoneInfo("UTC"), before=wish.get("below"))
    return [] if answer["searched_back_to"] else [found["message"]["id"] for found in answer["results"] or [NOTHING]]


def by_sql(sql: str, rooms: list[int], wish: dict[str, Any], value: Callable[[str], str]) -> list[int]:
    """Return the newest hits of a statement with ``{condition}`` once for each text."""
    from django.db import connection

    texts = wish["texts"]
    bounds = f" AND m.id < {wish['below']}" if "below" in wish else ""
    bounds += f" AND m.author_id IN ({', '.join(map(str, wish['authors']))})" if "authors" in wish else ""
    start, condition = sql.split("|")
    statement = f"{start} WHERE m.room_id IN ({', '.join(map(str, rooms))}) AND m.deleted_at IS NULL{bounds}"
    statement += f" AND {condition}" * len(texts) + f" ORDER BY m.id DESC LIMIT {PAGE}"
    with connection.cursor() as cursor:
        cursor.execute(statement, [value(text) for text in texts])
        return [row[0] for row in cursor.fetchall()]


LIKE = "SELECT m.id FROM messages m | m.content LIKE %s"
STOCK = {
    "sqlite": "SELECT m.id FROM messages m | m.id IN (SELECT rowid FROM stock WHERE stock MATCH %s)",
    "mysql": "SELECT m.id FROM messages m | MATCH (m.content) AGAINST (%s IN BOOLEAN MODE)",
}


def build_stock() -> float:
    """Build the engine's own full-text index, and return how long it took."""
    from django.db import connection

    began = time.perf_counter()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "CREATE VIRTUAL TABLE IF NOT EXISTS stock USING fts5(content, content='messages', content_rowid='id',"
                " tokenize='trigram')"
            )
            cursor.execute("INSERT INTO stock(stock) VALUES ('rebuild')")
        else:
            cursor.execute("ALTER TABLE messages ADD FULLTEXT IF NOT EXISTS stock (content)")
    return time.perf_counter() - began


def quoted(text: str) -> str:
    """Return a text as both full-text indexes take a phrase."""
    return '"' + text.replace('"', " ") + '"'


def milliseconds(look: Callable[[], list[int]]) -> float:
    """Return how long something takes."""
    began = time.perf_counter()
    look()
    return (time.perf_counter() - began) * 1000


def noted(partly: list[bool], look: Callable[[], list[int]]) -> list[int]:
    """Note whether the time was up before a page was full."""
    found = look()
    partly.append(not found)
    return found


def percentiles(times: list[float]) -> str:
    """Return the 50th and the 95th percentile."""
    ordered = sorted(times)
    return f"{statistics.median(ordered):8.1f} {ordered[int(0.95 * (len(ordered) - 1))]:8.1f}"


SQLITE_BYTES = """
    SELECT SUM(LENGTH(data) + 12) FROM search_pages
    UNION ALL SELECT SUM(LENGTH(rooms) + 60) FROM search_blocks
    UNION ALL SELECT SUM(LENGTH(CAST(text AS BLOB)) + 30) FROM search_tail
"""
TEXT_BYTES = {
    "sqlite": "SELECT SUM(LENGTH(CAST(content AS BLOB))) FROM messages",
    "mysql": "SELECT SUM(LENGTH(content)) FROM messages",
}


def table_bytes() -> tuple[int, int]:
    """Return the bytes of the index's tables and of the messages' texts."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(SQLITE_BYTES)
            size = sum(row[0] or 0 for row in cursor.fetchall())
        else:
            cursor.execute("ANALYZE TABLE search_tail, search_blocks, search_pages")
            cursor.fetchall()
            cursor.execute(
                "SELECT SUM(data_length + index_length) FROM information_schema.tables"
                " WHERE table_schema = DATABASE() AND table_name LIKE 'search%%'"
            )
            size = int(cursor.fetchone()[0])
        cursor.execute(TEXT_BYTES[connection.vendor])
        return size, int(cursor.fetchone()[0])


def server_cpu() -> float:
    """Return the CPU seconds of this process, and of the database server that it started."""
    total = time.process_time()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            name, _, rest = stat.read_text().partition(") ")
            fields = rest.split()
            if int(fields[1]) == os.getpid() and ("mariadbd" in name or "mysqld" in name):
                total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total


def write_costs() -> dict[str, tuple[float, float]]:
    """Return the CPU microseconds of a message without and with the index, alone and in batches of 32."""
    from messaging.features import texts
    from messaging.search.index.hooks import IndexedTexts
    from rooms.models import Membership

    room_id, author = Membership.objects.order_by("pk").values_list("room", "user")[0]
    said = list(contents(WRITES, seed=7))
    costs: dict[str, list[list[float]]] = {"alone": [[], []], "in 32": [[], []]}
    for turn in range(2 * TURNS):
        with_index = (turn + turn // 2) % 2
        texts.provide(IndexedTexts()) if with_index else texts.withdraw()
        costs["alone"][with_index].append(cost(author, room_id, said, 1))
        costs["in 32"][with_index].append(cost(author, room_id, said, 32))
    texts.provide(IndexedTexts())
    return {name: (min(without), min(with_)) for name, (without, with_) in costs.items()}


def cost(author: int, room_id: int, said: list[str], size: int) -> float:
    """Return the CPU microseconds of a message."""
    from messaging.forms import clean_content
    from messaging.posting import Draft, post_messages

    drafts = [Draft(author, room_id, clean_content(text)) for text in said]
    began = server_cpu()
    for start in range(0, len(drafts), size):
        post_messages(drafts[start : start + size])
    return (server_cpu() - began) / len(drafts) * 1e6


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=ENGINES, default="sqlite")
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--no-stock", action="store_true", help="leave the engine's own full-text index out")
    parser.add_argument("--memory", type=int, default=MEMORY_MB, help="megabytes of MariaDB's buffer pool")
    parser.add_argument("--keep", type=Path, help="where the database stays")
    parser.add_argument("--warm", action="store_true", help="measure what was asked before, without the other ways")
    options = parser.parse_args()
    with product_on(options.engine, options.keep, memory_mb=options.memory) as described:
        print(f"{described}, {options.messages:,} messages in {ROOMS} rooms, a reader of {MINE}", flush=True)
        measure_building(options.messages)
        measure_searches(options.messages, stock=not options.no_stock, warm=options.warm)


def measure_building(count: int) -> None:
    """Fill the database and build the index, unless an earlier run did, and write to it; say how large it is."""
    from messaging.models import Message
    from messaging.search.index.building import build

    is_new = not Message.objects.exists()
    if is_new:
        began = time.perf_counter()
        fill(count)
        print(f"filled in {time.perf_counter() - began:.0f} s", flush=True)
    began, cpu = time.perf_counter(), time.process_time()
    if built := sum(build()):
        took_s, cpu_s = time.perf_counter() - began, time.process_time() - cpu
        rates = f"{built / took_s:,.0f} messages/s; {built / cpu_s:,.0f} a second of own CPU"
        print(f"index built in {took_s:.1f} s: {rates}", flush=True)
    size, text = table_bytes()
    print(f"index {size / 1e6:.0f} MB, text {text / 1e6:.0f} MB: {size / text:.2f} times", flush=True)
    for name, (without, with_) in write_costs().items() if is_new else ():
        print(
            f"writing {name}: {without:.0f} µs, with the index {with_:.0f} µs: {with_ / without - 1:+.1%}", flush=True
        )


def measure_searches(count: int, *, stock: bool, warm: bool) -> None:
    """Look for everything."""
    from django.db import connection

    from accounts.models import User
    from messaging.models import Message
    from rooms.models import Membership

    reader = User.objects.get(email=READER)
    rooms = list(Membership.objects.filter(user=reader).order_by("room").values_list("room", flat=True))
    mine = Message.objects.filter(room__in=rooms, pk__gt=count // 4).order_by("pk")
    sample = list(mine.values_list("content", flat=True)[: count // 8 : 7])
    authors = list(mine.values_list("author", flat=True)[:200])
    stock_s = build_stock() if stock and not warm else None
    if stock_s:
        print(f"the engine's own index built in {stock_s:.0f} s", flush=True)
    print(f"{'milliseconds: p50, p95':30} {'index':>17} {'CPU':>6} {'partly':>6} {'LIKE':>17} {'own full text':>17}")
    others = [] if warm else [(LIKE, "%{}%".format), (STOCK[connection.vendor], quoted)][: 1 + stock]
    for kind, found in wishes(count, authors, sample).items():
        for wish in found if warm else ():
            by_index(reader, wish)
        cpu, partly = server_cpu(), []
        line = percentiles([milliseconds(partial(noted, partly, partial(by_index, reader, wish))) for wish in found])
        line += f" {(server_cpu() - cpu) / len(found) * 1000:6.1f} {sum(partly) / len(found):6.0%}"
        for statement, value in others:
            few = [partial(by_sql, statement, rooms, wish, value) for wish in found[:SLOW_QUERIES]]
            line += percentiles([milliseconds(look) for look in few])
        print(f"{kind:30} {line}", flush=True)


if __name__ == "__main__":
    main()
