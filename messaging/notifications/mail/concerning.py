"""Of what was found: what concerns the person by the rules, and since when it has been there."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from messaging.models import Message
from messaging.notifications.deciding import News, Place, To, Wanted, concern
from messaging.notifications.mail.finding import MOST_IN_ROOM, Found, Unread, find


@dataclass(frozen=True, slots=True)
class Missed:
    """What a person missed, and since when the oldest of it has been there; without a moment for longer than that."""

    found: Sequence[Found]
    since: datetime | None


def missed_by(user: User, wanted: Wanted, now: datetime) -> Missed:
    """Return what concerns ``user``, is unread, and was not mailed to them."""
    unread = find(user, wanted)
    found = [one for one in unread.found if concern(_news(one, now), _place(one, unread), wanted) is None]
    return Missed(found, _since(found))


def _news(one: Found, now: datetime) -> News:
    return News(one.version, now, To(one.to))


def _place(one: Found, unread: Unread) -> Place:
    seat = unread.memberships.get(one.room_id)
    if seat is None:
        return Place()
    return Place(is_direct=seat.room.is_direct, level=seat.notify, read_upto=seat.last_read_seq)


def _since(found: Sequence[Found]) -> datetime | None:
    """Return when the oldest came: messages are as old as their ids, and what an edit addressed is as old as the edit.

    Of a room with more than are looked at, some are older than those that were found.
    """
    if not found or max(Counter(one.room_id for one in found).values()) >= MOST_IN_ROOM:
        return None
    edited = {one.message_id for one in found if one.version > one.seq}
    written = [one.message_id for one in found if one.version == one.seq]
    rows = Message.objects.filter(pk__in={*edited, *sorted(written)[:1]})
    moments = rows.values_list("pk", "created_at", "edited_at")
    return min((changed or at) if pk in edited else at for pk, at, changed in moments)
