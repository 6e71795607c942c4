"""What is new, and whom it might notify: people with a device, in few queries for everything that came meanwhile."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.db.models import Q, QuerySet

from messaging.mentions.models import Mention
from messaging.models import Message
from messaging.notifications.deciding import To, Wanted
from messaging.notifications.facts import Candidate
from messaging.notifications.gaps import Position
from messaging.notifications.models import NotificationSettings, Notifier, PushSubscription
from rooms.models import Membership, Room

SLICE: Final = 500
LAST_AUTHORS: Final = 3


class Written(NamedTuple):
    """A message that is new."""

    id: int
    room_id: int
    seq: int
    author_id: int | None
    is_deleted: bool
    at: datetime


class Addressed(NamedTuple):
    """A mention that is new; without ``user_id`` it is of everyone in the room."""

    id: int
    room_id: int
    seq: int
    version: int
    user_id: int | None
    kind: str
    author_id: int | None
    is_deleted: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Slice:
    """What is new, in bounds, and the positions after it."""

    messages: Sequence[Written]
    mentions: Sequence[Addressed]
    message_position: Position
    mention_position: Position
    is_full: bool

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is new."""
        return not self.messages and not self.mentions


def read_slice(row: Notifier, now: datetime) -> Slice:
    """Return what came after the notifier's positions and is old enough: it had time to be read on some device."""
    settled = now - timedelta(seconds=settings.NOTIFY_AFTER_S)
    messages = Position.restored(row.message_id, row.message_gaps)
    mentions = Position.restored(row.mention_id, row.mention_gaps)
    new_messages, late_messages = _read_messages(messages, settled)
    new_mentions, late_mentions = _read_mentions(mentions, settled)
    return Slice(
        [*late_messages, *new_messages],
        [*late_mentions, *new_mentions],
        messages.after([one.id for one in new_messages], [one.id for one in late_messages], now.timestamp()),
        mentions.after([one.id for one in new_mentions], [one.id for one in late_mentions], now.timestamp()),
        is_full=SLICE in (len(new_messages), len(new_mentions)),
    )


def _read_messages(position: Position, settled: datetime) -> tuple[list[Written], list[Written]]:
    fields = ("pk", "room", "seq", "author", "deleted_at", "created_at")
    return _read(Message.objects.order_by("pk").values_list(*fields), position, settled, _written)


def _read_mentions(position: Position, settled: datetime) -> tuple[list[Addressed], list[Addressed]]:
    fields = ("pk", "room", "message__seq", "version", "user", "kind", "message__author", "message__deleted_at")
    rows = Mention.objects.order_by("pk").values_list(*fields, "message__created_at", "message__edited_at")
    return _read(rows, position, settled, _addressed)


def _written(row: tuple[Any, ...]) -> Written:
    pk, room_id, seq, author_id, deleted_at, written_at = row
    return Written(pk, room_id, seq, author_id, deleted_at is not None, written_at)


def _addressed(row: tuple[Any, ...]) -> Addressed:
    pk, room_id, seq, version, user_id, kind, author_id, deleted_at, written_at, edited_at = row
    at = edited_at if edited_at and version > seq else written_at
    return Addressed(pk, room_id, seq, version, user_id, kind, author_id, deleted_at is not None, at)


def _read(rows: "QuerySet[Any, Any]", position: Position, settled: datetime, build: Any) -> tuple[list[Any], list[Any]]:
    """Return what is new, up to the first that is not settled, and what has filled gaps since."""
    new: list[Any] = []
    for row in rows.filter(pk__gt=position.last)[:SLICE]:
        one = build(row)
        if one.at > settled:
            break
        new.append(one)
    return new, [build(row) for row in rows.filter(_in_gaps(position))[:SLICE]] if position.gaps else []


def _in_gaps(position: Position) -> Q:
    single = [gap.first for gap in position.gaps if gap.first == gap.last]
    condition = Q(pk__in=single)
    for gap in position.gaps:
        if gap.first != gap.last:
            condition |= Q(pk__range=(gap.first, gap.last))
    return condition


def candidates_of(found: Slice) -> list[Candidate]:
    """Return whom what is new might notify by push: of a room the newest messages of a few authors, and mentions."""
    return [*_by_messages(found.messages), *_by_mentions(found.mentions)]


def best_of_each(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return each person once for each room: what addresses them before what does not, and the newest of those."""
    best: dict[tuple[int, int], Candidate] = {}
    for one in candidates:
        earlier = best.get(one.pair)
        if earlier is None or _weight(one) > _weight(earlier):
            best[one.pair] = one
    return list(best.values())


def _weight(one: Candidate) -> tuple[bool, int]:
    return one.to != To.MESSAGE, one.version


def _by_messages(messages: Sequence[Written]) -> Iterable[Candidate]:
    """Yield candidates: the members of direct rooms, and of all rooms the people who want every message."""
    newest = _newest_by_room(messages)
    if not newest:
        return
    reading = Membership.objects.current().filter(room__in=newest, user__in=PushSubscription.objects.values("user"))
    curious = NotificationSettings.objects.filter(push_for__gte=int(Wanted.EVERYTHING)).values("user")
    direct = Q(room__visibility=Room.Visibility.DIRECT)
    rows = reading.filter(direct | Q(user__in=curious)).values_list("user", "room", "last_read_seq")
    for user_id, room_id, read_upto in rows:
        for message in newest[room_id]:
            if message.author_id != user_id and message.seq > read_upto:
                yield Candidate(user_id, room_id, message.seq, message.seq)


def _newest_by_room(messages: Sequence[Written]) -> dict[int, list[Written]]:
    """Return the newest message of each of the last authors in a room: the last one may be blocked by someone."""
    found: dict[int, dict[int | None, Written]] = {}
    for one in sorted(messages, key=lambda message: message.seq, reverse=True):
        by_author = found.setdefault(one.room_id, {})
        if not one.is_deleted and len(by_author) < LAST_AUTHORS:
            by_author.setdefault(one.author_id, one)
    return {room_id: list(by_author.values()) for room_id, by_author in found.items()}


def _by_mentions(mentions: Sequence[Addressed]) -> Iterable[Candidate]:
    """Yield candidates who are addressed by name, and members of rooms in which everyone is."""
    standing = [one for one in mentions if not one.is_deleted]
    calls = {one.room_id: one for one in standing if one.user_id is None}
    named = [one for one in standing if one.user_id not in {None, one.author_id}]
    people = {one.user_id for one in named if one.user_id is not None}
    with_device = set(PushSubscription.objects.filter(user__in=people).values_list("user", flat=True)) if people else ()
    for one in named:
        if one.user_id is not None and one.user_id in with_device:
            yield Candidate(one.user_id, one.room_id, one.seq, one.version, To(one.kind), one.id)
    if calls:
        members = Membership.objects.current().filter(room__in=calls, user__in=PushSubscription.objects.values("user"))
        for user_id, room_id in members.values_list("user", "room"):
            call = calls[room_id]
            if call.author_id != user_id:
                yield Candidate(user_id, room_id, call.seq, call.version, To.ROOM)
