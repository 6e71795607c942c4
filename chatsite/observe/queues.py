"""What waits for the hosts: each app counts its own, and says where it is worked off (the admin's first page, Live)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from chatsite.contract.sentences import Sentence
from chatsite.registry import Registry

Source = Callable[[], int]


@dataclass(frozen=True, slots=True)
class Queue:
    """How much waits, and the page on which it is worked off."""

    title: Sentence
    waiting: int
    path: str


@dataclass(frozen=True, slots=True)
class _Counted:
    title: Sentence
    page: str
    query: str
    count: Source

    def now(self) -> Queue:
        return Queue(self.title, self.count(), f"{reverse(self.page)}{self.query}")


_counted: Registry[_Counted] = Registry()


def queue(title: Sentence, page: str, query: str = "") -> Callable[[Source], Source]:
    """Have the decorated function count what waits at the named page of the admin."""

    def register(source: Source) -> Source:
        _counted.add(f"{page}{query}", _Counted(title, page, query, source))
        return source

    return register


def queues() -> Sequence[Queue]:
    """Return every queue: the apps where people wait come last among the installed ones, and first here."""
    return [counted.now() for counted in reversed(list(_counted))]
