"""How a lower app gets what only a higher one has: many entries in a registry, or one part that is provided."""

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Registry(Generic[T]):
    """Entries by name, in the order in which they were added; adding a name again replaces its entry."""

    def __init__(self) -> None:
        self.entries: dict[str, T] = {}

    def add(self, name: str, entry: T) -> None:
        """Register ``entry``."""
        self.entries[name] = entry

    def register(self, name: str) -> Callable[[T], T]:
        """Return a decorator that registers a function."""

        def add(entry: T) -> T:
            self.add(name, entry)
            return entry

        return add

    def __iter__(self) -> Iterator[T]:
        return iter(list(self.entries.values()))


class Provided(Generic[T]):
    """A part that another app provides while it runs; ``default`` stands in before and after."""

    def __init__(self, default: T) -> None:
        self.default = self.part = default

    def provide(self, part: T) -> None:
        """Use ``part`` from now on."""
        self.part = part

    def withdraw(self) -> None:
        """Use the default again."""
        self.part = self.default
