"""What a person sees of their bookmarks."""

from chatsite.contract.payloads import BookmarkPayload
from chatsite.text.times import timestamp
from messaging.bookmarks.models import Bookmark
from messaging.sizes import listed_payload


def bookmark_payload(bookmark: Bookmark) -> BookmarkPayload:
    """Return a bookmark with its message; a long one only begins."""
    room = bookmark.message.room
    return {
        "id": bookmark.pk,
        "message": listed_payload(bookmark.message),
        "room": {"id": room.pk, "name": room.name},
        "note": bookmark.note,
        "created_at": timestamp(bookmark.created_at),
    }
