"""What services announce, without sockets."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from chatsite import realtime
from chatsite.realtime import Announcement, RoomChange


class Recorder:
    """A transport that keeps what it is handed."""

    def __init__(self) -> None:
        self.sent: list[Announcement] = []

    def send(self, announcements: list[Announcement]) -> None:
        """Keep ``announcements``."""
        self.sent += announcements


def room_changes(announced: list[Announcement]) -> list[RoomChange]:
    """Return what is announced inside rooms, and neither to one person nor to cut them off."""
    return [one for one in announced if isinstance(one, RoomChange)]


@pytest.fixture
def announced_by(db: None, django_capture_on_commit_callbacks: Any) -> Iterator[Callable[..., list[Announcement]]]:
    """Return a function that calls another and returns what that announced: ``announced_by(close_room, by=alice)``."""
    recorder = Recorder()
    realtime.transport.provide(recorder)

    def call(function: Callable[..., object], *args: Any, **kwargs: Any) -> list[Announcement]:
        recorder.sent.clear()
        with django_capture_on_commit_callbacks(execute=True):
            function(*args, **kwargs)
        return list(recorder.sent)

    yield call
    realtime.transport.withdraw()
