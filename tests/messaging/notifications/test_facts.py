"""What the rules must know is read in a number of queries that does not grow with the rooms."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from messaging.notifications.facts import Candidate, facts_about
from rooms.services import create_room
from tests.support.conversation import say


def read(candidates):
    with CaptureQueriesContext(connection) as captured:
        found = [(one.candidate.room_id, one.message.seq) for one in facts_about(candidates)]
    return found, len(captured)


def test_facts_about_forty_rooms_take_as_many_queries_as_about_one(alice, bob):
    candidates = []
    for number in range(40):
        room = create_room(by=alice, name=f"Room {number}")
        said = [say(alice, room)["seq"] for _ in range(1 + number % 3)]
        candidates += [Candidate(bob.pk, room.pk, seq, seq) for seq in said]
    _found, of_one = read(candidates[:1])
    assert read(candidates) == ([(one.room_id, one.seq) for one in candidates], of_one)
