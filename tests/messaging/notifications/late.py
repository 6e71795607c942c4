"""Messages whose transactions commit after those of messages with higher ids."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from accounts.models import User
from messaging.models import Message
from rooms.models import Room
from tests.support.conversation import say

Commit = Callable[[], None]


@contextmanager
def written_late(by: User, room: Room) -> Iterator[Commit]:
    """Write a message that others see once the function is called that this yields.

    Where only one transaction writes at a time (SQLite), its row is taken away and put back.
    """
    if connection.vendor == "sqlite":
        said = say(by, room, "late")
        row = Message.objects.get(room=room, seq=said["seq"])
        Message.objects.filter(pk=row.pk)._raw_delete(Message.objects.db)
        yield lambda: row.save(force_insert=True)
        return
    may_commit, is_written, problems = threading.Event(), threading.Event(), []

    def write() -> None:
        try:
            with transaction.atomic():
                say(by, room, "late")
                is_written.set()
                may_commit.wait(60)
        except Exception as error:
            problems.append(error)
        finally:
            is_written.set()
            connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    is_written.wait(60)

    def commit() -> None:
        may_commit.set()
        thread.join()
        assert not problems

    try:
        yield commit
    finally:
        commit()
