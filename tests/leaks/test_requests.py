"""No request of an outsider, a former member, someone blocked or an administrator outside returns a marked word."""

import json
import logging
import re
import zipfile
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.core.cache import caches
from django.db import transaction
from django.test import Client
from django.urls import get_resolver

from accounts.models import ModerationEntry, User
from accounts.upkeep.exporting import export
from messaging.models import Attachment, IncomingWebhook, Message, WebhookDelivery
from rooms.invitations.models import Invitation
from rooms.models import Membership, RoomQuerySet
from tests.leaks.world import BYTES, FILE, NAME, RETRIED, World, marks_in
from tests.messaging.test_admin_access import addresses
from tests.messaging.test_policy_table import BODIES, endpoints

WHO = ["outsider", "former member", "blocked", "administrator"]
PLACE = re.compile(
    "ROOM|SEQ|DORA|MESSAGE|INVITATION|ATTACHMENT|UPLOAD|SESSION|EMOJI|WEBHOOK|BOT|ACCESS|OUTGOING|DELIVERY"
)
QUERIES = ["", "q=zqx", "room_id={room}", "since=1", "before=999999", "closed=1", "joined=1"]
PAGES = [
    "/",
    "/rooms/{room}/{seq}",
    "/people/1/",
    "/catch-up/",
    "/inbox/",
    "/saved/",
    "/settings/",
    "/settings/profile/",
]
# A report hands over the message with five before and after it.
HANDS_OVER = re.compile(r"/r/|logout|/messaging/report/")
SHOWS_NAMES = re.compile(
    "/admin/(rooms|accounts/(moderationentry|user)|messaging/(incomingwebhook|outgoingwebhook|webhookdelivery)|$)"
)
# An administrator who joins takes a seat; the test of that is elsewhere.
NO_FILE = UUID("00000000-0000-7000-8000-000000000000")
SEAT = ("administrator", "POST", "rooms/ROOM/join")


def calls(world: World, room_id: int) -> Iterator[tuple[str, str, str]]:
    """Yield each endpoint's method and path, with the marked room and its message, and a body."""
    message = Message.objects.filter(room=room_id).order_by("-seq").first() or world.message
    places: dict[str, Any] = {
        "ROOM": room_id,
        "SEQ": world.seq if room_id == world.room.pk else message.seq,
        "DORA": world.bob.pk,
        "MESSAGE": world.message.pk if room_id == world.room.pk else message.pk,
        "INVITATION": Invitation.objects.filter(inviter=world.alice).values_list("pk", flat=True)[0],
        "ATTACHMENT": Attachment.objects.filter(room=room_id).values_list("pk", flat=True).first() or NO_FILE,
        "UPLOAD": NO_FILE,
        "OUTGOING": WebhookDelivery.objects.values_list("webhook", flat=True)[0],
        "DELIVERY": WebhookDelivery.objects.values_list("uuid", flat=True)[0],
        "TOKEN": "none",
        "SESSION": "none",
        "BOT": 0,
        "ACCESS": 0,
        "EMOJI": "👍",
        "WEBHOOK": IncomingWebhook.objects.get(room=world.room).pk,
    }
    yield "GET", "media/attachments/ATTACHMENT/NAME", f"/media/attachments/{places['ATTACHMENT']}/zqx"
    for method, path in endpoints(get_resolver().url_patterns):
        body = json.loads(json.dumps(BODIES.get(f"{method} {path}", {})))
        body = {name: places.get(value, value) if isinstance(value, str) else value for name, value in body.items()}
        filled = "/" + PLACE.sub(lambda found: str(places[found[0]]), path)
        if method == "GET":
            for query in QUERIES:
                yield method, path, f"{filled}?{query.format(room=room_id)}"
        else:
            yield method, path, filled + "\n" + json.dumps(body)


def answers(world: World, who: str, room_id: int) -> Iterator[tuple[str, str]]:
    """Yield what each call answers; what it changes is undone."""
    person = world.outsiders[who]
    for method, path, call in calls(world, room_id):
        if (who, method, path) == SEAT and room_id == world.room.pk:
            continue
        url, _, body = call.partition("\n")
        with transaction.atomic():
            client = Client(raise_request_exception=True)
            client.force_login(person)
            answer = client.generic(method, url, body, "application/json" if body else "")
            transaction.set_rollback(True)
        caches["default"].clear()
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        yield f"{method} {url}", content.decode() + str(answer.headers)


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Return the log, with everything in it."""
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.INFO, logger="django.db.backends")  # statements are for developers alone
    return caplog


def found(texts: Iterator[tuple[str, str]]) -> dict[str, list[str]]:
    """Return the marks by where they were found."""
    return {where: marks for where, text in texts if (marks := marks_in(text))}


@pytest.mark.parametrize("who", WHO)
def test_no_endpoint_returns_a_mark(world, who, logged):
    every = list(answers(world, who, world.room.pk))
    assert len(every) > 100
    assert found(iter(every)) == {}
    assert marks_in(logged.text) == []
    assert marks_in(str([message.message() for message in mail.outbox])) == []


@pytest.mark.parametrize("who", WHO)
def test_no_endpoint_returns_a_mark_of_a_direct_room(world, who, logged):
    for room_id in (world.direct_id, world.group_id):
        assert found(answers(world, who, room_id)) == {}
    assert marks_in(logged.text) == []


@pytest.mark.parametrize("who", WHO)
def test_no_page_shows_a_mark(world, who, signed_in):
    client = signed_in(world.outsiders[who])
    pages = [page.format(room=world.room.pk, seq=world.seq) for page in PAGES]
    assert found((page, client.get(page).content.decode()) for page in pages) == {}


def test_only_the_room_s_name_is_in_the_administration(world, admin, signed_in):
    """Administrators see that a private room exists, and who is in it; of direct rooms nothing. Reports hand over."""
    client = signed_in(admin)
    assert client.get("/admin/").status_code == 200
    scene = {
        "room": world.room,
        "membership": Membership.objects.get(room=world.room, user=world.bob),
        "message": world.message,
        "user": world.bob,
        "invitation": Invitation.objects.get(inviter=world.alice),
        "incomingwebhook": IncomingWebhook.objects.get(room=world.room),
        "outgoingwebhook": WebhookDelivery.objects.get().webhook,
        "webhookdelivery": WebhookDelivery.objects.get(),
        "moderationentry": ModerationEntry.objects.latest("pk"),
    }
    tabs = [f"/admin/accounts/user/{world.bob.pk}/change/?tab={tab}" for tab in ("messages", "rooms", "reports")]
    searches = [
        f"/admin/messaging/message/?room={world.room.pk}",
        f"/admin/messaging/message/?room={world.direct_id}",
        "/admin/messaging/message/?text=zqx",
        f"/admin/messaging/message/?room={world.group_id}",
        f"/admin/rooms/room/{world.direct_id}/change/",
    ]
    every = [*addresses(scene), *tabs, *searches]
    answers = {one: client.get(one) for one in every if not HANDS_OVER.search(one)}
    pages = [(one, b"".join(answer).decode()) for one, answer in answers.items()]
    leaks = found(iter(pages))
    assert {mark for marks in leaks.values() for mark in marks} == {NAME}
    assert all(SHOWS_NAMES.match(page) for page in leaks), leaks


@pytest.mark.parametrize("who", WHO)
def test_no_export_of_another_person_holds_a_mark(world, who, tmp_path):
    path = tmp_path / "export.zip"
    list(export(world.outsiders[who], path))
    with zipfile.ZipFile(path) as archive:
        assert found((name, archive.read(name).decode()) for name in archive.namelist()) == {}


def test_a_retry_of_a_former_member_is_their_message_with_nothing_newer(world, signed_in):
    body = {"content": "first", "client_id": str(RETRIED)}
    client = signed_in(world.outsiders["former member"])
    answer = client.post(f"/rooms/{world.room.pk}/messages", body, "application/json")
    assert (answer.status_code, answer.json()["message"]["content"]) == (200, "first")
    assert marks_in(answer.content.decode()) == []


def test_metrics_hold_no_mark(world, client, settings):
    settings.METRICS_TOKEN = "x" * 40
    answer = client.get("/metrics", headers={"Authorization": "Bearer " + "x" * 40})
    assert (answer.status_code, marks_in(answer.content.decode())) == (200, [])


def test_the_test_finds_a_leak(world, monkeypatch):
    monkeypatch.setattr(RoomQuerySet, "visible_to", lambda rooms, _user: rooms.standing())
    assert len(found(answers(world, "outsider", world.room.pk))) > 5


def test_members_receive_the_marks(world, signed_in):
    assert found(
        (path, signed_in(world.bob).get(path).content.decode())
        for path in ("/rooms", f"/rooms/{world.room.pk}/messages", f"/rooms/{world.direct_id}/messages")
    ).keys() == {"/rooms", f"/rooms/{world.room.pk}/messages", f"/rooms/{world.direct_id}/messages"}


def test_members_receive_the_marked_files(world, signed_in):
    for room_id in (world.room.pk, world.direct_id):
        attachment = Attachment.objects.get(room=room_id)
        answer = signed_in(world.bob).get(f"/media/attachments/{attachment.pk}/name")
        assert marks_in(b"".join(answer.streaming_content).decode() + answer["Content-Disposition"]) == [FILE, BYTES]


def test_everyone_named_here_is_outside(world):
    inside = Membership.objects.current().filter(room__in=[world.room, world.direct_id])
    assert set(User.objects.filter(pk__in=inside.values("user"), bot_kind="")) == {world.alice, world.bob}
