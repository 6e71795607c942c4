"""The Status page and its parts."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import caches
from django.test import override_settings

from chatsite.text.times import timestamp
from messaging.models import Message
from messaging.moderation import services as reports
from messaging.monitoring.last_day import STEPS, last_day
from messaging.monitoring.page import in_words, plot
from messaging.monitoring.process_status import LEASE_S, ProcessStatus, ProcessStatuses
from rooms.services import create_room
from tests.support.conversation import say

NOW = datetime(2026, 11, 23, 12, 34, 56, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _nothing_kept():
    caches["local"].clear()
    yield
    caches["local"].clear()


def said_at(author, room, moment):
    seq = say(author, room)["seq"]
    Message.objects.filter(room=room, seq=seq).update(created_at=moment)


@pytest.mark.parametrize(
    ("size", "said"),
    [(0, "0 bytes"), (999, "999 bytes"), (7_623_566_950, "7.1 GB"), (74_854_000_000, "69 GB"), (2**40 * 12, "12 TB")],
)
def test_a_size_has_two_digits_that_matter(size, said):
    assert in_words(size) == said


def test_the_last_day_is_counted_in_steps_of_ten_minutes(room, alice):
    other = create_room(by=alice, name="Cellar")
    for place, ago in [(room, 26 * 60), (room, 25 * 60), (room, 61), (other, 60), (room, 60), (room, 1)]:
        said_at(alice, place, NOW - timedelta(minutes=ago))
    steps = last_day(NOW)
    busy = {timestamp(step.start)[11:16]: (step.messages, step.rooms) for step in steps if step.messages}
    assert busy == {"11:30": (3, 2), "12:30": (1, 1)}
    assert (len(steps), steps[-1].start) == (STEPS, NOW.replace(minute=30, second=0))


def test_what_is_over_is_counted_once(room, alice):
    for ago in (60, 15, 1):
        said_at(alice, room, NOW - timedelta(minutes=ago))
    last_day(NOW)
    caches["local"].delete("last-day")
    Message.objects.filter(created_at__lt=NOW - timedelta(minutes=10)).delete()
    said_at(alice, room, NOW - timedelta(minutes=1))
    busy = {timestamp(step.start)[11:16]: step.messages for step in last_day(NOW) if step.messages}
    assert busy == {"11:30": 1, "12:10": 1, "12:30": 2}
    caches["local"].delete("last-day")
    later = last_day(NOW + timedelta(minutes=10))
    assert [step.messages for step in later][-4:] == [1, 0, 2, 0]


def test_a_quiet_site_has_a_flat_day(db):
    assert sum(step.messages for step in last_day(NOW)) == 0


def test_a_plot_reaches_from_its_first_step_to_its_last_and_up_to_its_peak(room, alice):
    said_at(alice, room, NOW)
    drawn = plot("Messages a minute", last_day(NOW), lambda step: step.messages_a_minute)
    points = drawn["line"].split()
    assert (points[0], points[-1], len(points)) == ("0.0,120.0", "720.0,0.0", STEPS)
    assert (drawn["peak"], drawn["now"]) == (0.1, 0.1)


def status(process, connections=1):
    return ProcessStatus(
        people_online=3, up_s=1, connections=connections, is_connected=True, pending={}, process=process
    )


async def test_processes_know_of_each_other_until_one_is_silent():
    published = []
    here = ProcessStatuses(lambda: status(1), lambda topic, message: None)
    there = ProcessStatuses(lambda: status(2), lambda topic, message: published.append(message))
    here.measure_own()
    await there.publish_own()
    now = time.monotonic()
    here.receive(published[0], "there", now)
    assert [one.process for one in here.all()] == [1, 2]
    here.receive(published[0], "there", now - LEASE_S)
    assert [one.process for one in here.all()] == [1]


def test_the_page_shows_the_queues_and_the_services(room, alice, bob, admin, signed_in):
    reports.report_person(by=alice, user_id=bob.pk, reason="spam")
    page = signed_in(admin).get("/admin/status/").content.decode()
    assert '<a href="/admin/messaging/report/">Reports</a></th><td class="is-waiting">1</td>' in page
    for part in ("Database", "Redis", "Uploads", "Django", "<polyline points="):
        assert part in page
    assert signed_in(alice).get("/admin/status/").status_code in {302, 403}


def test_the_earlier_path_of_the_page_leads_to_it(client, db):
    assert client.get("/admin/live/")["Location"] == "/admin/status/"


def test_posting_over_http_is_limited(room, bob, signed_in):
    client = signed_in(bob)
    with override_settings(POSTS_PER_MINUTE=2):
        answers = [client.post(f"/rooms/{room.pk}/messages", {"content": "x"}, "application/json") for _ in range(3)]
        edited = client.patch(f"/rooms/{room.pk}/messages/1", {"content": "y"}, "application/json")
    assert [answer.status_code for answer in [*answers, edited]] == [201, 201, 429, 429]
    assert answers[-1].json()["error"]["code"] == "rate_limited"
    assert 0 < int(answers[-1]["Retry-After"]) <= 60
