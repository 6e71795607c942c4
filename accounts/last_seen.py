"""When people were last online, rounded down. The live chat records it for people who share it."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from chatsite.db.transactions import in_transaction
from chatsite.text.times import timestamp

PRECISION = timedelta(minutes=5)


@in_transaction
def note_last_seen(user_ids: Iterable[int]) -> None:
    """Record in one statement that these people are online now, except those who hide it."""
    now = rounded(timezone.now())
    is_older = Q(last_seen_at=None) | Q(last_seen_at__lt=now)
    User.objects.filter(is_older, pk__in=user_ids, shows_last_seen=True).update(last_seen_at=now)


def last_seen(user: User) -> str | None:
    """Return when others were last able to see ``user`` online, unless the person hides it."""
    return timestamp(user.last_seen_at) if user.shows_last_seen else None


def rounded(moment: datetime) -> datetime:
    """Return the beginning of the five minutes that ``moment`` is in."""
    return moment - (moment - datetime.min.replace(tzinfo=moment.tzinfo)) % PRECISION
