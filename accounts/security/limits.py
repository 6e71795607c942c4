"""How often one may try (docs/accounts.md, "Limits")."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from accounts.models import Session
from chatsite.contract.errors import RateLimited
from chatsite.limits.subjects import UNKNOWN, subject
from chatsite.limits.window import Limit
from chatsite.text.emails import email_key

MINUTE_S, HOUR_S = 60, 3600

PER_ADDRESS = Limit("sign-in-address", 25, 15 * MINUTE_S)
PER_ACCOUNT_AND_ADDRESS = Limit("sign-in-account-address", 10, 15 * MINUTE_S)
PER_ACCOUNT = Limit("sign-in-account", 100, HOUR_S)
PER_DEVICE = Limit("sign-in-device", 10, 15 * MINUTE_S)
TRIES = Limit("sign-in-tried", 60, 15 * MINUTE_S)
CODES = Limit("second-factor", 10, HOUR_S)
RESETS_PER_ADDRESS = Limit("reset-address", 10, HOUR_S)
RESETS_PER_ACCOUNT = Limit("reset-account", 3, HOUR_S)
CONFIRMATIONS = Limit("confirm-email", 3, HOUR_S)
EMAIL_CHANGES = Limit("change-email", 5, HOUR_S)
EMAIL_CHANGES_TO_ADDRESS = Limit("change-email-to", 3, HOUR_S)
PASSWORD_CHECKS = Limit("password-check", 10, 15 * MINUTE_S)
INVITATION_GUESSES = Limit("invitation-guesses", 30, 10 * MINUTE_S)
NAMES = Limit("own-name", 10, HOUR_S)
PICTURES = Limit("picture", 10, 10 * MINUTE_S)


def registrations() -> Limit:
    """Return the limit of new accounts per address."""
    return Limit("register", settings.REGISTRATIONS_PER_HOUR, HOUR_S)


@contextmanager
def sign_in_attempt(email: str, address: str, device: str | None = None) -> Iterator[None]:
    """Count an attempt to sign in before anything costly is done.

    One that turns out well stays counted only in a wide limit, which bounds the hashing. A ``device`` that the account
    was signed in on before has a limit of its own, so that no guesses from elsewhere lock the owner out. The account's
    limit stops guesses spread over many addresses; an address that the account is signed in from is exempt.

    Raises:
        RateLimited: too many attempts of this device, of this address, or at this account.
    """
    account, place = email_key(email), subject(address)
    TRIES.take(f"{account} {device or place}")
    if device:
        with PER_DEVICE.attempt(device):
            yield
        return
    taken = [(PER_ADDRESS, place), (PER_ACCOUNT_AND_ADDRESS, f"{account} {place}")]
    for limit, counted in taken:
        limit.take(counted)
    try:
        PER_ACCOUNT.take(account)
    except RateLimited:
        if not _is_at_home(account, address):
            raise
    yield
    for limit, counted in [*taken, (PER_ACCOUNT, account)]:
        limit.give_back(counted)


def _is_at_home(email: str, address: str) -> bool:
    return address != UNKNOWN and Session.objects.live().filter(user__email=email, address=address).exists()
