"""What is looked for, and what may be it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from messaging.search.folding import Kind

NO_KIND: Final = Kind(0)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; all conditions hold together.

    Each of ``texts``, which are folded, occurs in the text; of ``authors`` any will do, none means everyone.
    """

    texts: Collection[str]
    rooms: Collection[int]
    authors: Collection[int] = ()
    kinds: Kind = NO_KIND
    first: int = 0
    below: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """Candidates, newest first, all below the last step's ``reached``; what is wanted from there on has been named."""

    ids: Sequence[int]
    reached: int
