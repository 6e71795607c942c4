"""What people keep for themselves."""

from collections.abc import Iterator

from accounts.models import User
from accounts.upkeep.personal_data import PersonalData, Record, register
from chatsite.text.times import timestamp
from messaging.bookmarks.models import Bookmark


def _bookmarks(user: User) -> Iterator[Record]:
    """Yield what ``user`` keeps, with their notes; what others wrote is not theirs."""
    for one in Bookmark.objects.filter(user=user).select_related("message").order_by("pk").iterator():
        yield {
            "room_id": one.message.room_id,
            "seq": one.message.seq,
            "note": one.note,
            "created_at": timestamp(one.created_at),
        }


def _erase(user: User, words: bool) -> Iterator[int]:  # noqa: FBT001 - as PersonalData.erase says
    yield Bookmark.objects.filter(user=user).delete()[0]


register(PersonalData("bookmarks", _bookmarks, _erase))
