"""Queues for administrators: each app counts its own and names their page (the admin's first page and Status)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from chatsite.contract.sentences import Sentence
from chatsite.registry import Registry

Source = Callable[[], int]


@dataclass(frozen=True, slots=True)
class Queue:
    """The number of open items, and the admin page that lists them. A routine queue empties by itself."""

    title: Sentence
    waiting: int
    path: str
    is_routine: bool = False

    @property
    def needs_attention(self) -> bool:
        """Return whether an administrator has something to do."""
        return self.waiting > 0 and not self.is_routine


@dataclass(frozen=True, slots=True)
class _Counted:
    title: Sentence
    page: str
    query: str
    count: Source
    is_routine: bool

    def now(self) -> Queue:
        return Queue(self.title, self.count(), f"{reverse(self.page)}{self.query}", self.is_routine)


_counted: Registry[_Counted] = Registry()


def queue(title: Sentence, page: str, query: str = "", *, is_routine: bool = False) -> Callable[[Source], Source]:
    """Have the decorated function count the open items of an admin page."""

    def register(source: Source) -> Source:
        _counted.add(f"{page}{query}", _Counted(title, page, query, source, is_routine))
        return source

    return register


def queues() -> Sequence[Queue]:
    """Return every queue: the apps where people wait come last among the installed ones, and first here."""
    return [counted.now() for counted in reversed(list(_counted))]
