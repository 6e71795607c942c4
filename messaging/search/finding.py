"""Finding messages: candidates newest first, each looked at as it is now, until a page is full or the time is up."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import starmap
from typing import Final

from django.db.models import Exists, OuterRef, Value

from chatsite.db.deadlines import DeadlinePassed, statements_end_within
from messaging.models import Mention, Message, MessageQuerySet
from messaging.search.index.reading import Step, Wanted, candidates
from messaging.search.matching import Period, Row
from messaging.search.meaning import Meaning
from messaging.search.mentioning import mentioning

BUDGET_S: Final = 0.25
MAX_ROWS: Final = 6_000
ROWS_AT_ONCE: Final = 100
# Where a statement ends that takes much longer than all of a search may.
STATEMENT_S: Final = 1.0
# Ids are in order of time but for messages written at about the same moment.
SLACK: Final = timedelta(minutes=1)


@dataclass(slots=True)
class Budget:
    """What one search may cost."""

    ends_at: float = field(default_factory=lambda: time.monotonic() + BUDGET_S)
    rows: int = field(default_factory=lambda: MAX_ROWS)

    @property
    def is_spent(self) -> bool:
        """Tell whether the search must end."""
        return self.rows <= 0 or time.monotonic() >= self.ends_at


class Finding:
    """The ids of those of ``rows`` that are meant, newest first: one more than ``limit``, if there are so many.

    ``rows`` are what may be found at all, ``meaning.rooms`` where: each message's own row decides.
    """

    def __init__(self, rows: MessageQuerySet, meaning: Meaning, before: int | None, limit: int):
        self.rows, self.meaning, self.limit = rows, meaning, limit
        self.first, self.below = _bounds(meaning.asked.periods, before)
        self.found: list[int] = []
        self.reached: int | None = None
        self.is_exhausted = False
        self.budget = Budget()

    @property
    def is_partial(self) -> bool:
        """Tell whether the search ended before the page was full."""
        return not self.is_exhausted and len(self.found) <= self.limit

    @property
    def has_more(self) -> bool:
        """Tell whether going on may find more."""
        return len(self.found) > self.limit or self.is_partial

    @property
    def cursor(self) -> int | None:
        """Return the message before which to go on."""
        if len(self.found) > self.limit:
            return self.found[self.limit - 1]
        return self.reached if self.is_partial else None

    @property
    def back_to(self) -> datetime | None:
        """Return the time that a partial search came back to, in full minutes: it may be that of a hidden message."""
        if not self.is_partial:
            return None
        rows = Message.objects.filter(pk__gte=self.reached or 0).order_by("pk")
        moment = rows.values_list("created_at", flat=True).first()
        return moment.replace(second=0, microsecond=0) + timedelta(minutes=1) if moment else None

    def run(self) -> None:
        """Look at candidates until the page is full, there are no more, or the search has cost enough.

        Raises:
            DeadlinePassed: it could not even begin.
        """
        try:
            with statements_end_within(STATEMENT_S):
                self._run()
        except DeadlinePassed:
            if self.reached is None:
                raise

    def _run(self) -> None:
        for ids, reached in self._portions():
            self.found += self._verified(ids)
            self.reached = reached
            if reached <= self.first:
                break
            if len(self.found) > self.limit or self.budget.is_spent:
                return
        self.is_exhausted = True

    def _portions(self) -> Iterator[tuple[Sequence[int], int]]:
        """Yield the candidates in portions, each with the id down to which everything has then been looked at.

        The first are small, as most candidates are hits where hits are many; few from many blocks are one portion.
        """
        ids, reached, size, few = list[int](), 0, min(2 * self.limit, ROWS_AT_ONCE), self.limit
        for step in self._steps():
            ids += step.ids
            reached = step.reached
            while len(ids) > size:
                yield ids[:size], ids[size - 1]
                ids, size = ids[size:], ROWS_AT_ONCE
            if not step.ids or len(ids) > few or self.budget.is_spent:
                yield ids, reached
                ids, few = [], min(2 * few, ROWS_AT_ONCE)
        if ids:
            yield ids, reached

    def _steps(self) -> Iterator[Step]:
        asked, meaning = self.meaning.asked, self.meaning
        if not meaning.rooms or asked.authors == frozenset() or not all(meaning.mentioned):
            return iter(())
        wanted = Wanted(
            texts=asked.texts,
            rooms=meaning.rooms,
            authors=asked.authors or (),
            kinds=asked.kinds,
            first=self.first,
            below=self.below,
        )
        return mentioning(meaning.mentioned[0], wanted) if meaning.mentioned else candidates(wanted)

    def _verified(self, ids: Sequence[int]) -> list[int]:
        if not ids:
            return []
        self.budget.rows -= len(ids)
        asked = self.meaning.asked
        rows = self.rows.filter(pk__in=ids)
        for people in self.meaning.mentioned:
            rows = rows.filter(_mention_of(people))
        for people in self.meaning.not_mentioned:
            rows = rows.exclude(_mention_of(people))
        html = "html" if asked.kinds or asked.without_kinds else Value("")
        columns = "pk", "room", "author", "created_at", "content", html, "features"
        found = list(starmap(Row, rows.order_by("-pk").values_list(*columns)))
        return [row.pk for row in asked.fitting([row for row in found if row.room_id in self.meaning.rooms])]


def _mention_of(people: frozenset[int]) -> Exists:
    mentions = Mention.objects.filter(message=OuterRef("pk"), user__in=people)
    return Exists(mentions.exclude(kind=Mention.Kind.REPLY))


def _bounds(periods: Sequence[Period], before: int | None) -> tuple[int, int | None]:
    """Return between which ids the messages of all ``periods`` are, and before a message."""
    since = max((one.since for one in periods if one.since), default=None)
    until = min((one.until for one in periods if one.until), default=None)
    first = Message.objects.first_since(_shifted(since, -SLACK)) if since else 0
    below = Message.objects.first_since(_shifted(until, SLACK)) if until else None
    ends = [end for end in (below, before) if end is not None]
    return first, min(ends, default=None)


def _shifted(moment: datetime, by: timedelta) -> datetime:
    """Return ``moment`` moved, or as it is at the beginning and the end of all times."""
    try:
        return moment + by
    except OverflowError:
        return moment
