"""Who is behind a connection: read once from the session cookie or a token, checked again by every sweep."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.http import parse_cookie

from accounts.blocking.queries import blocked_by
from accounts.models import Session, User
from accounts.payloads import me_payload
from accounts.security.fields import session_hash
from accounts.security.sessions import EndReason, live_hashes, proven_sessions
from accounts.tokens.models import AccessToken
from accounts.tokens.proving import living as living_tokens
from accounts.tokens.proving import prove
from chatsite.contract.errors import ChatError, NotAuthenticated
from chatsite.contract.payloads import MePayload, UserPayload
from chatsite.limits.subjects import UNKNOWN
from chatsite.web.tokens import READ, require_scope
from rooms.models import Membership

NEVER: Final = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, eq=False)
class Identity:
    """A person with the session that proves who they are, or with an access token, whose name is ``session_hash``."""

    me: MePayload
    auth_epoch: int
    session_hash: str
    expires_at: datetime
    token: AccessToken | None = None

    @property
    def may_write(self) -> bool:
        """Tell whether events may change something."""
        return self.token is None or self.token.may_write

    @property
    def user_id(self) -> int:
        """Return the person's id."""
        return self.me["id"]

    @property
    def is_bot(self) -> bool:
        """Tell whether it is a bot."""
        return "is_bot" in self.me

    @property
    def user(self) -> UserPayload:
        """Return what others see of the person."""
        shown: UserPayload = {"id": self.me["id"], "name": self.me["name"], "avatar_url": self.me["avatar_url"]}
        if self.is_bot:
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


class Proof(NamedTuple):
    """What a connection shows: the key of a session, or the secret of an access token, and where it comes from."""

    key: str
    address: str
    is_token: bool = False


def proof_of(scope: Mapping[str, Any], auth: object) -> Proof:
    """Return what a connection shows: the ``token`` in its CONNECT payload, or else its session cookie.

    Raises:
        NotAuthenticated: nothing.
    """
    address = (scope.get("client") or [UNKNOWN])[0]
    given = auth.get("token") if isinstance(auth, Mapping) else None
    if given is not None:
        return Proof(str(given), address, is_token=True)
    cookies = b"; ".join(value for name, value in scope["headers"] if name == b"cookie")
    key = parse_cookie(cookies.decode("latin-1")).get(settings.SESSION_COOKIE_NAME)
    if key is None:
        raise NotAuthenticated
    return Proof(key, address)


def identify(proofs: Sequence[Proof]) -> list[Arrival | ChatError]:
    """Return who is behind each proof: those with a session in three queries, and each token in one more.

    A person who has yet to confirm their email address has no identity here.
    """
    sessions = proven_sessions([proof.key for proof in proofs if not proof.is_token])
    found: list[Identity | ChatError] = [
        _by_token(proof) if proof.is_token else _by_session(proof.key, sessions.get(proof.key)) for proof in proofs
    ]
    user_ids = {one.user_id for one in found if isinstance(one, Identity)}
    rooms, blocked = _rooms_of(user_ids), blocked_by(user_ids)

    def arrival(one: Identity) -> Arrival:
        return Arrival(one, rooms.get(one.user_id, []), blocked.get(one.user_id, []))

    return [arrival(one) if isinstance(one, Identity) else one for one in found]


def _by_session(key: str, found: tuple[Session, User] | None) -> Identity | ChatError:
    if found is None or found[1].must_verify_email:
        return NotAuthenticated()
    session, user = found
    return Identity(me_payload(user), user.auth_epoch, session_hash(key), session.expire_date)


def _by_token(proof: Proof) -> Identity | ChatError:
    try:
        token = prove(proof.key, address=proof.address)
        require_scope(token, READ)
    except ChatError as error:
        return error
    user = token.user
    if user.must_verify_email:
        return NotAuthenticated()
    return Identity(me_payload(user), user.auth_epoch, token.connection_name, token.expires_at or NEVER, token)


def _rooms_of(user_ids: Collection[int]) -> dict[int, list[int]]:
    rooms = defaultdict(list)
    members = Membership.objects.current().filter(user__in=user_ids)
    for user_id, room_id in members.values_list("user", "room"):
        rooms[user_id].append(room_id)
    return rooms


def ended(identities: Iterable[Identity]) -> dict[Identity, EndReason]:
    """Return those of ``identities`` whose right to be here has ended, each with the reason."""
    identities = list(identities)
    epochs = _auth_epochs({identity.user_id for identity in identities})
    names = {identity.session_hash for identity in identities}
    alive = live_hashes(names) | living_tokens(names)
    reasons = {identity: _reason(identity, epochs, alive) for identity in identities}
    return {identity: reason for identity, reason in reasons.items() if reason}


def _reason(identity: Identity, epochs: Mapping[int, int], alive: Collection[str]) -> EndReason | None:
    if identity.user_id not in epochs:
        return EndReason.DEACTIVATED
    if identity.token:
        return None if identity.session_hash in alive else EndReason.TOKEN_REVOKED
    if epochs[identity.user_id] != identity.auth_epoch:
        return EndReason.PASSWORD_CHANGED
    return None if identity.session_hash in alive else EndReason.LOGGED_OUT


def _auth_epochs(user_ids: Collection[int]) -> dict[int, int]:
    return dict(User.objects.filter(pk__in=user_ids, is_active=True).values_list("pk", "auth_epoch"))
