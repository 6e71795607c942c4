"""Weeks of conversation, fast: rows are numbered and counted as everywhere else, but written thousands at a time."""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from accounts.models import User
from chatsite.db.bulk import insert_rows
from chatsite.db.transactions import in_transaction
from messaging import markup
from messaging.demo.calendar import Calendar
from messaging.demo.cast import Stage, backdate
from messaging.demo.talk import Fate, Line, conversation
from messaging.features import texts
from messaging.models import Message
from rooms.models import Membership, Room, RoomCounter

BATCH = 2_000
SCAN = 1_000
TYPICAL_PAUSE_S = 45
# A message of the demo is known by its client id: this, and its number in the whole demo. It is of RFC 9562's
# version 7, at a time that no client shows: version 8 is the one for such use, but MariaDB 10.11 refuses some of those.
_MARK = 0x63686174_7365_7E64_8000_000000000000
_NUMBER = (1 << 48) - 1
COLUMNS = (
    "room", "seq", "version", "author", "client_id", "content", "html", "render_version", "reply_to", "created_at",
    "edited_at", "deleted_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Utterance:
    """A line said by ``author`` in ``room``; ``answers`` is the number of the utterance that it answers."""

    number: int
    room: Room
    author: User
    line: Line
    said_at: datetime
    answers: int | None


def write_until(stage: Stage, total: int, weeks: int) -> Iterator[int]:
    """Let the people of ``stage`` talk until the demo has ``total`` messages; yield how many each step wrote.

    Interrupted, it goes on where it was; what is there already is not written again.
    """
    done, last_said_at = written_so_far(stage)
    now = timezone.now()
    start = last_said_at or now - timedelta(weeks=weeks)
    if not done:
        backdate(stage, start)
    batch: list[Utterance] = []
    for talk in _conversations(stage, range(done, total), Calendar(start, now)):
        batch += talk
        if len(batch) >= BATCH:
            yield write(batch)
            batch = []
    if batch:
        yield write(batch)
    if done < total:
        _have_read(stage)


def written_so_far(stage: Stage) -> tuple[int, datetime | None]:
    """Return how many messages the demo has had, and when the last one was said."""
    rooms = Room.objects.filter(memberships__user__in=[user.pk for user in stage.people]).distinct()  # closed ones too
    newest = [found for room in rooms.select_related("counter") if (found := _newest_of_demo(room))]
    return max(newest, key=lambda found: found[0]) if newest else (0, None)


def _newest_of_demo(room: Room) -> tuple[int, datetime] | None:
    """Find the demo's last message in ``room``, back from its end, since others may have talked since."""
    end = room.counter.version + 1
    while chunk := list(
        Message.objects.filter(room=room, seq__lt=end)
        .order_by("-seq")
        .values_list("seq", "client_id", "created_at")[:SCAN]
    ):
        for seq, client_id, created_at in chunk:
            if client_id and client_id.int & ~_NUMBER == _MARK:
                return (client_id.int & _NUMBER) + 1, created_at
            end = seq
    return None


def _conversations(stage: Stage, numbers: range, calendar: Calendar) -> Iterator[list[Utterance]]:
    """Yield conversations in the order of time, until ``numbers`` are used up."""
    chance = random.Random(numbers.start)  # noqa: S311 - small talk, not a secret
    rooms = list(stage.members)
    first = numbers.start
    while first < numbers.stop:
        room = chance.choice(rooms)
        lines = list(conversation(chance, "" if room.is_default else room.name))[: numbers.stop - first]
        people = chance.sample(stage.members[room], 5)
        begins = calendar.at((first - numbers.start) / len(numbers))
        ends = calendar.at((first + len(lines) - numbers.start) / len(numbers))
        pause = min(timedelta(seconds=TYPICAL_PAUSE_S), (ends - begins) / len(lines))
        yield [
            Utterance(
                number=first + index,
                room=room,
                author=people[line.speaker],
                line=line,
                said_at=begins + pause * (index + chance.random() * 0.9),
                answers=None if line.answers is None else first + line.answers,
            )
            for index, line in enumerate(lines)
        ]
        first += len(lines)


@in_transaction
def write(batch: Sequence[Utterance]) -> int:
    """Store ``batch`` in one transaction, in the rooms that can still be written in; return its size."""
    counters = RoomCounter.objects.lock_all({utterance.room.pk for utterance in batch})
    standing = set(Room.objects.active().filter(pk__in=counters).values_list("pk", flat=True))
    placed = [
        (utterance, _take_seq(counters[utterance.room.pk], utterance))
        for utterance in batch
        if utterance.room.pk in standing
    ]
    insert_rows(Message, COLUMNS, (_row(one, seq) for one, seq in placed if one.answers is None))
    targets = _ids(placed)
    insert_rows(
        Message, COLUMNS, (_row(one, seq, targets[one.answers]) for one, seq in placed if one.answers is not None)
    )
    for counter in counters.values():
        counter.store()
    _let_be_found(placed)
    return len(batch)


def _let_be_found(placed: Iterable[tuple[Utterance, int]]) -> None:
    seqs: dict[int, list[int]] = {}
    for utterance, seq in placed:
        seqs.setdefault(utterance.room.pk, []).append(seq)
    for room_id, written in seqs.items():
        texts.part.written(Message.objects.filter(room=room_id, seq__in=written).order_by("pk"))


def _take_seq(counter: RoomCounter, utterance: Utterance) -> int:
    """Take the next version for a message, and one more for its edit or deletion; return its ``seq``."""
    counter.version += 1
    seq = counter.last_message_seq = counter.version
    counter.version += utterance.line.is_changed
    return seq


def _row(utterance: Utterance, seq: int, reply_to: int | None = None) -> tuple[object, ...]:
    line, said_at = utterance.line, utterance.said_at
    return (
        utterance.room.pk,
        seq,
        seq + line.is_changed,
        utterance.author.pk,
        UUID(int=_MARK | utterance.number),
        line.text,
        line.html,
        markup.RENDER_VERSION,
        reply_to,
        said_at,
        said_at if line.fate is Fate.EDITED else None,
        said_at if line.fate is Fate.DELETED else None,
    )


def _ids(placed: Iterable[tuple[Utterance, int]]) -> Mapping[int | None, int]:
    """Return ``{number: id}`` of the utterances that others answer."""
    answered = {one.answers for one, _ in placed}
    by_room: dict[int, dict[int, int]] = {}
    for one, seq in placed:
        if one.number in answered:
            by_room.setdefault(one.room.pk, {})[seq] = one.number
    return {
        numbers[seq]: pk
        for room_id, numbers in by_room.items()
        for pk, seq in Message.objects.filter(room=room_id, seq__in=numbers).values_list("pk", "seq")
    }


def _have_read(stage: Stage) -> None:
    """Have the people of the demo read what they said."""
    end = RoomCounter.objects.filter(pk=OuterRef("room")).values("last_message_seq")
    people = [user.pk for user in stage.people]
    Membership.objects.filter(room__in=stage.members, user__in=people).update(last_read_seq=Subquery(end))
