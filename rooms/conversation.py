"""What a list of rooms shows of the conversations in them; the messaging app, which rooms may not import, says it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from chatsite.contract.events import MessagePayload
from rooms.models import Membership


class Conversation(Protocol):
    """What rooms want to know of messages, for many rooms in one query each."""

    def unread_counts(self, memberships: Sequence[Membership]) -> Mapping[int, int]:
        """Return ``{room id: messages not read yet}`` of one person's memberships; rooms without any may be missing."""

    def last_messages(self, room_ids: Sequence[int]) -> Mapping[int, MessagePayload]:
        """Return ``{room id: its newest message}``."""


class _Silence:
    """Rooms in which nobody ever wrote."""

    def unread_counts(self, memberships: Sequence[Membership]) -> Mapping[int, int]:
        return {}

    def last_messages(self, room_ids: Sequence[int]) -> Mapping[int, MessagePayload]:
        return {}


@dataclass(slots=True)
class _Source:
    conversation: Conversation


_source = _Source(_Silence())


def ask(conversation: Conversation) -> None:
    """Ask ``conversation`` from now on."""
    _source.conversation = conversation


def unread_counts(memberships: Sequence[Membership]) -> Mapping[int, int]:
    """Return ``{room id: messages not read yet}``."""
    return _source.conversation.unread_counts(memberships)


def last_messages(room_ids: Sequence[int]) -> Mapping[int, MessagePayload]:
    """Return ``{room id: its newest message}``."""
    return _source.conversation.last_messages(room_ids)
