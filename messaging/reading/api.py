"""The HTTP endpoints of reading."""

from typing import Any

from accounts.requests import SignedInRequest
from chatsite.contract.answers import ReadAllAnswer, ReadAnswer, UnreadRoomsAnswer
from chatsite.web.api import Action, Answer, Endpoint
from messaging.reading import services
from messaging.reading.forms import PutBackForm, ReadForm
from messaging.reading.queries import unread_rooms

Data = dict[str, Any]


def mark_read(request: SignedInRequest, data: Data, room_id: int) -> Answer:
    """Move the caller's pointer."""
    membership, unread = services.mark_read(room_id=room_id, by=request.user, **data)
    return {
        "last_read_seq": membership.last_read_seq,
        "unread_count": unread.messages,
        "mention_count": unread.mentions,
    }


def list_unread(request: SignedInRequest, data: Data) -> Answer:
    """Return the rooms with unread messages and the first of these in each, the longest waiting room first."""
    return unread_rooms(request.user)._asdict()


def put_back(request: SignedInRequest, data: Data) -> Answer:
    """Move the caller's pointers back to where they were, which undoes that all rooms were read."""
    services.put_back(by=request.user, **data)
    return None


def read_all(request: SignedInRequest, data: Data) -> Answer:
    """Mark all rooms as read; return where the caller was in each."""
    before, complete = services.read_all(by=request.user)
    return {"rooms": {str(room_id): seq for room_id, seq in before.items()}, "complete": complete}


read = Endpoint(POST=Action(mark_read, form=ReadForm, answer=ReadAnswer))
unread = Endpoint(
    GET=Action(list_unread, answer=UnreadRoomsAnswer, compressed=True), PUT=Action(put_back, form=PutBackForm)
)
all_rooms = Endpoint(POST=Action(read_all, answer=ReadAllAnswer))
