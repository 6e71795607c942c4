"""What a list of rooms shows of the conversations in them; the messaging app, which rooms may not import, says it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from chatsite.contract.payloads import MessagePayload
from chatsite.registry import Provided
from rooms.models import Membership


class Counts(NamedTuple):
    """What is unread: messages, and those that address the person, if any do; by room, or in one room by person."""

    unread: Mapping[int, int]
    mentions: Mapping[int, int]


class Conversation(Protocol):
    """What rooms want to know of messages, for many rooms in one query each."""

    def counts(self, memberships: Sequence[Membership]) -> Counts:
        """Return what one person has not read yet; rooms without any may be missing."""

    def last_messages(self, room_ids: Sequence[int]) -> Mapping[int, MessagePayload]:
        """Return ``{room id: its newest message}``."""


class _Silence:
    """Rooms in which no one ever wrote."""

    def counts(self, memberships: Sequence[Membership]) -> Counts:
        return Counts({}, {})

    def last_messages(self, room_ids: Sequence[int]) -> Mapping[int, MessagePayload]:
        return {}


conversation: Provided[Conversation] = Provided(_Silence())


def counts(memberships: Sequence[Membership]) -> Counts:
    """Return what one person has not read yet."""
    return conversation.part.counts(memberships)


def last_messages(room_ids: Sequence[int]) -> Mapping[int, MessagePayload]:
    """Return ``{room id: its newest message}``."""
    return conversation.part.last_messages(room_ids)
