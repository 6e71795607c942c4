"""Who may what, over HTTP: one table. An endpoint that is not in it fails."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.actors import SYSTEM
from accounts.bots.services import create_bot
from accounts.models import TwoFactor, User
from accounts.tokens.services import create_token
from chatsite.contract.errors import NotAllowed
from chatsite.web.api import Endpoint
from messaging.attachments.services import receive
from messaging.models import IncomingWebhook, Message
from messaging.services import delete_message
from messaging.webhooks.incoming.services import create_webhook
from messaging.webhooks.outgoing.models import WebhookDelivery
from rooms.invitations.models import Invitation
from rooms.invitations.services import invite
from rooms.memberships import join_room
from rooms.models import Membership, Room
from rooms.moderation import services as moderation
from rooms.services import close_room, delete_room
from tests.support.conversation import say
from tests.support.webhook_receiver import webhook_with_delivery

JSON = "application/json"
CODES = {401: "not_authenticated", 403: "not_allowed", 404: "not_found", 409: "room_closed"}
ROLES = ["anonymous", "deactivated", "outsider", "member", "moderator", "owner", "administrator"]
VISITORS = ["anonymous", "deactivated", "outsider"]
# The administrator is no member. The message is another member's: no one below wrote it.
OPEN = """
GET    rooms                              401 401 200 200 200 200 200
POST   rooms                              401 401 201 201 201 201 201
GET    rooms/ROOM                         401 401 200 200 200 200 200
PATCH  rooms/ROOM                         401 401 403 403 200 200 200
DELETE rooms/ROOM                         401 401 403 403 403 204 204
POST   rooms/ROOM/join                    401 401 200 200 200 200 200
POST   rooms/ROOM/leave                   401 401 204 204 204 204 204
POST   rooms/ROOM/close                   401 401 403 403 403 200 200
POST   rooms/ROOM/reopen                  401 401 403 403 403 200 200
PATCH  rooms/ROOM/membership              401 401 403 200 200 200 403
GET    rooms/ROOM/members                 401 401 200 200 200 200 200
POST   rooms/ROOM/members                 401 401 403 403 200 200 200
PATCH  rooms/ROOM/members/DORA            401 401 403 403 403 200 200
DELETE rooms/ROOM/members/DORA            401 401 403 403 204 204 204
GET    rooms/ROOM/messages                401 401 200 200 200 200 200
POST   rooms/ROOM/messages                401 401 403 201 201 201 403
POST   rooms/ROOM/attachments             401 401 403 415 415 415 403
PATCH  rooms/ROOM/messages/SEQ            401 401 403 403 403 403 403
DELETE rooms/ROOM/messages/SEQ            401 401 403 403 204 204 204
POST   rooms/ROOM/messages/SEQ/restore    401 401 403 403 200 200 200
GET    rooms/ROOM/messages/SEQ/reactions  401 401 200 200 200 200 200
PUT    rooms/ROOM/messages/SEQ/reactions/EMOJI 401 401 403 200 200 200 403
DELETE rooms/ROOM/messages/SEQ/reactions/EMOJI 401 401 403 200 200 200 403
POST   rooms/ROOM/messages/SEQ/forward    401 401 403 201 201 201 403
GET    rooms/ROOM/messages/SEQ/history    401 401 403 403 200 200 200
PUT    rooms/ROOM/messages/SEQ/pin        401 401 403 403 200 200 200
DELETE rooms/ROOM/messages/SEQ/pin        401 401 403 403 200 200 200
GET    attachments/ATTACHMENT             401 401 200 200 200 200 200
PATCH  attachments/ATTACHMENT             401 401 403 403 403 403 403
POST   attachments/ATTACHMENT/poster      401 401 403 403 403 403 403
GET    rooms/ROOM/pins                    401 401 200 200 200 200 200
GET    rooms/ROOM/changes                 401 401 200 200 200 200 200
POST   rooms/ROOM/read                    401 401 403 200 200 200 403
GET    rooms/unread                       401 401 200 200 200 200 200
PUT    rooms/unread                       401 401 204 204 204 204 204
POST   rooms/read-all                     401 401 200 200 200 200 200
GET    auth/bookmarks                     401 401 200 200 200 200 200
PUT    auth/bookmarks/MESSAGE             401 401 200 200 200 200 200
DELETE auth/bookmarks/MESSAGE             401 401 204 204 204 204 204
GET    auth/mentions                      401 401 200 200 200 200 200
GET    search                             401 401 200 200 200 200 200
PUT    auth/mentions                      401 401 204 204 204 204 204
GET    rooms/ROOM/sanctions               401 401 403 403 200 200 200
PUT    rooms/ROOM/members/DORA/mute       401 401 403 403 204 204 204
DELETE rooms/ROOM/members/DORA/mute       401 401 403 403 204 204 204
PUT    rooms/ROOM/members/DORA/ban        401 401 403 403 204 204 204
DELETE rooms/ROOM/members/DORA/ban        401 401 403 403 204 204 204
POST   rooms/ROOM/members/DORA/remove     401 401 403 403 204 204 204
POST   direct                             401 401 201 201 201 201 201
GET    users                              401 401 200 200 200 200 200
GET    users/DORA                         401 401 200 200 200 200 200
PUT    users/DORA/block                   401 401 200 200 200 200 200
DELETE users/DORA/block                   401 401 204 204 204 204 204
GET    auth/blocks                        401 401 200 200 200 200 200
POST   users/DORA/warnings                401 401 403 403 403 403 200
PUT    users/DORA/mute                    401 401 403 403 403 403 200
DELETE users/DORA/mute                    401 401 403 403 403 403 204
PUT    users/DORA/ban                     401 401 403 403 403 403 200
DELETE users/DORA/ban                     401 401 403 403 403 403 204
GET    bots                               401 401 403 403 403 403 200
POST   bots                               401 401 403 403 403 403 201
PATCH  bots/BOT                           401 401 403 403 403 403 200
DELETE bots/BOT                           401 401 403 403 403 403 204
POST   bots/BOT/picture                   401 401 415 415 415 415 415
DELETE bots/BOT/picture                   401 401 403 403 403 403 200
GET    bots/BOT/tokens                    401 401 403 403 403 403 200
POST   bots/BOT/tokens                    401 401 403 403 403 403 201
DELETE bots/BOT/tokens/ACCESS             401 401 403 403 403 403 204
GET    invitations                        401 401 200 200 200 200 200
POST   invitations                        401 401 403 403 201 201 201
DELETE invitations/INVITATION             401 401 404 404 204 204 204
POST   invitations/accept                 401 401 200 200 200 200 200
GET    rooms/ROOM/webhooks                401 401 403 403 200 200 200
POST   rooms/ROOM/webhooks                401 401 403 403 201 201 201
DELETE rooms/ROOM/webhooks/WEBHOOK        401 401 403 403 204 204 204
GET    outgoing-webhooks                  401 401 200 200 200 200 200
POST   outgoing-webhooks                  401 401 403 403 403 201 201
PATCH  outgoing-webhooks/OUTGOING         401 401 404 404 404 200 200
DELETE outgoing-webhooks/OUTGOING         401 401 404 404 404 204 204
GET    outgoing-webhooks/OUTGOING/deliveries 401 401 404 404 404 200 200
POST   outgoing-webhooks/OUTGOING/deliveries/DELIVERY/redeliver 401 401 404 404 404 202 202
GET    reports                            401 401 200 200 200 200 200
POST   reports                            401 401 201 201 201 201 201
"""
# What is different in a closed room.
CLOSED = """
PATCH  rooms/ROOM                         401 401 403 403 409 409 409
POST   invitations                        401 401 403 403 409 409 409
POST   invitations/accept                 401 401 409 200 200 200 409
POST   rooms/ROOM/members                 401 401 403 403 409 409 409
POST   rooms/ROOM/webhooks                401 401 403 403 409 409 409
POST   rooms/ROOM/join                    401 401 409 200 200 200 409
POST   rooms/ROOM/messages                401 401 403 409 409 409 403
POST   rooms/ROOM/attachments             401 401 403 409 409 409 403
DELETE rooms/ROOM/messages/SEQ            401 401 403 403 409 409 204
POST   rooms/ROOM/messages/SEQ/restore    401 401 403 403 409 409 200
POST   rooms/ROOM/messages/SEQ/forward    401 401 403 409 409 409 403
PUT    rooms/ROOM/messages/SEQ/pin        401 401 403 403 409 409 200
DELETE rooms/ROOM/messages/SEQ/pin        401 401 403 403 409 409 200
PUT    rooms/ROOM/messages/SEQ/reactions/EMOJI 401 401 403 409 409 409 403
DELETE rooms/ROOM/messages/SEQ/reactions/EMOJI 401 401 403 409 409 409 403
"""
# Everything else, where a room's roles mean nothing: anonymous, deactivated, signed in. Without a body: 400 and 415 say
# that the caller may, and that something is missing. There is no session of that name.
ELSEWHERE = """
POST   auth/register                      400 400 400
POST   auth/setup                         400 400 400
POST   auth/login                         400 400 400
POST   auth/sign-in-link                  400 400 400
POST   auth/identities/claim              403 403 403
GET    auth/identities                    401 401 200
POST   auth/identities                    401 401 400
DELETE auth/identities/IDENTITY           401 401 400
POST   auth/password-reset                400 400 400
PUT    auth/password-reset                400 400 400
PUT    auth/email-confirmation            400 400 400
POST   feedback                           400 400 400
POST   hooks/SECRET                       400 400 400
OPTIONS uploads/                          204 204 204
POST   uploads/                           401 401 412
OPTIONS uploads/UPLOAD                    204 204 204
GET    uploads/UPLOAD                     401 401 412
PATCH  uploads/UPLOAD                     401 401 412
DELETE uploads/UPLOAD                     401 401 412
POST   auth/logout                        401 401 204
GET    auth/me                            401 401 200
PUT    auth/profile                       401 401 200
PUT    auth/preferences                   401 401 200
DELETE auth/account                       401 401 400
POST   auth/email-change                  401 401 400
PUT    auth/email-change                  400 400 400
POST   auth/profile/upload                401 401 415
DELETE auth/profile/upload                401 401 200
GET    auth/sessions                      401 401 200
DELETE auth/sessions                      401 401 204
DELETE auth/sessions/SESSION              401 401 404
GET    auth/tokens                        401 401 200
POST   auth/tokens                        401 401 201
DELETE auth/tokens/ACCESS                 401 401 404
GET    auth/two-factor                    401 401 200
POST   auth/two-factor                    401 401 400
PUT    auth/two-factor                    401 401 400
DELETE auth/two-factor                    401 401 400
POST   auth/two-factor/recovery-codes     401 401 400
POST   auth/email-confirmation            401 401 204
GET    auth/notifications                 401 401 200
PUT    auth/notifications                 401 401 200
GET    auth/push                          401 401 200
POST   auth/push                          401 401 400
POST   auth/push/test                     401 401 200
DELETE auth/push/DEVICE                   401 401 404
GET    auth/sanctions                     401 401 200
PUT    auth/sanctions                     401 401 400
GET    api/schema                         401 401 200
"""
WORDS = {
    "attachment_id": "ATTACHMENT",
    "bot_id": "BOT",
    "token_id": "ACCESS",
    "upload_id": "UPLOAD",
    "delivery_id": "DELIVERY",
    "device_id": "DEVICE",
    "emoji": "EMOJI",
    "identity_id": "IDENTITY",
    "invitation_id": "INVITATION",
    "message_id": "MESSAGE",
    "outgoing_id": "OUTGOING",
    "room_id": "ROOM",
    "seq": "SEQ",
    "user_id": "DORA",
    "session_id": "SESSION",
    "webhook_id": "WEBHOOK",
    "secret": "SECRET",
}
NAMES = re.compile(r"<(?:number|path|slug|str|uuid):(\w+)>")
QUERIES: dict[str, dict[str, Any]] = {"rooms/ROOM/changes": {"since": 1}, "search": {"q": "hello"}}
BODIES = {
    "POST rooms": {"name": "Garden"},
    "PATCH rooms/ROOM": {"description": "new"},
    "PATCH rooms/ROOM/membership": {"notify": "mentions"},
    "POST rooms/ROOM/members": {"user_ids": ["DORA"]},
    "PATCH rooms/ROOM/members/DORA": {"role": "moderator"},
    "POST direct": {"user_ids": []},
    "DELETE rooms/ROOM/members/DORA": {"reason": "spam"},
    "POST rooms/ROOM/messages": {"content": "hello"},
    "POST rooms/ROOM/messages/SEQ/forward": {"room_id": "ROOM"},
    "PATCH rooms/ROOM/messages/SEQ": {"content": "new"},
    "POST rooms/ROOM/read": {"seq": 1},
    "PUT auth/mentions": {"seen": 1},
    "PUT rooms/unread": {"rooms": {"1": 0}},
    "PUT rooms/ROOM/members/DORA/mute": {"reason": "spam", "for_s": 60},
    "PUT rooms/ROOM/members/DORA/ban": {"reason": "spam"},
    "POST rooms/ROOM/members/DORA/remove": {"reason": "spam"},
    "POST users/DORA/warnings": {"reason": "spam"},
    "POST invitations": {"room_id": "ROOM"},
    "POST bots": {"name": "Deploy"},
    "PATCH bots/BOT": {"name": "Release"},
    "POST bots/BOT/tokens": {"name": "CI", "scopes": ["write"]},
    "POST auth/tokens": {"name": "CI", "scopes": ["read", "write"]},
    "POST invitations/accept": {"token": "TOKEN"},
    "POST rooms/ROOM/webhooks": {"name": "Builds"},
    "POST outgoing-webhooks": {
        "room_id": "ROOM",
        "name": "CI",
        "url": "https://ci.example.org/chat",
        "events": ["new_message"],
    },
    "PATCH outgoing-webhooks/OUTGOING": {"name": "Build"},
    "POST reports": {"room_id": "ROOM", "seq": "SEQ", "reason": "spam"},
    "PUT users/DORA/mute": {"reason": "spam"},
    "PUT users/DORA/ban": {"reason": "spam", "for_s": 60},
}


def rows(table: str, roles: list[str] = ROLES) -> dict[tuple[str, str], dict[str, int]]:
    found = {}
    for line in table.strip().splitlines():
        method, path, *statuses = line.split()
        found[method, path] = dict(zip(roles, map(int, statuses), strict=True))
    return found


@pytest.fixture
def seq(room: Room, make_user: Callable[..., User]) -> int:
    """Return the place of a message by a member who plays no part."""
    dora = make_user("Dora")
    join_room(room_id=room.pk, by=dora)
    file = receive(by=dora, room_id=room.pk, file=ContentFile(b"hello"), name="hello.txt")
    return say(dora, room, attachment_ids=[file.pk])["seq"]


@pytest.fixture
def invitation(room: Room, alice: User) -> tuple[Invitation, str]:
    """Return an invitation of the owner's, with its token."""
    return invite(by=alice, room_id=room.pk)


@pytest.fixture
def webhook(room: Room, alice: User) -> IncomingWebhook:
    """Return a webhook of the room."""
    return create_webhook(room_id=room.pk, by=alice, name="Builds")[0]


@pytest.fixture
def delivery(room: Room, alice: User, seq: int) -> WebhookDelivery:
    """Return what a webhook of the owner's sent."""
    return webhook_with_delivery(alice, room, seq).deliveries.get()


@pytest.fixture
def call(
    room: Room,
    seq: int,
    invitation: tuple[Invitation, str],
    webhook: IncomingWebhook,
    delivery: WebhookDelivery,
    people: Any,
    admin: User,
    make_user: Callable[..., User],
) -> Callable[..., Any]:
    """Return a function that makes a request in a role."""

    def by_role(role: str) -> User | None:
        if role in ("moderator", "deactivated"):
            person = make_user("Mona")
            join_room(room_id=room.pk, by=person)
            Membership.objects.filter(user=person).update(role=Membership.Role.MODERATOR)
            return person
        return {"owner": people.alice, "member": people.bob, "outsider": people.charlie, "administrator": admin}.get(
            role
        )

    def request(method: str, path: str, role: str, before: Callable[[], object] = lambda: None) -> Any:
        client, person = Client(), by_role(role)
        if person:
            client.force_login(person)
        if role == "deactivated":
            User.objects.filter(pk=person.pk).update(is_active=False)
        before()
        dora = User.objects.get(name="Dora")
        message = Message.objects.get(room=room, seq=seq)
        places = {"ROOM": room.pk, "SEQ": seq, "DORA": dora.pk, "MESSAGE": message.pk}
        places["ATTACHMENT"] = places["UPLOAD"] = message.attachments.get().pk
        if re.search("bots|tokens", path):
            bot = create_bot(name="Build", by=SYSTEM)
            access = create_token(by=SYSTEM, user=bot, name="CI", scopes=["read"]).token
            places |= {"BOT": bot.pk, "ACCESS": access.pk}
        places |= {"INVITATION": invitation[0].pk, "TOKEN": invitation[1], "DEVICE": 1, "WEBHOOK": webhook.pk}
        places |= {"IDENTITY": 1, "OUTGOING": delivery.webhook_id, "DELIVERY": delivery.uuid}
        names = "|".join(places)
        url = "/" + re.sub(names, lambda match: str(places[match[0]]), path).replace("EMOJI", "👍")
        if method == "GET":
            return client.get(url, QUERIES.get(path, {}))
        return client.generic(method, url, *_body(method, path, places))

    return request


@pytest.fixture
def call_in_turn(call: Callable[..., Any]) -> Callable[..., None]:
    """Return a function that makes a request in each role, as if the others had made none, and checks the answers."""

    def request(method: str, path: str, expected: dict[str, int], before: Callable[[], object] = lambda: None) -> None:
        wrong = {}
        for role, status in expected.items():
            with transaction.atomic():
                answer = call(method, path, role, before)
                transaction.set_rollback(True)
            caches["default"].clear()
            if (answer.status_code, code_of(answer)) != (status, CODES.get(status)):
                wrong[role] = (answer.status_code, answer.content)
        assert not wrong, wrong

    return request


def _body(method: str, path: str, places: dict[str, Any]) -> tuple[str, str]:
    body = BODIES.get(f"{method} {path}", {})
    body = {name: _filled(value, places) for name, value in body.items()}
    return (json.dumps(body), JSON) if body else ("", JSON)


def _filled(value: Any, places: dict[str, Any]) -> Any:
    if isinstance(value, list):
        return [_filled(one, places) for one in value]
    return places.get(value, value) if isinstance(value, str) else value


def endpoints(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield each method and path of the site's endpoints."""
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from endpoints(pattern.url_patterns, path)
        elif isinstance(pattern.callback, Endpoint):
            for method in pattern.callback.actions:
                yield method, NAMES.sub(lambda match: WORDS[match[1]], path)


def test_every_endpoint_is_in_a_table():
    assert set(endpoints(get_resolver().url_patterns)) == rows(OPEN).keys() | rows(ELSEWHERE, VISITORS).keys()
    assert rows(CLOSED).keys() <= rows(OPEN).keys()


@pytest.mark.parametrize(("method", "path"), rows(OPEN))
def test_in_an_open_room(call_in_turn, method, path):
    call_in_turn(method, path, rows(OPEN)[method, path])


@pytest.mark.parametrize(("method", "path"), rows(CLOSED))
def test_in_a_closed_room(call_in_turn, room, alice, method, path):
    call_in_turn(method, path, rows(CLOSED)[method, path], lambda: close_room(room_id=room.pk, by=alice))


@pytest.mark.parametrize(("method", "path"), rows(ELSEWHERE, VISITORS))
def test_elsewhere(call, method, path):
    expected = rows(ELSEWHERE, VISITORS)[method, path]
    assert {role: call(method, path, role).status_code for role in VISITORS} == expected


@pytest.mark.parametrize(("method", "path"), [key for key in rows(OPEN) if "ROOM" in key[1]])
def test_a_deleted_room_is_not_found(call_in_turn, room, alice, method, path):
    expected = dict.fromkeys(["outsider", "owner", "administrator"], 404)
    call_in_turn(method, path, expected, lambda: delete_room(room_id=room.pk, by=alice))


@pytest.mark.parametrize(("method", "path"), [key for key in rows(OPEN) if "ROOM" in key[1]])
def test_a_private_room_is_not_found_by_outsiders(call, method, path):
    def hide() -> None:
        Room.objects.update(visibility=Room.Visibility.PRIVATE, active_name_key=None)

    check(call(method, path, "outsider", hide), 404)


@pytest.mark.parametrize(("method", "path"), rows(OPEN))
@pytest.mark.parametrize("confirmed", [False, True])
def test_an_administrator_who_owes_the_second_factor_is_a_member_everywhere(
    call, admin, settings, method, path, confirmed
):
    settings.ADMIN_TWO_FACTOR = True
    if confirmed:
        TwoFactor.objects.create(user=admin, is_confirmed=True)
    status = rows(OPEN)[method, path]["administrator" if confirmed else "outsider"]
    check(call(method, path, "administrator"), status)


def test_an_administrator_who_owes_the_second_factor_stays_out_of_moderators_reach(room, alice, admin, settings):
    settings.ADMIN_TWO_FACTOR = True
    join_room(room_id=room.pk, by=admin)
    seq = say(admin, room)["seq"]
    with pytest.raises(NotAllowed):
        moderation.remove_member(room_id=room.pk, by=alice, user_id=admin.pk, reason="spam")
    with pytest.raises(NotAllowed):
        delete_message(room_id=room.pk, seq=seq, by=alice, reason="spam")
    with pytest.raises(NotAllowed):
        moderation.remove_member(room_id=room.pk, by=admin, user_id=alice.pk, reason="spam")


def check(answer: Any, status: int) -> None:
    assert (answer.status_code, code_of(answer)) == (status, CODES.get(status)), answer.content


def code_of(answer: Any) -> str | None:
    """Return the code of an error that the table knows."""
    return answer.json()["error"]["code"] if answer.status_code in CODES else None
