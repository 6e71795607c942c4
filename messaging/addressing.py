"""Whom messages address: the mentions feature stores and counts it, which the core of this app may not import."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple, Protocol

from django.db.models import Q

from accounts.models import User
from chatsite.registry import Provided
from messaging.markup.mentions import BEGINNING, Names
from messaging.models import Message
from rooms.models import Membership, RoomCounter


class Text(NamedTuple):
    """A text that someone is about to write in a room."""

    room_id: int
    author_id: int | None
    content: str
    by_token: bool = False


class Written(NamedTuple):
    """A message, and whom its text mentions."""

    message: Message
    names: Names | None


class Address(NamedTuple):
    """That a message addresses a person, or without one everyone in the room."""

    id: int
    message: Message
    user_id: int | None
    kind: str


class Addressing(Protocol):
    """What the core wants to know of mentions, and tells them."""

    def names_for(self, texts: Sequence[Text]) -> Sequence[Names]:
        """Return whom each of ``texts`` may mention, in three queries for all."""

    def names_in(self, messages: Sequence[Message]) -> Mapping[int, Names]:
        """Return ``{message id: whom it mentions}``, to render it again."""

    def store(self, written: Sequence[Written]) -> Sequence[Address]:
        """Store whom new messages address."""

    def change(self, written: Written, version: int) -> Sequence[Address]:
        """Store whom an edited message mentions, as of the room's ``version``; return who was added."""

    def announce(self, addresses: Sequence[Address]) -> None:
        """Notify the people who are addressed by name; ``message.room`` must be there."""

    def withdraw(self, messages: Sequence[Message]) -> None:
        """Notify the people whom deleted messages address by name; ``message.room`` must be there."""

    def counts(self, memberships: Sequence[Membership]) -> Mapping[int, int]:
        """Return ``{room id: unread messages that address the person}`` of one person's memberships."""

    def counts_after(
        self, counter: RoomCounter, pointers: Mapping[int, int], blocked: Mapping[int, Collection[int]]
    ) -> Mapping[int, int]:
        """Return ``{user id: unread messages that address them}`` of one room by how far each person has read.

        ``blocked`` is ``{user id: ids of the people they have blocked}``.
        """

    def waiting(self, user: User) -> Q:
        """Return the condition on memberships of ``user`` that something after their pointer addresses them."""

    def seen_elsewhere(self, user: User) -> None:
        """Note that ``user`` has seen what addresses them in rooms that they are no member of."""


class _NoAddressing:
    """No message addresses anyone."""

    def names_for(self, texts: Sequence[Text]) -> Sequence[Names]:
        return [Names() for _ in texts]

    def names_in(self, messages: Sequence[Message]) -> Mapping[int, Names]:
        return {}

    def store(self, written: Sequence[Written]) -> Sequence[Address]:
        return []

    def change(self, written: Written, version: int) -> Sequence[Address]:
        return []

    def announce(self, addresses: Sequence[Address]) -> None:
        pass

    def withdraw(self, messages: Sequence[Message]) -> None:
        pass

    def counts(self, memberships: Sequence[Membership]) -> Mapping[int, int]:
        return {}

    def counts_after(
        self, counter: RoomCounter, pointers: Mapping[int, int], blocked: Mapping[int, Collection[int]]
    ) -> Mapping[int, int]:
        return {}

    def waiting(self, user: User) -> Q:
        return Q(pk__in=[])

    def seen_elsewhere(self, user: User) -> None:
        pass


addressing: Provided[Addressing] = Provided(_NoAddressing())


def names_for(texts: Sequence[Text]) -> list[Names | None]:
    """Return whom each of ``texts`` may mention; None of those that mention no one, which is most."""
    places = [index for index, text in enumerate(texts) if BEGINNING in text.content]
    found: list[Names | None] = [None] * len(texts)
    if places:
        for index, names in zip(places, addressing.part.names_for([texts[index] for index in places]), strict=True):
            found[index] = names
    return found
