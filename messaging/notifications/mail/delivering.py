"""Handing a mail to the mail server, and what is noted of it.

Before an attempt the person is put off for an hour. If the process dies between the mail server's answer and its own
note, the mail is sent again after that hour, under the same Message-ID, so that a mailbox can tell.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection
from django.utils import timezone, translation

from chatsite.db.transactions import in_transaction
from chatsite.jobs import mail
from chatsite.jobs.queue import PermanentFailure
from chatsite.observe import metrics
from messaging.notifications.deciding import BETWEEN_MAILS, Wishes, zone_named
from messaging.notifications.mail.concerning import Missed
from messaging.notifications.mail.models import MAX_ERROR_CHARS, MailedRoom, MissedMail
from messaging.notifications.mail.summary import summarise
from messaging.notifications.mail.unsubscribing import unsubscribe_link

FIRST_PAUSE: Final = timedelta(minutes=1)
LONGEST_PAUSE: Final = timedelta(hours=6)
MOST_DOUBLINGS: Final = 10


@dataclass(frozen=True, slots=True)
class Attempt:
    """To mail someone what they missed. ``mail`` is as it was before."""

    mail: MissedMail
    missed: Missed
    wishes: Wishes
    now: datetime

    @property
    def held_until(self) -> datetime:
        """Return when the person is looked at again if nothing comes of the attempt."""
        return self.now + BETWEEN_MAILS

    @property
    def next_at(self) -> datetime:
        """Return when to try again after a mail that was refused for now."""
        return self.now + min(FIRST_PAUSE * (1 << min(self.mail.failures, MOST_DOUBLINGS)), LONGEST_PAUSE)


def put_off(one: MissedMail, until: datetime | None) -> None:
    """Look at a person again at ``until``, or when they miss something new."""
    _move(one, one.due_at, until)


def _move(one: MissedMail, held: datetime | None, until: datetime | None, **changes: Any) -> bool:
    """Store when to look at a person again, unless that was changed since it was ``held``; tell whether it was not."""
    return bool(MissedMail.objects.filter(pk=one.pk, due_at=held).update(due_at=until, **changes))


def deliver(attempt: Attempt, to_server: BaseEmailBackend) -> None:
    """Mail a person what they missed, unless another process does.

    Raises:
        OSError: the mail server can't be used; the person stays due.
    """
    if not _move(attempt.mail, attempt.mail.due_at, attempt.held_until, mailed_at=attempt.now):
        return
    try:
        _send(attempt, to_server)
    except PermanentFailure as error:
        _note_refused(attempt, error, None)
    except (SMTPRecipientsRefused, SMTPDataError) as error:
        _note_refused(attempt, error, attempt.next_at)
    except OSError as error:
        _note_refused(attempt, error, attempt.mail.due_at)
        raise
    else:
        _note_sent(attempt)


def _send(attempt: Attempt, to_server: BaseEmailBackend) -> None:
    user = attempt.mail.user
    language, link = user.language or settings.LANGUAGE_CODE, unsubscribe_link(user)
    with translation.override(language), timezone.override(zone_named(attempt.wishes.time_zone)):
        mail.send(
            "missed",
            [user.email],
            language=language,
            headers=_headers(attempt.mail, link),
            is_html=True,
            connection=to_server,
            summary=summarise(user, attempt.missed.found),
            unsubscribe=link,
            settings_page=f"{settings.SITE_URL}/settings/notifications/",
        )


def _headers(one: MissedMail, link: str) -> dict[str, str]:
    site = urlsplit(settings.SITE_URL)
    one_click = {"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"} if site.scheme == "https" else {}  # RFC 8058
    return {
        "Message-ID": f"<missed.{one.pk}.{one.number}@{site.hostname}>",
        "List-Unsubscribe": f"<{link}>",
        "Auto-Submitted": "auto-generated",  # RFC 3834: no one's absence note answers it
        **one_click,
    }


@in_transaction
def _note_sent(attempt: Attempt) -> None:
    one, rooms = attempt.mail, _versions(attempt.missed)
    rows = [MailedRoom(user_id=one.pk, room_id=room_id, version=version) for room_id, version in rooms.items()]
    targets = ["user", "room"] if connection.features.supports_update_conflicts_with_target else None
    MailedRoom.objects.bulk_create(rows, update_conflicts=True, update_fields=["version"], unique_fields=targets)
    MissedMail.objects.filter(pk=one.pk).update(number=one.number + 1, failures=0, last_error="")
    _move(one, attempt.held_until, None)
    metrics.MISSED_MAILS.labels("sent").inc()


def _versions(missed: Missed) -> dict[int, int]:
    """Return up to which version of each room the person was mailed."""
    versions: dict[int, int] = {}
    for one in missed.found:
        versions[one.room_id] = max(versions.get(one.room_id, 0), one.version)
    return versions


@in_transaction
def _note_refused(attempt: Attempt, error: Exception, until: datetime | None) -> None:
    one = attempt.mail
    words = f"{type(error).__name__}: {error}"[:MAX_ERROR_CHARS]
    MissedMail.objects.filter(pk=one.pk).update(mailed_at=one.mailed_at, failures=one.failures + 1, last_error=words)
    _move(one, attempt.held_until, until)
    metrics.MISSED_MAILS.labels("refused" if until is None else "failed").inc()
