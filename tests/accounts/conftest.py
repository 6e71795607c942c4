"""The cast: Alice and Bob have accounts, visitors have none, Ada administers. Clients send CSRF tokens as browsers."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from chatsite import realtime
from tests.support.callers import PASSWORD


class Caller:
    """A client that speaks JSON and keeps its cookies; every answer comes back as (status, body)."""

    def __init__(self, address: str = "127.0.0.1", agent: str = "tests"):
        self.http = Client(enforce_csrf_checks=True, REMOTE_ADDR=address, HTTP_USER_AGENT=agent)
        self.call("GET", "/auth/me")

    def call(self, method: str, path: str, body: Any = None, **extra: Any) -> tuple[int, Any]:
        response = self.raw(method, path, "" if body is None else json.dumps(body), **extra)
        return response.status_code, json.loads(response.content or "null")

    def raw(
        self, method: str, path: str, data: Any = "", content_type: str = "application/json", **extra: Any
    ) -> HttpResponse:
        token = self.http.cookies["csrftoken"].value if "csrftoken" in self.http.cookies else ""
        headers = {"X-CSRFToken": token} | extra.pop("headers", {})
        return self.http.generic(method, path, data, content_type, headers=headers, **extra)

    def sign_in(self, email: str, password: str = PASSWORD, **extra: Any) -> tuple[int, Any]:
        return self.call("POST", "/auth/login", {"email": email, "password": password, **extra})

    def who(self) -> str | None:
        status, body = self.call("GET", "/auth/me")
        return body["user"]["name"] if status == 200 else None


@pytest.fixture
def ada(db: None) -> User:
    return User.objects.create_superuser(email="ada@example.org", name="Ada", password=PASSWORD)


@pytest.fixture
def visitor(db: None) -> Caller:
    return Caller()


@pytest.fixture
def signed_in(db: None) -> Callable[[User], Caller]:
    def sign_in(user: User, **options: str) -> Caller:
        caller = Caller(**options)
        assert caller.sign_in(user.email)[0] == 200
        return caller

    return sign_in


@pytest.fixture
def announced(transactional_db: None) -> Iterator[list[Any]]:
    """What this process announces."""

    class Recorder:
        def __init__(self) -> None:
            self.received: list[Any] = []

        def send(self, announcements: list[Any]) -> None:
            self.received.extend(announcements)

    recorder = Recorder()
    realtime.transport.provide(recorder)
    yield recorder.received
    realtime.transport.withdraw()
