"""Sessions: Django's, in a table of ours that knows whose they are. Every end of one is announced (SESSION_ENGINE)."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.contrib.auth import (
    BACKEND_SESSION_KEY,
    HASH_SESSION_KEY,
    SESSION_KEY,
    login,
    logout,
    update_session_auth_hash,
)
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from accounts import hooks
from accounts.models import MAX_AGENT_CHARS, Session, User
from accounts.security.fields import SessionHash, session_hash
from chatsite.contract.errors import NotAllowed, NotFound
from chatsite.db.transactions import in_transaction
from chatsite.realtime import Revocation, announce
from chatsite.web.addresses import client_address

ORIGIN = "origin"  # the session's own note of where it began: {"address": str, "agent": str, "started": epoch seconds}
# And of the provider that the person signed in by: {"identity": row id, "session": hash of the provider's name for it}.
PROVIDER = "provider"
# A person without a password confirms what they do by having signed in just now.
FRESH_S = 600


SIGHTING_EVERY = timedelta(minutes=5)
RENEWAL_EVERY = timedelta(days=1)


class EndReason(StrEnum):
    """Why a session ended: ``session_ended`` tells its connections."""

    LOGGED_OUT = "logged_out"
    ENDED = "ended"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a reason
    DEACTIVATED = "deactivated"
    BANNED = "banned"
    RENEWED = "renewed"
    TOKEN_REVOKED = "token_revoked"  # noqa: S105 - a reason
    PROVIDER = "provider"  # signed out at the provider by which they signed in


class SessionStore(DatabaseStore):
    """Keeps in columns whose session it is and where it began; ``row`` is what was loaded, if anything."""

    row: Session | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Return the table of sessions."""
        return Session

    def _get_session_from_db(self) -> Session | None:
        self.row = super()._get_session_from_db()  # type: ignore[misc]
        return self.row

    @in_transaction
    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002 - Django's own signature
        """Store the session's data; with ``must_create`` under an id that is not taken."""
        super().save(must_create)

    @in_transaction
    def delete(self, session_key: str | None = None) -> None:
        """Remove the session's row, or that of another key."""
        super().delete(session_key)

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Return the row to be stored for ``data``."""
        return _described(super().create_model_instance(data), data)

    async def acreate_model_instance(self, data: dict[str, Any]) -> Session:
        """Return the row to be stored for ``data``."""
        return _described(await super().acreate_model_instance(data), data)


def _described(row: AbstractBaseSession, data: dict[str, Any]) -> Session:
    assert isinstance(row, Session)  # noqa: S101 - the type that get_model_class names
    origin = data.get(ORIGIN, {})
    row.user_id = data.get(SESSION_KEY)
    row.address = origin.get("address", "")
    row.agent = origin.get("agent", "")
    by_provider = data.get(PROVIDER, {})
    row.identity_id, row.provider_session = by_provider.get("identity"), by_provider.get("session", "")
    if "started" in origin:
        row.started_at = datetime.fromtimestamp(origin["started"], UTC)
    return row


def current_hash(request: HttpRequest) -> str | None:
    """Return the name of the request's session (:func:`accounts.security.fields.session_hash`), if it has one."""
    key = request.session.session_key
    return session_hash(key) if key else None


def open_session(
    request: HttpRequest, user: User, *, remember: bool = False, provider: Mapping[str, Any] | None = None
) -> None:
    """Sign ``user`` in under a fresh session id; a session that the request had before ends.

    Without ``remember`` the browser forgets it when it closes. Of very many sessions the one unused for longest ends.
    ``provider`` is the session's note of the provider that they signed in by (:data:`PROVIDER`).

    Raises:
        NotAllowed: ``user`` is a bot, which no way of signing in may let in.
    """
    if user.is_bot:
        raise NotAllowed(_("This is a bot. It can't sign in."))
    if request.session.session_key:
        close_session(request)
    _log_in(request, user)
    request.session[ORIGIN] = {
        "address": client_address(request),
        "agent": request.headers.get("User-Agent", "")[:MAX_AGENT_CHARS],
        "started": int(timezone.now().timestamp()),
    }
    if provider:
        request.session[PROVIDER] = dict(provider)
    if not remember:
        request.session.set_expiry(0)
    _make_room(user, keep=current_hash(request))


@in_transaction
def _make_room(user: User, *, keep: str | None) -> None:
    """End the sessions of ``user`` that are too many beside the one that goes by the hash ``keep``."""
    others = Session.objects.of(user).but(keep).order_by("-last_seen_at", "-started_at")
    for row in others[settings.MAX_SESSIONS_PER_USER - 1 :]:
        end_session(user, str(row.pk))


@in_transaction
def _log_in(request: HttpRequest, user: User) -> None:
    request.session.flush()  # an attempt that lost its connection left an id that is in no table
    login(request, user)


def is_fresh(request: HttpRequest) -> bool:
    """Tell whether the request's person signed in just now."""
    started: int = request.session.get(ORIGIN, {}).get("started", 0)
    return timezone.now().timestamp() - started < FRESH_S


def close_session(request: HttpRequest) -> None:
    """Sign the request's session out."""
    user, ended = request.user, current_hash(request)
    logout(request)
    if isinstance(user, User) and ended:
        announce(Revocation(user.pk, EndReason.LOGGED_OUT, session_hash=ended))


def renew_session(request: HttpRequest, user: User) -> None:
    """Carry the request's session over a change of its person's password, under a fresh id.

    What is connected under the old id is cut without a word: it was proven by an id that may have been stolen.
    """
    before = current_hash(request)
    update_session_auth_hash(request, user)
    announce(Revocation(user.pk, EndReason.RENEWED, session_hash=before))


@in_transaction
def end_session(user: User, name: str, *, reason: EndReason = EndReason.ENDED) -> None:
    """End the session of ``user`` that goes by the hash ``name``.

    Raises:
        NotFound: this person has no such session.
    """
    deleted, _rows = Session.objects.of(user).hashed([name]).delete()
    if not deleted:
        raise NotFound
    announce(Revocation(user.pk, reason, session_hash=name))


@in_transaction
def end_sessions(user: User, *, reason: EndReason = EndReason.ENDED, keep: str | None = None) -> None:
    """End every session of ``user``, but the one that goes by the hash ``keep``."""
    Session.objects.of(user).but(keep).delete()
    if not keep:
        User.objects.filter(pk=user.pk).update(auth_epoch=F("auth_epoch") + 1)
    announce(Revocation(user.pk, reason, except_session_hash=keep))


@in_transaction
def sign_out_everywhere(user: User, *, keep: str | None = None) -> None:
    """End all sessions of ``user``, but the one that goes by the hash ``keep``, and whatever else acts as them."""
    User.objects.select_for_update().only("pk").get(pk=user.pk)  # a token is made before, or by no session
    end_sessions(user, keep=keep)
    for end in hooks.signed_out:
        end(user)


def note_sighting(request: HttpRequest) -> None:
    """Remember that the request's session is in use; one used now and then never expires."""
    row, now = getattr(request.session, "row", None), timezone.now()
    if row is None or now - row.last_seen_at < SIGHTING_EVERY:
        return
    Session.objects.hashed([row.pk]).update(last_seen_at=now)
    if row.expire_date - now < timedelta(seconds=settings.SESSION_COOKIE_AGE) - RENEWAL_EVERY:
        request.session.modified = True  # stored with a new date of expiry, and the cookie too


def is_open(user: User, name: str) -> bool:
    """Tell whether ``user`` still has the session that goes by the hash ``name``."""
    return Session.objects.of(user).hashed([name]).exists()


def live_hashes(hashes: Iterable[str]) -> set[str]:
    """Return those of ``hashes`` whose sessions go on: not ended, not expired, their people active."""
    rows = Session.objects.live().hashed(hashes).filter(user__is_active=True)
    return {str(name) for name in rows.values_list("pk", flat=True)}


def sessions_of(user: User) -> QuerySet[Session]:
    """Return the person's sessions, last seen first."""
    return Session.objects.live().of(user).order_by("-last_seen_at")


def proven_sessions(keys: Iterable[str]) -> dict[str, tuple[Session, User]]:
    """Return ``{key: (session, person)}`` of those session keys that prove who someone is, in one query.

    The rules are those of :func:`django.contrib.auth.get_user`: not ended, not expired, an active person, and nothing
    happened since that ends the person's sessions.
    """
    names = {session_hash(key): key for key in keys}
    rows = Session.objects.live().hashed(names).filter(user__is_active=True).select_related("user")
    return {names[SessionHash(row.pk)]: (row, row.user) for row in rows if row.user and _proves(row, row.user)}


def _proves(row: Session, user: User) -> bool:
    data = row.get_decoded()
    stored = str(data.get(HASH_SESSION_KEY, ""))
    hashes = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    return (
        str(user.pk) == data.get(SESSION_KEY)
        and data.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
        and any(constant_time_compare(stored, right) for right in hashes)
    )
