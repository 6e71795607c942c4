"""Showing that an email address is one's own."""

from accounts import mails
from accounts.models import OneTimeLink, User
from accounts.security import limits
from accounts.security.links import use_link
from chatsite.db.transactions import in_transaction
from chatsite.jobs.queue import enqueue
from chatsite.text.languages import spoken


def send_confirmation_again(user: User, *, origin: str) -> None:
    """Mail the link once more, unless there is nothing to confirm.

    Raises:
        RateLimited: it was just sent.
    """
    if user.must_verify_email:
        limits.CONFIRMATIONS.take(str(user.pk))
        enqueue(mails.confirm_email, user_id=user.pk, origin=origin, language=spoken())


@in_transaction
def confirm_email(token: str) -> None:
    """Use a link that was mailed: its person may take part from now on.

    Raises:
        LinkGone: the link is not valid any more.
    """
    link = use_link(OneTimeLink.Purpose.EMAIL, token)
    mark_confirmed(link.owner)


@in_transaction
def mark_confirmed(user: User) -> None:
    """Remember that ``user`` reads the mail of their address."""
    User.objects.filter(pk=user.pk).update(email_unconfirmed=False)
    user.one_time_links.filter(purpose=OneTimeLink.Purpose.EMAIL).delete()
