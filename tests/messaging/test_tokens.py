"""Programs show an access token over HTTP: what it opens, and what it never does."""

import errno
import json
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from accounts.actors import SYSTEM
from accounts.blocking.services import block_person
from accounts.bots.services import create_bot, delete_bot
from accounts.models import AccessToken, User
from accounts.moderation.administration import end_sessions
from accounts.moderation.sanctions import ban, mute
from accounts.security.sessions import EndReason
from accounts.security.sessions import end_sessions as end_own_sessions
from accounts.tokens import proving
from accounts.tokens.secrets import PREFIX
from accounts.tokens.services import create_token, revoke_all
from accounts.upkeep import personal_data
from accounts.upkeep.erasing import erase
from chatsite.db import outages
from chatsite.limits.window import Limit
from chatsite.web.openapi import document, operations
from messaging.webhooks.incoming.services import create_webhook
from rooms.direct.services import open_direct
from rooms.memberships import join_room
from rooms.models import Membership, Room
from tests.messaging.test_policy_table import endpoints
from tests.support.conversation import say

pytestmark = pytest.mark.django_db
JSON = "application/json"


class Program(Client):
    """A client without cookies that shows a secret, and that CSRF checks would stop."""

    def __init__(self, secret: str):
        super().__init__(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {secret}"})


@pytest.fixture
def program(alice: User) -> Callable[..., Program]:
    def make(*scopes: str, user: User = alice, **fields: Any) -> Program:
        by = SYSTEM if user.is_bot else user
        new = create_token(by=by, user=user, name="CI", scopes=scopes or ("read", "write"), **fields)
        return Program(new.secret)

    return make


def error_of(answer: Any, status: int) -> str:
    assert answer.status_code == status, answer.content
    return answer.json()["error"]["message"]


def test_a_token_takes_the_place_of_the_cookie_and_of_csrf(program: Any, room: Room) -> None:
    answer = program().post(f"/rooms/{room.pk}/messages", {"content": "built"}, JSON)
    assert answer.status_code == 201
    assert answer.json()["message"]["author"]["name"] == "Alice"


def test_a_token_is_looked_up_by_one_query(program: Any, django_assert_num_queries: Any) -> None:
    client = program()
    client.get("/auth/me")  # notes the use, once a minute
    with django_assert_num_queries(1):
        assert client.get("/auth/blocks", {"x": "1"}).status_code == 400


def test_the_secret_is_shown_once_and_stored_hashed(signed_in: Any, alice: User) -> None:
    made = signed_in(alice).post("/auth/tokens", {"name": "CI", "scopes": ["read"]}, JSON)
    secret = made.json()["token"]["secret"]
    assert made.status_code == 201
    assert secret.startswith(PREFIX)
    listed = signed_in(alice).get("/auth/tokens").json()["tokens"]
    assert [one["name"] for one in listed] == ["CI"]
    assert "secret" not in listed[0]
    row = AccessToken.objects.get()
    assert secret not in json.dumps({field.name: str(getattr(row, field.name)) for field in row._meta.fields})


def test_the_last_use_is_rounded_to_minutes(program: Any) -> None:
    program().get("/auth/me")
    used = AccessToken.objects.get().last_used_at
    assert used is not None
    assert (used.second, used.microsecond) == (0, 0)


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer ", f"Bearer {PREFIX}{'x' * 40}", "bearer nonsense", "Bearer \udcff"]
)
@pytest.mark.parametrize("path", ["/auth/me", "/rooms", "/api/schema", "/uploads/"])
def test_a_wrong_token_is_refused_everywhere_whatever_the_cookie(
    signed_in: Any, alice: User, header: str, path: str
) -> None:
    method = "OPTIONS" if path == "/uploads/" else "GET"
    answer = signed_in(alice).generic(method, path, headers={"Authorization": header})
    assert "wrong" in error_of(answer, 401)


def test_the_token_wins_over_the_cookie(signed_in: Any, program: Any, bob: User) -> None:
    client = signed_in(bob)
    header = program().defaults["HTTP_AUTHORIZATION"]
    assert client.get("/auth/me", headers={"Authorization": header}).json()["user"]["name"] == "Alice"
    assert client.get("/auth/me").json()["user"]["name"] == "Bob"


def test_other_schemes_are_left_to_a_proxy_in_front(signed_in: Any, alice: User) -> None:
    assert signed_in(alice).get("/auth/me", headers={"Authorization": "Basic YTpi"}).status_code == 200


@pytest.mark.parametrize("place", ["query", "cookie", "form", "session"])
def test_a_token_works_nowhere_but_in_its_header(program: Any, room: Room, place: str) -> None:
    secret = program().defaults["HTTP_AUTHORIZATION"].removeprefix("Bearer ")
    client = Client()
    if place in ("cookie", "session"):
        client.cookies["sessionid" if place == "session" else "token"] = secret
    query = {"token": secret, "access_token": secret} if place == "query" else {}
    if place == "form":
        assert client.post(f"/rooms/{room.pk}/messages", {"content": "x", "access_token": secret}).status_code == 401
    assert client.get("/auth/me", query).status_code in (400, 401)


def test_a_token_to_read_changes_nothing(program: Any, room: Room) -> None:
    client = program("read")
    assert client.get(f"/rooms/{room.pk}/messages").status_code == 200
    assert "only read" in error_of(client.post(f"/rooms/{room.pk}/messages", {"content": "x"}, JSON), 403)
    assert "only read" in error_of(client.delete(f"/rooms/{room.pk}"), 403)
    assert "only read" in error_of(client.post("/uploads/"), 403)
    assert not room.messages.exists()


def test_a_token_to_write_reads_nothing(program: Any, room: Room) -> None:
    client = program("write")
    assert client.post(f"/rooms/{room.pk}/messages", {"content": "x"}, JSON).status_code == 201
    for path in ("/auth/me", "/rooms", f"/rooms/{room.pk}/messages", "/search?q=x"):
        assert "can't read" in error_of(client.get(path), 403)
        assert client.head(path).status_code == 403


def test_methods_that_are_overridden_need_the_scope_of_the_real_one(program: Any, room: Room) -> None:
    client = program("read")
    answer = client.get(f"/rooms/{room.pk}/messages", headers={"X-HTTP-Method-Override": "DELETE"})
    assert answer.status_code == 200
    assert Room.objects.filter(pk=room.pk, deleted_at=None).exists()


def test_what_was_created_with_a_token_stays_and_names_its_person(
    program: Any, room: Room, alice: User, signed_in: Any
) -> None:
    client = program("write")
    hook = client.post(f"/rooms/{room.pk}/webhooks", {"name": "CI"}, JSON).json()["webhook"]
    assert client.post("/invitations", {"room_id": room.pk}, JSON).status_code == 201
    revoke_all(alice)
    assert client.post(f"/rooms/{room.pk}/webhooks", {"name": "CI"}, JSON).status_code == 401
    assert Client().post(hook["url"], {"content": "Done"}, JSON).status_code == 200
    reader = signed_in(alice)
    (listed,) = reader.get(f"/rooms/{room.pk}/webhooks").json()["webhooks"]
    assert listed["created_by"]["name"] == "Alice"
    (invitation,) = reader.get("/invitations").json()["invitations"]
    assert invitation["room"]["id"] == room.pk


# What takes a session: everything else is open to programs.
SESSION_ONLY = {
    "POST auth/register", "POST auth/setup", "POST auth/login", "POST auth/logout",
    "POST auth/password-reset", "PUT auth/password-reset", "POST auth/email-confirmation",
    "PUT auth/email-confirmation",
    "POST auth/sign-in-link", "GET auth/identities", "POST auth/identities", "POST auth/identities/claim",
    "DELETE auth/identities/IDENTITY",
    "PUT auth/profile", "DELETE auth/account", "POST auth/email-change", "PUT auth/email-change",
    "GET auth/sessions", "DELETE auth/sessions", "DELETE auth/sessions/SESSION",
    "GET auth/two-factor", "POST auth/two-factor", "PUT auth/two-factor", "DELETE auth/two-factor",
    "POST auth/two-factor/recovery-codes",
    "GET auth/tokens", "POST auth/tokens", "DELETE auth/tokens/ACCESS",
    "GET auth/push", "POST auth/push", "POST auth/push/test", "DELETE auth/push/DEVICE",
    "POST users/DORA/warnings", "PUT users/DORA/mute", "DELETE users/DORA/mute", "PUT users/DORA/ban",
    "DELETE users/DORA/ban",
    "DELETE outgoing-webhooks/OUTGOING", "GET outgoing-webhooks", "GET outgoing-webhooks/OUTGOING/deliveries",
    "PATCH outgoing-webhooks/OUTGOING", "POST outgoing-webhooks",
    "POST outgoing-webhooks/OUTGOING/deliveries/DELIVERY/redeliver",
    "GET bots", "POST bots", "PATCH bots/BOT", "DELETE bots/BOT", "POST bots/BOT/picture", "DELETE bots/BOT/picture",
    "GET bots/BOT/tokens", "POST bots/BOT/tokens", "DELETE bots/BOT/tokens/ACCESS",
}  # fmt: skip


def test_every_endpoint_says_whether_a_token_may(program: Any) -> None:
    client = program()
    places = {
        "DELIVERY": str(UUID(int=0)),
        "SESSION": "x",
        "ACCESS": "1",
        "IDENTITY": "1",
        "DEVICE": "1",
        "DORA": "1",
        "BOT": "1",
        "OUTGOING": "1",
    }
    refused = set()
    for method, path in endpoints(get_resolver().url_patterns):
        url = "/".join(places.get(part, part) for part in path.split("/"))
        if any(part.isupper() for part in url.split("/")):
            continue  # of rooms, messages and files: a program may what its person may
        answer = client.generic(method, f"/{url}")
        if answer.status_code == 403 and "access token" in answer.json()["error"]["message"]:
            refused.add(f"{method} {path}")
    assert refused == SESSION_ONLY


def test_the_openapi_document_says_which_scope_an_operation_takes() -> None:
    described = document()
    assert described["components"]["securitySchemes"]["token"] == {"type": "http", "scheme": "bearer"}
    assert described["paths"]["/rooms"]["get"]["security"] == [{"session": []}, {"token": ["read"]}]
    assert described["paths"]["/rooms"]["post"]["security"] == [{"session": []}, {"token": ["write"]}]
    resuming = described["paths"]["/uploads/{upload_id}"]["get"]["security"]
    assert resuming == [{"session": []}, {"token": ["read"]}, {"token": ["write"]}]
    assert described["paths"]["/auth/tokens"]["get"]["security"] == [{"session": []}]
    assert sum(not one.action.tokens for one in operations()) == len(SESSION_ONLY)


def test_pages_and_the_admin_take_no_token(program: Any, admin: User) -> None:
    client = program(user=admin)
    for path in ("/", "/settings/", "/admin/", "/api/docs", "/admin/accounts/user/"):
        assert client.get(path).status_code == 302, path


def test_a_token_of_an_administrator_administers_nothing(program: Any, admin: User, room: Room, bob: User) -> None:
    client = program(user=admin)
    seq = say(bob, room, "mine")["seq"]
    assert client.get("/auth/me").json()["user"]["role"] == "member"
    assert client.delete(f"/rooms/{room.pk}").status_code == 403
    assert client.delete(f"/rooms/{room.pk}/messages/{seq}").status_code == 403
    assert client.patch(f"/rooms/{room.pk}", {"name": "Taken"}, JSON).status_code == 403


def test_a_token_of_an_administrator_writes_as_a_member(program: Any, admin: User, room: Room) -> None:
    client, path = program(user=admin), f"/rooms/{room.pk}/messages"
    join_room(room_id=room.pk, by=admin)
    assert client.post(path, {"content": "<@room>"}, JSON).json()["message"]["mentions_room"] is False
    Room.objects.filter(pk=room.pk).update(who_may_write=Room.Writers.MODERATORS)
    assert client.post(path, {"content": "x"}, JSON).status_code == 403


@pytest.mark.parametrize(
    ("end", "said"),
    [
        (lambda alice: User.objects.filter(pk=alice.pk).update(is_active=False), "deactivated"),
        (lambda alice: ban(alice, by=SYSTEM, until=timezone.now() + timedelta(days=1), reason="Spam"), "banned"),
        (revoke_all, "revoked"),
        (lambda alice: end_sessions(alice, by=SYSTEM), "revoked"),
        (lambda alice: list(erase(alice, words=False)), "revoked"),
    ],
    ids=["deactivated", "banned", "revoked", "signed out everywhere", "erased"],
)
def test_a_token_ends_with_its_person(program: Any, alice: User, end: Any, said: str) -> None:
    client = program()
    end(alice)
    assert said in error_of(client.get("/auth/me"), 401)


def test_a_token_outlives_a_change_of_the_password(program: Any, alice: User) -> None:
    client = program()
    end_own_sessions(alice, reason=EndReason.PASSWORD_CHANGED)
    assert client.get("/auth/me").status_code == 200


def test_signing_out_everywhere_ends_tokens(signed_in: Any, program: Any, alice: User) -> None:
    client = program()
    signed_in(alice).delete("/auth/sessions")
    assert client.get("/auth/me").status_code == 401


def test_a_token_expires(program: Any) -> None:
    client = program(expires_at=timezone.now() + timedelta(days=1))
    AccessToken.objects.update(expires_at=timezone.now())
    assert "expired" in error_of(client.get("/auth/me"), 401)


def test_a_muted_person_s_token_is_muted(program: Any, bob: User, room: Room) -> None:
    client = program(user=bob)
    mute(bob, by=SYSTEM, until=timezone.now() + timedelta(days=1), reason="Spam")
    assert client.post(f"/rooms/{room.pk}/messages", {"content": "x"}, JSON).status_code == 403


def test_a_token_of_an_unconfirmed_address_opens_nothing(program: Any, alice: User, settings: Any) -> None:
    client = program()
    settings.EMAIL_VERIFICATION = "required"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    User.objects.filter(pk=alice.pk).update(email_unconfirmed=True)
    assert "Confirm" in error_of(client.get("/rooms"), 403)


def test_wrong_tokens_are_counted_by_address_and_right_ones_go_on(
    program: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proving, "WRONG", Limit("wrong-tokens-here", 2, 600))
    wrong = Program(f"{PREFIX}{'x' * 40}")
    assert [wrong.get("/rooms").status_code for _ in range(3)] == [401, 401, 429]
    assert program().get("/rooms").status_code == 200


def full_disk(beginning: str) -> Any:
    def execute(run: Any, sql: str, *rest: Any) -> Any:
        if "access_tokens" in sql and sql.startswith(beginning):
            raise OSError(errno.ENOSPC, "No space left on device")
        return run(sql, *rest)

    return connection.execute_wrapper(execute)


def test_a_token_that_cannot_be_looked_up_is_no_fault_of_ours(
    program: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(outages, "_recent", outages.Recent())
    client = program()
    client.raise_request_exception = False
    with full_disk("SELECT"):
        error_of(client.get("/rooms"), 503)
    assert "unavailable for GET /rooms: [Errno 28]" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_token_reads_on_while_its_use_cannot_be_noted(program: Any) -> None:
    with full_disk("UPDATE"):
        assert program().get("/rooms").status_code == 200


def test_a_webhook_looks_at_no_token(program: Any, room: Room, alice: User) -> None:
    client, hook = program(), f"/hooks/{create_webhook(room_id=room.pk, by=alice, name='CI')[1]}"
    assert client.post(hook, {"content": "x"}, JSON).status_code == 200
    assert AccessToken.objects.get().last_used_at is None


def test_bots_have_a_rate_of_their_own(program: Any, settings: Any) -> None:
    from chatsite.limits.bucket import Rate

    settings.RATE_HTTP, settings.RATE_BOT = Rate(0.001, 1), Rate(0.001, 3)
    client = program(user=create_bot(name="Deploy", by=SYSTEM))
    answers = [client.post("/rooms/read-all").status_code for _ in range(4)]
    assert answers == [200, 200, 200, 429]


def test_no_secret_is_logged(program: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client = program()
    client.get("/rooms")
    client.get("/nowhere")
    Program(f"{PREFIX}{'x' * 40}").get("/rooms")
    assert PREFIX not in caplog.text


def test_a_bot_is_in_rooms_like_a_person(program: Any, room: Room, bob: User) -> None:
    bot = create_bot(name="Deploy", by=SYSTEM)
    client = program(user=bot)
    assert client.post(f"/rooms/{room.pk}/join").status_code == 200
    Membership.objects.filter(user=bot).update(role=Membership.Role.MODERATOR)
    spam = say(bob, room, "spam")["seq"]
    assert client.delete(f"/rooms/{room.pk}/messages/{spam}").status_code == 204
    delete_bot(bot, by=SYSTEM)
    assert client.get("/auth/me").status_code == 401


def test_a_bot_looks_after_the_room_that_it_created_until_it_hands_it_over(
    program: Any, room: Room, alice: User, bob: User
) -> None:
    client, other = program(user=create_bot(name="Deploy", by=SYSTEM)), create_bot(name="Other", by=SYSTEM)
    created = client.post("/rooms", {"name": "Builds"}, JSON).json()["room"]["id"]
    for user in (other, bob, alice):
        join_room(room_id=created, by=user)
    assert client.patch(f"/rooms/{created}", {"description": "Red or green"}, JSON).status_code == 200
    members = f"/rooms/{created}/members"
    assert "can't own" in error_of(client.patch(f"{members}/{other.pk}", {"role": "owner"}, JSON), 409)
    assert client.post(f"/rooms/{created}/leave").status_code == 204
    assert Membership.objects.current().get(room=created, role=Membership.Role.OWNER).user == bob


def test_a_blocked_bot_writes_to_no_one_who_blocked_it(program: Any, alice: User) -> None:
    bot = create_bot(name="Deploy", by=SYSTEM)
    direct = open_direct(by=alice, user_ids=[bot.pk]).room["id"]
    client, path = program(user=bot), f"/rooms/{direct}/messages"
    assert client.post(path, {"content": "x"}, JSON).status_code == 201
    block_person(by=alice, person=bot)
    assert "can't be messaged" in error_of(client.post(path, {"content": "y"}, JSON), 403)


def test_an_export_names_tokens_without_their_secrets_and_erasing_ends_them(program: Any, alice: User) -> None:
    secret = program("read").defaults["HTTP_AUTHORIZATION"].removeprefix("Bearer ")
    exported = {kind.name: list(kind.export(alice)) for kind in personal_data.kinds()}
    (one,) = exported["access_tokens"]
    assert (one["name"], one["scopes"]) == ("CI", ["read"])
    for hidden in (secret, AccessToken.objects.get().secret_hash):
        assert hidden not in str(exported)
    list(erase(alice, words=False))
    assert not AccessToken.objects.exists()


def test_a_bot_makes_no_tokens(program: Any, admin: User) -> None:
    bot = create_bot(name="Deploy", by=SYSTEM)
    assert program(user=bot).post("/auth/tokens", {"name": "x", "scopes": ["read"]}, JSON).status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        {"name": "", "scopes": ["read"]},
        {"name": "x" * 61, "scopes": ["read"]},
        {"name": "CI", "scopes": []},
        {"name": "CI"},
        {"name": "CI", "scopes": ["admin"]},
        {"name": "CI", "scopes": "read"},
        {"name": "CI", "scopes": ["read"], "expires_at": "2001-01-01T00:00:00Z"},
        {"name": "CI", "scopes": ["read"], "expires_at": "9001-01-01T00:00:00Z"},
        {"name": "CI", "scopes": ["read"], "expires_at": "soon"},
    ],
)
def test_bad_input_is_named(signed_in: Any, alice: User, body: dict[str, Any]) -> None:
    answer = signed_in(alice).post("/auth/tokens", body, JSON)
    assert answer.status_code == 400
    assert answer.json()["error"]["fields"]


def test_a_person_s_tokens_are_their_own(signed_in: Any, program: Any, bob: User) -> None:
    program()
    token = AccessToken.objects.get()
    assert signed_in(bob).delete(f"/auth/tokens/{token.pk}").status_code == 404
    assert signed_in(bob).get("/auth/tokens").json() == {"tokens": []}
