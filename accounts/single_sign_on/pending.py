"""What a person is at a provider, until they have proved that an account with their address is theirs."""

from dataclasses import asdict, dataclass
from typing import Final

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from accounts import services
from accounts.models import User
from accounts.single_sign_on import sealed
from accounts.single_sign_on.exchange import ExternalPerson
from accounts.single_sign_on.linking import link
from accounts.single_sign_on.providers import SignInFailed
from chatsite.contract.errors import InvalidCredentials

PAGE: Final = "/link-sign-in/"
COOKIE: Final = "link_sign_in"


@dataclass(frozen=True, slots=True)
class PendingLink:
    """A person at a provider, whose ``email`` it vouches for and an account here has."""

    provider: str
    subject: str
    email: str
    next_page: str


def remember(response: HttpResponseBase, provider: str, person: ExternalPerson, email: str, next_page: str) -> None:
    """Have the browser keep who came back."""
    content = asdict(PendingLink(provider, person.subject, email, next_page))
    sealed.seal(response, COOKIE, content, path="/")


def pending_link(request: HttpRequest) -> PendingLink | None:
    """Return who came back to this browser, if the provider sent them just now."""
    content = sealed.unseal(request, COOKIE)
    return PendingLink(**content) if content else None


def forget(response: HttpResponseBase) -> None:
    """Have the browser delete it."""
    response.delete_cookie(COOKIE)


def claim(found: PendingLink | None, *, password: str, code: str, address: str, device: str | None) -> User:
    """Link the account whose password it is. That proves it once, also where people don't sign in by passwords.

    An address that was never confirmed here may be someone else's: they could have registered with it, and wait for
    its owner to move in. Such an account is not linked.

    Raises:
        SignInFailed: the provider sent no one just now, or the account's address is not confirmed.
        RateLimited, InvalidCredentials, NotAllowed, SecondFactorRequired: as for
            :func:`accounts.services.prove_account`.
        Conflict: as for :func:`accounts.single_sign_on.linking.link`.
    """
    if found is None:
        raise SignInFailed(_("This took longer than 10 minutes. Sign in again."))
    try:
        user = services.prove_account(email=found.email, password=password, code=code, address=address, device=device)
    except InvalidCredentials:
        raise InvalidCredentials(_("That's not the password of this account.")) from None  # the page names the address
    if user.email_unconfirmed:
        raise SignInFailed(
            _("The email address of this account was never confirmed. Sign in with the password and confirm it first.")
        )
    link(user, provider=found.provider, subject=found.subject, email=found.email, by=user)
    return user
