"""What is read of bookmarks."""

from collections import defaultdict
from collections.abc import Iterable

from accounts.models import User
from messaging.bookmarks.models import Bookmark
from messaging.features import fetch_parts
from rooms.models import Membership, Room

MAX_BOOKMARKS = 2_000
PAGE = 50


def kept_by(user_ids: Iterable[int]) -> dict[int, list[int]]:
    """Return ``{user id: ids of the messages they keep}``, in one query; a person without bookmarks is missing."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for user_id, message_id in Bookmark.objects.filter(user__in=user_ids).order_by().values_list("user", "message"):
        found[user_id].append(message_id)
    return found


def bookmarks(
    *, user: User, before: int | None = None, room_id: int | None = None, limit: int = PAGE
) -> tuple[list[Bookmark], bool]:
    """Return what ``user`` keeps, of all rooms or of one, the newest first, and whether there is more.

    Deleted messages, and those that ``user`` may not read now, are left out.
    """
    banned = Membership.objects.banned().filter(user=user).values("room")
    kept = Bookmark.objects.filter(user=user, message__deleted_at=None)
    kept = kept.filter(message__room__in=Room.objects.visible_to(user)).exclude(message__room__in=banned)
    if room_id is not None:
        kept = kept.filter(message__room=room_id)
    if before is not None:
        kept = kept.filter(pk__lt=before)
    kept = kept.select_related("message__room", "message__author", "message__reply_to__author")
    found = list(kept.order_by("-pk")[: limit + 1])
    fetch_parts(one.message for one in found[:limit])
    return found[:limit], len(found) > limit
