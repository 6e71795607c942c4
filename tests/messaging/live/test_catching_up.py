"""Who is taken out of a room while it is read for them receives nothing of it."""

import pytest

from chatsite.contract.errors import NotAllowed, NotFound
from messaging import queries
from messaging.live import catching_up
from messaging.live.catching_up import Absence
from messaging.queries import CatchUp, catch_up, page
from rooms.memberships import leave_room
from rooms.services import update_room
from tests.support.conversation import room, say

__all__ = ["room"]


@pytest.fixture
def read_late(room, alice, bob, monkeypatch):
    """Let Bob leave after his right was looked at, before the messages are read."""

    def late(function):
        def read(*args, **kwargs):
            leave_room(room_id=room.pk, by=bob)
            say(alice, room, "behind his back")
            return function(*args, **kwargs)

        return read

    monkeypatch.setattr(catching_up, "missed", late(catching_up.missed))
    monkeypatch.setattr(queries, "missed", late(queries.missed))
    monkeypatch.setattr(queries, "_page_of", late(queries._page_of))


@pytest.mark.parametrize(("visibility", "error"), [("public", NotAllowed), ("private", NotFound)])
def test_joining_is_refused_to_who_left_meanwhile(room, alice, bob, read_late, visibility, error):
    update_room(room_id=room.pk, by=alice, visibility=visibility)
    refused, found = catching_up.read([Absence(bob.pk, room.pk, None), Absence(alice.pk, room.pk, None)])
    assert (type(refused), type(found)) == (error, CatchUp)


@pytest.mark.parametrize("read", [page, catch_up])
def test_reading_a_private_room_is_refused_to_who_left_meanwhile(room, alice, bob, read_late, read):
    update_room(room_id=room.pk, by=alice, visibility="private")
    with pytest.raises(NotFound):
        read(user=bob, room_id=room.pk)


@pytest.mark.parametrize("read", [page, catch_up])
def test_everyone_reads_a_public_room(room, bob, read_late, read):
    assert read(user=bob, room_id=room.pk)
