"""The tabs of a row's page in the admin: each app adds what it knows about the row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chatsite.contract.sentences import Sentence
from chatsite.registry import Registry


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab: ``context(row)`` is what its template shows."""

    name: str
    title: Sentence
    template: str
    context: Callable[[Any], Mapping[str, Any]]
    position: int


Tabs = Registry[Tab]


def in_order(tabs: Tabs) -> Sequence[Tab]:
    """Return the tabs from the first to the last."""
    return sorted(tabs, key=lambda tab: tab.position)


# A person's page; the first tab is the page itself.
person_tabs: Tabs = Registry()


def person_tab(
    name: str, title: Sentence, *, position: int
) -> Callable[[Callable[[Any], Mapping[str, Any]]], Callable[[Any], Mapping[str, Any]]]:
    """Have the decorated function return what ``admin/person_<name>.html`` shows about a person."""

    def register(context: Callable[[Any], Mapping[str, Any]]) -> Callable[[Any], Mapping[str, Any]]:
        person_tabs.add(name, Tab(name, title, f"admin/person_{name}.html", context, position))
        return context

    return register
