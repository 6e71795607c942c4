"""Who is behind a connection: read once from the session cookie, checked again by every sweep."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import parse_cookie

from accounts.blocking.queries import blocked_by
from accounts.models import Session, User
from accounts.payloads import me_payload
from accounts.security.fields import session_hash
from accounts.security.sessions import EndReason, live_hashes, proven_sessions
from chatsite.contract.errors import NotAuthenticated
from chatsite.contract.payloads import MePayload, UserPayload
from rooms.models import Membership


@dataclass(frozen=True, slots=True, eq=False)
class Identity:
    """A person with the session that proves who they are."""

    me: MePayload
    auth_epoch: int
    session_hash: str
    expires_at: datetime

    @property
    def user_id(self) -> int:
        """Return the person's id."""
        return self.me["id"]

    @property
    def user(self) -> UserPayload:
        """Return what others see of the person."""
        shown: UserPayload = {"id": self.me["id"], "name": self.me["name"], "avatar_url": self.me["avatar_url"]}
        if "is_bot" in self.me:
            shown["is_bot"] = True
        return shown

    def rename(self, user: UserPayload) -> None:
        """Take another name or picture; in place, because a sweep that is under way finds the connection by this."""
        self.me["name"], self.me["avatar_url"] = user["name"], user["avatar_url"]


@dataclass(frozen=True, slots=True)
class Arrival:
    """A new connection's identity, with the rooms that the person is a member of, and whom they have blocked."""

    identity: Identity
    room_ids: Sequence[int]
    blocked_ids: Sequence[int]


def session_key(scope: Mapping[str, Any]) -> str | None:
    """Return the session cookie of a connection's ASGI ``scope``."""
    cookies = b"; ".join(value for name, value in scope["headers"] if name == b"cookie")
    return parse_cookie(cookies.decode("latin-1")).get(settings.SESSION_COOKIE_NAME)


def identify(keys: Sequence[str]) -> list[Arrival | NotAuthenticated]:
    """Return who is behind each session key, in three queries.

    A person who has yet to confirm their email address has no identity here.
    """
    proven = {key: found for key, found in proven_sessions(keys).items() if not found[1].must_verify_email}
    user_ids = {user.pk for _, user in proven.values()}
    rooms, blocked = _rooms_of(user_ids), blocked_by(user_ids)

    def arrival(session: Session, user: User, key: str) -> Arrival:
        return Arrival(_identity(key, session, user), rooms.get(user.pk, []), blocked.get(user.pk, []))

    return [arrival(*proven[key], key) if key in proven else NotAuthenticated() for key in keys]


def _rooms_of(user_ids: Collection[int]) -> dict[int, list[int]]:
    rooms = defaultdict(list)
    members = Membership.objects.current().filter(user__in=user_ids)
    for user_id, room_id in members.values_list("user", "room"):
        rooms[user_id].append(room_id)
    return rooms


def _identity(key: str, session: Session, user: User) -> Identity:
    return Identity(me_payload(user), user.auth_epoch, session_hash(key), session.expire_date)


def ended(identities: Iterable[Identity]) -> dict[Identity, EndReason]:
    """Return those of ``identities`` whose right to be here has ended, each with the reason."""
    identities = list(identities)
    epochs = _auth_epochs({identity.user_id for identity in identities})
    sessions = live_hashes({identity.session_hash for identity in identities})
    reasons = {identity: _reason(identity, epochs, sessions) for identity in identities}
    return {identity: reason for identity, reason in reasons.items() if reason}


def _reason(identity: Identity, epochs: Mapping[int, int], sessions: Collection[str]) -> EndReason | None:
    if identity.user_id not in epochs:
        return EndReason.DEACTIVATED
    if epochs[identity.user_id] != identity.auth_epoch:
        return EndReason.PASSWORD_CHANGED
    return None if identity.session_hash in sessions else EndReason.LOGGED_OUT


def _auth_epochs(user_ids: Collection[int]) -> dict[int, int]:
    return dict(User.objects.filter(pk__in=user_ids, is_active=True).values_list("pk", "auth_epoch"))
