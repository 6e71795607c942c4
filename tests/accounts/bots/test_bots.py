"""Bots are people to everyone who reads, and let no one in."""

import json
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.test import Client

from accounts import mails
from accounts.actors import SYSTEM
from accounts.bots import services
from accounts.bots.services import create_bot
from accounts.models import Action, ModerationEntry, OneTimeLink, User
from accounts.moderation.administration import make_reset_link, promote
from accounts.payloads import user_payload
from accounts.security.links import make_link
from accounts.security.sessions import open_session
from accounts.services import authenticate
from chatsite.contract.errors import Conflict, InvalidCredentials, NotAllowed
from chatsite.jobs.queue import Lane, run_due
from rooms.admin_forms import OwnerForm
from rooms.direct.services import open_direct
from rooms.memberships import join_room
from rooms.models import Membership
from rooms.people.queries import find_people
from rooms.services import create_room

pytestmark = pytest.mark.django_db


@pytest.fixture
def bot() -> User:
    return create_bot(name="Deploy", by=SYSTEM)


@pytest.fixture
def hook() -> User:
    return create_bot(name="Grafana", by=SYSTEM, kind=User.BotKind.WEBHOOK)


def test_a_bot_says_that_it_is_one_and_a_person_says_nothing(bot: User, hook: User, alice: User) -> None:
    assert user_payload(bot) == {"id": bot.pk, "name": "Deploy", "avatar_url": None, "is_bot": True}
    assert user_payload(hook)["is_bot"] is True
    assert user_payload(alice) == {"id": alice.pk, "name": "Alice", "avatar_url": None}


def test_only_administrators_create_bots_and_the_log_keeps_it(alice: User, bot: User) -> None:
    with pytest.raises(NotAllowed):
        create_bot(name="Mine", by=alice)
    assert list(ModerationEntry.objects.values_list("action", "whom")) == [(Action.BOT_CREATED, bot.pk)]


def test_there_are_only_so_many_bots(monkeypatch: pytest.MonkeyPatch, bot: User, hook: User) -> None:
    monkeypatch.setattr(services, "MAX_BOTS", 2)
    create_bot(name="Second", by=SYSTEM)
    with pytest.raises(Conflict):
        create_bot(name="Third", by=SYSTEM)
    create_bot(name="Another webhook", by=SYSTEM, kind=User.BotKind.WEBHOOK)


def test_no_password_lets_a_bot_in(bot: User) -> None:
    for password in ("", "!", bot.password):
        with pytest.raises(InvalidCredentials):
            authenticate(email=bot.email, password=password, address="192.0.2.1")
    User.objects.filter(pk=bot.pk).update(password=make_password("x"))
    with pytest.raises(InvalidCredentials):
        authenticate(email=bot.email, password="x", address="192.0.2.1")


@pytest.mark.parametrize("purpose", OneTimeLink.Purpose)
def test_no_link_lets_a_bot_in(bot: User, purpose: OneTimeLink.Purpose) -> None:
    with pytest.raises(Conflict):
        make_link(purpose, bot)
    with pytest.raises(Conflict):
        make_reset_link(bot, by=SYSTEM, origin="https://chat.example.org")


def test_no_way_of_signing_in_opens_a_session_for_a_bot(bot: User, rf: Any) -> None:
    request = rf.post("/auth/login")
    request.session = Client().session
    with pytest.raises(NotAllowed):
        open_session(request, bot)
    assert bot.sessions.count() == 0


def test_nothing_is_mailed_to_the_address_of_a_bot(bot: User, mailoutbox: list[Any]) -> None:
    mails.password_reset(bot.email, "https://chat.example.org")
    mails.new_email(0, bot.email, "", "https://chat.example.org")
    assert mailoutbox == []


def test_a_bot_cannot_be_an_administrator_not_even_in_the_database(bot: User) -> None:
    with pytest.raises(Conflict):
        promote(bot, by=SYSTEM)
    for right in ("is_staff", "is_superuser"):
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.filter(pk=bot.pk).update(**{right: True})


def test_people_find_bots_but_not_the_bots_of_webhooks(bot: User, hook: User, alice: User) -> None:
    assert find_people(user=alice, q="deploy").users == [bot]
    assert find_people(user=alice, q="grafana").users == []
    assert {one.bot_kind for one in find_people(user=alice, after=0).users} == {"", User.BotKind.BOT}


def test_a_bot_can_be_written_to_and_a_webhook_can_not(bot: User, hook: User, alice: User) -> None:
    room = open_direct(by=alice, user_ids=[bot.pk]).room
    assert user_payload(bot) in room["members"]
    join_room(room_id=create_room(by=alice, name="Ops").pk, by=hook)
    with pytest.raises(NotAllowed):
        open_direct(by=alice, user_ids=[hook.pk])


def test_rooms_of_a_deleted_bot_pass_on_and_an_administrator_takes_over_what_is_left(
    bot: User, alice: User, ada: User, client: Client
) -> None:
    shared, lonely = create_room(by=bot, name="Shared"), create_room(by=bot, name="Lonely", visibility="private")
    join_room(room_id=shared.pk, by=alice)
    services.delete_bot(bot, by=ada)
    run_due(lane=Lane.LONG)
    owners = Membership.objects.current().filter(role=Membership.Role.OWNER)
    assert list(owners.values_list("room", "user")) == [(shared.pk, alice.pk)]
    assert not Membership.objects.current().filter(user=bot).exists()
    client.force_login(ada)
    assert client.post(f"/rooms/{lonely.pk}/join").status_code == 200
    form = {"user_id": ada.pk}
    assert client.post(f"/admin/rooms/room/{lonely.pk}/owner/", form).status_code == 302
    assert owners.get(room=lonely).user == ada


def test_no_bot_is_offered_as_the_new_owner_of_a_room(bot: User, alice: User) -> None:
    room = create_room(by=alice, name="Shared")
    join_room(room_id=room.pk, by=bot)
    assert not OwnerForm(room).fields["user_id"].queryset.exists()


def test_payloads_say_everywhere_that_a_bot_is_one(bot: User, alice: User, client: Client) -> None:
    room = create_room(by=bot, name="Deploys")
    client.force_login(alice)
    client.post(f"/rooms/{room.pk}/join")
    sent = client.post(f"/rooms/{room.pk}/messages", {"content": "hi"}, content_type="application/json")
    assert "is_bot" not in sent.json()["message"]["author"]
    for path in (f"/rooms/{room.pk}", f"/rooms/{room.pk}/members", f"/users/{bot.pk}", "/users?q=deploy", "/rooms"):
        answer = client.get(path).json()
        assert json.dumps(answer).count('"is_bot": true') == 1, (path, answer)


def test_the_list_of_bots_in_the_admin_leads_to_a_new_one(db):
    admin, client = User.objects.create_superuser(email="root@example.org"), Client()
    client.force_login(admin)
    assert 'href="/admin/accounts/bot/add/"' in client.get("/admin/accounts/bot/").content.decode()
    assert "/add/" not in client.get("/admin/accounts/user/").content.decode()
