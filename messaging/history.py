"""Earlier texts of edited messages, for their authors and for moderators; and whom texts mention as they were typed."""

import re
from collections.abc import Iterable, Sequence
from typing import cast

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from messaging.addressing import Text, names_for
from messaging.markup.mentions import MENTION, ROOM, Named
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


def named_in(room_id: int, contents: Iterable[str]) -> list[User]:
    """Return whom texts of a room mention by ``<@12>``, of people who may read it."""
    people: dict[int, Named] = {}
    for names in names_for([Text(room_id, None, content) for content in contents]):
        people |= names.people if names else {}
    return [cast("User", one) for one in people.values()]


def as_read(room_id: int, contents: Sequence[str]) -> list[str]:
    """Return texts of a room as they were typed, but with the names of the people whom they mention."""
    names = {str(one.pk): one.name for one in named_in(room_id, contents)} | {ROOM: ROOM}

    def label(mark: re.Match[str]) -> str:
        return f"@{names[mark[1]]}" if mark[1] in names else mark[0]

    return [MENTION.sub(label, content) for content in contents]
