"""Checking the tokens that a provider signs: ID tokens, and notices of a logout."""

import hmac
import time
from collections.abc import Mapping
from typing import Any, Final

from joserfc import jws, jwt
from joserfc.errors import JoseError

from accounts.single_sign_on.discovery import Directory
from accounts.single_sign_on.models import MAX_SUBJECT_CHARS

# Asymmetric ones only: "none" proves nothing, and with HS256 the client's secret, or a public key, would sign.
ALGORITHMS: Final = [*(f"{kind}{size}" for kind in ("RS", "PS", "ES") for size in (256, 384, 512)), "EdDSA", "Ed25519"]
MAX_TOKEN_CHARS: Final = 16 * 1024
CLOCK_S: Final = 60
# How long ago a token may have been signed: it comes straight from the provider.
MAX_AGE_S: Final = 600
LOGOUT_EVENT: Final = "http://schemas.openid.net/event/backchannel-logout"

Claims = Mapping[str, Any]


class InvalidToken(Exception):
    """A token that was not signed by the provider, or not for this, or not now; says which, and never its text."""


def id_token_claims(token: str, directory: Directory, *, nonce: str) -> Claims:
    """Return what an ID token claims (OpenID Connect Core 1.0, section 3.1.3.7).

    Raises:
        InvalidToken: it may not be believed.
        ProviderDown: the provider's keys can't be read.
    """
    claims = _signed_claims(token, directory)
    _check_parties(claims, directory)
    _check_times(claims)
    given = claims.get("nonce")
    _require(isinstance(given, str) and given.isascii() and hmac.compare_digest(given, nonce), "nonce")
    _require(_is_text(claims.get("sub")), "sub")
    return claims


def logout_claims(token: str, directory: Directory) -> Claims:
    """Return what a logout token claims (OpenID Connect Back-Channel Logout 1.0, section 2.6).

    Raises:
        InvalidToken: it may not be believed.
        ProviderDown: the provider's keys can't be read.
    """
    claims = _signed_claims(token, directory)
    _check_parties(claims, directory)
    _check_times(claims)
    events = claims.get("events")
    _require(isinstance(events, dict) and isinstance(events.get(LOGOUT_EVENT), dict), "events")
    _require("nonce" not in claims, "nonce")
    _require(_is_text(claims.get("jti")), "jti")
    named = [claims[name] for name in ("sub", "sid") if name in claims]
    _require(bool(named) and all(map(_is_text, named)), "sub")
    return claims


def _signed_claims(token: str, directory: Directory) -> Claims:
    _require(len(token) <= MAX_TOKEN_CHARS, "size")
    try:
        header = jws.extract_compact(token.encode()).headers()
        _require(isinstance(header, dict) and header.get("alg") in ALGORITHMS, "alg")
        kid = header.get("kid")
        keys = directory.keys(kid=kid if isinstance(kid, str) else None)
        return jwt.decode(token, keys, algorithms=ALGORITHMS).claims
    except (JoseError, ValueError, TypeError, AssertionError, RecursionError):
        raise InvalidToken("signature") from None


def _check_parties(claims: Claims, directory: Directory) -> None:
    client_id, audience = directory.provider.client_id, claims.get("aud")
    _require(claims.get("iss") == directory.provider.issuer, "iss")
    listed = audience if isinstance(audience, list) else [audience]
    _require(client_id in listed, "aud")
    _require(claims.get("azp", client_id if len(listed) == 1 else None) == client_id, "azp")


def _check_times(claims: Claims) -> None:
    now = time.time()
    _require(_is_number(claims.get("exp")) and claims["exp"] > now - CLOCK_S, "exp")
    _require(_is_number(claims.get("iat")) and now - MAX_AGE_S - CLOCK_S < claims["iat"] < now + CLOCK_S, "iat")
    _require(_is_number(claims.get("nbf", 0)) and claims.get("nbf", 0) < now + CLOCK_S, "nbf")


def _require(condition: bool, what: str) -> None:  # noqa: FBT001 - reads as a sentence
    if not condition:
        raise InvalidToken(what)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value.isascii() and 0 < len(value) <= MAX_SUBJECT_CHARS
