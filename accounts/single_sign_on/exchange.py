"""Leaving for a provider, and learning from it who came back (OpenID Connect Core 1.0, section 3.1)."""

import base64
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlencode

from django.utils.translation import gettext_lazy as _

from accounts.single_sign_on.attempts import Attempt
from accounts.single_sign_on.discovery import Directory, Metadata, directory
from accounts.single_sign_on.fetching import fetch
from accounts.single_sign_on.providers import ProviderDown, SignInFailed, about, redirect_uri
from accounts.single_sign_on.tokens import InvalidToken, id_token_claims
from chatsite.env import IdentityProvider

log = logging.getLogger(__name__)

MAX_CODE_CHARS: Final = 4_096
MAX_GROUPS: Final = 1_000
_NAMES = ("name", "preferred_username", "nickname")
# Claims that a provider may leave to its userinfo endpoint.
_ASKED_FOR = ("email", "email_verified", "name")


@dataclass(frozen=True, slots=True)
class ExternalPerson:
    """Who signed in at a provider.

    ``email`` is empty unless the provider vouches for it. ``groups`` is missing where it says nothing about groups.
    """

    subject: str
    email: str
    claimed_email: str
    names: tuple[str, ...]
    groups: frozenset[str] | None
    session: str


def sign_in_url(provider: IdentityProvider, attempt: Attempt, *, again: bool = False) -> str:
    """Return the provider's address to sign in; ``again`` also for a person who is signed in there.

    Raises:
        ProviderDown: it does not say where that is.
    """
    endpoint = directory(provider).metadata().authorization_endpoint
    query = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": redirect_uri(provider),
        "scope": " ".join(provider.scopes),
        "state": attempt.state,
        "nonce": attempt.nonce,
        "code_challenge": attempt.challenge,
        "code_challenge_method": "S256",
        **({"prompt": "login"} if again else {}),
    }
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(query)}"


def person_behind(provider: IdentityProvider, attempt: Attempt, answer: Mapping[str, str]) -> ExternalPerson:
    """Return who signed in, by the parameters with which the provider sent them back.

    Raises:
        SignInFailed: the provider refused, or what it sent may not be believed.
        ProviderDown: it does not answer.
    """
    known = directory(provider)
    metadata = known.metadata()
    _check_sender(provider, metadata, answer.get("iss"))
    if error := answer.get("error"):
        raise _refused(provider, error)
    tokens = _redeem(provider, metadata, attempt, answer.get("code", ""))
    try:
        claims = id_token_claims(str(tokens.get("id_token", "")), known, nonce=attempt.nonce)
    except InvalidToken as error:
        log.warning("the sign-in provider %s sent an ID token whose %s is wrong", provider.name, error)
        raise SignInFailed(about(_("{provider} sent an answer that can't be trusted. Try again."), provider)) from None
    return _person(provider, {**_more(provider, known, tokens, claims), **claims})


def _check_sender(provider: IdentityProvider, metadata: Metadata, issuer: str | None) -> None:
    """Refuse an answer of another provider than the one that was asked (mix-up, RFC 9207)."""
    if issuer != provider.issuer and (issuer is not None or metadata.names_issuer):
        raise SignInFailed(about(_("This answer doesn't come from {provider}. Try again."), provider))


def _refused(provider: IdentityProvider, error: str) -> SignInFailed:
    sentences = {
        "access_denied": _("{provider} didn't let you in, or you cancelled there."),
        "temporarily_unavailable": _("{provider} is busy. Try again in a moment."),
        "server_error": _("{provider} has a problem. Try again in a moment."),
    }
    if error in sentences:
        return SignInFailed(about(sentences[error], provider))
    is_known_kind = error.isascii() and error.replace("_", "").isalpha() and len(error) <= 40
    log.warning("the sign-in provider %s refused: %s", provider.name, error if is_known_kind else "unreadable error")
    return SignInFailed(
        about(_("{provider} refused the sign-in. If it happens again, tell an administrator."), provider)
    )


def _redeem(provider: IdentityProvider, metadata: Metadata, attempt: Attempt, code: str) -> Mapping[str, Any]:
    """Exchange the code for tokens; a provider takes each code once."""
    if not 0 < len(code) <= MAX_CODE_CHARS:
        raise SignInFailed
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri(provider),
        "code_verifier": attempt.verifier,
    }
    headers, credentials = _credentials(provider, metadata)
    answer = fetch(metadata.token_endpoint, form={**form, **credentials}, headers=headers)
    if answer.status == 200:
        return answer.content
    error = answer.content.get("error")
    if error == "invalid_grant":
        raise SignInFailed(_("This sign-in was already used, or took too long. Try again."))
    log.warning("the sign-in provider %s gave no tokens (status %s)", provider.name, answer.status)
    if answer.status >= 500:
        raise ProviderDown
    raise _refused(provider, error if isinstance(error, str) else "")


def _credentials(provider: IdentityProvider, metadata: Metadata) -> tuple[dict[str, str], dict[str, str]]:
    """Return the headers and fields that show who this client is (RFC 6749, section 2.3.1)."""
    if not provider.client_secret:
        return {}, {"client_id": provider.client_id}
    if "client_secret_basic" not in metadata.token_auth_methods and "client_secret_post" in metadata.token_auth_methods:
        return {}, {"client_id": provider.client_id, "client_secret": provider.client_secret}
    pair = f"{quote(provider.client_id, safe='')}:{quote(provider.client_secret, safe='')}"
    return {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}, {}


def _more(
    provider: IdentityProvider, known: Directory, tokens: Mapping[str, Any], claims: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Return what the userinfo endpoint says of the same person, if the ID token says too little."""
    wanted = {*_ASKED_FOR, *([provider.groups_claim] if provider.groups_claim else [])}
    endpoint, access_token = known.metadata().userinfo_endpoint, tokens.get("access_token")
    if wanted <= claims.keys() or not endpoint or not isinstance(access_token, str):
        return {}
    answer = fetch(endpoint, headers={"Authorization": f"Bearer {_header_safe(access_token)}"})
    if answer.status >= 500:  # without it, groups would seem to be gone
        raise ProviderDown
    more = answer.content if answer.status == 200 and answer.content.get("sub") == claims["sub"] else {}
    is_same = claims.get("email", more.get("email")) == more.get("email")
    return more if is_same else {name: value for name, value in more.items() if name != "email_verified"}


def _header_safe(token: str) -> str:
    if not (token.isascii() and token.isprintable()):
        raise ProviderDown
    return token


def _person(provider: IdentityProvider, claims: Mapping[str, Any]) -> ExternalPerson:
    email, verified = claims.get("email"), claims.get("email_verified")
    claimed = email if isinstance(email, str) and email.isprintable() else ""
    is_vouched = (verified is True or verified == "true") if "email_verified" in claims else provider.trusts_email
    sid = claims.get("sid")
    return ExternalPerson(
        subject=str(claims["sub"]),
        email=claimed if is_vouched else "",
        claimed_email=claimed,
        names=tuple(name for key in _NAMES if isinstance(name := claims.get(key), str)),
        groups=_groups(provider, claims),
        session=sid if isinstance(sid, str) and sid.isascii() else "",
    )


def _groups(provider: IdentityProvider, claims: Mapping[str, Any]) -> frozenset[str] | None:
    """Return the names of the person's groups; nothing if the provider left them out because they are too many."""
    left_out = claims.get("_claim_names")
    if not provider.groups_claim or (isinstance(left_out, dict) and provider.groups_claim in left_out):
        return None
    found = claims.get(provider.groups_claim)
    listed = found if isinstance(found, list) else [found]
    return frozenset(group for group in listed[:MAX_GROUPS] if isinstance(group, str))
