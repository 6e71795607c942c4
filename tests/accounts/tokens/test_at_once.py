"""A token that is made while its person signs out everywhere: it ends too, or is not made."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
from django.db import connection

from accounts.models import AccessToken, Session, User
from accounts.security.sessions import sign_out_everywhere
from accounts.tokens import services
from accounts.tokens.services import create_token
from chatsite.contract.errors import NotAuthenticated


@pytest.fixture
def alice(transactional_db: None) -> User:
    return User.objects.create_user(email="alice@example.org", name="Alice")


@pytest.fixture
def session(alice: User, client: Any) -> str:
    client.force_login(alice)
    return str(Session.objects.get().pk)


def in_thread(call: Callable[[], object]) -> None:
    try:
        call()
    finally:
        connection.close()


def test_a_session_that_ended_makes_no_token(alice, session):
    sign_out_everywhere(alice)
    with pytest.raises(NotAuthenticated):
        create_token(by=alice, user=alice, name="CI", scopes=["read"], session=session)
    assert not AccessToken.objects.exists()


def test_signing_out_waits_for_a_token_that_is_being_made_and_ends_it(alice, session, monkeypatch):
    is_making, is_out = Event(), Event()
    new_secret = services.new_secret

    def slow_secret() -> str:
        is_making.set()
        assert not is_out.wait(0.5), "signed out while the token was being made"
        return new_secret()

    def sign_out() -> None:
        is_making.wait()
        sign_out_everywhere(alice, keep="another session")
        is_out.set()

    def make() -> None:
        create_token(by=alice, user=alice, name="CI", scopes=["read"], session=session)

    monkeypatch.setattr(services, "new_secret", slow_secret)
    with ThreadPoolExecutor(2) as threads:
        for one in [threads.submit(in_thread, call) for call in (make, sign_out)]:
            one.result()
    assert not AccessToken.objects.exists()
