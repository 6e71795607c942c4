"""The numbers on the admin's first page: each app counts its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from chatsite.contract.sentences import Sentence
from chatsite.registry import Registry

Source = Callable[[], int]


@dataclass(frozen=True, slots=True)
class Number:
    """A count, and the admin page that shows what was counted."""

    title: Sentence
    value: int
    path: str


@dataclass(frozen=True, slots=True)
class _Counted:
    position: int
    title: Sentence
    page: str
    count: Source

    def now(self) -> Number:
        return Number(self.title, self.count(), reverse(self.page))


_counted: Registry[_Counted] = Registry()


def number(title: Sentence, page: str, *, position: int) -> Callable[[Source], Source]:
    """Have the decorated function count for the first page; numbers with a lower ``position`` come first."""

    def register(source: Source) -> Source:
        _counted.add(f"{source.__module__}.{source.__name__}", _Counted(position, title, page, source))
        return source

    return register


def numbers() -> Sequence[Number]:
    """Return every number as it is now."""
    return [counted.now() for counted in sorted(_counted, key=lambda one: one.position)]
