"""Keeping messages for oneself: personal, so it takes no version and the room does not learn of it."""

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from chatsite import realtime
from chatsite.contract.errors import Conflict, NotFound
from chatsite.contract.events import ServerEvent
from chatsite.db.transactions import in_transaction
from chatsite.limits.window import limited
from chatsite.realtime import Notice
from messaging import limits
from messaging.bookmarks.models import Bookmark
from messaging.bookmarks.payloads import bookmark_payload
from messaging.bookmarks.queries import MAX_BOOKMARKS
from messaging.models import Message
from rooms.queries import room_to_read


@limited(limits.bookmarks)
@in_transaction
def bookmark_message(*, message_id: int, by: User, note: str | None = None) -> Bookmark:
    """Keep a message, with a note; without one a note that is there stays. What is already so changes nothing.

    Raises:
        NotFound: there is no such message, or ``by`` may not see it.
        NotAllowed: ``by`` is banned from its room.
        Conflict: it was deleted, or ``by`` keeps as many as they may.
        RateLimited: done too often.
    """
    message = Message.objects.with_payload().filter(pk=message_id).first()
    if message is None:
        raise NotFound
    message.room = room_to_read(by, message.room_id)
    if message.is_deleted:
        raise Conflict(_("This message was deleted."))
    User.objects.select_for_update().only("pk").get(pk=by.pk)  # two devices at once keep it once
    bookmark = Bookmark.objects.filter(user=by, message=message).first()
    if bookmark is None:
        if Bookmark.objects.filter(user=by).count() >= MAX_BOOKMARKS:
            raise Conflict(_("You have {count} bookmarks. Remove some first.").format(count=MAX_BOOKMARKS))
        bookmark = Bookmark.objects.create(user=by, message=message, note=note or "")
    elif note in {None, bookmark.note}:
        bookmark.message = message
        return bookmark
    else:
        bookmark.note = note or ""
        bookmark.save(update_fields=["note"])
    bookmark.message = message
    _announce(by, message.pk, bookmark)
    return bookmark


@limited(limits.bookmarks)
@in_transaction
def remove_bookmark(*, message_id: int, by: User) -> None:
    """Keep a message no longer. Removing it again changes nothing.

    Raises:
        RateLimited: done too often.
    """
    count, _rows = Bookmark.objects.filter(user=by, message=message_id).delete()
    if count:
        _announce(by, message_id, None)


def _announce(user: User, message_id: int, bookmark: Bookmark | None) -> None:
    payload = {"message_id": message_id, "bookmark": bookmark_payload(bookmark) if bookmark else None}
    realtime.announce(Notice(ServerEvent.BOOKMARK_CHANGED, payload, user_id=user.pk))
