"""Mentions: ``<@12>`` names a person, ``<@room>`` everyone in the room."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol

from markdown_it.rules_inline.state_inline import StateInline

from chatsite.text.cleaning import EVERYONE

ROOM: Final = EVERYONE
BEGINNING: Final = "<@"
MENTION: Final = re.compile(r"<@(room|[1-9][0-9]{0,18})>")
# The sanitiser gives every link a rel; a mention leads nowhere.
_REL = re.compile(r'(<a class="mention" data-user="(?:room|[0-9]+)") rel="[^"]*"')


class Named(Protocol):
    """A person, as much of them as is written."""

    name: str


@dataclass(slots=True)
class Names:
    """Whom a text may mention: ``people`` by id, and everyone if it ``may_call_room``; rendering notes whom it did."""

    people: Mapping[int, Named] = field(default_factory=dict)
    may_call_room: bool = False
    mentioned: dict[int, None] = field(default_factory=dict)  # in the order of the text
    calls_room: bool = False

    @property
    def names_someone(self) -> bool:
        """Tell whether there is a mention."""
        return self.calls_room or bool(self.mentioned)

    def forget(self) -> None:
        """Note that nothing is a mention."""
        self.mentioned.clear()
        self.calls_room = False

    def shown(self, word: str) -> str | None:
        """Return the name that a mention shows; None if ``word`` may not be mentioned."""
        if word == ROOM:
            return ROOM if self.may_call_room else None
        person = self.people.get(int(word))
        return person.name if person else None

    def note(self, word: str) -> None:
        """Note a mention that was rendered."""
        if word == ROOM:
            self.calls_room = True
        else:
            self.mentioned[int(word)] = None


def mention(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Make a mention of ``<@12>``, if the text may mention them; not within the words of a link."""
    names = state.env.get("names")
    if names is None or state.linkLevel > 0 or not state.src.startswith(BEGINNING, state.pos):
        return False
    found = MENTION.match(state.src, state.pos, state.posMax)
    name = names.shown(found[1]) if found else None
    if found is None or name is None:
        return False
    if not silent:
        names.note(found[1])
        state.push("mention_open", "a", 1).attrs = {"class": "mention", "data-user": found[1]}
        state.push("text", "", 0).content = f"@{name}"
        state.push("mention_close", "a", -1)
    state.pos = found.end()
    return True


def without_rel(html: str) -> str:
    """Return sanitised HTML with mentions as the contract writes them."""
    return _REL.sub(r"\1", html)
