"""Incoming webhooks: who manages them, what they post, and what ends them."""

import io
import json
import logging
import re
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.utils import timezone

from accounts.models import ModerationEntry, User
from accounts.moderation import administration, sanctions
from accounts.moderation.models import Action
from accounts.upkeep import erasing, personal_data
from chatsite.contract.errors import Conflict
from chatsite.db import outages
from chatsite.limits.bucket import Rate
from chatsite.observe.paths import path_without_secrets
from chatsite.text.times import FOREVER
from chatsite.web.wsgi_bridge import _log_request
from messaging.models import IncomingWebhook, Message
from messaging.upkeep.purging import purge_rooms
from messaging.webhooks.incoming import api, limits, services
from messaging.webhooks.incoming.services import MAX_WEBHOOKS, create_webhook, delete_webhook
from rooms.direct.services import open_direct
from rooms.memberships import leave_room
from rooms.models import Membership, Room
from rooms.moderation import services as moderation
from rooms.roles import set_role
from rooms.services import close_room, create_room, delete_room, update_room
from tests.messaging.webhooks.incoming.payloads import ALERTMANAGER

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def hook(room, alice):
    """Return the path of a webhook of Alice's room."""
    return f"/hooks/{create_webhook(room_id=room.pk, by=alice, name='Builds')[1]}"


def post(path, body, content_type=JSON, **headers):
    """Post as a program does: without a cookie."""
    return Client(enforce_csrf_checks=True).generic(
        "POST", path, body if isinstance(body, str) else json.dumps(body), content_type, headers=headers
    )


def said(room) -> list[str]:
    return list(Message.objects.filter(room=room).order_by("seq").values_list("content", flat=True))


def error_of(answer) -> dict:
    return answer.json()["error"]


def test_a_webhook_is_made_listed_and_deleted(room, alice, signed_in):
    client, path = signed_in(alice), f"/rooms/{room.pk}/webhooks"
    answer = client.post(path, {"name": "  Build  server "}, JSON)
    made = answer.json()["webhook"]
    assert answer.status_code == 201
    assert re.fullmatch(r"http://testserver/hooks/[\w-]{32}", made["url"])
    assert (made["name"], made["created_by"]["name"], made["last_used_at"]) == ("Build server", "Alice", None)
    assert made["bot"] == {"id": made["bot"]["id"], "name": "Build server", "avatar_url": None, "is_bot": True}
    assert client.get(path).json() == {"webhooks": [made | {"url": None}]}
    assert client.delete(f"{path}/{made['id']}").status_code == 204
    assert client.delete(f"{path}/{made['id']}").status_code == 404
    assert client.get(path).json() == {"webhooks": []}
    actions = [(entry.action, entry.by, entry.whom.name) for entry in ModerationEntry.objects.order_by("pk")]
    assert actions == [
        (Action.WEBHOOK_CREATED, alice, "Build server"),
        (Action.WEBHOOK_DELETED, alice, "Build server"),
    ]


def test_the_secret_is_stored_as_a_hash(room, hook):
    assert hook.removeprefix("/hooks/") not in str(IncomingWebhook.objects.values().get())


def test_what_it_posts_is_a_message_of_its_bot(room, alice, signed_in, hook):
    answer = post(hook, {"content": "**Done** <@12>"})
    message = answer.json()["message"]
    assert answer.status_code == 200
    assert (message["author"]["name"], message["author"]["is_bot"]) == ("Builds", True)
    assert message["html"].startswith("<p><strong>Done</strong>")
    assert "Set-Cookie" not in answer
    seen = signed_in(alice).get(f"/rooms/{room.pk}/messages").json()["messages"][-1]
    assert seen == message


def test_slacks_format_comes_as_json_or_in_a_form(room, hook):
    assert post(hook, ALERTMANAGER.payload).status_code == 200
    answer = Client().post(hook, {"payload": json.dumps(ALERTMANAGER.payload)})
    assert answer.status_code == 200
    answer = Client().post(hook, {"text": "*bold*"})
    assert answer.status_code == 200
    assert said(room) == [ALERTMANAGER.text, ALERTMANAGER.text, "**bold**"]


def test_a_username_renames_no_one(room, hook):
    message = post(hook, {"text": "hello", "username": "Alice", "icon_emoji": ":ghost:"}).json()["message"]
    assert message["author"]["name"] == "Builds"


def test_it_mentions_people_and_calls_no_room(room, bob, hook):
    message = post(hook, {"content": f"<@{bob.pk}> <@room>"}).json()["message"]
    assert [one["id"] for one in message["mentions"]] == [bob.pk]
    assert not message["mentions_room"]


def test_what_is_too_long_is_cut(room, hook):
    assert post(hook, {"content": "x" * 4_001}).status_code == 200
    assert said(room) == ["x" * 3_999 + "…"]


def test_the_same_key_posts_once(room, hook):
    first = post(hook, {"content": "once"}, **{"Idempotency-Key": "run-7"})
    again = post(hook, {"content": "once"}, **{"Idempotency-Key": "run-7"})
    other = post(hook, {"content": "once"}, **{"Idempotency-Key": "run-8"})
    assert first.json() == again.json()
    assert other.json() != first.json()
    assert said(room) == ["once", "once"]


def test_a_key_of_one_webhook_means_nothing_to_another(room, alice, hook):
    other = f"/hooks/{create_webhook(room_id=room.pk, by=alice, name='Other')[1]}"
    for path in (hook, other):
        post(path, {"content": "once"}, **{"Idempotency-Key": "run-7"})
    assert said(room) == ["once", "once"]


@pytest.mark.parametrize(
    ("body", "content_type", "status", "sentence"),
    [
        ({}, JSON, 400, "There is nothing to post. Send content, text, blocks or attachments."),
        ({"content": " \n"}, JSON, 400, "There is nothing to post. Send content, text, blocks or attachments."),
        ({"content": ["x"]}, JSON, 400, '"content" must be a string.'),
        ({"attachments": {"text": "x"}}, JSON, 400, '"attachments" must be a list of objects.'),
        ([], JSON, 400, "Send one JSON object."),
        ("{", JSON, 400, "The body isn't valid JSON."),
        ("[" * 60_000, JSON, 400, "The body isn't valid JSON."),
        ('{"text": "x"}', FORM, 415, "Send JSON, with Content-Type: application/json."),
        ("payload=%7B", FORM, 400, "The body isn't valid JSON."),
        ("payload=[]", FORM, 400, "Send one JSON object."),
        ("<a/>", "application/xml", 415, "Send JSON, with Content-Type: application/json."),
        ("hello", "text/plain", 415, "Send JSON, with Content-Type: application/json."),
        ({"content": "x" * 70_000}, JSON, 413, "That's too large."),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(room, hook, body, content_type, status, sentence):
    answer = post(hook, body, content_type)
    assert (answer.status_code, error_of(answer)["message"]) == (status, sentence)
    assert said(room) == []


@pytest.mark.parametrize("content", [None, "", " \n", "\u200b"])
def test_content_that_shows_nothing_leaves_the_text_to_be_shown(room, hook, content):
    assert post(hook, {"content": content, "text": "Disk full"}).status_code == 200
    assert said(room) == ["Disk full"]


@pytest.mark.parametrize("key", ["", "x" * 256, "\u00e9", "\udcff", "a\tb"])
def test_a_key_has_a_length(room, hook, key):
    answer = post(hook, {"content": "x"}, **{"Idempotency-Key": key})
    assert (answer.status_code, said(room)) == (400, [])


def test_a_trailing_slash_does_not_matter(room, hook):
    assert post(f"{hook}/", {"content": "x"}).status_code == 200


@pytest.mark.parametrize("path", ["/hooks/wrong", "/hooks/x/y", "/hooks/" + "x" * 32])
def test_a_wrong_secret_is_not_found(db, path):
    answer = post(path, {"content": "x"})
    assert (answer.status_code, error_of(answer)["code"]) == (404, "not_found")


def test_a_wrong_secret_takes_as_many_queries_as_a_deleted_one(room, alice, hook, django_assert_num_queries):
    delete_webhook(room_id=room.pk, webhook_id=IncomingWebhook.objects.get().pk, by=alice)
    for path in (hook, "/hooks/wrong"):
        with django_assert_num_queries(1):
            assert post(path, {"content": "x"}).status_code == 404


def test_a_session_gives_no_right_and_is_not_needed(room, alice, hook):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    assert client.post("/hooks/wrong", {"content": "x"}, JSON).status_code == 404
    assert client.post(hook, {"content": "x"}, JSON).status_code == 200


@pytest.fixture
def fresh_rates():
    """Count from nothing, and leave nothing counted: webhooks of other tests have the same ids."""
    limits._posts.cache_clear()
    yield
    limits._posts.cache_clear()


@pytest.mark.usefixtures("fresh_rates")
def test_each_webhook_has_a_rate(room, alice, hook, settings):
    settings.RATE_WEBHOOK = Rate(0.01, 2)
    other = f"/hooks/{create_webhook(room_id=room.pk, by=alice, name='Other')[1]}"
    answers = [post(hook, {"content": "x"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[-1]["Retry-After"]) > 1
    assert post(other, {"content": "x"}).status_code == 200


@pytest.mark.usefixtures("fresh_rates")
def test_much_markup_counts_as_several(room, hook, settings):
    settings.RATE_WEBHOOK = Rate(0.02, 3)
    heavy = {"content": "[a](https://x.example/) " * 100}
    assert [post(hook, heavy).status_code for _ in range(2)] == [200, 429]


def test_neither_slow_mode_nor_an_announcement_room_holds_it_back(room, alice, hook):
    update_room(room_id=room.pk, by=alice, slow_mode_s=60, who_may_write="moderators")
    assert [post(hook, {"content": "x"}).status_code for _ in range(2)] == [200, 200]


def test_when_it_was_used_is_noted_roughly(room, hook):
    post(hook, {"content": "x"})
    used = IncomingWebhook.objects.get().last_used_at
    assert timezone.now() - used < timedelta(minutes=6)
    assert (used.minute % 5, used.second, used.microsecond) == (0, 0, 0)


def test_a_later_use_within_five_minutes_writes_nothing(room, hook):
    post(hook, {"content": "x"})
    IncomingWebhook.objects.update(last_used_at=timezone.now() + timedelta(minutes=5))
    post(hook, {"content": "x"})
    assert IncomingWebhook.objects.get().last_used_at > timezone.now()


# Who manages, and what ends a webhook.


def test_a_private_rooms_webhooks_are_seen_by_its_moderators_alone(alice, bob, admin, signed_in):
    room = create_room(by=alice, name="Den", visibility="private")
    path = f"/rooms/{room.pk}/webhooks"
    for outside in (bob, admin):
        assert signed_in(outside).get(path).status_code == 404
        assert signed_in(outside).post(path, {"name": "x"}, JSON).status_code == 404
        assert signed_in(outside).delete(f"{path}/1").status_code == 404
    assert signed_in(alice).post(path, {"name": "x"}, JSON).status_code == 201


def test_a_direct_room_has_none(alice, bob, signed_in):
    room_id = open_direct(by=alice, user_ids=[bob.pk]).room["id"]
    answer = signed_in(alice).post(f"/rooms/{room_id}/webhooks", {"name": "x"}, JSON)
    assert answer.status_code == 403


def test_a_room_has_so_many(room, alice, signed_in):
    for number in range(MAX_WEBHOOKS):
        create_webhook(room_id=room.pk, by=alice, name=f"Number {number}")
    answer = signed_in(alice).post(f"/rooms/{room.pk}/webhooks", {"name": "One more"}, JSON)
    assert (answer.status_code, error_of(answer)["message"]) == (409, "This room has 10 webhooks. Delete one first.")


def test_a_webhook_of_another_room_is_not_found(room, alice, hook, signed_in):
    other = create_room(by=alice, name="Other")
    webhook = IncomingWebhook.objects.get()
    assert signed_in(alice).delete(f"/rooms/{other.pk}/webhooks/{webhook.pk}").status_code == 404
    assert post(hook, {"content": "x"}).status_code == 200


def test_a_deleted_one_is_gone_and_its_messages_stay(room, alice, hook, signed_in):
    post(hook, {"content": "before"})
    webhook = IncomingWebhook.objects.get()
    delete_webhook(room_id=room.pk, webhook_id=webhook.pk, by=alice)
    assert post(hook, {"content": "after"}).status_code == 404
    (message,) = signed_in(alice).get(f"/rooms/{room.pk}/messages").json()["messages"]
    assert (message["content"], message["author"]["name"]) == ("before", "Builds")
    assert not Membership.objects.current().filter(room=room, user=webhook.bot).exists()
    assert not User.objects.get(pk=webhook.bot_id).is_active


def test_a_closed_room_refuses_and_a_reopened_one_does_not(room, alice, hook, signed_in):
    close_room(room_id=room.pk, by=alice)
    answer = post(hook, {"content": "x"})
    assert (answer.status_code, error_of(answer)["code"]) == (409, "room_closed")
    assert signed_in(alice).post(f"/rooms/{room.pk}/webhooks", {"name": "x"}, JSON).status_code == 409
    signed_in(alice).post(f"/rooms/{room.pk}/reopen")
    assert post(hook, {"content": "x"}).status_code == 200


def test_it_goes_with_its_room(room, alice, hook):
    delete_webhook(room_id=room.pk, webhook_id=IncomingWebhook.objects.get().pk, by=alice)
    create_webhook(room_id=room.pk, by=alice, name="Left")
    delete_room(room_id=room.pk, by=alice)
    assert post(hook, {"content": "x"}).status_code == 404
    list(purge_rooms(Room.objects.filter(pk=room.pk)))
    assert not IncomingWebhook.objects.exists()
    assert not User.objects.filter(bot_kind=User.BotKind.WEBHOOK).exists()


def test_a_deleted_room_answers_like_a_wrong_secret(room, alice, hook):
    delete_room(room_id=room.pk, by=alice)
    assert post(hook, {"content": "x"}).content == post("/hooks/wrong", {"content": "x"}).content


def test_it_goes_on_when_its_maker_leaves_or_is_no_moderator_or_the_room_changes_hands(room, alice, bob):
    set_role(room_id=room.pk, by=alice, user_id=bob.pk, role="moderator")
    hook = f"/hooks/{create_webhook(room_id=room.pk, by=bob, name='Builds')[1]}"
    set_role(room_id=room.pk, by=alice, user_id=bob.pk, role="member")
    assert post(hook, {"content": "1"}).status_code == 200
    leave_room(room_id=room.pk, by=bob)
    assert post(hook, {"content": "2"}).status_code == 200
    leave_room(room_id=room.pk, by=alice)
    assert post(hook, {"content": "3"}).status_code == 200


def test_a_bot_owns_no_room(room, alice, bob, hook):
    bot = IncomingWebhook.objects.get().bot
    with pytest.raises(Conflict, match="A bot can't own a room"):
        set_role(room_id=room.pk, by=alice, user_id=bot.pk, role="owner")
    with pytest.raises(Conflict, match="A bot can't own a room"):
        leave_room(room_id=room.pk, by=alice, new_owner_id=bot.pk)
    leave_room(room_id=room.pk, by=bob)
    leave_room(room_id=room.pk, by=alice)
    assert not Membership.objects.current().filter(room=room, role=Membership.Role.OWNER).exists()


def test_it_pauses_while_its_maker_is_banned_from_the_room(room, alice, bob):
    set_role(room_id=room.pk, by=alice, user_id=bob.pk, role="moderator")
    hook = f"/hooks/{create_webhook(room_id=room.pk, by=bob, name='Builds')[1]}"
    moderation.ban_from_room(room_id=room.pk, by=alice, user_id=bob.pk, until=FOREVER, reason="Spam")
    assert post(hook, {"content": "x"}).status_code == 404
    moderation.unban_from_room(room_id=room.pk, by=alice, user_id=bob.pk)
    assert post(hook, {"content": "x"}).status_code == 200


def test_it_pauses_while_its_maker_is_banned_from_the_site(room, alice, admin, hook):
    sanctions.ban(alice, by=admin, until=FOREVER, reason="Spam")
    assert post(hook, {"content": "x"}).status_code == 404
    sanctions.unban(alice, by=admin)
    assert post(hook, {"content": "x"}).status_code == 200


def test_it_goes_on_when_its_maker_is_deactivated(room, alice, admin, hook):
    administration.deactivate(alice, by=admin, reason="Left the company")
    assert post(hook, {"content": "x"}).status_code == 200


def test_moderators_mute_and_remove_its_bot_like_any_member(room, alice, hook):
    bot = IncomingWebhook.objects.get().bot
    moderation.mute_member(room_id=room.pk, by=alice, user_id=bot.pk, until=FOREVER, reason="Too loud")
    answer = post(hook, {"content": "x"})
    assert (answer.status_code, error_of(answer)["message"][:31]) == (403, "You're muted in this room perma")
    moderation.unmute_member(room_id=room.pk, by=alice, user_id=bot.pk)
    moderation.remove_member(room_id=room.pk, by=alice, user_id=bot.pk, reason="Away")
    answer = post(hook, {"content": "x"})
    assert (answer.status_code, error_of(answer)["message"]) == (
        403,
        "This webhook was removed from its room. Create a new one.",
    )


def test_a_webhook_deleted_while_it_posts_is_not_found(room, alice, hook, monkeypatch):
    found = services.post_messages

    def late(drafts):
        delete_webhook(room_id=room.pk, webhook_id=IncomingWebhook.objects.get().pk, by=alice)
        return found(drafts)

    monkeypatch.setattr(services, "post_messages", late)
    assert post(hook, {"content": "x"}).status_code == 404
    assert said(room) == []


# What leaves no trace, and what people have.


@pytest.mark.parametrize("path", ["/hooks/SECRET", "/hooks/SECRET/", "/hooks/SECRET/more"])
@pytest.mark.parametrize("body", ['{"content": "x"}', "{", '{"content": 7000000}'])
def test_no_log_line_has_the_secret(db, caplog, path, body):
    with caplog.at_level(logging.DEBUG):
        answer = post(path, body)
        request = answer.wsgi_request
        _log_request(RequestFactory().post(path).environ, 503, 0.1)  # of a request that never reached Django
    assert "SECRET" not in path_without_secrets(request)
    assert request.META["chatsite.route"] == "hooks/<path:secret>"  # what /metrics counts by
    assert "/hooks/…" in caplog.text
    assert "SECRET" not in caplog.text + answer.content.decode()


@pytest.mark.parametrize("fault", ["database is locked", "a fault of ours"])
def test_no_line_about_a_fault_has_the_secret(db, monkeypatch, fault):
    def failing(secret):
        raise OperationalError(fault)

    monkeypatch.setattr(outages, "_recent", outages.Recent())
    monkeypatch.setattr(api, "webhook_by", failing)
    (handler,) = (one for one in logging.getLogger().handlers if one.name == "stderr")
    monkeypatch.setattr(handler, "stream", io.StringIO())
    Client(raise_request_exception=False).post("/hooks/SECRET", {"content": "x"}, JSON)
    logged = handler.stream.getvalue()
    assert "/hooks/…" in logged
    assert "SECRET" not in logged


def test_an_export_names_the_webhook_without_its_secret(room, alice, hook):
    exported = {kind.name: list(kind.export(alice)) for kind in personal_data.kinds()}
    (one,) = exported["incoming_webhooks"]
    assert (one["name"], one["room"]) == ("Builds", "Kitchen")
    row = IncomingWebhook.objects.get()
    assert row.secret_hash not in str(exported)
    assert hook.removeprefix("/hooks/") not in str(exported)


def test_an_erased_maker_leaves_it_to_the_room(room, alice, hook):
    list(erasing.erase(alice, words=True))
    assert IncomingWebhook.objects.get().created_by is None
    assert post(hook, {"content": "x"}).status_code == 200


def test_administrators_delete_it_in_the_admin(room, admin, hook, signed_in):
    client, row = signed_in(admin), IncomingWebhook.objects.get()
    pages = ["/admin/messaging/incomingwebhook/", f"/admin/messaging/incomingwebhook/{row.pk}/change/"]
    shown = [client.get(page).content.decode() for page in pages]
    assert all("Builds" in page and row.secret_hash not in page for page in shown)
    answer = client.post(f"/admin/messaging/incomingwebhook/{row.pk}/action/delete/")
    assert answer.status_code == 302
    assert post(hook, {"content": "x"}).status_code == 404
