"""Strict readers of the environment: a value that makes no sense stops the start with a sentence that names it."""

import json
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from chatsite.limits.bucket import Rate

T = TypeVar("T")

_TRUE = frozenset({"1", "true", "yes", "on"})
_WHOLE = re.compile(r"[+-]?[0-9]+")
_HOST = re.compile(r"\*|[.]?[A-Za-z0-9_-]+([.][A-Za-z0-9_-]+)*[.]?|\[[0-9A-Fa-f:.]+\]")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")
MIN_SECRET_CHARS = 32
MAX_RATE = 1_000_000
_FALSE = frozenset({"0", "false", "no", "off"})


_from_file: set[str] = set()


def load_env_file(path: Path) -> None:
    """Read ``path`` if it is there; what the real environment says wins.

    Raises:
        ImproperlyConfigured: ``ENV_FILE`` names it, and it is not there, or cannot be read.
    """
    if not text("ENV_FILE") and not path.is_file():
        return
    if path.is_fifo():  # to open it is to wait for a writer
        raise ImproperlyConfigured(f"The settings in {path} cannot be read: not a file.")
    try:
        path.read_text(encoding="utf-8")  # the reader below goes on without a file that it cannot open
    except FileNotFoundError as error:
        raise ImproperlyConfigured(
            f"ENV_FILE names {path}, which is not there. Create it, empty for a new installation."
        ) from error
    except OSError as error:
        raise ImproperlyConfigured(f"The settings in {path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ImproperlyConfigured(f"The settings in {path} are not text in UTF-8.") from error
    before = set(os.environ)
    environ.Env.read_env(path)
    _from_file.update(os.environ.keys() - before)


def real_environment() -> dict[str, str]:
    """Return the environment without what the file brought: a process that gets it reads the file as it is then."""
    return {name: value for name, value in os.environ.items() if name not in _from_file}


def text(name: str, default: str = "") -> str:
    """Return the variable's text without white space at its ends."""
    return os.environ.get(name, default).strip()


def _read(name: str, default: T, convert: Callable[[str], T], expected: str) -> T:
    raw = text(name)
    if not raw:
        return default
    try:
        return convert(raw)
    except (ValueError, ImproperlyConfigured) as error:
        raise ImproperlyConfigured(f"{name} must be {expected}; it is {raw!r}.") from error


def boolean(name: str, *, default: bool) -> bool:
    """Return the variable as true or false."""

    def convert(raw: str) -> bool:
        if raw.lower() not in _TRUE | _FALSE:
            raise ValueError(raw)
        return raw.lower() in _TRUE

    return _read(name, default, convert, "true or false")


def integer(name: str, default: int, *, minimum: int, maximum: int) -> int:
    """Return the variable as a whole number from ``minimum`` to ``maximum``."""

    def convert(raw: str) -> int:
        value = int(raw) if _WHOLE.fullmatch(raw) else minimum - 1
        if not minimum <= value <= maximum:
            raise ValueError(raw)
        return value

    return _read(name, default, convert, f"a whole number from {minimum} to {maximum}")


def options(name: str) -> dict[str, Any]:
    """Return the variable's JSON object."""

    def convert(raw: str) -> dict[str, Any]:
        value = json.loads(raw)
        if not isinstance(value, dict):
            raise ValueError(raw)
        return value

    return _read(name, {}, convert, "a JSON object")


def number(name: str, default: float, *, minimum: float, maximum: float) -> float:
    """Return the variable as a number from ``minimum`` to ``maximum``."""

    def convert(raw: str) -> float:
        value = float(raw)
        if not minimum <= value <= maximum:
            raise ValueError(raw)
        return value

    return _read(name, default, convert, f"a number from {minimum} to {maximum}")


def rate(name: str, default: str) -> Rate:
    """Return a rate: ``10/20`` is 10 a second, and 20 at once."""

    def convert(raw: str) -> Rate:
        per_s, _, burst = raw.partition("/")
        value = Rate(float(per_s), int(burst) if _WHOLE.fullmatch(burst) else 0)
        if not (0.01 <= value.per_s <= MAX_RATE and 1 <= value.burst <= MAX_RATE):
            raise ValueError(raw)
        return value

    return _read(name, convert(default), convert, "a number a second and a number at once, such as 10/20")


def choice(name: str, default: str, choices: Sequence[str]) -> str:
    """Return the variable if it is one of ``choices``."""

    def convert(raw: str) -> str:
        if raw not in choices:
            raise ValueError(raw)
        return raw

    return _read(name, default, convert, "one of " + ", ".join(choices))


def words(name: str, default: Sequence[str] = ()) -> list[str]:
    """Return the variable's parts between commas."""
    return [word.strip() for word in text(name).split(",") if word.strip()] or list(default)


def secret(name: str) -> str:
    """Return a key that is long enough to be one, or nothing; its text appears in no message."""
    value = text(name)
    if value and len(value) < MIN_SECRET_CHARS:
        raise ImproperlyConfigured(f"{name} must have at least {MIN_SECRET_CHARS} characters.")
    return value


def hosts(name: str, default: Sequence[str]) -> list[str]:
    """Return host names between commas, such as ``chat.example.org`` or ``.example.org``."""
    expected = "host names without scheme and port, such as chat.example.org"
    return listed(name, _HOST.fullmatch, expected, default=default)


def addresses(name: str) -> list[str]:
    """Return email addresses between commas."""
    return listed(name, _ADDRESS.fullmatch, "email addresses")


def listed(name: str, is_valid: Callable[[str], object], expected: str, *, default: Sequence[str] = ()) -> list[str]:
    """Return the variable's parts between commas, each of which must be valid."""
    values = words(name, default)
    for value in values:
        if not is_valid(value):
            raise ImproperlyConfigured(f"{name} must list {expected}; {value!r} is none.")
    return values


def origins(name: str) -> list[str]:
    """Return full origins, such as ``https://chat.example.org``, between commas."""
    return listed(name, _is_origin, "full origins such as https://chat.example.org")


def origin(name: str) -> str:
    """Return a full origin, or nothing."""
    values = origins(name)
    if len(values) > 1:
        raise ImproperlyConfigured(f"{name} must be one origin; it lists {len(values)}.")
    return values[0] if values else ""


def _is_origin(value: str) -> bool:
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and value == f"{parts.scheme}://{parts.netloc}"


def networks(name: str) -> list[str]:
    """Return the addresses or networks between commas."""
    return listed(name, is_network, "addresses, or networks such as 10.0.0.0/8")


def is_network(name: str) -> bool:
    """Tell whether ``name`` is an address or a network."""
    try:
        ip_network(name)
    except ValueError:
        return False
    return True


def folder(name: str, default: Path) -> Path:
    """Return the variable as an absolute path."""
    return Path(text(name) or default).expanduser().resolve()


def database(name: str, default: str) -> dict[str, Any]:
    """Return Django's database settings of a URL: ``sqlite:///path`` or ``mysql://user:password@host:port/name``."""
    raw = text(name) or default
    scheme = raw.partition("://")[0]
    if scheme not in {"sqlite", "mysql"}:
        raise ImproperlyConfigured(f"{name} must start with sqlite:/// or mysql://; it starts with {scheme[:20]!r}.")
    try:
        config = environ.Env.db_url_config(raw)
    except (ValueError, ImproperlyConfigured) as error:
        raise ImproperlyConfigured(f"{name} is not a database URL that can be read.") from error
    if not config.get("NAME"):
        raise ImproperlyConfigured(f"{name} names no database.")
    return dict(config)


def email(name: str, default: str) -> dict[str, Any]:
    """Return Django's email settings of a URL such as ``smtp+tls://user:password@host:587``."""
    raw = text(name) or default
    try:
        return dict(environ.Env.email_url_config(raw))
    except (ValueError, KeyError, ImproperlyConfigured) as error:
        raise ImproperlyConfigured(
            f"{name} must be a URL such as smtp+tls://user:password@host:587 or consolemail://."
        ) from error


def redis_url(name: str) -> str:
    """Return a Redis URL, or nothing."""
    raw = text(name)
    if raw and raw.partition("://")[0] not in {"redis", "rediss", "unix"}:
        raise ImproperlyConfigured(f"{name} must start with redis://, rediss:// or unix://.")
    return raw


def scanner(name: str) -> str:
    """Return where a scanner listens: ``tcp://host:port`` or ``unix:///path``; or nothing."""
    raw = text(name)
    if raw and not _is_scanner(raw):
        raise ImproperlyConfigured(f"{name} must be tcp://host:port or unix:///path.")
    return raw


def _is_scanner(value: str) -> bool:
    try:
        parts = urlsplit(value)
        names_host = bool(parts.hostname and parts.port and not parts.path)
    except ValueError:  # a port that is no number
        return False
    return names_host if parts.scheme == "tcp" else parts.scheme == "unix" and not parts.netloc and len(parts.path) > 1


@dataclass(frozen=True, slots=True)
class IdentityProvider:
    """A provider of OpenID Connect by which people sign in (docs/single-sign-on.md).

    ``rooms`` are pairs of a group and what it opens: room ids and names. ``registration`` says whether new people may
    come by it: ``site`` as REGISTRATION says, ``open`` always, ``closed`` never.
    """

    name: str
    label: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    scopes: tuple[str, ...]
    groups_claim: str
    admin_groups: frozenset[str]
    rooms: tuple[tuple[str, tuple[int | str, ...]], ...]
    registration: str
    trusts_email: bool


_PROVIDER_NAME = re.compile(r"[a-z][a-z0-9_]{0,19}")
_LOOPBACK = "localhost"


def identity_providers(name: str) -> tuple[IdentityProvider, ...]:
    """Return the providers between commas, each with the variables ``OIDC_<NAME>_…``."""
    names = listed(name, _PROVIDER_NAME.fullmatch, "names of lowercase letters, digits and _")
    if len(set(names)) < len(names):
        raise ImproperlyConfigured(f"{name} names a provider twice.")
    return tuple(map(_identity_provider, names))


def _identity_provider(name: str) -> IdentityProvider:
    prefix = f"OIDC_{name.upper()}"
    groups_claim, admin_groups = text(f"{prefix}_GROUPS_CLAIM"), frozenset(words(f"{prefix}_ADMIN_GROUPS"))
    rooms = _rooms_by_group(f"{prefix}_ROOMS")
    if (admin_groups or rooms) and not groups_claim:
        raise ImproperlyConfigured(f"{prefix}_GROUPS_CLAIM must name the claim that holds a person's groups.")
    return IdentityProvider(
        name=name,
        label=text(f"{prefix}_LABEL") or name.capitalize(),
        issuer=_needed(f"{prefix}_ISSUER", is_secure_url, "an address such as https://id.example.org/realms/staff"),
        client_id=_needed(f"{prefix}_CLIENT_ID", str, "the client's id at the provider"),
        client_secret=text(f"{prefix}_CLIENT_SECRET"),
        scopes=tuple(dict.fromkeys(["openid", *text(f"{prefix}_SCOPES", "openid email profile").split()])),
        groups_claim=groups_claim,
        admin_groups=admin_groups,
        rooms=rooms,
        registration=choice(f"{prefix}_REGISTRATION", "site", ["site", "open", "closed"]),
        trusts_email=boolean(f"{prefix}_TRUST_EMAIL", default=False),
    )


def _needed(name: str, is_valid: Callable[[str], object], expected: str) -> str:
    value = text(name)
    if not (value and is_valid(value)):
        raise ImproperlyConfigured(f"{name} must be {expected}; it is {value!r}.")
    return value


def _rooms_by_group(name: str) -> tuple[tuple[str, tuple[int | str, ...]], ...]:
    rooms = options(name)
    for opened in rooms.values():
        if not isinstance(opened, list) or not all(type(room) in {int, str} for room in opened):
            raise ImproperlyConfigured(f'{name} must list room ids and names by group: {{"developers": ["Lab", 12]}}.')
    return tuple((group, tuple(opened)) for group, opened in rooms.items())


def is_secure_url(value: str) -> bool:
    """Tell whether ``value`` is an https address without query and fragment, or an http one of this machine itself."""
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    is_plain = not (parts.query or parts.fragment or "@" in parts.netloc) and bool(host)
    return is_plain and (parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(host)))


def _is_loopback(host: str) -> bool:
    try:
        return host == _LOOPBACK or ip_address(host).is_loopback
    except ValueError:
        return False
