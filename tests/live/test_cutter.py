"""The three cutters, each alone. Promise P6."""

import asyncio
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from accounts.security.sessions import EndReason
from chatsite.realtime import Cut
from messaging.live import groups
from messaging.live.chat import every
from messaging.live.identity import Identity
from messaging.live.revocation import Cutter


class FakeSocket:
    """A connection that notes how it ended."""

    def __init__(self, user_id: int, session: str, *, expires_in_s: float = 3600):
        me = {"id": user_id, "name": "", "avatar_url": None}
        expires_at = timezone.now() + timedelta(seconds=expires_in_s)
        self.state = {"identity": Identity(me, auth_epoch=0, session_hash=session, expires_at=expires_at)}
        self.told: list[str] = []
        self.left: list[str] = []
        self.is_cut = False

    def emit(self, _event, payload):
        self.told.append(payload["reason"])

    def leave(self, group):
        self.left.append(group)

    def disconnect(self, *, close):
        self.is_cut = close


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


async def nobody(_identities):
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
def cutter(phone, laptop, other) -> Cutter:
    return Cutter(FakeHub(phone, laptop, other), nobody)


def test_an_announcement_cuts_one_session(cutter, phone, laptop, other):
    cutter.cut(Cut(1, "logged_out", session_hash="phone"))
    assert (phone.is_cut, laptop.is_cut, other.is_cut) == (True, False, False)
    assert phone.told == ["logged_out"]


def test_an_announcement_cuts_all_sessions_but_one(cutter, phone, laptop, other):
    cutter.cut(Cut(1, "password_changed", except_session_hash="phone"))
    assert (phone.is_cut, laptop.is_cut, other.is_cut) == (False, True, False)


def test_an_announcement_cuts_a_person(cutter, phone, laptop, other):
    cutter.cut(Cut(1, "deactivated"))
    assert (phone.is_cut, laptop.is_cut, other.is_cut) == (True, True, False)


def test_losing_a_room_leaves_the_connection(cutter, phone):
    cutter.cut(Cut(1, "left", room_id=7))
    assert not phone.is_cut
    assert phone.left == [groups.room(7), groups.members(7)]


def test_a_renewed_session_is_cut_without_a_word(cutter, phone):
    cutter.cut(Cut(1, EndReason.RENEWED, session_hash="phone"))
    assert (phone.is_cut, phone.told) == (True, [])


def test_a_cut_meets_who_was_only_just_arriving(cutter, phone):
    identity = phone.state["identity"]
    assert not cutter.was_cut(identity, since=0)
    cutter.cut(Cut(1, "logged_out", session_hash="phone"))
    assert cutter.was_cut(identity, since=0)
    assert not cutter.was_cut(identity, since=float("inf"))
    assert not cutter.was_cut(FakeSocket(1, "laptop").state["identity"], since=0)


async def test_the_sweep_cuts_what_the_database_no_longer_backs(phone, other):
    async def only_phone(_identities):
        return {phone.state["identity"]: EndReason.DEACTIVATED}

    await Cutter(FakeHub(phone, other), only_phone).sweep()
    assert (phone.is_cut, phone.told, other.is_cut) == (True, ["deactivated"], False)


async def test_a_process_that_was_cut_off_cuts_as_soon_as_it_can_ask_again(phone, other):
    tried, reachable = asyncio.Event(), asyncio.Event()

    async def ask(_identities):
        tried.set()
        if not reachable.is_set():
            raise OperationalError(2013, "Lost connection to server during query")
        return {phone.state["identity"]: EndReason.DEACTIVATED}

    sweeping = asyncio.create_task(every(0, Cutter(FakeHub(phone, other), ask).sweep))
    await tried.wait()
    assert not phone.is_cut
    reachable.set()
    while not phone.is_cut:  # noqa: ASYNC110 - a fake socket tells nobody
        await asyncio.sleep(0)
    sweeping.cancel()
    assert not other.is_cut


def test_the_session_s_own_clock_cuts_without_asking_anybody(other):
    expired = FakeSocket(1, "old", expires_in_s=-1)
    Cutter(FakeHub(expired, other), nobody).cut_expired()
    assert (expired.is_cut, expired.told, other.is_cut) == (True, ["expired"], False)
