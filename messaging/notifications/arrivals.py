"""Messages and mentions that are new since a position, for everything that notifies people of them.

Ids commit out of order: what was missing is read later (docs/decisions/finding-what-is-new.md).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple, TypeVar

from django.db.models import Max, Q, QuerySet

from chatsite.db.prepared import PreparedRows
from messaging.mentions.models import Mention
from messaging.models import Message
from messaging.notifications.gaps import Position, Positions

SLICE: Final = 500


class Written(NamedTuple):
    """A message that is new."""

    id: int
    room_id: int
    seq: int
    author_id: int | None
    is_deleted: bool
    at: datetime


class Addressed(NamedTuple):
    """A mention that is new; without ``user_id`` it is of everyone in the room.

    It is as old as the message, or as the last edit if an edit added it.
    """

    id: int
    room_id: int
    seq: int
    version: int
    user_id: int | None
    kind: str
    author_id: int | None
    is_deleted: bool
    at: datetime


Arrival = TypeVar("Arrival", Written, Addressed)


@dataclass(frozen=True, slots=True)
class Slice:
    """What is new, in bounds, and the positions after it."""

    messages: Sequence[Written]
    mentions: Sequence[Addressed]
    positions: Positions
    is_full: bool

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is new."""
        return not self.messages and not self.mentions


def newest() -> Positions:
    """Return the positions after everything that is there."""
    return Positions(Position(_last(Message)), Position(_last(Mention)))


def read_slice(positions: Positions, settled: datetime, now: datetime) -> Slice:
    """Return what came after ``positions`` and until ``settled``, and what has filled gaps since."""
    messages, late_messages = _read_messages(positions.messages, settled)
    mentions, late_mentions = _read_mentions(positions.mentions, settled)
    return Slice(
        [*late_messages, *messages],
        [*late_mentions, *mentions],
        Positions(
            _after(positions.messages, messages, late_messages, now),
            _after(positions.mentions, mentions, late_mentions, now),
        ),
        is_full=SLICE in (len(messages), len(mentions)),
    )


def _last(model: type[Message] | type[Mention]) -> int:
    return max(model.objects.aggregate(last=Max("pk"))["last"] or 0, 0)  # answers from before the inbox are below 0


def _after(position: Position, new: Sequence[Arrival], late: Sequence[Arrival], now: datetime) -> Position:
    return position.after([one.id for one in new], [one.id for one in late], now.timestamp())


def _read_messages(position: Position, settled: datetime) -> tuple[list[Written], list[Written]]:
    return _read(_message_rows, _messages_after, position, settled, _written)


def _read_mentions(position: Position, settled: datetime) -> tuple[list[Addressed], list[Addressed]]:
    return _read(_mention_rows, _mentions_after, position, settled, _addressed)


def _message_rows() -> "QuerySet[Message, tuple[Any, ...]]":
    fields = ("pk", "room", "seq", "author", "deleted_at", "created_at")
    return Message.objects.order_by("pk").values_list(*fields)


def _mention_rows() -> "QuerySet[Mention, tuple[Any, ...]]":
    fields = ("pk", "room", "message__seq", "version", "user", "kind", "message__author", "message__deleted_at")
    return Mention.objects.order_by("pk").values_list(*fields, "message__created_at", "message__edited_at")


_messages_after = PreparedRows(lambda ids: _message_rows().filter(pk__gt=ids[0])[:SLICE])
_mentions_after = PreparedRows(lambda ids: _mention_rows().filter(pk__gt=ids[0])[:SLICE])


def _written(row: Sequence[Any]) -> Written:
    pk, room_id, seq, author_id, deleted_at, written_at = row
    return Written(pk, room_id, seq, author_id, deleted_at is not None, written_at)


def _addressed(row: Sequence[Any]) -> Addressed:
    pk, room_id, seq, version, user_id, kind, author_id, deleted_at, written_at, edited_at = row
    at = edited_at if edited_at and version > seq else written_at
    return Addressed(pk, room_id, seq, version, user_id, kind, author_id, deleted_at is not None, at)


def _read(
    rows: Callable[[], "QuerySet[Any, Any]"],
    after: PreparedRows,
    position: Position,
    settled: datetime,
    build: Callable[[Sequence[Any]], Arrival],
) -> tuple[list[Arrival], list[Arrival]]:
    """Return what is new, up to the last that is settled, and what has filled gaps since.

    One that is not settled, since its message is edited again and again, does not hold up those after it.
    """
    new = [build(row) for row in after([position.last])]
    while new and new[-1].at > settled:
        new.pop()
    return new, [build(row) for row in rows().filter(_in_gaps(position))[:SLICE]] if position.gaps else []


def _in_gaps(position: Position) -> Q:
    single = [gap.first for gap in position.gaps if gap.first == gap.last]
    condition = Q(pk__in=single)
    for gap in position.gaps:
        if gap.first != gap.last:
            condition |= Q(pk__range=(gap.first, gap.last))
    return condition
