"""One who writes and indexes, killed again and again: ``python -m tests.messaging.search.index.mortal_indexer``.

Its arguments are a room, an author, how many lives, and a seed. A life is a fork of this process and ends by SIGKILL at
a random moment of writing, editing, indexing, or indexing everything again.
"""

import os
import signal
import sys
import time
from random import Random

import django

LONGEST_LIFE_S = 0.25


def main(room_id: int, author_id: int, lives: int, seed: int) -> None:
    """Live and die ``lives`` times."""
    django.setup()
    random = Random(seed)
    for number in range(lives):
        signs, sign = os.pipe()
        child = os.fork()
        if not child:
            live(room_id, author_id, Random(seed + number), sign)
        os.close(sign)
        os.read(signs, 1)
        os.close(signs)
        time.sleep(random.uniform(0, LONGEST_LIFE_S))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        assert status == signal.SIGKILL, "it died of something else"


def live(room_id: int, author_id: int, random: Random, sign: int) -> None:
    """Write and index until killed."""
    from datetime import timedelta

    from django.db import connection

    from accounts.models import User
    from messaging.forms import clean_content
    from messaging.models import Message
    from messaging.search.index import sealing
    from messaging.search.index.building import build, start_again
    from messaging.services import Draft, edit_message, post_messages
    from tests.messaging.search.index.corpus import texts

    connection.ensure_connection()
    author = User.objects.get(pk=author_id)
    sealing.CLAIM = timedelta(seconds=-1)  # the one before is dead
    os.write(sign, b".")
    while True:
        if random.random() < 0.3:
            start_again()
        for _step in build():
            for text in texts(random, random.choice([0, 0, 1, 3])):
                post_messages([Draft(author_id, room_id, clean_content(text.strip() or "x"))])
            if random.random() < 0.2:
                mine = Message.objects.filter(room=room_id, author=author_id, deleted_at=None).order_by("?")[0]
                text = next(texts(random, 1)).strip() or "x"
                edit_message(room_id=room_id, seq=mine.seq, by=author, content=clean_content(text))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
