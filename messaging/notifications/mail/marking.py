"""Who may have missed something: read off what was written a minute ago or earlier, off the sender's path.

People who have not read it by then are looked at again when a mail is due. One mark for a person is enough,
however much there is: writing a message costs nothing, and a busy room one statement for each 500 of its people.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from django.db import connection

from chatsite.db.transactions import in_repeatable_transaction
from messaging.notifications.arrivals import Slice, newest, read_slice
from messaging.notifications.choosing import wishes_of
from messaging.notifications.mail.models import MailCursor, MissedMail
from messaging.notifications.mail.reaching import reached

# Between two looks, and what is read within it marks no one.
SETTLED: Final = timedelta(minutes=1)
# After so long without a look, as while no mail server was set, it begins with what is new: no one wants old news.
FORGOTTEN: Final = timedelta(days=3)
LONGEST_SILENCE: Final = timedelta(hours=1)
PEOPLE: Final = 500


def mark_people(now: datetime) -> None:
    """Mark people with unread messages that may concern them, of all that was written at least a minute ago."""
    while _mark_some(now):
        pass


def _mark_some(now: datetime) -> bool:
    """Go through the next slice of what is new; tell whether more is left.

    A site where no one says anything writes once an hour.
    """
    cursor = MailCursor.objects.filter(pk=MailCursor.ONLY).first()
    if cursor is None or now - cursor.looked_at > FORGOTTEN:
        MailCursor.objects.update_or_create(pk=MailCursor.ONLY, defaults=newest().columns | {"looked_at": now})
        return False
    if now - cursor.looked_at < SETTLED:
        return False
    found = read_slice(cursor.positions, now - SETTLED, now)
    if found.positions != cursor.positions or now - cursor.looked_at >= LONGEST_SILENCE:
        _move(cursor, found, now)
    return found.is_full


@in_repeatable_transaction
def _move(cursor: MailCursor, found: Slice, now: datetime) -> None:
    """Mark people and move on together, unless another process has moved on meanwhile."""
    row = MailCursor.objects.select_for_update().get(pk=MailCursor.ONLY)
    if (row.positions, row.looked_at) == (cursor.positions, cursor.looked_at):
        mark(reached(found.messages, found.mentions))
        looked_at = cursor.looked_at if found.is_full else now
        MailCursor.objects.filter(pk=row.pk).update(looked_at=looked_at, **found.positions.columns)


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
