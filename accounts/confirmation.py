"""Showing that an e-mail address is one's own."""

from accounts import throttles
from accounts.links import make_link, use_link
from accounts.models import OneTimeLink, User
from chatsite.jobs import enqueue
from chatsite.languages import spoken
from chatsite.transactions import in_transaction

PAGE = "/verify-email/"


def confirmation_link(user: User, *, origin: str) -> str:
    """Return a link, good once and for a week, that confirms the person's address. An earlier one ends."""
    return f"{origin}{PAGE}?token={make_link(OneTimeLink.Purpose.EMAIL, user)}"


def send_confirmation_again(user: User, *, origin: str) -> None:
    """Mail the link once more, unless there is nothing to confirm.

    Raises:
        RateLimited: it was just sent.
    """
    if user.must_verify_email:
        throttles.CONFIRMATIONS.take(str(user.pk))
        enqueue("confirm_email_mail", user_id=user.pk, origin=origin, language=spoken())


@in_transaction
def confirm_email(token: str) -> None:
    """Use a link that was mailed: its person may take part from now on.

    Raises:
        LinkGone: the link is not valid any more.
    """
    link = use_link(OneTimeLink.Purpose.EMAIL, token)
    User.objects.filter(pk=link.owner.pk).update(email_unconfirmed=False)
