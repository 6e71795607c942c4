"""Sending people what they missed: one mail with all of it, at most one an hour, never about what was read.

Whether and what is decided at the last moment, from what is stored then.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import QuerySet
from django.utils import timezone

from chatsite.jobs import mail
from chatsite.jobs.queue import Lane, enqueue_once, handler
from messaging.notifications.choosing import wishes_of
from messaging.notifications.deciding import BETWEEN_MAILS, Wishes
from messaging.notifications.mail.concerning import missed_by
from messaging.notifications.mail.delivering import Attempt, deliver, put_off
from messaging.notifications.mail.marking import mark_people
from messaging.notifications.mail.models import MissedMail

LOOK_EVERY_S: Final = 5.0
# Someone who is not to be disturbed is looked at again after so long, in case they changed their mind.
LONGEST_WAIT: Final = timedelta(hours=1)
MAILS_PER_CONNECTION: Final = 20


def is_available() -> bool:
    """Tell whether this installation can mail people: it has a mail server, and an address that links begin with."""
    return mail.is_configured() and bool(settings.SITE_URL)


def look_round() -> float:
    """Look now; return in how many seconds to look again."""
    look(timezone.now())
    return LOOK_EVERY_S


def look(now: datetime) -> None:
    """Mark people who may have missed something, and have everyone mailed whose time has come."""
    if not is_available():
        return
    mark_people(now)
    if _due(now).exists():
        enqueue_once(mail_missed, running_counts=True)


def _due(now: datetime) -> "QuerySet[MissedMail]":
    return MissedMail.objects.filter(due_at__lte=now).order_by("due_at")


@handler("missed_mail", lane=Lane.MAIL)
def mail_missed() -> Iterator[None]:
    """Mail what they missed to all whose time has come.

    Raises:
        OSError: the mail server can't be used; the job is tried again, and everyone not mailed yet is still due.
    """
    while some := list(_due(timezone.now()).select_related("user")[:MAILS_PER_CONNECTION]):
        with mail.connected() as connection:
            for one in some:
                _mail(one, connection, timezone.now())
                yield


def _mail(one: MissedMail, connection: BaseEmailBackend, now: datetime) -> None:
    wishes = wishes_of([one.pk])[one.pk]
    if not _may_be_mailed(one) or not wishes.mail_for:
        put_off(one, None)
    elif until := _not_before(one, wishes, now):
        put_off(one, until)
    else:
        missed = missed_by(one.user, wishes.mail_for, now)
        ripe_at = missed.since + wishes.mail_after if missed.since else now
        if not missed.found:
            put_off(one, None)
        elif ripe_at > now:
            put_off(one, ripe_at)
        else:
            deliver(Attempt(one, missed, wishes, now), connection)


def _may_be_mailed(one: MissedMail) -> bool:
    user = one.user
    return user.is_active and not user.is_bot and not user.email_unconfirmed and not user.is_banned


def _not_before(one: MissedMail, wishes: Wishes, now: datetime) -> datetime | None:
    """Return when to look at a person again who is not to be mailed now."""
    if one.mailed_at and now < one.mailed_at + BETWEEN_MAILS:
        return one.mailed_at + BETWEEN_MAILS
    silence = wishes.silence(now)
    return min(silence.until, now + LONGEST_WAIT) if silence else None
