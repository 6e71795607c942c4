"""Finds what is new, decides whom it notifies, and queues the pushes: in one process at a time, beside all requests.

Nothing is written for a message that notifies no one, except how far the notifier has come, once for hundreds of them
(docs/decisions/finding-what-is-new.md).
"""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from django.conf import settings
from django.db import connection
from django.db.models import F
from django.utils import timezone

from chatsite.db.prepared import Prepared
from chatsite.db.transactions import in_repeatable_transaction
from chatsite.observe import metrics
from messaging.notifications.arrivals import Slice, newest, read_slice
from messaging.notifications.closing import Closed, close, to_close
from messaging.notifications.deciding import To, why_no_push
from messaging.notifications.facts import Candidate, facts_about
from messaging.notifications.gathering import best_of_each, candidates_of
from messaging.notifications.models import Notified, Notifier
from messaging.notifications.push.sending import Push, queue_pushes

EVERY_S: Final = 1.0
LEASE: Final = timedelta(seconds=10)
# What comes within this time of a push for the same room waits, and goes out as one.
BURST: Final = timedelta(seconds=15)
HELD_AT_ONCE: Final = 500


class Step(NamedTuple):
    """What one step found: what devices will show, whom to push to, what is not due any more, what is to be closed."""

    found: Slice
    shown: Sequence[Notified]
    pushes: Sequence[Push]
    dropped: Sequence[int]
    closed: Collection[Closed]
    now: datetime


@dataclass(slots=True)
class NotifierProcess:
    """The notifier of this process: works while it holds the lease, or no other does."""

    name: uuid.UUID = field(default_factory=uuid.uuid4)

    def step(self, now: datetime | None = None) -> float:
        """Notify of what is new, in bounds; return in how many seconds to look again."""
        moment = now or timezone.now()
        if not settings.WEB_PUSH:
            return 60.0
        row = _row()
        if row.holder not in {None, self.name} and row.leased_until and row.leased_until > moment:
            return EVERY_S
        found = read_slice(row.positions, moment - timedelta(seconds=settings.NOTIFY_AFTER_S), moment)
        held, read = held_back(moment), to_close()
        if found.is_empty and not held and not read:
            return EVERY_S
        if not self._lease(row, moment):
            return EVERY_S
        wanted = best_of_each(_passing([*candidates_of(found), *held.values()], moment))
        pairs = {one.pair for one in wanted}
        dropped = [row_id for row_id, one in held.items() if one.pair not in pairs]
        closed = [one for one in read if (one.user_id, one.room_id) not in pairs]
        self._commit(row, Step(found, *_noted(wanted, moment), dropped, closed, moment))
        return 0.0 if found.is_full else EVERY_S

    def _lease(self, row: Notifier, now: datetime) -> bool:
        """Keep others from the same work; without a write while the lease has long to go."""
        if row.holder == self.name and row.leased_until and row.leased_until > now + LEASE / 2:
            return True
        mine = Notifier.objects.filter(pk=row.pk, step=row.step, holder=row.holder, leased_until=row.leased_until)
        return bool(mine.update(holder=self.name, leased_until=now + LEASE))

    @in_repeatable_transaction
    def _commit(self, row: Notifier, step: Step) -> None:
        """Move on and queue the pushes together, unless another process has moved on meanwhile."""
        mine = Notifier.objects.filter(pk=row.pk, step=row.step)
        moved = mine.update(
            step=row.step + 1,
            holder=self.name,
            leased_until=step.now + LEASE,
            **step.found.positions.columns,
        )
        if moved:
            Notified.objects.filter(pk__in=step.dropped).update(pushed_version=F("version"))
            close(step.closed)
            _store(step.shown)
            queue_pushes(step.pushes)


def _row() -> Notifier:
    """Return how far the notifier has come; a new one begins with what comes next."""
    rows = _notifiers([Notifier.ONLY])
    return rows[0] if rows else Notifier.objects.get_or_create(pk=Notifier.ONLY, defaults=newest().columns)[0]


_notifiers = Prepared(lambda ids: Notifier.objects.filter(pk__in=ids))


def _passing(candidates: Sequence[Candidate], now: datetime) -> Iterable[Candidate]:
    """Yield those whom the rules let a push go to now; the rest is counted by why not."""
    for facts in facts_about(candidates):
        reason = why_no_push(facts.news, facts.place, facts.wishes, now)
        metrics.NOTIFICATIONS.labels(reason or "push").inc()
        if reason is None:
            yield facts.candidate


def held_back(now: datetime) -> dict[int, Candidate]:
    """Return, by their rows, what waited because a push for its room had just gone out, and is due now."""
    rows = Notified.objects.filter(version__gt=F("pushed_version"), pushed_at__lte=now - BURST)
    return {
        row.pk: Candidate(row.user_id, row.room_id, row.seq, row.version, To(row.to), row.mention_id)
        for row in rows[:HELD_AT_ONCE]
    }


def _noted(wanted: Sequence[Candidate], now: datetime) -> tuple[list[Notified], list[Push]]:
    """Return what people's devices will show, and what of it is not held back."""
    known = _known(wanted)
    rows, pushes = [], []
    for one in wanted:
        row = known.get(one.pair) or Notified(user_id=one.user_id, room_id=one.room_id)
        row.seq, row.version, row.to = one.seq, max(one.version, row.version or 0), one.to
        row.mention_id = max(one.mention_id, row.mention_id)
        if row.pushed_at is None or row.pushed_at <= now - BURST:
            is_repeated = row.pushed_at is not None and now - row.pushed_at < 4 * BURST
            row.pushed_version, row.pushed_at = row.version, now
            pushes.append(Push(one, is_silent=is_repeated))
        rows.append(row)
    return rows, pushes


def _known(wanted: Sequence[Candidate]) -> Mapping[tuple[int, int], Notified]:
    rooms, users = {one.room_id for one in wanted}, {one.user_id for one in wanted}
    found: dict[tuple[int, int], Notified] = {}
    ordered = sorted(users)
    for first in range(0, len(ordered), HELD_AT_ONCE):
        rows = _shown_in(rooms, ordered[first : first + HELD_AT_ONCE])
        found |= {(row.user_id, row.room_id): row for row in rows}
    return found


_shown_in = Prepared(lambda rooms, users: Notified.objects.filter(room__in=rooms, user__in=users))


def _store(rows: Sequence[Notified]) -> None:
    """Store rows, new ones and those that are there: updating many by their ids took several times as long."""
    for row in rows:
        row.pk = None
    has_target = connection.features.supports_update_conflicts_with_target  # MySQL goes by any unique index
    Notified.objects.bulk_create(
        rows,
        batch_size=HELD_AT_ONCE // 5,
        update_conflicts=True,
        update_fields=["seq", "version", "to", "mention_id", "pushed_version", "pushed_at"],
        unique_fields=["user", "room"] if has_target else None,
    )
