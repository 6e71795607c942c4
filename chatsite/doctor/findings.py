"""The findings of a check."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum


class Level(IntEnum):
    """The severity."""

    FINE = 0
    DOUBTFUL = 1
    WRONG = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence about the installation; a problem also says how to fix it."""

    level: Level
    sentence: str
    fix: str = ""


Examination = Callable[[], Iterable[Finding]]

# What apps examine of their own.
examinations: list[Examination] = []


def fine(sentence: str) -> Finding:
    """Return that something is right."""
    return Finding(Level.FINE, sentence)


def doubtful(sentence: str, fix: str) -> Finding:
    """Return that something works but could be better."""
    return Finding(Level.DOUBTFUL, sentence, fix)


def wrong(sentence: str, fix: str) -> Finding:
    """Return that something has to be fixed."""
    return Finding(Level.WRONG, sentence, fix)
