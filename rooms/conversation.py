"""What a list of rooms shows of the conversations in them; the messaging app, which rooms may not import, says it."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from chatsite.contract.events import MessagePayload
from chatsite.registry import Provided
from rooms.models import Membership


class Conversation(Protocol):
    """What rooms want to know of messages, for many rooms in one query each."""

    def unread_counts(self, memberships: Sequence[Membership]) -> Mapping[int, int]:
        """Return ``{room id: messages not read yet}`` of one person's memberships; rooms without any may be missing."""

    def mention_counts(self, memberships: Sequence[Membership]) -> Mapping[int, int]:
        """Return ``{room id: messages not read yet that address the person}``; rooms without any may be missing."""

    def last_messages(self, room_ids: Sequence[int]) -> Mapping[int, MessagePayload]:
        """Return ``{room id: its newest message}``."""


class _Silence:
    """Rooms in which no one ever wrote."""

    def unread_counts(self, memberships: Sequence[Membership]) -> Mapping[int, int]:
        return {}

    def mention_counts(self, memberships: Sequence[Membership]) -> Mapping[int, int]:
        return {}

    def last_messages(self, room_ids: Sequence[int]) -> Mapping[int, MessagePayload]:
        return {}


conversation: Provided[Conversation] = Provided(_Silence())


def unread_counts(memberships: Sequence[Membership]) -> Mapping[int, int]:
    """Return ``{room id: messages not read yet}``."""
    return conversation.part.unread_counts(memberships)


def mention_counts(memberships: Sequence[Membership]) -> Mapping[int, int]:
    """Return ``{room id: messages not read yet that address the person}``."""
    return conversation.part.mention_counts(memberships)


def last_messages(room_ids: Sequence[int]) -> Mapping[int, MessagePayload]:
    """Return ``{room id: its newest message}``."""
    return conversation.part.last_messages(room_ids)
