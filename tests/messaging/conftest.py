"""What these tests share: a room with people in it, and what is announced."""

import pytest

from messaging.search.index import hooks
from tests.support.announcements import announced_by
from tests.support.conversation import admin, room, signed_in

__all__ = ["admin", "announced_by", "room", "signed_in"]


@pytest.fixture(autouse=True)
def _no_full_block(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have no message fill a block of the index, which queues a job: on MySQL ids go on from test to test."""
    monkeypatch.setattr(hooks, "enqueue_once", lambda *_args, **_fields: None)
