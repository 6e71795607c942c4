"""Signing in by a link that an operator made: the way back in for administrators where passwords are off."""

from accounts.models import OneTimeLink, User
from accounts.security.links import LinkGone, use_link
from accounts.services import require_usable
from chatsite.db.transactions import in_transaction


@in_transaction
def sign_in_by_link(token: str) -> User:
    """Use a link up, and return the administrator whose it is. No code is asked for: the operator vouches for them.

    Raises:
        LinkGone: the link is not valid any more, or its owner is no administrator any more.
        NotAllowed: the account is not usable now; says why.
    """
    user = use_link(OneTimeLink.Purpose.SIGN_IN, token).owner
    if not user.is_superuser:
        raise LinkGone
    require_usable(user)
    return user
