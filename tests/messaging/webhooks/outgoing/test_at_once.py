"""Two workers, and one that is killed: each delivery by one at a time, and again under the same id."""

import uuid

import pytest

from chatsite.jobs.queue import LeaseLost
from chatsite.models import Job
from chatsite.realtime import RoomChange
from messaging.queries import changes_since
from messaging.webhooks.outgoing import outcomes, working
from messaging.webhooks.outgoing.dispatching import dispatch
from messaging.webhooks.outgoing.models import OutgoingWebhook, WebhookDelivery, WebhookPosition
from messaging.webhooks.outgoing.sending import Outcome, delivery_uuid
from tests.support.conversation import say


def test_of_two_dispatchers_one_queues_the_job(webhooks, alice, room):
    webhooks.add(alice, room)
    say(alice, room, "one")
    dispatch()
    dispatch()
    assert Job.objects.filter(kind="deliver_webhook").count() == 1
    assert [one.content for one in webhooks.run()] == ["one"]


def test_a_job_whose_webhook_another_holds_does_nothing(webhooks, alice, room):
    webhook = webhooks.add(alice, room)
    say(alice, room, "one")
    dispatch()
    OutgoingWebhook.objects.update(holder=uuid.uuid4())
    assert webhooks.run() == []
    webhooks.pass_time(minutes=11)  # the other never came back
    assert [one.content for one in webhooks.run()] == ["one"]
    webhook.refresh_from_db()
    assert webhook.held_until is None


def test_killed_between_sending_and_noting_it_is_sent_again_under_the_same_id(webhooks, alice, room, monkeypatch):
    webhooks.add(alice, room)
    say(alice, room, "one")

    class Killed(BaseException):
        pass

    def die(*_):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(working.outcomes, "note_delivered", die)
        with pytest.raises(Killed):
            webhooks.run()
    assert webhooks.run() == []  # its lease has not ended
    webhooks.pass_time(minutes=2)
    [again] = webhooks.run()
    first = webhooks.receiver.posted[0]
    assert (first.delivery, first.payload) == (again.delivery, again.payload)
    assert WebhookDelivery.objects.count() == 1


def test_one_that_was_held_up_for_longer_than_its_lease_moves_nothing_back(webhooks, alice, room):
    webhook = webhooks.add(alice, room)
    say(alice, room, "one")
    stale = WebhookPosition.objects.get()
    change: RoomChange = changes_since(room.pk, stale.version).changes[0]
    webhooks.run()
    for note in (outcomes.note_delivered, outcomes.note_failed):
        with pytest.raises(LeaseLost):
            note(
                webhook,
                WebhookPosition(pk=stale.pk, webhook=webhook, room=room, version=stale.version),
                change,
                Outcome(500, "refused 500"),
            )
    assert WebhookPosition.objects.get().version == change.version
    row = WebhookDelivery.objects.get(uuid=delivery_uuid(webhook, change))
    assert (row.status, row.attempts) == ("delivered", 1)


def test_a_webhook_that_is_deleted_while_it_sends_leaves_nothing(webhooks, alice, room, monkeypatch):
    webhook = webhooks.add(alice, room)
    say(alice, room, "one")
    real = working.send

    def delete_meanwhile(one, change):
        outcome = real(one, change)
        OutgoingWebhook.objects.filter(pk=webhook.pk).delete()
        return outcome

    monkeypatch.setattr(working, "send", delete_meanwhile)
    webhooks.run()
    assert not WebhookDelivery.objects.exists()


def test_switched_off_while_it_sends_it_sends_nothing_more(webhooks, alice, room, monkeypatch):
    webhooks.add(alice, room)
    for text in ("one", "two"):
        say(alice, room, text)
    monkeypatch.setattr(working, "RENEW_AFTER_S", 0.0)
    real = working.send

    def stop_meanwhile(one, change):
        outcome = real(one, change)
        OutgoingWebhook.objects.update(is_active=False, holder=None)
        return outcome

    monkeypatch.setattr(working, "send", stop_meanwhile)
    assert [one.content for one in webhooks.run()] == ["one"]
