"""The second factor: codes of an authenticator app (TOTP, RFC 6238), and recovery codes for the day the phone is lost.

A code is good once, within half a minute of its time. Recovery codes are kept as hashes; each works once.
"""

import base64
import hashlib
import hmac
import logging
import secrets
import textwrap
import time

import pyotp
import segno
from django.utils.translation import gettext_lazy as _

from accounts.models import TwoFactor, User
from accounts.security import encryption, limits
from accounts.security.sessions import EndReason, end_sessions
from chatsite.contract.account_answers import EnrolmentAnswer
from chatsite.contract.errors import Conflict, InvalidInput, SecondFactorRequired
from chatsite.db.transactions import in_transaction
from chatsite.site.identity import identity

log = logging.getLogger(__name__)

STEP_S = 30
STEPS_AROUND = (0, -1, 1)  # the app's clock may be off by one step
RECOVERY_CODES = 10
RECOVERY_BYTES = 10  # 80 bits: their hashes tell nothing
WRONG_CODE = _("Wrong code. Codes change every 30 seconds.")


def recovery_codes_left(user: User) -> int:
    """Return how many recovery codes still work."""
    factor = TwoFactor.objects.filter(user=user, is_confirmed=True).first()
    return len(factor.recovery_hashes) if factor else 0


@in_transaction
def begin(user: User) -> EnrolmentAnswer:
    """Start turning the second factor on: return a fresh key. Nothing is asked at sign-in before :func:`confirm`.

    Raises:
        Conflict: it is on already.
    """
    if user.has_second_factor:
        raise Conflict(_("Two-factor sign-in is already on."))
    secret = pyotp.random_base32()
    TwoFactor.objects.update_or_create(user=user, defaults={"locked_secret": encryption.lock(secret)})
    url = pyotp.TOTP(secret).provisioning_uri(name=user.email, issuer_name=identity().name)
    return {"secret": secret, "url": url, "qr_svg": segno.make(url).svg_data_uri(scale=4, border=2)}


@in_transaction
def confirm(user: User, code: str, *, keep: str | None = None) -> list[str]:
    """Turn the second factor on, given a code of the key that :func:`begin` returned, and return the recovery codes.

    Sessions opened with the password alone end, but the one that goes by the hash ``keep``.

    Raises:
        InvalidInput: the code is not right.
        Conflict: there is nothing to confirm.
        RateLimited: too many wrong codes.
    """
    factor = TwoFactor.objects.select_for_update().filter(user=user, is_confirmed=False).first()
    if factor is None:
        raise Conflict(_("Start two-factor setup again."))
    with limits.CODES.attempt(str(user.pk)):
        if not _spend_code(factor, code):
            raise InvalidInput(fields={"code": [WRONG_CODE]})
    factor.is_confirmed = True
    codes = _new_recovery_codes(factor)
    factor.save()
    end_sessions(user, reason=EndReason.ENDED, keep=keep)
    return codes


@in_transaction
def renew_recovery_codes(user: User) -> list[str]:
    """Return new recovery codes; the old ones stop working.

    Raises:
        Conflict: the second factor is off.
    """
    factor = TwoFactor.objects.select_for_update().filter(user=user, is_confirmed=True).first()
    if factor is None:
        raise Conflict(_("Two-factor sign-in is off."))
    codes = _new_recovery_codes(factor)
    factor.save()
    return codes


def turn_off(user: User) -> None:
    """Ask for no code any more; turning it off twice changes nothing."""
    TwoFactor.objects.filter(user=user).delete()


@in_transaction
def check(user: User, code: str) -> None:
    """Let a sign-in pass whose password was right: with the second factor on, ``code`` must be right too.

    Raises:
        SecondFactorRequired: no code was given, or a wrong or used one.
        RateLimited: too many wrong codes.
    """
    factor = TwoFactor.objects.select_for_update().filter(user=user, is_confirmed=True).first()
    if factor is None:
        return
    if not code:
        raise SecondFactorRequired
    with limits.CODES.attempt(str(user.pk)):
        if not (_spend_code(factor, code) or _spend_recovery_code(factor, code)):
            raise SecondFactorRequired(WRONG_CODE, fields={"code": [WRONG_CODE]})
    factor.save()


def _spend_code(factor: TwoFactor, code: str) -> bool:
    """Tell whether ``code`` is right now, and make it and those before it useless."""
    try:
        codes, given = pyotp.HOTP(encryption.unlock(factor.locked_secret)), _plain(code)
    except encryption.Unreadable:
        log.error("the two-factor key of user %s was encrypted with another SECRET_KEY", factor.user_id)
        return False
    now = int(time.time()) // STEP_S
    for step in (now + offset for offset in STEPS_AROUND):
        if step > factor.last_step and hmac.compare_digest(codes.at(step), given):
            factor.last_step = step
            return True
    return False


def _spend_recovery_code(factor: TwoFactor, code: str) -> bool:
    given = _hash(code)
    if given not in factor.recovery_hashes:
        return False
    factor.recovery_hashes.remove(given)
    return True


def _new_recovery_codes(factor: TwoFactor) -> list[str]:
    codes = [base64.b32encode(secrets.token_bytes(RECOVERY_BYTES)).decode().lower() for _ in range(RECOVERY_CODES)]
    factor.recovery_hashes = [_hash(code) for code in codes]
    return ["-".join(textwrap.wrap(code, 4)) for code in codes]


def _hash(code: str) -> str:
    return hashlib.sha256(_plain(code).encode()).hexdigest()


def _plain(code: str) -> str:
    """Return ``code`` without what people put between its characters."""
    return "".join(char for char in code.lower() if char.isascii() and char.isalnum())
