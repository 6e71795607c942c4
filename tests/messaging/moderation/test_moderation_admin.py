"""Moderation in Django's admin: actions with pages of their own, the log, rooms, links from a person's page."""

import csv
import io
import json
import re
from datetime import timedelta

import pytest
from django.contrib.admin import site
from django.urls import reverse
from django.utils import timezone

from accounts.models import ModerationEntry, User
from accounts.moderation import sanctions
from chatsite.jobs.queue import Lane, run_due
from messaging.models import Message
from messaging.moderation.services import report_person
from messaging.services import remove_messages_of
from rooms.models import Membership, Room
from rooms.services import delete_room
from tests.messaging.test_admin import act
from tests.support.conversation import say

LOG = "admin:accounts_moderationentry_changelist"


@pytest.fixture
def client(admin, signed_in):
    return signed_in(admin)


@pytest.mark.parametrize(
    ("name", "fields", "state"),
    [("warn", {}, "Active"), ("mute", {"until": "3600"}, "muted until"), ("ban", {"until": ""}, "banned permanently")],
)
def test_a_person_is_sanctioned_on_a_page_with_reason_and_term(client, bob, name, fields, state):
    path = reverse("admin:user-action", args=[bob.pk, name])
    assert client.get(path).status_code == 200
    assert "This field is required." in client.post(path, {"reason": " ", **fields}).content.decode()
    page = client.post(path, {"reason": "spam", **fields}, follow=True)
    assert state in page.content.decode()
    assert ModerationEntry.objects.get().reason == "spam"


def test_what_is_refused_is_said_beside_the_form(client, admin):
    page = client.post(reverse("admin:user-action", args=[admin.pk, "warn"]), {"reason": "spam"})
    assert "be warned, muted or banned. Make them a member first." in page.content.decode()


def test_sanctions_are_lifted_on_a_page(client, bob, admin):
    sanctions.mute(bob, by=admin, until=timezone.now() + timedelta(hours=1), reason="spam")
    client.post(reverse("admin:user-action", args=[bob.pk, "unmute"]), {"reason": ""})
    bob.refresh_from_db()
    assert not bob.is_muted


@pytest.mark.parametrize(
    ("name", "done"),
    [
        ("mute", lambda member: member.is_muted),
        ("remove", lambda member: member.left_at is not None),
        ("ban", lambda member: member.is_banned),
    ],
)
def test_a_member_is_sanctioned_on_a_page(client, room, bob, name, done):
    member = Membership.objects.get(room=room, user=bob)
    client.post(reverse("admin:membership-action", args=[member.pk, name]), {"reason": "spam", "until": "3600"})
    member.refresh_from_db()
    assert done(member)


def test_a_persons_things_are_one_click_away(client, room, bob):
    say(bob, room, "the words of Bob")
    address = reverse("admin:accounts_user_change", args=[bob.pk])
    for tab, link, shows in (
        ("messages", reverse("admin:messaging_message_changelist") + f"?author={bob.pk}", "the words of Bob"),
        ("rooms", reverse("admin:rooms_membership_changelist") + f"?user={bob.pk}", "Kitchen"),
        ("", reverse("admin:feedback_feedback_changelist") + f"?user={bob.pk}&amp;status=all", "No matches."),
        ("reports", reverse("admin:messaging_report_changelist") + f"?person={bob.pk}&amp;status=all", "No matches."),
        ("log", reverse(LOG) + f"?whom={bob.pk}", "No matches."),
    ):
        page = client.get(address, {"tab": tab}).content.decode()
        assert f'href="{link}"' in page
        assert shows in page or shows == "No matches."
        assert shows in client.get(link.replace("&amp;", "&")).content.decode()


@pytest.mark.parametrize("state", ["active", "waiting", "deactivated", "sanctioned", "administrator"])
def test_a_persons_page_offers_what_fits_them(client, bob, admin, state):
    if state == "sanctioned":
        sanctions.mute(bob, by=admin, until=timezone.now() + timedelta(hours=1), reason="spam")
        sanctions.ban(bob, by=admin, until=timezone.now() + timedelta(hours=1), reason="spam")
    changes = {"waiting": {"awaits_approval": True}, "deactivated": {"is_active": False}}
    changes["administrator"] = {"is_superuser": True, "is_staff": True}
    User.objects.filter(pk=bob.pk).update(**changes.get(state, {"is_active": True}))
    page = client.get(reverse("admin:accounts_user_change", args=[bob.pk])).content.decode()
    offered = set(re.findall(rf"/user/{bob.pk}/action/(\w+)/", page))
    sanction, help_out = {"warn", "mute", "ban"}, {"end_sessions", "make_reset_link", "set_upload_limit"}
    assert (
        offered
        == {
            "active": sanction | help_out | {"deactivate", "promote"},
            "waiting": {"approve", "reject"},
            "deactivated": sanction | {"reactivate"},
            "sanctioned": sanction | help_out | {"unmute", "unban", "deactivate", "promote"},
            "administrator": help_out | {"deactivate", "demote"},
        }[state]
    )


@pytest.mark.parametrize(
    ("name", "fields", "done"),
    [
        ("deactivate", {"reason": "Asked for it."}, lambda user: not user.is_active),
        ("promote", {}, lambda user: user.is_admin),
        ("make_reset_link", {}, lambda user: user.one_time_links.exists()),
    ],
)
def test_a_person_is_helped_on_their_own_page(client, bob, name, fields, done):
    page = client.post(reverse("admin:user-action", args=[bob.pk, name]), fields, follow=True).content.decode()
    assert done(User.objects.get(pk=bob.pk))
    assert ("/password-reset/?token=" in page) == (name == "make_reset_link")
    assert ModerationEntry.objects.get().reason == fields.get("reason", "")


def test_who_is_rejected_has_no_page_to_come_back_to(client, bob):
    User.objects.filter(pk=bob.pk).update(awaits_approval=True)
    page = client.post(reverse("admin:user-action", args=[bob.pk, "reject"]), follow=True)
    assert page.redirect_chain == [(reverse("admin:accounts_user_changelist"), 302)]
    assert "Done: Reject: Bob" in page.content.decode()


def test_a_room_is_closed_deleted_and_purged_on_its_page(client, room):
    for name in ("close", "reopen", "take_away"):
        page = client.get(reverse("admin:rooms_room_change", args=[room.pk])).content.decode()
        assert f"/room/{room.pk}/action/{name}/" in page
        client.post(reverse("admin:room-action", args=[room.pk, name]))
    assert Room.objects.get().deleted_at


def test_the_first_page_shows_what_waits_what_was_done_and_every_list(client, room, alice, bob, admin):
    sanctions.warn(bob, by=admin, reason="Mind your language.")
    report_person(by=alice, user_id=bob.pk, reason="spam")
    page = client.get("/admin/").content.decode()
    assert '<a href="/admin/messaging/report/">Reports</a></th><td class="is-waiting">1</td>' in page
    assert "Mind your language." in page
    for model in site._registry.keys() - {Membership}:  # reached from rooms and from people
        assert f'href="{reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")}"' in page


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("role=administrator", ["Ada"]),
        ("role=member", ["Alice", "Bob"]),
        ("seen=7", ["Ada"]),
        ("seen=long", ["Alice", "Bob"]),
    ],
)
def test_people_are_filtered_by_role_and_by_when_they_were_seen(client, alice, bob, query, names):
    page = client.get(reverse("admin:accounts_user_changelist") + f"?{query}").content.decode()
    assert [name for name in ["Ada", "Alice", "Bob"] if f">{name}</a>" in page] == names


def test_everything_of_one_person_is_removed_and_can_be_restored(client, room, alice, bob):
    seqs = [say(bob, room, f"{number}")["seq"] for number in range(3)]
    Message.objects.filter(seq=seqs[0]).update(created_at=timezone.now() - timedelta(days=2))
    say(alice, room, "innocent")
    fields = {"reason": "spam", "since": "3600"}
    page = client.post(reverse("admin:message-sweep", args=[bob.pk]), fields, follow=True)
    assert "2 messages removed." in page.content.decode()
    gone = Message.objects.exclude(deleted_at=None).select_related("removal")
    assert {(message.seq, message.removal.reason) for message in gone} == {(seqs[1], "spam"), (seqs[2], "spam")}
    assert ModerationEntry.objects.get().detail == f"2 messages, from {seqs[1]} to {seqs[2]}"
    versions = list(Message.objects.order_by("version").values_list("version", flat=True))
    assert len(set(versions)) == 4


def test_repeating_a_sweep_changes_nothing(room, bob, admin):
    say(bob, room)
    since = timezone.now() - timedelta(hours=1)
    assert remove_messages_of(person=bob, since=since, by=admin, reason="spam") == 1
    assert remove_messages_of(person=bob, since=since, by=admin, reason="spam") == 0


def test_a_room_gets_another_owner_and_is_a_default_room_or_not(client, room, alice, bob):
    client.post(reverse("admin:room-owner", args=[room.pk]), {"user_id": bob.pk})
    assert Membership.objects.get(room=room, user=bob).role == "owner"
    act(client, Room, "make_default", room)
    assert Room.objects.get(pk=room.pk).is_default
    act(client, Room, "make_ordinary", room)
    assert not Room.objects.get(pk=room.pk).is_default


@pytest.mark.parametrize("user_id", ["9" * 30, "abc", "-1", ""])
def test_no_one_else_can_be_made_the_owner(client, room, alice, user_id):
    answer = client.post(reverse("admin:room-owner", args=[room.pk]), {"user_id": user_id})
    assert answer.status_code == 200
    assert answer.context["form"].errors["user_id"]
    assert Membership.objects.get(room=room, user=alice).role == "owner"


def test_a_deleted_room_is_purged_in_the_background(client, room, alice, admin):
    say(alice, room)
    assert "Delete the room first." in act(client, Room, "purge", room).content.decode()
    delete_room(room_id=room.pk, by=admin)
    act(client, Room, "purge", room)
    run_due(lane=Lane.LONG)
    assert not Room.objects.exists()
    assert not Message.objects.exists()
    assert list(ModerationEntry.objects.order_by("pk").values_list("action", "room_name")) == [
        ("room_deleted", "Kitchen"),
        ("room_purged", "Kitchen"),
    ]


@pytest.fixture
def logged(admin, alice, bob):
    sanctions.warn(alice, by=admin, reason="=SUM(A1)")
    sanctions.mute(bob, by=admin, until=timezone.now() + timedelta(hours=1), reason="spam")


def test_the_log_is_filtered_and_searched_and_offers_no_change(client, logged):
    page = client.get(reverse(LOG), {"action": "muted"}).content.decode()
    assert ("Bob" in page, "Alice" in page) == (True, False)
    assert "1 result<" in client.get(reverse(LOG), {"q": "spam"}).content.decode()
    entry = ModerationEntry.objects.first()
    assert client.get(reverse("admin:accounts_moderationentry_delete", args=[entry.pk])).status_code == 403
    fields = {"action": "delete_selected", "_selected_action": [entry.pk], "post": "yes"}
    client.post(reverse(LOG), fields)
    client.post(reverse("admin:accounts_moderationentry_change", args=[entry.pk]), {"reason": "never"})
    assert ModerationEntry.objects.count() == 2
    assert ModerationEntry.objects.get(pk=entry.pk).reason == entry.reason


def test_the_log_is_taken_away_as_csv_and_json(client, logged, alice, admin):
    download = reverse(LOG) + "download"
    table = b"".join(client.get(f"{download}.csv").streaming_content).decode()
    first, second = csv.DictReader(io.StringIO(table))
    assert (first["by"], first["whom"], first["action"]) == ("Ada", "Alice", "warned")
    assert first["reason"] == "'=SUM(A1)"
    assert second["whom"] == "Bob"
    lines = b"".join(client.get(f"{download}.jsonl", {"action": "warned"}).streaming_content).decode().splitlines()
    (entry,) = map(json.loads, lines)
    assert (entry["whom_id"], entry["by_id"], entry["reason"]) == (alice.pk, admin.pk, "=SUM(A1)")


@pytest.mark.parametrize(
    "path",
    ["accounts/moderationentry/", "accounts/moderationentry/download.csv", "messaging/report/", "rooms/membership/"],
)
def test_none_of_it_is_for_members(alice, signed_in, path):
    assert signed_in(alice).get(f"/admin/{path}").status_code in {302, 403}


def test_actions_are_not_for_members(alice, bob, signed_in):
    client = signed_in(alice)
    for path in (reverse("admin:user-action", args=[bob.pk, "ban"]), reverse("admin:message-sweep", args=[bob.pk])):
        assert client.post(path, {"reason": "spam", "until": "", "since": "3600"}).status_code in {302, 403}
    assert not User.objects.get(pk=bob.pk).is_banned
