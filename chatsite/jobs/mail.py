"""Email. It leaves in the background: a mail server that is down delays no one and loses nothing."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email.utils import formataddr, parseaddr
from smtplib import SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.utils import translation

from chatsite.jobs.queue import PermanentFailure
from chatsite.site.identity import identity

PERMANENT = 500
SILENT_BACKENDS = ("console.EmailBackend", "dummy.EmailBackend")


def is_configured() -> bool:
    """Tell whether mail reaches anyone: EMAIL_URL names more than the console."""
    return not settings.EMAIL_BACKEND.endswith(SILENT_BACKENDS)


@contextmanager
def connected() -> Iterator[BaseEmailBackend]:
    """Keep one connection to the mail server for several emails: it opens with the first one, and closes at the end."""
    connection = get_connection()
    try:
        yield connection
    finally:
        connection.close()


def send(
    template: str,
    to: list[str],
    *,
    language: str = "",
    reply_to: str = "",
    headers: Mapping[str, str] | None = None,
    is_html: bool = False,
    connection: BaseEmailBackend | None = None,
    **context: Any,
) -> None:
    """Send the text of ``mail/<template>.txt``, whose first line is the subject. Called by job handlers only.

    It is in ``language``, or else in the installation's (docs/decisions/whose-language.md). The name that the site was
    given ends the subject and names the sender, unless DEFAULT_FROM_EMAIL names one. With ``is_html``,
    ``mail/<template>.html`` is sent along as another form of the same text.

    Raises:
        PermanentFailure: the mail server rejects the recipient permanently, or the text makes no valid email.
        Exception: anything else that went wrong; worth trying again.
    """
    with translation.override(language or settings.LANGUAGE_CODE):
        text = render_to_string(f"mail/{template}.txt", context)
        html = render_to_string(f"mail/{template}.html", context) if is_html else ""
    subject, _, body = text.partition("\n")
    message = EmailMultiAlternatives(
        _with_site(subject.strip()),
        body.strip() + "\n",
        _sender(),
        to=to,
        reply_to=[reply_to] if reply_to else None,
        headers=dict(headers or {}),
        connection=connection,
        alternatives=[(html, "text/html")] if html else None,
    )
    _hand_over(message)


def _hand_over(message: EmailMultiAlternatives) -> None:
    try:
        message.send()
    except ValueError as error:  # a line break in a header, an address that is none
        raise PermanentFailure(str(error)) from error
    except SMTPRecipientsRefused as error:
        if all(code >= PERMANENT for code, _ in error.recipients.values()):
            raise PermanentFailure(f"refused for good: {error.recipients}") from error
        raise


def _with_site(subject: str) -> str:
    name = identity().own_name
    return f"{subject} · {name}" if name else subject


def _sender() -> str:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((identity().own_name, address)) if address and not name else settings.DEFAULT_FROM_EMAIL
