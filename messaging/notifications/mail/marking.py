"""Who may have missed something: read off what was written a minute ago or earlier, off the sender's path.

People who have not read it by then are looked at again when a mail is due. One mark for a person is enough,
however much there is: writing a message costs nothing, and a busy room one statement for each 500 of its people.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection
from django.db.models import Max

from chatsite.db.transactions import in_repeatable_transaction
from messaging.models import Mention, Message
from messaging.notifications.choosing import wishes_of
from messaging.notifications.mail.models import MailCursor, MissedMail
from messaging.notifications.mail.reaching import reached

# Ids are given out before they are committed: what was there this long ago has no gaps that may still fill.
SETTLED: Final = timedelta(minutes=1)
# After so long without a look, as while no mail server was set, it begins with what is new: no one wants old news.
FORGOTTEN: Final = timedelta(days=3)
LONGEST_SILENCE: Final = timedelta(hours=1)
SLICE: Final = 500
PEOPLE: Final = 500


def mark_people(now: datetime) -> None:
    """Mark people with unread messages that may concern them, of all that was written at least a minute ago."""
    if _has_work(MailCursor.objects.filter(pk=MailCursor.ONLY).first(), now):
        while _mark_some(now):
            pass


def _has_work(cursor: MailCursor | None, now: datetime) -> bool:
    """Tell whether there is anything to write: a site where no one says anything writes once an hour."""
    if cursor is None or now - cursor.looked_at >= LONGEST_SILENCE:
        return True
    if now - cursor.looked_at < SETTLED:
        return False
    heads = (cursor.message_head, cursor.mention_head)
    return heads != (cursor.message, cursor.mention) or heads != (_newest(Message), _newest(Mention))


@in_repeatable_transaction
def _mark_some(now: datetime) -> bool:
    """Go through the next slice of what is new; tell whether more is left."""
    cursor = MailCursor.objects.select_for_update().filter(pk=MailCursor.ONLY).first()
    if cursor is None or now - cursor.looked_at > FORGOTTEN:
        MailCursor.objects.update_or_create(pk=MailCursor.ONLY, defaults=_from_here(now))
        return False
    if now - cursor.looked_at < SETTLED:
        return False  # another process was here
    message = _end_of_slice(Message, cursor.message, cursor.message_head)
    mention = _end_of_slice(Mention, cursor.mention, cursor.mention_head)
    mark(reached(range(cursor.message + 1, message + 1), range(cursor.mention + 1, mention + 1)))
    cursor.message, cursor.mention = message, mention
    if is_done := (message, mention) == (cursor.message_head, cursor.mention_head):
        cursor.message_head, cursor.mention_head = _newest(Message), _newest(Mention)
        cursor.looked_at = now
    cursor.save()
    return not is_done


def _from_here(now: datetime) -> Mapping[str, Any]:
    message, mention = _newest(Message), _newest(Mention)
    heads = {"message_head": message, "mention_head": mention}
    return {"message": message, "mention": mention, "looked_at": now} | heads


def _newest(model: type[Message] | type[Mention]) -> int:
    return max(model.objects.aggregate(last=Max("pk"))["last"] or 0, 0)  # answers from before the inbox are below 0


def _end_of_slice(model: type[Message] | type[Mention], after: int, head: int) -> int:
    """Return the id of the last of the next rows after an id, at most ``head``."""
    rows = model.objects.filter(pk__gt=after, pk__lte=head).order_by("pk").values_list("pk", flat=True)
    return next(iter(rows[SLICE - 1 : SLICE]), head)


def mark(people: Mapping[int, datetime]) -> None:
    """Have people looked at as long after a moment, ``{user id: moment}``, as they want; earlier, if that is marked."""
    ordered = sorted(people.items())
    for start in range(0, len(ordered), PEOPLE):
        moments = dict(ordered[start : start + PEOPLE])
        wishes = wishes_of(moments)
        _put_forward({pk: moments[pk] + wishes[pk].mail_after for pk in moments if wishes[pk].mail_for})


def _put_forward(due: Mapping[int, datetime]) -> None:
    """Store when to look at people, unless they are to be looked at before."""
    marked = dict(MissedMail.objects.filter(user__in=due).values_list("user", "due_at"))
    earlier = {pk: moment for pk, moment in due.items() if (set_to := marked.get(pk)) is None or moment < set_to}
    rows = [MissedMail(user_id=pk, due_at=moment) for pk, moment in earlier.items()]
    targets = ["user"] if connection.features.supports_update_conflicts_with_target else None
    MissedMail.objects.bulk_create(rows, update_conflicts=True, update_fields=["due_at"], unique_fields=targets)
