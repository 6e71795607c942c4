"""Conversations as the list of rooms knows them (:class:`rooms.conversation.Conversation`)."""

from messaging.queries import last_messages
from messaging.unread import counts

__all__ = ["counts", "last_messages"]
