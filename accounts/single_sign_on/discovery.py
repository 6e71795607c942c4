"""What a provider says of itself: its endpoints and its keys, kept by each process (OpenID Connect Discovery 1.0)."""

import functools
import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, Key, KeySet

from accounts.single_sign_on.fetching import fetch
from accounts.single_sign_on.providers import ProviderDown
from chatsite.env import IdentityProvider, is_secure_url
from chatsite.limits.window import Breaker

log = logging.getLogger(__name__)

T = TypeVar("T")

FRESH_S: Final = 3600
# An unknown key is looked for at once, but what made up its name must not have the provider asked again and again.
KEYS_AGAIN_S: Final = 60
MAX_KEYS: Final = 64
KEY_TYPES: Final = frozenset({"RSA", "EC", "OKP"})
ENDPOINTS: Final = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True, slots=True)
class Metadata:
    """The parts of a provider's document that signing in needs."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str
    token_auth_methods: tuple[str, ...]
    names_issuer: bool


@dataclass(slots=True)
class Directory:
    """A provider's document and keys; for any number of threads, of which one asks and the others wait."""

    provider: IdentityProvider
    clock: Callable[[], float] = time.monotonic
    _metadata: Metadata | None = None
    _read_at: float = 0.0
    _keys: KeySet | None = None
    _keys_read_at: float = 0.0
    _breaker: Breaker = field(default_factory=Breaker)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def metadata(self) -> Metadata:
        """Return the provider's endpoints; those that were read before if it is down now.

        Raises:
            ProviderDown: it never answered, or with a document that is not its own.
        """
        with self._lock:
            return self._current_metadata()

    def keys(self, *, kid: str | None = None) -> KeySet:
        """Return the keys that the provider signs with, read again if ``kid`` is none of them.

        Raises:
            ProviderDown: it does not answer.
        """
        with self._lock:
            age = self.clock() - self._keys_read_at
            is_known = self._keys is not None and (kid is None or any(key.kid == kid for key in self._keys))
            if self._keys is None or age > FRESH_S or (not is_known and age > KEYS_AGAIN_S):
                self._keys = self._guarded(self._read_keys) if self._keys is None else self._newer_keys(self._keys)
            return self._keys

    def _current_metadata(self) -> Metadata:
        if self._metadata is None:
            self._metadata = self._guarded(self._read_metadata)
        elif self.clock() - self._read_at > FRESH_S:
            try:
                self._metadata = self._guarded(self._read_metadata)
            except ProviderDown:
                log.warning("the sign-in provider %s is down; going on with what it said before", self.provider.name)
        return self._metadata

    def _newer_keys(self, known: KeySet) -> KeySet:
        try:
            return self._guarded(self._read_keys)
        except ProviderDown:
            return known

    def _guarded(self, read: Callable[[], T]) -> T:
        if not self._breaker.lets_through():
            raise ProviderDown
        try:
            found = read()
        except ProviderDown:
            if self._breaker.failed():
                log.warning("the sign-in provider %s can't be used", self.provider.name)
            raise
        self._breaker.succeeded()
        return found

    def _read_metadata(self) -> Metadata:
        answer = fetch(f"{self.provider.issuer.rstrip('/')}/.well-known/openid-configuration")
        if answer.status != 200 or answer.content.get("issuer") != self.provider.issuer:
            raise ProviderDown
        self._read_at = self.clock()
        return _metadata(answer.content)

    def _read_keys(self) -> KeySet:
        answer = fetch(self._current_metadata().jwks_uri)
        self._keys_read_at = self.clock()
        found = answer.content.get("keys")
        if answer.status != 200 or not isinstance(found, list) or len(found) > MAX_KEYS:
            raise ProviderDown
        return KeySet([key for content in found if (key := _key(content)) is not None])


def _key(content: object) -> Key | None:
    """Return a public key that signs; one of another kind, or that is damaged, makes the others no worse."""
    if not isinstance(content, dict) or content.get("kty") not in KEY_TYPES or content.get("use", "sig") != "sig":
        return None
    try:
        return JWKRegistry.import_key(content)
    except (JoseError, ValueError, TypeError, KeyError):
        return None


def _metadata(content: Mapping[str, Any]) -> Metadata:
    endpoints = {name: content.get(name) for name in ENDPOINTS}
    userinfo = content.get("userinfo_endpoint", "")
    methods = content.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    if not all(isinstance(url, str) and is_secure_url(url.partition("?")[0]) for url in endpoints.values()):
        raise ProviderDown
    return Metadata(
        **{name: str(url) for name, url in endpoints.items()},
        userinfo_endpoint=userinfo if isinstance(userinfo, str) else "",
        token_auth_methods=tuple(map(str, methods)) if isinstance(methods, list) else (),
        names_issuer=content.get("authorization_response_iss_parameter_supported") is True,
    )


@functools.cache
def directory(provider: IdentityProvider) -> Directory:
    """Return what this process knows of a provider."""
    return Directory(provider)
