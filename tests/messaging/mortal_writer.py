"""A writer that is killed again and again: ``python -m tests.messaging.mortal_writer ROOM AUTHOR LIVES FOLDER SEED``.

Each life begins where the acknowledgements end, so it repeats what the last one could not acknowledge. A life is a fork
of this process, which has everything imported, and ends by SIGKILL at a random moment of its first few batches. What is
appended to ``FOLDER/acknowledged`` survives it: a line of number, id and seq for every message.
"""

import os
import signal
import sys
import time
from pathlib import Path
from random import Random
from uuid import UUID

import django

BATCH = 5
MOST_BATCHES = 4
LONGEST_LAST_MOMENT_S = 0.01


def main(room_id: int, author_id: int, lives: int, folder: Path, seed: int) -> None:
    """Live and die ``lives`` times."""
    django.setup()
    random, log = Random(seed), folder / "acknowledged"
    log.touch()
    for _ in range(lives):
        signs, sign = os.pipe()
        child = os.fork()
        if not child:
            write_for_ever(room_id, author_id, log, sign)
        os.close(sign)
        for _ in range(random.randint(1, 1 + MOST_BATCHES)):  # connecting, and some batches
            os.read(signs, 1)
        os.close(signs)
        time.sleep(random.uniform(0, LONGEST_LAST_MOMENT_S))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        assert status == signal.SIGKILL, "it died of something else"


def write_for_ever(room_id: int, author_id: int, log: Path, sign: int) -> None:
    """Write batch after batch, acknowledge each after it is committed, and give a sign of life."""
    from django.db import connection

    from messaging.posting import Draft, Refused, post_messages

    connection.ensure_connection()
    os.write(sign, b".")
    done = {int(line.split()[0]) for line in log.read_text().splitlines()}
    number = len(done)
    with log.open("a") as acknowledged:
        while True:
            numbers = range(number, number + BATCH)
            results = post_messages([Draft(author_id, room_id, f"{n}", UUID(int=n + 1)) for n in numbers])
            assert not any(isinstance(result, Refused) for result in results), results
            lines = [f"{n} {r.message['id']} {r.message['seq']}\n" for n, r in zip(numbers, results, strict=True)]
            os.write(acknowledged.fileno(), "".join(lines).encode())
            os.write(sign, b".")
            number += BATCH


if __name__ == "__main__":
    room, author, lives, folder, seed = sys.argv[1:]
    main(int(room), int(author), int(lives), Path(folder), int(seed))
