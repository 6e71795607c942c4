"""Devices on which an account was signed in before: their attempts are counted apart from those of strangers.

So guesses from elsewhere, or from the same network, do not lock the owner out (OWASP, "Slow Down Online Guessing
Attacks with Device Cookies"). The cookie names no one: it is a signature over the address and a random number.
"""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponseBase

from chatsite.text.emails import email_key

COOKIE = "device"
PATH = "/auth/"
LIFETIME = timedelta(days=400)


def known_device(request: HttpRequest, email: str) -> str | None:
    """Return what tells the request's device from others, if ``email`` was signed in on it before."""
    try:
        return _signer(email).unsign(request.COOKIES.get(COOKIE, ""))
    except BadSignature:
        return None


def remember_device(response: HttpResponseBase, email: str) -> None:
    """Let the answer's device sign in as ``email`` whatever others try."""
    response.set_cookie(
        COOKIE,
        _signer(email).sign(secrets.token_urlsafe(16)),
        max_age=LIFETIME,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _signer(email: str) -> Signer:
    return Signer(salt=f"accounts.security.devices:{email_key(email)}")
