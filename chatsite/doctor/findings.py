"""What an examination says."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum


class Level(IntEnum):
    """How bad it is."""

    FINE = 0
    DOUBTFUL = 1
    WRONG = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence about the installation; what is not fine also says how to mend it."""

    level: Level
    sentence: str
    mend: str = ""


Examination = Callable[[], Iterable[Finding]]


def fine(sentence: str) -> Finding:
    """Return that something is as it should be."""
    return Finding(Level.FINE, sentence)


def doubtful(sentence: str, mend: str) -> Finding:
    """Return that something works, and could be better."""
    return Finding(Level.DOUBTFUL, sentence, mend)


def wrong(sentence: str, mend: str) -> Finding:
    """Return that something has to be mended."""
    return Finding(Level.WRONG, sentence, mend)
