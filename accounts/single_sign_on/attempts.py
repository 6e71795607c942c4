"""Attempts to sign in, between leaving for the provider and coming back.

The browser keeps each in a sealed cookie, so the server stores nothing for strangers. The cookie binds the attempt to
the browser that began it: an address with someone else's code and state is no use there (login CSRF). It is named after
the state, so that attempts in several tabs do not disturb each other.
"""

import base64
import hashlib
import secrets
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.encoding import iri_to_uri

from accounts.single_sign_on import sealed
from accounts.single_sign_on.models import spend
from accounts.single_sign_on.providers import START_PAGE

# A cookie has 700 bytes, and servers take 8 KB of headers: of more attempts at once, the oldest are forgotten.
MOST_AT_ONCE: Final = 4
MAX_STATE_CHARS: Final = 128
# A longer address to go on to would not fit into the cookie. It is counted as it is sent, in ASCII.
MAX_NEXT_CHARS: Final = 1_000
_PREFIX = "sign_in_"


@dataclass(frozen=True, slots=True)
class Attempt:
    """What must be the same when the person comes back.

    ``linking`` is the hash of the session whose person links the provider to their account; without one they sign in.
    """

    provider: str
    state: str
    nonce: str
    verifier: str
    next_page: str
    linking: str = ""

    @property
    def challenge(self) -> str:
        """Return the S256 challenge of the verifier (RFC 7636)."""
        return base64.urlsafe_b64encode(hashlib.sha256(self.verifier.encode()).digest()).rstrip(b"=").decode()


def new_attempt(provider: str, *, next_page: str, linking: str = "") -> Attempt:
    """Return an attempt with values that can't be guessed."""
    page = iri_to_uri(next_page)
    page = page if len(page) <= MAX_NEXT_CHARS else settings.LOGIN_REDIRECT_URL
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    return Attempt(provider, state, nonce, verifier, page, linking)


def remember(request: HttpRequest, response: HttpResponseBase, attempt: Attempt) -> None:
    """Have the browser keep ``attempt``."""
    earlier = [name for name in request.COOKIES if name.startswith(_PREFIX)]
    for name in earlier[: max(0, len(earlier) + 1 - MOST_AT_ONCE)]:
        response.delete_cookie(name, START_PAGE)
    sealed.seal(response, _cookie(attempt.state), asdict(attempt), path=START_PAGE)


def take(request: HttpRequest, provider: str, state: str) -> Attempt | None:
    """Use up the attempt of ``state`` that this browser began at ``provider``; nothing if there is none."""
    content = sealed.unseal(request, _cookie(state)) if len(state) <= MAX_STATE_CHARS else None
    attempt = Attempt(**content) if content else None
    if attempt is None or attempt.provider != provider or attempt.state != state:
        return None
    until = timezone.now() + timedelta(seconds=sealed.LIFETIME_S)
    return attempt if spend("state", state, until=until) else None


def forget(response: HttpResponseBase, state: str) -> None:
    """Have the browser delete the attempt of ``state``."""
    response.delete_cookie(_cookie(state), START_PAGE)


def _cookie(state: str) -> str:
    return _PREFIX + hashlib.sha256(state.encode()).hexdigest()[:16]
