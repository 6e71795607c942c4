"""Looking through all messages, newest first, at a cost that does not depend on how many there are.

A page looks at no more than so many rows, by one index, and says how far back it came: what is rare is found by going
on from there. Nothing is counted, and a page begins at a position, never at an offset.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from messaging.models import Message, MessageQuerySet
from messaging.queries import earlier, later
from rooms.models import Room, RoomCounter, RoomQuerySet

PAGE = 50
LOOKED_AT = 10_000
AROUND = 10


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which messages: by whom, where, when, only removed ones, not in ``hidden`` rooms."""

    author: User | None = None
    room: Room | None = None
    since: datetime | None = None
    until: datetime | None = None
    is_removed: bool = False
    hidden: RoomQuerySet | None = None

    @property
    def order(self) -> str:
        """Return what the messages are in order of: in a room their positions, else their ids."""
        return "seq" if self.room else "pk"


@dataclass(frozen=True, slots=True)
class Found:
    """A page, newest first. ``older`` is where the next one begins; ``back_to`` is set when this one ended early."""

    messages: list[Message]
    older: int | None
    back_to: datetime | None


def browse(wanted: Wanted, before: int | None = None) -> Found:
    """Return the newest messages that are ``wanted``, or those before a position that an earlier page named."""
    order = wanted.order
    reach, edge = _reach(wanted, before)
    # The rows first, what belongs to them after: given a join with the rooms, MariaDB may read all that they hold.
    ids = list(_matching(reach, wanted).order_by(f"-{order}").values_list("pk", flat=True)[: PAGE + 1])
    messages = with_details(ids[:PAGE])
    if len(ids) > PAGE:
        return Found(messages, getattr(messages[-1], order), None)
    return Found(messages, *(edge or (None, None)))


def with_details(ids: Collection[int]) -> list[Message]:
    """Return messages with what a list shows of them, newest first."""
    rows = Message.objects.filter(pk__in=ids).select_related("author", "removal__by").prefetch_related("room")
    return list(rows.order_by("-pk"))


def _reach(wanted: Wanted, before: int | None) -> tuple[MessageQuerySet, tuple[int, datetime] | None]:
    """Return the rows that this page looks at, and the position and time at which it stops, if that is not the end."""
    order, path = wanted.order, _path(wanted)
    within = path
    if before is not None:
        within = within.filter(**{f"{order}__lt": before})
    if wanted.until:
        within = within.filter(**{f"{order}__lt": _position_at(wanted, wanted.until)})
    if wanted.since:
        within = within.filter(**{f"{order}__gte": _position_at(wanted, wanted.since)})
    # The position alone, which the index knows; the time of each of the rows before it would be a row to read.
    edge = within.order_by(f"-{order}").values_list(order, flat=True)[LOOKED_AT - 1 : LOOKED_AT].first()
    if edge is None:
        return within, None
    moment = path.values_list("created_at", flat=True).get(**{order: edge})
    return within.filter(**{f"{order}__gte": edge}), (edge, moment)


def _path(wanted: Wanted) -> MessageQuerySet:
    """Return the rows along one index: a room's by position, a person's by id, or all by id."""
    if wanted.room:
        return Message.objects.filter(room=wanted.room)
    return Message.objects.filter(author=wanted.author) if wanted.author else Message.objects.all()


def _position_at(wanted: Wanted, moment: datetime) -> int:
    messages = Message.objects.filter(room=wanted.room) if wanted.room else Message.objects.all()
    return messages.first_since(moment, wanted.order)


def _matching(messages: MessageQuerySet, wanted: Wanted) -> MessageQuerySet:
    if wanted.author:
        messages = messages.filter(author=wanted.author)
    if wanted.hidden is not None:
        messages = messages.exclude(room__in=wanted.hidden)
    if wanted.is_removed:
        messages = messages.exclude(deleted_at=None)
    return messages


def conversation_around(room_id: int, seq: int, count: int = AROUND) -> list[Message]:
    """Return a message of a room with what was written before and after it, oldest first, deleted messages too."""
    counter = RoomCounter.objects.get(pk=room_id)
    return earlier(counter, seq, count + 1)[0] + later(counter, seq, count)[0]
