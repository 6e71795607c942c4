"""The HTTP endpoints of bookmarks."""

from typing import Any

from accounts.requests import SignedInRequest
from chatsite.contract.answers import BookmarkAnswer, BookmarksAnswer
from chatsite.web.api import Action, Answer, Endpoint
from messaging.bookmarks import queries
from messaging.bookmarks.forms import BookmarkForm, BookmarksForm
from messaging.bookmarks.payloads import bookmark_payload
from messaging.bookmarks.services import bookmark_message, remove_bookmark

Data = dict[str, Any]


def list_bookmarks(request: SignedInRequest, data: Data) -> Answer:
    """Return the messages that the caller keeps, the newest bookmark first."""
    found, has_more = queries.bookmarks(user=request.user, **data)
    last = found[-1].pk if found else 0
    return {"bookmarks": [bookmark_payload(one) for one in found], "has_more": has_more, "last_id": last}


def set_bookmark(request: SignedInRequest, data: Data, message_id: int) -> Answer:
    """Keep a message."""
    return {"bookmark": bookmark_payload(bookmark_message(message_id=message_id, by=request.user, **data))}


def remove(request: SignedInRequest, data: Data, message_id: int) -> Answer:
    """Keep a message no longer."""
    remove_bookmark(message_id=message_id, by=request.user)
    return None


bookmarks = Endpoint(GET=Action(list_bookmarks, form=BookmarksForm, answer=BookmarksAnswer, compressed=True))
bookmark = Endpoint(PUT=Action(set_bookmark, form=BookmarkForm, answer=BookmarkAnswer), DELETE=Action(remove))
