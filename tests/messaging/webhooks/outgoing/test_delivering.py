"""What happens in a room arrives: signed, in order, at least once, as it is now."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chatsite.contract.events import ServerEvent
from messaging.queries import changes_since
from messaging.services import delete_message, edit_message
from messaging.webhooks.outgoing.events import EVENTS
from messaging.webhooks.outgoing.models import OutgoingWebhook, WebhookDelivery, WebhookPosition
from messaging.webhooks.outgoing.services import change
from rooms.memberships import join_room, leave_room
from rooms.roles import set_role
from rooms.services import close_room, create_room, delete_room, update_room
from tests.support.conversation import say


def test_a_message_arrives_as_the_sockets_have_it(webhooks, alice, room):
    webhooks.add(alice, room)
    message = say(alice, room, "hello")
    [posted] = webhooks.run()
    assert posted.event == "new_message"
    assert posted.payload == {"room_id": room.pk, "message": message}
    [found] = changes_since(room.pk, message["version"] - 1).changes
    assert posted.payload == json.loads(json.dumps(found.payload))


def test_what_was_before_the_webhook_does_not_arrive(webhooks, alice, room):
    say(alice, room, "before")
    webhooks.add(alice, room)
    say(alice, room, "after")
    assert [one.content for one in webhooks.run()] == ["after"]
    assert webhooks.run() == []


def test_messages_arrive_in_order_and_once(webhooks, alice, bob, room):
    webhooks.add(alice, room)
    for number in range(50):
        say((alice, bob)[number % 2], room, str(number))
    assert [one.content for one in webhooks.run()] == [str(number) for number in range(50)]
    assert WebhookDelivery.objects.filter(status="delivered").count() == 50
    assert len({one.delivery for one in webhooks.receiver.posted}) == 50


def test_every_event_that_can_be_chosen_arrives(webhooks, admin, alice, bob, charlie):
    webhooks.add(admin, events=[str(one) for one in EVENTS])
    room = create_room(by=alice, name="Garden")
    join_room(room_id=room.pk, by=bob)
    assert "room_created" in [one.event for one in webhooks.run()]
    message = say(alice, room, "hello")
    assert [one.event for one in webhooks.run()] == ["new_message"]
    edit_message(room_id=room.pk, seq=message["seq"], by=alice, content="hello again")
    update_room(room_id=room.pk, by=alice, description="new")
    assert [one.event for one in webhooks.run()] == ["message_updated", "room_updated"]
    set_role(room_id=room.pk, user_id=bob.pk, role="moderator", by=alice)
    assert [one.event for one in webhooks.run()] == ["member_updated"]
    leave_room(room_id=room.pk, by=bob)
    close_room(room_id=room.pk, by=alice)
    assert [one.event for one in webhooks.run()] == ["member_left", "room_closed"]
    delete_room(room_id=room.pk, by=alice)
    assert [one.event for one in webhooks.run()] == ["room_deleted"]
    assert {one.event for one in webhooks.receiver.posted} == {*EVENTS}


def test_only_chosen_events_arrive(webhooks, alice, bob, charlie, room):
    webhooks.add(alice, room, events=["member_joined"])
    say(alice, room, "hello")
    join_room(room_id=room.pk, by=charlie)
    assert [one.event for one in webhooks.run()] == ["member_joined"]


def test_a_message_deleted_before_it_is_sent_arrives_without_its_text(webhooks, alice, room):
    webhooks.add(alice, room)
    message = say(alice, room, "secret")
    delete_message(room_id=room.pk, seq=message["seq"], by=alice)
    posted = webhooks.run()
    assert [one.event for one in posted] == ["new_message", "message_updated"]
    assert [one.content for one in posted] == ["", ""]
    assert "secret" not in json.dumps([one.payload for one in posted])


def test_a_message_edited_before_it_is_sent_arrives_as_it_is_now_in_the_order_of_versions(webhooks, alice, room):
    webhooks.add(alice, room)
    first, second = say(alice, room, "one"), say(alice, room, "two")
    edit_message(room_id=room.pk, seq=first["seq"], by=alice, content="one!")
    posted = webhooks.run()
    assert [(one.event, one.content) for one in posted] == [
        ("new_message", "one!"),
        ("new_message", "two"),
        ("message_updated", "one!"),
    ]
    versions = [one.payload["message"]["version"] for one in posted]
    assert versions == sorted(versions) == [first["version"], second["version"], second["version"] + 1]


def test_an_edit_that_fails_is_replaced_by_the_next(webhooks, alice, room):
    webhook = webhooks.add(alice, room)
    message = say(alice, room, "one")
    webhooks.run()
    webhooks.receiver.answer("/hook", 500, 204)
    edit_message(room_id=room.pk, seq=message["seq"], by=alice, content="two")
    assert webhooks.run() == []
    edit_message(room_id=room.pk, seq=message["seq"], by=alice, content="three")
    webhooks.pass_time(minutes=1)
    assert [one.content for one in webhooks.run()] == ["three"]
    statuses = WebhookDelivery.objects.filter(webhook=webhook).order_by("pk").values_list("status", flat=True)
    assert list(statuses) == ["delivered", "dropped", "delivered"]


def test_a_failure_is_tried_again_under_the_same_id_and_what_follows_waits(webhooks, alice, room):
    webhooks.add(alice, room)
    webhooks.receiver.answer("/hook", 503, 503, 204)
    say(alice, room, "one")
    say(alice, room, "two")
    assert webhooks.run() == []
    assert webhooks.run() == []  # it is not due yet
    assert len(webhooks.receiver.requests) == 1
    webhooks.pass_time(seconds=11)
    assert webhooks.run() == []
    webhooks.pass_time(seconds=11)
    assert webhooks.run() == []  # the pause has doubled
    assert len(webhooks.receiver.requests) == 2
    webhooks.pass_time(seconds=21)
    posted = webhooks.run()
    assert [one.content for one in posted] == ["one", "two"]
    row = WebhookDelivery.objects.get(uuid=posted[0].delivery)
    assert (row.attempts, row.status, row.answer_status, row.reason) == (3, "delivered", 204, "")


def test_another_room_goes_on_meanwhile(webhooks, admin, alice, bob, room):
    other = create_room(by=bob, name="Other")
    webhooks.add(admin)
    webhooks.receiver.answer("/hook", 500, 204)
    say(alice, room, "stuck")
    webhooks.run()
    say(bob, other, "free")
    assert [one.content for one in webhooks.run()] == ["free"]


def test_after_a_day_it_is_abandoned_and_the_next_goes_on(webhooks, alice, room):
    webhook = webhooks.add(alice, room)
    webhooks.receiver.answer("/hook", 500, 500, 204)
    say(alice, room, "lost")
    say(alice, room, "next")
    webhooks.run()
    webhooks.pass_time(hours=24, seconds=1)
    assert [one.content for one in webhooks.run()] == ["next"]
    assert list(webhook.deliveries.order_by("pk").values_list("status", "attempts")) == [
        ("failed", 2),
        ("delivered", 1),
    ]


@pytest.mark.parametrize(("asked", "waits_s"), [("120", 120), ("99999999", 3600), ("-1", 10), ("soon", 10), ("1", 10)])
def test_what_a_receiver_asks_to_wait_is_honoured_within_bounds(webhooks, alice, room, asked, waits_s):
    webhooks.add(alice, room)
    webhooks.receiver.answer("/hook", (429, {"Retry-After": asked}), 204)
    say(alice, room, "one")
    webhooks.run()
    webhooks.pass_time(seconds=waits_s - 5)
    assert webhooks.run() == []
    webhooks.pass_time(seconds=6)
    assert [one.content for one in webhooks.run()] == ["one"]


def test_the_last_hundred_deliveries_are_kept(webhooks, alice, room):
    webhook = webhooks.add(alice, room)
    for number in range(115):
        say(alice, room, str(number))
    assert len(webhooks.run()) == 115
    assert webhook.deliveries.count() == 100
    webhooks.receiver.answer("/hook", 500)
    say(alice, room, "fails")
    webhooks.run()
    assert webhook.deliveries.count() == 101  # what is retried is kept beside them


def test_a_new_room_is_followed_from_its_creation_and_one_made_public_from_then_on(webhooks, admin, alice):
    private = create_room(by=alice, name="Inside", visibility="private")
    webhooks.add(admin, events=[*map(str, EVENTS)])
    say(alice, private, "among us")
    room = create_room(by=alice, name="Garden")
    say(alice, room, "hello")
    posted = webhooks.run()
    assert {one.payload.get("room_id") or one.payload["room"]["id"] for one in posted} == {room.pk}
    assert posted[0].event == "room_created"
    update_room(room_id=private.pk, by=alice, visibility="public")
    say(alice, private, "for all")
    posted = webhooks.run()
    assert [one.event for one in posted] == ["room_updated", "new_message"]
    assert posted[1].content == "for all"


def test_switched_off_it_collects_nothing(webhooks, alice, room):
    webhook = webhooks.add(alice, room)
    change(by=alice, webhook_id=webhook.pk, is_active=False)
    say(alice, room, "unsent")
    assert webhooks.run() == []
    change(by=alice, webhook_id=webhook.pk, is_active=True)
    say(alice, room, "received")
    assert [one.content for one in webhooks.run()] == ["received"]


def test_a_message_costs_no_query_more(webhooks, alice, room):
    say(alice, room, "warm")
    with CaptureQueriesContext(
        connection,
    ) as without:
        say(alice, room, "one")
    webhooks.add(alice, room)
    with CaptureQueriesContext(connection) as having:
        say(alice, room, "two")
    assert len(having) == len(without)
    assert not any("webhook" in one["sql"] for one in having.captured_queries)


def test_no_text_is_stored_for_webhooks(webhooks, alice, room):
    webhooks.add(alice, room)
    webhooks.receiver.answer("/hook", 500)
    say(alice, room, "xyzzy")
    webhooks.run()
    rows = [*WebhookDelivery.objects.values(), *WebhookPosition.objects.values(), *OutgoingWebhook.objects.values()]
    assert "xyzzy" not in repr(rows)


def test_events_are_those_of_the_log():
    assert {*EVENTS} < {*ServerEvent}
