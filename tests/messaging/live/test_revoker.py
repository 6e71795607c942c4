"""The three ways of revocation, each alone. Promise P6."""

import asyncio
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from accounts.security.sessions import EndReason
from chatsite.realtime import Revocation
from messaging.live import groups
from messaging.live.chat import every
from messaging.live.identity import Identity
from messaging.live.revocation import Revoker


class FakeSocket:
    """A connection that notes how it ended."""

    def __init__(self, user_id: int, session: str, *, expires_in_s: float = 3600):
        me = {"id": user_id, "name": "", "avatar_url": None}
        expires_at = timezone.now() + timedelta(seconds=expires_in_s)
        self.state = {"identity": Identity(me, auth_epoch=0, session_hash=session, expires_at=expires_at)}
        self.received: list[str] = []
        self.left: list[str] = []
        self.is_closed = False

    def emit(self, _event, payload):
        self.received.append(payload["reason"])

    def leave(self, group):
        self.left.append(group)

    def disconnect(self, *, close):
        self.is_closed = close


class FakeHub:
    """Connections by group."""

    def __init__(self, *sockets: FakeSocket):
        self.sockets = sockets

    def in_group(self, group):
        return [
            socket
            for socket in self.sockets
            if group in {groups.EVERYONE, groups.user(socket.state["identity"].user_id)}
        ]


async def none_ended(_identities):
    return {}


@pytest.fixture
def phone() -> FakeSocket:
    return FakeSocket(1, "phone")


@pytest.fixture
def laptop() -> FakeSocket:
    return FakeSocket(1, "laptop")


@pytest.fixture
def other() -> FakeSocket:
    return FakeSocket(2, "other")


@pytest.fixture
def revoker(phone, laptop, other) -> Revoker:
    return Revoker(FakeHub(phone, laptop, other), none_ended)


def test_an_announcement_ends_one_session(revoker, phone, laptop, other):
    revoker.revoke(Revocation(1, "logged_out", session_hash="phone"))
    assert (phone.is_closed, laptop.is_closed, other.is_closed) == (True, False, False)
    assert phone.received == ["logged_out"]


def test_an_announcement_ends_all_sessions_but_one(revoker, phone, laptop, other):
    revoker.revoke(Revocation(1, "password_changed", except_session_hash="phone"))
    assert (phone.is_closed, laptop.is_closed, other.is_closed) == (False, True, False)


def test_an_announcement_ends_a_person(revoker, phone, laptop, other):
    revoker.revoke(Revocation(1, "deactivated"))
    assert (phone.is_closed, laptop.is_closed, other.is_closed) == (True, True, False)


def test_losing_a_room_leaves_the_connection(revoker, phone):
    revoker.revoke(Revocation(1, "left", room_id=7))
    assert not phone.is_closed
    assert phone.left == [groups.room(7), groups.members(7)]


def test_a_renewed_session_is_closed_without_a_word(revoker, phone):
    revoker.revoke(Revocation(1, EndReason.RENEWED, session_hash="phone"))
    assert (phone.is_closed, phone.received) == (True, [])


def test_a_revocation_meets_a_connection_that_is_just_arriving(revoker, phone):
    identity = phone.state["identity"]
    assert not revoker.was_revoked(identity, since=0)
    revoker.revoke(Revocation(1, "logged_out", session_hash="phone"))
    assert revoker.was_revoked(identity, since=0)
    assert not revoker.was_revoked(identity, since=float("inf"))
    assert not revoker.was_revoked(FakeSocket(1, "laptop").state["identity"], since=0)


async def test_the_sweep_ends_what_the_database_no_longer_backs(phone, other):
    async def only_phone(_identities):
        return {phone.state["identity"]: EndReason.DEACTIVATED}

    await Revoker(FakeHub(phone, other), only_phone).sweep()
    assert (phone.is_closed, phone.received, other.is_closed) == (True, ["deactivated"], False)


async def test_a_process_that_was_cut_off_revokes_as_soon_as_it_can_ask_again(phone, other):
    tried, reachable = asyncio.Event(), asyncio.Event()

    async def ask(_identities):
        tried.set()
        if not reachable.is_set():
            raise OperationalError(2013, "Lost connection to server during query")
        return {phone.state["identity"]: EndReason.DEACTIVATED}

    sweeping = asyncio.create_task(every(0, Revoker(FakeHub(phone, other), ask).sweep))
    await tried.wait()
    assert not phone.is_closed
    reachable.set()
    while not phone.is_closed:  # noqa: ASYNC110 - a fake socket tells no one
        await asyncio.sleep(0)
    sweeping.cancel()
    assert not other.is_closed


def test_the_session_s_own_clock_ends_it_without_the_database(other):
    expired = FakeSocket(1, "old", expires_in_s=-1)
    Revoker(FakeHub(expired, other), none_ended).end_expired()
    assert (expired.is_closed, expired.received, other.is_closed) == (True, ["expired"], False)
