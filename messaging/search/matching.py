"""What a search asks of one message, as far as the message's own row can answer it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from messaging.features import Named, named_on
from messaging.search.folding import Kind, kinds_of, searchable

NO_KIND: Final = Kind(0)


class Row(NamedTuple):
    """What is looked at of a message; ``html`` is empty where no kind is asked for."""

    pk: int
    room_id: int
    author_id: int | None
    created_at: datetime
    content: str
    html: str
    features: int


class Period(NamedTuple):
    """From a moment up to another one; without it the period is open."""

    since: datetime | None = None
    until: datetime | None = None

    def holds(self, moment: datetime) -> bool:
        """Tell whether ``moment`` is in it."""
        return (self.since is None or moment >= self.since) and (self.until is None or moment < self.until)


@dataclass(frozen=True, slots=True)
class Asked:
    """What must be true of a message: all of ``texts``, one of ``authors`` unless that is None, and so on.

    Texts are folded.
    """

    texts: Sequence[str] = ()
    without_texts: Sequence[str] = ()
    authors: frozenset[int] | None = None
    without_authors: frozenset[int] = frozenset()
    kinds: Kind = NO_KIND
    without_kinds: Kind = NO_KIND
    periods: Sequence[Period] = ()
    without_periods: Sequence[Period] = ()

    def fitting(self, rows: Sequence[Row]) -> Iterator[Row]:
        """Yield those of ``rows`` that are what is asked for."""
        possible = [row for row in rows if self._fits_author(row) and self._fits_time(row)]
        named = named_on({row.pk: row.features for row in possible})
        for row in possible:
            if self._fits_kinds(row, named.get(row.pk, ())) and self._fits_text(row, named.get(row.pk, ())):
                yield row

    def _fits_author(self, row: Row) -> bool:
        return (self.authors is None or row.author_id in self.authors) and row.author_id not in self.without_authors

    def _fits_time(self, row: Row) -> bool:
        return all(period.holds(row.created_at) for period in self.periods) and not any(
            period.holds(row.created_at) for period in self.without_periods
        )

    def _fits_kinds(self, row: Row, named: Sequence[Named]) -> bool:
        if not (self.kinds or self.without_kinds):
            return True
        kinds = kinds_of(row.html, named)
        return kinds & self.kinds == self.kinds and not kinds & self.without_kinds

    def _fits_text(self, row: Row, named: Sequence[Named]) -> bool:
        if not (self.texts or self.without_texts):
            return True
        text = searchable(row.content, named)
        return all(one in text for one in self.texts) and not any(one in text for one in self.without_texts)
