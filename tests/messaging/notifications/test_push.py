"""From a message to a notification, by a push service of the tests' own."""

import logging
from datetime import time, timedelta

import pytest
from django.utils import timezone

from accounts.blocking.services import block_person
from chatsite.models import Job
from chatsite.text.times import FOREVER
from chatsite.web.receivers import FAILURES_UNTIL_PAUSED, PAUSE_S
from messaging.forms import clean_content
from messaging.models import Message
from messaging.notifications import watching
from messaging.notifications.choosing import choose
from messaging.notifications.closing import FORGOTTEN_AFTER
from messaging.notifications.deciding import Wanted
from messaging.notifications.models import Notified, Notifier, PushSubscription
from messaging.notifications.notifier import BURST, NotifierProcess
from messaging.notifications.push import delivery, sending
from messaging.notifications.push.delivery import topic_of
from messaging.reading.services import mark_read
from messaging.services import delete_message, edit_message
from rooms.attention import set_attention
from rooms.direct.services import open_direct
from rooms.memberships import join_room, leave_room
from rooms.models import Room
from rooms.moderation.services import ban_from_room
from tests.support.conversation import say

JSON = "application/json"


@pytest.fixture
def direct(alice, bob):
    """Return the conversation of Alice and Bob."""
    return Room.objects.get(pk=open_direct(by=alice, user_ids=[bob.pk]).room["id"])


def texts(received):
    return [one.data["body"] for one in received]


def test_a_direct_message_reaches_every_device(pushing, direct, alice, bob):
    pushing.device(bob, "phone")
    pushing.device(bob, "desktop")
    message = say(alice, direct, "**Hello** Bob &c.")
    desktop, phone = pushing.pass_time()
    assert (
        phone.data
        == desktop.data
        == {
            "kind": "message",
            "room_id": direct.pk,
            "seq": message["seq"],
            "title": "Alice",
            "body": "Hello Bob &c.",
            "url": f"/rooms/{direct.pk}/{message['seq']}",
            "unread": 1,
            "tag": f"room-{direct.pk}",
            "silent": False,
            "can_reply": True,
        }
    )
    assert phone.topic == desktop.topic == topic_of(bob.pk, direct.pk)
    assert (phone.ttl, phone.urgency) == (4 * 3600, "high")
    assert pushing.pass_time() == []


def test_a_mention_names_room_and_author(pushing, room, alice, bob):
    pushing.device(bob, "phone")
    say(alice, room, "nothing for anyone")
    say(alice, room, f"<@{bob.pk}> look")
    (one,) = pushing.pass_time()
    assert (one.data["title"], one.data["body"], one.data["unread"], one.urgency) == (
        "Kitchen",
        "Alice: @Bob look",
        2,
        "high",
    )


def test_a_message_that_concerns_no_one_writes_nothing(pushing, room, alice, bob, django_assert_max_num_queries):
    pushing.device(bob, "phone")
    say(alice, room, "hello")
    assert pushing.pass_time() == []
    assert not Job.objects.exists()
    assert not Notified.objects.exists()


def test_everything_is_pushed_to_those_who_want_it(pushing, room, alice, bob):
    pushing.device(bob, "phone")
    choose(by=bob, changes={"push_for": int(Wanted.EVERYTHING), "sound": False})
    say(alice, room, "hello")
    (one,) = pushing.pass_time()
    assert (one.data["body"], one.data["silent"], one.urgency) == ("Alice: hello", True, "normal")


@pytest.mark.parametrize(
    "act",
    ["reads", "blocks", "silences", "leaves", "is_banned", "pauses", "is_quiet", "wants_nothing", "signs_out"],
)
@pytest.mark.parametrize("when", ["before the decision", "before it is sent"])
def test_what_is_settled_meanwhile_does_not_go_out(pushing, room, alice, bob, act, when):
    device = pushing.device(bob, "phone")
    message = say(alice, room, f"<@{bob.pk}> look")
    if when == "before it is sent":
        pushing.decide()
        assert Job.objects.count() == 1
    acts = {
        "reads": lambda: mark_read(room_id=room.pk, by=bob, seq=message["seq"]),
        "blocks": lambda: block_person(by=bob, person=alice),
        "silences": lambda: set_attention(room_id=room.pk, by=bob, notify="nothing"),
        "leaves": lambda: (leave_room(room_id=room.pk, by=bob), _make_private(room)),
        "is_banned": lambda: ban_from_room(room_id=room.pk, by=alice, user_id=bob.pk, reason="spam", until=FOREVER),
        "pauses": lambda: choose(by=bob, changes={"paused_until": timezone.now() + timedelta(hours=1)}),
        "is_quiet": lambda: choose(by=bob, changes=_quiet_now()),
        "wants_nothing": lambda: choose(by=bob, changes={"push_for": 0}),
        "signs_out": lambda: bob.sessions.all().delete(),
    }
    acts[act]()
    sent = pushing.pass_time() if when == "before the decision" else pushing.send()
    assert sent == []
    assert PushSubscription.objects.filter(pk=device.pk).exists() or act == "signs_out"


def _make_private(room):
    room.visibility, room.active_name_key = "private", None
    room.save()


def _quiet_now():
    hour = timezone.now().hour
    return {"quiet_from": time(hour), "quiet_to": time((hour + 2) % 24), "time_zone": "UTC"}


def test_a_message_that_is_edited_again_and_again_holds_up_no_other(pushing, room, alice, bob, charlie):
    pushing.device(bob, "phone")
    edited = say(alice, room)
    edit_message(room_id=room.pk, seq=edited["seq"], by=alice, content=clean_content(f"<@{charlie.pk}> hello"))
    say(alice, room, f"<@{bob.pk}> look")
    Message.objects.filter(room=room, seq=edited["seq"]).update(edited_at=pushing.now + timedelta(minutes=1))
    assert texts(pushing.pass_time()) == ["Alice: @Bob look"]


def test_a_deleted_message_does_not_go_out(pushing, room, alice, bob):
    pushing.device(bob, "phone")
    message = say(alice, room, f"<@{bob.pk}> look")
    pushing.decide()
    delete_message(room_id=room.pk, seq=message["seq"], by=alice)
    assert pushing.send() == []


def test_what_was_read_within_the_wait_is_not_pushed(pushing, direct, alice, bob):
    pushing.device(bob, "phone")
    message = say(alice, direct)
    assert pushing.pass_time(after_s=4) == []
    mark_read(room_id=direct.pk, by=bob, seq=message["seq"])
    assert pushing.pass_time(after_s=4) == []


def test_an_edit_that_adds_a_mention_notifies(pushing, room, alice, bob):
    pushing.device(bob, "phone")
    message = say(alice, room, "look")
    assert pushing.pass_time() == []
    edit_message(room_id=room.pk, seq=message["seq"], by=alice, content=clean_content(f"look, <@{bob.pk}>"))
    (one,) = pushing.pass_time(after_s=20)
    assert (one.data["body"], one.data["seq"]) == ("Alice: look, @Bob", message["seq"])


def test_a_burst_is_one_push_and_then_another(pushing, direct, alice, bob):
    pushing.device(bob, "phone")
    for number in range(5):
        say(alice, direct, f"first {number}")
    (one,) = pushing.pass_time()
    assert (one.data["body"], one.data["unread"], one.data["silent"]) == ("first 4", 5, False)
    say(alice, direct, "second 0")
    say(alice, direct, "second 1")
    assert pushing.pass_time() == []  # so soon after the other
    (one,) = pushing.pass_time(after_s=BURST.total_seconds())
    assert (one.data["body"], one.data["unread"], one.data["silent"]) == ("second 1", 7, True)
    assert pushing.pass_time(after_s=60) == []


def test_reading_anywhere_closes_it_on_all_devices(pushing, direct, alice, bob):
    pushing.device(bob, "phone")
    pushing.device(bob, "desktop")
    message = say(alice, direct)
    first, _second = pushing.pass_time()
    assert pushing.pass_time() == []
    mark_read(room_id=direct.pk, by=bob, seq=message["seq"])
    closings = pushing.pass_time()
    assert [one.data for one in closings] == [
        {"kind": "read", "room_id": direct.pk, "seq": message["seq"], "tag": f"room-{direct.pk}"}
    ] * 2
    assert {one.topic for one in closings} == {first.topic}  # it replaces one that has not arrived yet
    assert not Notified.objects.exists()
    assert pushing.pass_time() == []


def test_deleting_a_message_closes_it(pushing, direct, alice, bob):
    pushing.device(bob, "phone")
    message = say(alice, direct)
    pushing.pass_time()
    delete_message(room_id=direct.pk, seq=message["seq"], by=alice)
    (one,) = pushing.pass_time()
    assert one.data["kind"] == "read"


def test_what_no_one_has_dealt_with_for_a_week_is_closed_once(pushing, direct, alice, bob):
    pushing.device(bob, "phone")
    message = say(alice, direct)
    pushing.pass_time()
    Notified.objects.update(pushed_at=timezone.now() - FORGOTTEN_AFTER)
    (one,) = pushing.pass_time()
    assert (one.data["kind"], one.data["seq"]) == ("read", message["seq"])
    say(alice, direct)
    pushing.pass_time()
    Notified.objects.update(pushed_at=timezone.now() - FORGOTTEN_AFTER)
    mark_read(room_id=direct.pk, by=bob, seq=message["seq"] + 1)
    (_one,) = pushing.pass_time()


def test_browsers_that_must_show_something_are_not_closed_from_afar(pushing, direct, alice, bob, monkeypatch):
    pushing.device(bob, "phone")
    message = say(alice, direct)
    pushing.pass_time()
    monkeypatch.setattr(sending, "MUST_SHOW", ("localhost:" + str(pushing.service.port),))
    mark_read(room_id=direct.pk, by=bob, seq=message["seq"])
    assert pushing.pass_time() == []
    assert not Notified.objects.exists()


def test_a_crowd_that_is_called_is_one_batch_for_each_hundred(pushing, room, alice, make_user):
    crowd = [make_user(f"Person{number}", password=None) for number in range(120)]
    for person in crowd:
        join_room(room_id=room.pk, by=person)
        pushing.device(person, person.name)
    say(alice, room, "<@room> come")
    pushing.decide()
    assert Job.objects.count() == 2
    received = pushing.send()
    assert len(received) == len({one.topic for one in received}) == 120
    assert pushing.service.connections <= 2 * sending.AT_ONCE


def test_mentions_outside_of_ones_rooms_notify_and_close_when_seen(pushing, room, alice, charlie, signed_in):
    pushing.device(charlie, "phone")
    say(alice, room, f"ask <@{charlie.pk}>")
    (one,) = pushing.pass_time()
    assert (one.data["body"], one.data["can_reply"], one.data["unread"]) == ("Alice: ask @Charlie", False, 1)
    client = signed_in(charlie)
    newest = client.get("/auth/mentions").json()["mentions"][0]["id"]
    client.put("/auth/mentions", {"seen": newest}, JSON)
    (one,) = pushing.pass_time()
    assert one.data["kind"] == "read"


def test_old_news_is_not_pushed_after_a_long_stop(pushing, direct, alice, bob):
    pushing.device(bob, "phone")
    say(alice, direct)
    assert pushing.pass_time(after_s=3_601) == []


def test_the_first_notifier_begins_with_what_comes_next(pushing, direct, alice, bob):
    pushing.device(bob, "phone")
    say(alice, direct, "old")
    Notifier.objects.all().delete()
    assert pushing.pass_time() == []
    say(alice, direct, "new")
    assert texts(pushing.pass_time()) == ["new"]


def test_two_notifiers_push_once(pushing, direct, alice, bob):
    pushing.device(bob, "phone")
    other = NotifierProcess()
    say(alice, direct)
    pushing.decide()
    other.step(pushing.now)
    other.step(pushing.now + timedelta(seconds=30))
    pushing.notifier.step(pushing.now + timedelta(seconds=30))
    assert len(pushing.send()) == 1


def test_a_notifier_that_lost_its_lease_commits_nothing(pushing, direct, alice, bob, monkeypatch):
    pushing.device(bob, "phone")
    say(alice, direct)
    slow, quick = NotifierProcess(), NotifierProcess()
    whole = NotifierProcess._commit

    def overtaken(self, row, step):
        if self is slow:
            Notifier.objects.update(leased_until=None, holder=None)
            quick.step(pushing.now)
        return whole(self, row, step)

    monkeypatch.setattr(NotifierProcess, "_commit", overtaken)
    pushing.ahead += timedelta(seconds=6)
    slow.step(pushing.now)
    assert Job.objects.count() == 1
    assert len(pushing.send()) == 1


def test_another_process_takes_over_when_the_lease_ends(pushing, direct, alice, bob):
    pushing.device(bob, "phone")
    say(alice, direct, "one")
    pushing.pass_time()
    say(alice, direct, "two")
    other = NotifierProcess()
    other.step(pushing.now + timedelta(seconds=6))
    assert Notifier.objects.get().holder == pushing.notifier.name
    pushing.ahead += timedelta(seconds=30)
    other.step(pushing.now)
    assert Notifier.objects.get().holder == other.name
    assert texts(pushing.send()) == ["two"]


def test_a_browser_that_has_unsubscribed_is_forgotten(pushing, direct, alice, bob):
    pushing.device(bob, "gone")
    pushing.device(bob, "lost")
    pushing.device(bob, "phone")
    pushing.service.answer("gone", 410)
    pushing.service.answer("lost", 404)
    say(alice, direct)
    assert len(pushing.pass_time()) == 1
    assert list(PushSubscription.objects.values_list("label", flat=True)) == ["phone"]
    assert not Job.objects.exists()


def test_a_message_that_is_too_large_is_sent_with_less_text(pushing, direct, alice, bob):
    pushing.device(bob, "phone")
    pushing.service.answer("phone", 413)
    say(alice, direct, "long " * 700)
    (one,) = pushing.pass_time()
    assert len(one.data["body"].encode()) <= 200
    assert one.data["body"].endswith("lo…")


@pytest.mark.parametrize(
    ("answer", "pause_s"),
    [(500, 10), (503, 10), ((429, {"Retry-After": "120"}), 120), ((503, {"Retry-After": "x"}), 10)],
)
def test_only_what_failed_is_tried_again_after_a_while(pushing, direct, alice, bob, answer, pause_s):
    pushing.device(bob, "phone")
    pushing.device(bob, "desktop")
    pushing.service.answer("phone", answer)
    say(alice, direct)
    assert [one.path for one in pushing.pass_time()] == ["/push/desktop"]
    (job,) = Job.objects.all()
    waits = (job.due_at - timezone.now()).total_seconds()
    assert pause_s - 5 < waits <= pause_s
    assert len(job.payload["items"]) == 1
    assert PushSubscription.objects.get(label="phone").last_error.startswith("too_busy")
    pushing.service.answer("phone")
    pushing.ahead += timedelta(seconds=pause_s)
    assert [one.path for one in pushing.send()] == ["/push/phone"]
    assert PushSubscription.objects.get(label="phone").last_error == ""


def test_it_ends_when_no_one_would_want_it_any_more(pushing, direct, alice, bob, monkeypatch):
    pushing.device(bob, "phone")
    pushing.service.answer("phone", 500)
    say(alice, direct)
    pushing.pass_time()
    job = Job.objects.get()
    job.payload["queued_at"] -= delivery.TTL_S
    job.save()
    requests = len(pushing.service.requests)
    pushing.ahead += timedelta(seconds=30)
    pushing.send()
    assert len(pushing.service.requests) == requests
    assert not Job.objects.exists()


def test_a_refusal_is_kept_in_words_and_not_repeated(pushing, direct, alice, bob):
    pushing.device(bob, "phone")
    pushing.service.answer("phone", 403)
    say(alice, direct)
    pushing.pass_time()
    assert not Job.objects.exists()
    assert PushSubscription.objects.get().last_error == "refused 403"


def test_a_push_service_that_does_not_answer_is_left_alone_for_a_while(pushing, direct, alice, bob, monkeypatch):
    from chatsite.web import outgoing

    monkeypatch.setattr(outgoing, "ANSWER_S", 0.3)
    monkeypatch.setattr(sending, "AT_ONCE", 1)
    for number in range(6):
        pushing.device(bob, str(number))
        pushing.service.answer(str(number), None)
    say(alice, direct)
    assert pushing.pass_time() == []
    assert len(pushing.service.requests) == FAILURES_UNTIL_PAUSED
    assert sum(len(job.payload["items"]) for job in Job.objects.all()) == 6
    host = delivery.host_of(pushing.service.origin)
    assert 0 < delivery.hosts.pause_left_s(host) <= PAUSE_S


def test_a_message_for_a_private_address_is_refused(pushing, direct, alice, bob, settings):
    pushing.device(bob, "phone")
    settings.OUTGOING_PRIVATE_ADDRESSES = False
    say(alice, direct)
    assert pushing.pass_time() == []
    assert pushing.service.requests == []
    assert PushSubscription.objects.get().last_error == "not_public"


def test_a_killed_sender_sends_again_with_the_same_topic(pushing, direct, alice, bob, monkeypatch):
    pushing.device(bob, "phone")
    say(alice, direct)
    pushing.decide()
    job = Job.objects.get()
    sending.push_news(**job.payload)  # and the process dies before the job is deleted
    received = [*pushing.service.received, *pushing.send()]
    assert {one.topic for one in received} == {topic_of(bob.pk, direct.pk)}
    assert {one.data["tag"] for one in received} == {f"room-{direct.pk}"}


def test_a_test_says_what_failed(pushing, bob, signed_in, alice):
    devices = {name: pushing.device(bob, name) for name in ("phone", "gone", "busy")}
    pushing.service.answer("gone", 410)
    pushing.service.answer("busy", 503)
    results = signed_in(bob).post("/auth/push/test", {}, JSON).json()["results"]
    said = {one["id"]: (one["ok"], one["reason"]) for one in results}
    assert said == {
        devices["phone"].pk: (True, ""),
        devices["gone"].pk: (False, "This browser no longer accepts notifications. Turn them on there again."),
        devices["busy"].pk: (False, "The browser's push service is busy (503). Try again later."),
    }
    (one,) = pushing.service.received
    assert one.data["kind"] == "test"
    assert not PushSubscription.objects.filter(label="gone").exists()
    answer = signed_in(bob).post("/auth/push/test", {"id": devices["phone"].pk}, JSON)
    assert answer.json() == {"results": [{"id": devices["phone"].pk, "ok": True, "reason": ""}]}
    assert signed_in(alice).post("/auth/push/test", {"id": devices["phone"].pk}, JSON).status_code == 404
    assert signed_in(alice).post("/auth/push/test", {}, JSON).json() == {"results": []}


def test_no_log_names_an_endpoint_a_key_or_a_text(pushing, direct, alice, bob, caplog, signed_in):
    caplog.set_level(logging.DEBUG)
    device = pushing.device(bob, "secret-path")
    pushing.service.answer("secret-path", 500, 403, 410)
    say(alice, direct, "a secret text")
    pushing.pass_time()
    for _ in range(3):
        pushing.ahead += timedelta(seconds=60)
        pushing.send()
    signed_in(bob).post("/auth/push/test", {}, JSON)
    for secret in ("secret-path", device.p256dh, device.auth, "a secret text"):
        assert secret not in caplog.text
        assert all(secret not in str(job.payload) for job in Job.objects.all())


def test_the_doctor_looks_at_what_is_needed(pushing, bob, settings):
    settings.SITE_URL = "https://chat.example.org"
    assert [one.level.name for one in watching.examine()] == ["FINE"]
    settings.SITE_URL = ""
    assert [one.level.name for one in watching.examine()] == ["DOUBTFUL", "FINE"]
    for number in range(3):
        pushing.device(bob, str(number))
    PushSubscription.objects.update(last_error="unreachable")
    assert "3 of 3 devices" in [one.sentence for one in watching.examine()][-1]
    settings.WEB_PUSH = False
    assert ["turned off" in one.sentence for one in watching.examine()] == [True]
