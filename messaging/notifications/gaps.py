"""Reading a table by ascending ids although they commit out of order: which ids were missing, and for how long.

A plain state machine, without a database; the clock is an argument (docs/decisions/finding-what-is-new.md).
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Any, Final, NamedTuple

# Longer than a transaction can wait for a lock and a connection stay silent.
LATE_S: Final = 120.0
MAX_GAPS: Final = 1_000


class Gap(NamedTuple):
    """A range of ids that were missing when ids after them were read first, at ``seen_at`` (epoch seconds)."""

    first: int
    last: int
    seen_at: float


class Position(NamedTuple):
    """Up to which id everything was read, except what was missing."""

    last: int = 0
    gaps: tuple[Gap, ...] = ()

    def after(self, ids: Sequence[int], filled: Collection[int], now: float) -> "Position":
        """Return the position after reading ``ids``, ascending, beyond it, and ``filled`` in its gaps."""
        kept = [part for gap in self.gaps if now - gap.seen_at < LATE_S for part in _without(gap, filled)]
        kept += _missing(self.last, ids, now)
        return Position(ids[-1] if ids else self.last, tuple(kept[-MAX_GAPS:]))

    @property
    def stored(self) -> list[list[float]]:
        """Return the gaps as JSON holds them."""
        return [list(gap) for gap in self.gaps]

    @classmethod
    def restored(cls, last: int, gaps: Sequence[Sequence[float]]) -> "Position":
        """Return what :attr:`stored` was made of."""
        return cls(last, tuple(Gap(int(one[0]), int(one[1]), float(one[2])) for one in gaps))


class Positions(NamedTuple):
    """The positions in the messages and in the mentions."""

    messages: Position
    mentions: Position

    @property
    def columns(self) -> dict[str, Any]:
        """Return the columns that store them (``ReadsArrivals`` in models.py)."""
        return {
            "message_id": self.messages.last,
            "message_gaps": self.messages.stored,
            "mention_id": self.mentions.last,
            "mention_gaps": self.mentions.stored,
        }


def _missing(last: int, ids: Sequence[int], now: float) -> Iterator[Gap]:
    for one in ids:
        if one > last + 1:
            yield Gap(last + 1, one - 1, now)
        last = one


def _without(gap: Gap, filled: Collection[int]) -> Iterator[Gap]:
    first = gap.first
    for one in sorted(one for one in filled if gap.first <= one <= gap.last):
        if one > first:
            yield Gap(first, one - 1, gap.seen_at)
        first = one + 1
    if first <= gap.last:
        yield Gap(first, gap.last, gap.seen_at)
