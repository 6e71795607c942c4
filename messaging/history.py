"""Earlier texts of edited messages, for their authors and for those who moderate."""

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from messaging.models import EarlierText, Message
from messaging.queries import message_to_read
from rooms.policies import require
from rooms.queries import standing_in

# Of a message that is edited more often, the newest are kept.
MAX_EARLIER_TEXTS = 50


def keep_text(message: Message) -> None:
    """Store the present text of ``message`` before it changes."""
    EarlierText.objects.create(
        message=message, content=message.content, written_at=message.edited_at or message.created_at
    )
    kept = EarlierText.objects.filter(message=message).order_by("-pk")
    for outdated in kept[MAX_EARLIER_TEXTS : MAX_EARLIER_TEXTS + 1]:
        outdated.delete()


def earlier_texts(
    *, user: User, room_id: int, seq: int, before: int | None = None, limit: int = MAX_EARLIER_TEXTS
) -> tuple[list[EarlierText], bool]:
    """Return earlier texts of a message, newest first, and whether there are more; none of a deleted message.

    Raises:
        NotFound: there is no such room or message, or ``user`` may not see it.
        NotAllowed: ``user`` neither wrote the message nor moderates the room, or is banned from it.
    """
    message = message_to_read(user, room_id, seq)
    may_see = message.author_id == user.pk or standing_in(room_id, user).may_moderate
    require(may_see, _("Only the author and moderators can see earlier versions."))
    if message.is_deleted:
        return [], False
    texts = EarlierText.objects.filter(message=message).order_by("-pk")
    if before is not None:
        texts = texts.filter(pk__lt=before)
    found = list(texts[: limit + 1])
    return found[:limit], len(found) > limit
