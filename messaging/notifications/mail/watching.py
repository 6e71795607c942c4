"""Whether email for what was missed leaves, for operators."""

from collections.abc import Iterator
from datetime import timedelta
from http import HTTPStatus
from http.client import HTTPException
from typing import Final

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from chatsite.doctor.findings import Finding, doubtful, fine, wrong
from chatsite.doctor.visit import Visitor
from messaging.notifications.mail.models import MissedMail
from messaging.notifications.mail.sending import is_available
from messaging.notifications.mail.unsubscribing import PAGE

LATE: Final = timedelta(minutes=15)


def examine() -> Iterator[Finding]:
    """Tell whether anyone's mail is overdue or was refused, and whether the page that ends it can be reached."""
    if not is_available():
        yield fine("Email for missed messages is off: it needs EMAIL_URL and SITE_URL.")
        return
    try:
        late = MissedMail.objects.filter(due_at__lt=timezone.now() - LATE).count()
        refused = MissedMail.objects.filter(failures__gt=0).order_by("-due_at")
        problems = [*_late(late), *_refused(refused.count(), refused.values_list("last_error", flat=True).first())]
    except DatabaseError:
        return  # another examination's concern
    problems += _page()
    yield from problems or [fine("Email for missed messages is on, and none is overdue.")]


def _late(people: int) -> Iterator[Finding]:
    if people:
        yield wrong(
            f"Email for missed messages is overdue for {people} people.",
            "Start serve. If it runs, look for failed jobs (missed_mail) in the admin, and in the log.",
        )


def _refused(people: int, last_error: str | None) -> Iterator[Finding]:
    if people:
        yield doubtful(
            f"The mail server refused email for missed messages to {people} people; such as: {last_error}",
            "Look for the sender (DEFAULT_FROM_EMAIL) and the recipients in the mail server's log.",
        )


def _page() -> Iterator[Finding]:
    """Send what a mail program sends, for no one; a site that can't be reached is another examination's concern."""
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    try:
        answer = Visitor(settings.SITE_URL).ask(f"{PAGE}doctor/", body=b"List-Unsubscribe=One-Click", headers=headers)
    except (OSError, HTTPException):
        return
    if not answer.is_ours or answer.status != HTTPStatus.NOT_FOUND:
        yield wrong(
            f"Mail programs can't unsubscribe people: {PAGE} answers them with status {answer.status}.",
            "Make the proxy pass POST requests to it without cookies or a login of its own.",
        )
