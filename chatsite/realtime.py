"""Announcements of the services: each passes here, and leaves after the commit.

An announcement is only a hint that something changed. Losing one costs seconds (the relay compares versions with the
database), never a change, so nothing here raises: a stored message can't become an error.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Protocol

from django.conf import settings
from django.db import transaction

from chatsite.contract.events import ServerEvent
from chatsite.registry import Provided
from chatsite.socketio import Hub


class Audience(StrEnum):
    """Who receives a change."""

    ROOM = "room"  # the connections that joined the room
    MEMBERS = "members"  # every connection of the room's members
    EVERYONE = "everyone"  # every connection


@dataclass(frozen=True, slots=True)
class RoomChange:
    """The change that made ``version`` in a room's log.

    ``payload`` is the event's, less ``prev_version``: the version that the receivers had before, which the relay adds.
    ``members`` are the people of an audience of members, as the change was made or read.
    """

    room_id: int
    version: int
    event: ServerEvent
    payload: Mapping[str, Any]
    audience: Audience = Audience.ROOM
    members: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """An event outside any room's log: for one person's connections, or for everyone's."""

    event: ServerEvent
    payload: Mapping[str, Any]
    user_id: int | None = None


@dataclass(frozen=True, slots=True)
class Revocation:
    """End live connections: of a person, of one session, or a person's subscription to one room."""

    user_id: int
    reason: str = ""
    session_hash: str | None = None
    except_session_hash: str | None = None
    room_id: int | None = None


Announcement = RoomChange | Notice | Revocation


TOPIC = "announcements"
# The names between processes, which may be of two versions while the site is upgraded.
_KINDS: Mapping[str, type[RoomChange] | type[Notice] | type[Revocation]] = {
    "change": RoomChange,
    "notice": Notice,
    "cut": Revocation,
}
_NAMES = {kind: name for name, kind in _KINDS.items()}


def encode(announcements: Sequence[Announcement]) -> list[dict[str, Any]]:
    """Return plain data that any channel layer can carry."""
    return [{"kind": _NAMES[type(one)], **_fields(one)} for one in announcements]


def _fields(one: Announcement) -> dict[str, Any]:
    """Return what describes an announcement; a process of an earlier version knows no ``members``."""
    return {name: value for name, value in asdict(one).items() if name != "members" or value}


def decode(data: Sequence[Mapping[str, Any]]) -> list[Announcement]:
    """Return what :func:`encode` was given."""
    return [_KINDS[one["kind"]](**{name: value for name, value in one.items() if name != "kind"}) for one in data]


class Transport(Protocol):
    """How announcements reach the hub of this process, from any thread."""

    def send(self, announcements: list[Announcement]) -> None:
        """Deliver to the sockets of this process and notify the other processes; never block, never raise."""


# The router of this process, once it serves sockets.
transport: Provided[Transport | None] = Provided(None)


def announce(*announcements: Announcement) -> None:
    """Send ``announcements`` after the running transaction has committed; drop them if it rolls back."""
    # No partial: Django names a hook that failed by its __qualname__, and would fail in its turn.
    transaction.on_commit(lambda: _send(announcements), robust=True)


def _send(announcements: Sequence[Announcement]) -> None:
    if transport.part is not None:
        transport.part.send(list(announcements))
    elif settings.REDIS_URL:  # a command: it serves no sockets, but others may
        Hub().publish_soon(TOPIC, encode(announcements))
