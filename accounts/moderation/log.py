"""Writing the moderation log, through any entry point."""

from datetime import datetime
from typing import NamedTuple

from accounts.actors import SYSTEM, System
from accounts.models import ModerationEntry, User
from accounts.moderation.models import MAX_DETAIL_CHARS, Action
from chatsite.contract.sentences import Sentence
from chatsite.text.languages import in_default_language


class LoggedRoom(NamedTuple):
    """The room of an entry, with its name at that time; ``seq`` is the message's position in it."""

    room_id: int
    name: str
    seq: int | None = None


def record(
    action: Action,
    *,
    by: User | System,
    whom: User | None = None,
    room: LoggedRoom | None = None,
    reason: Sentence = "",
    until: datetime | None = None,
    detail: Sentence = "",
    by_rank: int | None = None,
) -> ModerationEntry:
    """Write an entry in the transaction of the change it records; our own sentences in the installation's language."""
    return ModerationEntry.objects.create(
        by=None if by is SYSTEM else by,
        action=action,
        whom=whom,
        room_id=room.room_id if room else None,
        room_name=room.name if room else "",
        seq=room.seq if room else None,
        reason=in_default_language(reason),
        until=until,
        detail=in_default_language(detail)[:MAX_DETAIL_CHARS],
        by_rank=by_rank,
    )


def changes(before: dict[Sentence, object], after: dict[Sentence, object]) -> str:
    """Return the differences as text: ``name: Kitchen → Garden; slow mode: 0 → 30``."""
    return "; ".join(_difference(name, before[name], value) for name, value in after.items() if value != before[name])


def _difference(name: Sentence, before: object, after: object) -> str:
    return f"{in_default_language(name)}: {before if before != '' else '–'} → {after if after != '' else '–'}"
