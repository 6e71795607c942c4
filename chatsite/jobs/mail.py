"""Email. It leaves in the background: a mail server that is down delays no one and loses nothing."""

from email.utils import formataddr, parseaddr
from smtplib import SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.core.mail import BadHeaderError, EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from chatsite.jobs.queue import PermanentFailure
from chatsite.site.identity import identity

PERMANENT = 500
SILENT_BACKENDS = ("console.EmailBackend", "dummy.EmailBackend")


def is_configured() -> bool:
    """Tell whether mail reaches anyone: EMAIL_URL names more than the console."""
    return not settings.EMAIL_BACKEND.endswith(SILENT_BACKENDS)


def send(template: str, to: list[str], *, language: str = "", reply_to: str = "", **context: Any) -> None:
    """Send the text of ``mail/<template>.txt``, whose first line is the subject. Called by job handlers only.

    It is in ``language``, or else in the installation's (docs/decisions/whose-language.md). The name that the site was
    given ends the subject and names the sender, unless DEFAULT_FROM_EMAIL names one.

    Raises:
        PermanentFailure: the mail server rejects the recipient permanently, or the text makes no valid email.
        Exception: anything else that went wrong; worth trying again.
    """
    with translation.override(language or settings.LANGUAGE_CODE):
        text = render_to_string(f"mail/{template}.txt", context)
    subject, _, body = text.partition("\n")
    message = EmailMessage(
        _with_site(subject.strip()), body.strip() + "\n", _sender(), to=to, reply_to=[reply_to] if reply_to else None
    )
    try:
        message.send()
    except BadHeaderError as error:
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
