"""Nothing leaves that the person behind a webhook may not read, and it stops when their right ends."""

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import ModerationEntry, User
from accounts.moderation.administration import demote
from accounts.moderation.sanctions import ban
from chatsite.contract.errors import Conflict, NotAllowed, NotFound
from chatsite.jobs.queue import run_due
from chatsite.text.times import FOREVER
from messaging.webhooks.outgoing import limits, sending, working
from messaging.webhooks.outgoing.models import OutgoingWebhook, WebhookDelivery
from messaging.webhooks.outgoing.queries import listed_webhooks
from messaging.webhooks.outgoing.services import add, change, redeliver, turn_off
from rooms.direct.services import open_direct
from rooms.memberships import leave_room
from rooms.models import Membership, Room
from rooms.roles import set_role
from rooms.services import create_room, delete_room, update_room
from tests.support.conversation import say

URL = "https://ci.example.org/chat"
ONE = {"name": "CI", "url": URL, "events": ["new_message"]}


def off_reason(webhook: OutgoingWebhook) -> str | None:
    webhook.refresh_from_db()
    return None if webhook.is_active else webhook.off_reason


def test_an_owner_who_hands_over_the_room_sends_nothing_more(webhooks, alice, bob, room):
    webhook = webhooks.add(alice, room)
    say(alice, room, "mine")
    set_role(room_id=room.pk, by=alice, user_id=bob.pk, role="owner")
    assert webhooks.run() == []
    assert off_reason(webhook) == "rights"


def test_the_new_owner_takes_it_over_and_it_begins_anew(webhooks, alice, bob, room):
    webhook = webhooks.add(alice, room)
    set_role(room_id=room.pk, by=alice, user_id=bob.pk, role="owner")
    webhooks.run()
    say(bob, room, "unsent")
    change(by=bob, webhook_id=webhook.pk, is_active=True)
    say(bob, room, "received")
    assert [one.content for one in webhooks.run()] == ["received"]
    with pytest.raises(NotFound):
        change(by=alice, webhook_id=webhook.pk, name="Mine")


@pytest.mark.parametrize("what", ["banned", "deactivated", "demoted"])
def test_an_administrator_who_is_none_any_more_sends_nothing(webhooks, admin, make_user, alice, room, what):
    other = make_user("Root", is_superuser=True, is_staff=True)
    webhook = webhooks.add(other)
    say(alice, room, "one")
    if what == "banned":
        demote(other, by=admin)
        ban(other, by=admin, until=FOREVER, reason="spam")
    elif what == "deactivated":
        User.objects.filter(pk=other.pk).update(is_active=False)
    else:
        demote(other, by=admin)
    assert webhooks.run() == []
    assert off_reason(webhook) == "rights"


def test_a_room_that_goes_private_leaves_a_webhook_of_all_rooms(webhooks, admin, alice, room):
    webhook = webhooks.add(admin)
    update_room(room_id=room.pk, by=alice, visibility="private")
    say(alice, room, "among us")
    assert webhooks.run() == []
    assert off_reason(webhook) is None
    say(alice, create_room(by=alice, name="Garden"), "hello")
    assert [one.content for one in webhooks.run()] == ["hello"]


def test_a_room_that_goes_private_while_others_are_sent_keeps_what_is_said_then(
    webhooks, admin, alice, room, monkeypatch
):
    other = create_room(by=alice, name="Other")
    webhooks.add(admin)
    say(alice, room, "first")
    say(alice, other, "second")

    def meanwhile(webhook, change):
        monkeypatch.setattr(working, "send", sending.send)
        later = other if change.room_id == room.pk else room
        update_room(room_id=later.pk, by=alice, visibility="private")
        say(alice, later, "among us")
        return sending.send(webhook, change)

    monkeypatch.setattr(working, "send", meanwhile)
    assert len(webhooks.run()) == 1


def test_private_and_direct_rooms_are_in_no_webhook_of_all_rooms(webhooks, admin, alice, bob):
    webhooks.add(admin, events=["new_message", "room_created", "member_joined"])
    private = create_room(by=alice, name="Inside", visibility="private")
    direct = Room.objects.get(pk=open_direct(by=alice, user_ids=[bob.pk]).room["id"])
    own = Room.objects.get(pk=open_direct(by=admin, user_ids=[bob.pk]).room["id"])
    for one, by in ((private, alice), (direct, alice), (own, admin)):
        say(by, one, "secret")
    assert webhooks.run() == []


def test_a_private_room_sends_for_its_owner_until_they_leave(webhooks, alice, bob, admin):
    room = create_room(by=alice, name="Inside", visibility="private")
    webhook = webhooks.add(alice, room)
    say(alice, room, "one")
    assert [one.content for one in webhooks.run()] == ["one"]
    leave_room(room_id=room.pk, by=alice)
    assert webhooks.run() == []
    assert off_reason(webhook) in {"rights", "room", None}
    assert not [one for one in webhooks.receiver.posted if one.event != "new_message"]


def test_what_was_retried_when_the_right_ended_is_not_sent(webhooks, alice, bob, room):
    webhook = webhooks.add(alice, room)
    webhooks.receiver.answer("/hook", 500, 204)
    say(alice, room, "one")
    webhooks.run()
    set_role(room_id=room.pk, by=alice, user_id=bob.pk, role="owner")
    webhooks.pass_time(minutes=1)
    assert webhooks.run() == []
    assert off_reason(webhook) == "rights"
    assert WebhookDelivery.objects.get().status == "failed"


def test_nor_is_it_sent_again_on_request(webhooks, alice, bob, room):
    webhook = webhooks.add(alice, room)
    say(alice, room, "one")
    webhooks.run()
    delivery = WebhookDelivery.objects.get()
    redeliver(by=alice, webhook_id=webhook.pk, delivery_id=delivery.uuid)
    set_role(room_id=room.pk, by=alice, user_id=bob.pk, role="owner")
    assert webhooks.run() == []
    with pytest.raises(Conflict):
        redeliver(by=bob, webhook_id=webhook.pk, delivery_id=delivery.uuid)


def test_a_deleted_room_sends_that_alone(webhooks, alice, room):
    webhook = webhooks.add(alice, room, events=["new_message", "room_deleted"])
    say(alice, room, "one")
    delete_room(room_id=room.pk, by=alice)
    [posted] = webhooks.run()
    assert (posted.event, posted.payload) == ("room_deleted", {"room_id": room.pk})
    assert off_reason(webhook) == "room"


def test_an_administrator_who_is_banned_from_a_room_gets_nothing_of_it(webhooks, admin, alice, room):
    webhook = webhooks.add(admin)
    row = {"joined_version": 0, "version": 0, "left_at": timezone.now(), "banned_until": FOREVER}
    Membership.objects.create(room=room, user=admin, **row)
    say(alice, room, "one")
    assert webhooks.run() == []
    assert off_reason(webhook) is None
    with pytest.raises(NotAllowed):
        add(by=admin, room_id=room.pk, **ONE)


def test_who_may_set_one_up(admin, alice, bob, charlie, room):
    private = create_room(by=alice, name="Inside", visibility="private")
    direct_id = open_direct(by=alice, user_ids=[bob.pk]).room["id"]
    for by, room_id, refusal in (
        (bob, room.pk, NotAllowed),
        (charlie, room.pk, NotAllowed),
        (alice, None, NotAllowed),
        (bob, None, NotAllowed),
        (charlie, private.pk, NotFound),
        (admin, private.pk, NotFound),
        (admin, direct_id, NotFound),
        (alice, direct_id, NotAllowed),
        (charlie, 10**9, NotFound),
    ):
        with pytest.raises(refusal):
            add(by=by, room_id=room_id, **ONE)
    for by, room_id in ((alice, room.pk), (admin, room.pk), (admin, None), (alice, private.pk)):
        add(by=by, room_id=room_id, **ONE)


def test_everyone_lists_what_they_may_manage(admin, alice, bob, charlie, room):
    private = create_room(by=alice, name="Inside", visibility="private")
    own, inside, everywhere = (
        add(by=by, room_id=one, **ONE)[0] for by, one in ((alice, room.pk), (alice, private.pk), (admin, None))
    )
    assert [one.pk for one in listed_webhooks(user=alice)[0]] == [inside.pk, own.pk]
    assert [one.pk for one in listed_webhooks(user=admin)[0]] == [everywhere.pk, own.pk]
    assert listed_webhooks(user=bob)[0] == listed_webhooks(user=charlie)[0] == []
    assert listed_webhooks(user=alice, limit=1) == ([inside], True)
    assert listed_webhooks(user=alice, before=inside.pk) == ([own], False)
    assert listed_webhooks(user=alice, room_id=room.pk) == ([own], False)


def test_there_are_at_most_ten_in_a_room(alice, room):
    for _ in range(limits.MAX_PER_ROOM):
        add(by=alice, room_id=room.pk, **ONE)
    with pytest.raises(Conflict):
        add(by=alice, room_id=room.pk, **ONE)


def test_an_administrator_turns_off_what_they_may_not_read(admin, alice):
    private = create_room(by=alice, name="Inside", visibility="private")
    webhook, _secret = add(by=alice, room_id=private.pk, **ONE)
    turn_off(webhook, by=admin)
    assert off_reason(webhook) == ""
    with pytest.raises(NotAllowed):
        turn_off(webhook, by=alice)


def test_after_a_week_of_failures_it_is_off_and_its_keeper_and_the_log_know(webhooks, alice, room, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.SITE_URL = "https://chat.example.org"
    webhook = webhooks.add(alice, room)
    webhooks.receiver.answer("/hook", 500)
    say(alice, room, "one")
    for _day in range(8):
        webhooks.run()
        say(alice, room, "more")
        webhooks.pass_time(days=1)
    assert off_reason(webhook) == "failing"
    assert not WebhookDelivery.objects.filter(status="pending").exists()
    run_due()
    [sent] = mail.outbox
    assert sent.to == [alice.email]
    assert f"Your webhook “{webhook.name}” was turned off" in sent.subject
    assert "Nothing but failures for a week" in sent.body
    assert f"https://chat.example.org/?room={room.pk}\n" in sent.body
    assert webhooks.receiver.origin + "/hook" not in sent.body
    entry = ModerationEntry.objects.latest("pk")
    assert (entry.action, entry.whom, entry.by, entry.room_id) == ("outgoing_off", alice, None, room.pk)
    assert "/hook" not in entry.detail


def test_one_success_in_the_week_keeps_it_on(webhooks, alice, room):
    webhook = webhooks.add(alice, room)
    webhooks.receiver.answer("/hook", 500, 204)
    say(alice, room, "one")
    webhooks.run()
    assert OutgoingWebhook.objects.get().failing_since
    webhooks.pass_time(days=6)
    webhooks.run()
    webhook.refresh_from_db()
    assert webhook.failing_since is None
    assert webhook.last_success_at <= timezone.now()
