"""The HTTP endpoints of pins."""

from typing import Any

from accounts.requests import SignedInRequest
from chatsite.contract.answers import MessageAnswer, PinsAnswer
from chatsite.web.api import Action, Answer, Endpoint
from messaging.features import fetch_parts
from messaging.payloads import message_payload
from messaging.pins import queries
from messaging.pins.services import pin_message, unpin_message

Data = dict[str, Any]


def list_pins(request: SignedInRequest, data: Data, room_id: int) -> Answer:
    """Return a room's pinned messages, the newest pin first."""
    messages, has_more = queries.pins(user=request.user, room_id=room_id)
    return {"messages": [message_payload(message) for message in fetch_parts(messages)], "has_more": has_more}


def pin(request: SignedInRequest, data: Data, room_id: int, seq: int) -> Answer:
    """Pin a message."""
    return {"message": message_payload(pin_message(room_id=room_id, seq=seq, by=request.user))}


def unpin(request: SignedInRequest, data: Data, room_id: int, seq: int) -> Answer:
    """Unpin a message."""
    return {"message": message_payload(unpin_message(room_id=room_id, seq=seq, by=request.user))}


pins = Endpoint(GET=Action(list_pins, answer=PinsAnswer, compressed=True))
message_pin = Endpoint(PUT=Action(pin, answer=MessageAnswer), DELETE=Action(unpin, answer=MessageAnswer))
