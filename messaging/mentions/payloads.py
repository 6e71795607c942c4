"""What people see of the messages that address them."""

from typing import Literal, cast

from chatsite.contract.payloads import MentionPayload
from messaging.addressing import Address
from messaging.sizes import listed_payload


def mention_payload(address: Address, *, is_read: bool) -> MentionPayload:
    """Return a message with why it is in the inbox of the person it addresses; a long one only begins."""
    room = address.message.room
    return {
        "id": address.id,
        "message": listed_payload(address.message),
        "room": {"id": room.pk, "name": room.name},
        "kind": cast("Literal['mention', 'reply', 'room']", address.kind),
        "read": is_read,
    }
