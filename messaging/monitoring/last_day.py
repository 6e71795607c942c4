"""How busy the last day was, for a plot: messages a minute and active rooms, in steps of ten minutes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core.cache import caches
from django.db.models import CharField, Count
from django.db.models.functions import Cast, Substr

from messaging.models import Message, MessageQuerySet

STEP = timedelta(minutes=10)
STEPS = 144
# "2026-11-23 12:3": a time as the databases write it, without the last digit of its minutes.
STEP_CHARS = 15
KEPT_S = 60


@dataclass(frozen=True, slots=True)
class Step:
    """Ten minutes."""

    start: datetime
    messages: int
    rooms: int

    @property
    def messages_a_minute(self) -> float:
        """Return the mean."""
        return self.messages / (STEP.total_seconds() / 60)


def last_day(now: datetime) -> Sequence[Step]:
    """Return the steps of the last day, oldest first; read once a minute at most, and of what is over only once."""
    return caches["local"].get_or_set("last-day", lambda: _read(now), KEPT_S) or []


def _read(now: datetime) -> list[Step]:
    current = now.astimezone(UTC).replace(minute=now.minute // 10 * 10, second=0, microsecond=0)
    starts = [current - STEP * back for back in reversed(range(STEPS))]
    over: dict[datetime, Step] = caches["local"].get("steps-over", {})
    counted = _counted(next(start for start in starts if start not in over))
    steps = [over.get(start) or _step(start, counted) for start in starts]
    # The last but one may still grow: what was begun in it is committed a moment later.
    caches["local"].set("steps-over", {step.start: step for step in steps[:-2]}, STEPS * STEP.total_seconds())
    return steps


def messages_since(moment: datetime) -> int:
    """Return how many messages were written since ``moment``, deleted ones included."""
    return _since(moment).count()


def _step(start: datetime, counted: Mapping[str, tuple[int, int]]) -> Step:
    return Step(start, *counted.get(f"{start:%Y-%m-%d %H:%M}"[:STEP_CHARS], (0, 0)))


def _counted(since: datetime) -> dict[str, tuple[int, int]]:
    """Return how many messages and rooms there were in each step from ``since`` on."""
    step = Substr(Cast("created_at", CharField(max_length=32)), 1, STEP_CHARS)
    found = _since(since).annotate(step=step).values("step")
    rows = found.annotate(messages=Count("pk"), rooms=Count("room", distinct=True))
    return {row["step"]: (row["messages"], row["rooms"]) for row in rows}


def _since(moment: datetime) -> MessageQuerySet:
    return Message.objects.filter(pk__gte=Message.objects.first_since(moment), created_at__gte=moment)
