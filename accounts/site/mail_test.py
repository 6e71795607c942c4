"""A test email, sent like every other one, and how it went."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.moderation.administration import require_admin
from chatsite.contract.errors import Conflict
from chatsite.db.transactions import in_transaction
from chatsite.jobs import mail
from chatsite.jobs.queue import PermanentFailure, enqueue, handler
from chatsite.models import MAX_ERROR_CHARS, Site


@in_transaction
def request_test(*, by: User) -> None:
    """Queue a test email to ``by``.

    Raises:
        NotAllowed: ``by`` is not an administrator.
        Conflict: email is not set up.
    """
    require_admin(by)
    if not mail.is_configured():
        raise Conflict(_("Email is not set up."))
    now = timezone.now()
    started = {"mail_tested_at": now, "mail_test_ended_at": None, "mail_test_error": ""}
    Site.objects.update_or_create(pk=Site.ONLY, defaults=started)
    enqueue(send_test, user_id=by.pk)


@handler("test_mail")
def send_test(user_id: int) -> None:
    """Send the test email once and record the outcome: trying again later would tell nothing to who waits for it."""
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        return
    error = ""
    try:
        mail.send("test", [user.email])
    except (OSError, PermanentFailure) as failure:  # smtplib's exceptions are OSErrors
        error = f"{type(failure).__name__}: {failure}"[:MAX_ERROR_CHARS]
    Site.objects.filter(pk=Site.ONLY).update(mail_test_ended_at=timezone.now(), mail_test_error=error)
