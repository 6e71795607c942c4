"""Direct rooms in lists cost no query each."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from messaging.live import syncing
from messaging.live.syncing import Known
from rooms.direct.services import open_direct
from rooms.models import Room
from tests.support.conversation import say


def be_written_to(alice, make_user, names):
    for name in names:
        writer = make_user(name)
        say(writer, Room.objects.get(pk=open_direct(by=writer, user_ids=[alice.pk]).room["id"]))


def test_the_list_takes_as_many_queries_for_two_as_for_many(alice, make_user, signed_in):
    client, counts = signed_in(alice), []
    for names in (["P0", "P1"], [f"P{number}" for number in range(2, 20)]):
        be_written_to(alice, make_user, names)
        with CaptureQueriesContext(connection) as queries:
            rooms = client.get("/rooms").json()["rooms"]
        counts.append(len(queries))
    assert len(rooms) == 20
    assert {len(room["members"]) for room in rooms} == {2}
    assert counts[0] == counts[1]


def test_sync_knows_them_and_those_that_are_hidden_are_gone(alice, bob, direct):
    def sync(user, **known):
        (difference,) = syncing.read([Known(user.pk, known.get("rooms", {}), {})])
        return [room["id"] for room in difference.rooms], difference.gone

    assert sync(bob) == ([], [])
    say(alice, direct)
    assert sync(bob) == ([direct.pk], [])
    (difference,) = syncing.read([Known(bob.pk, {}, {})])
    assert [user["name"] for user in difference.rooms[0]["members"]] == ["Alice", "Bob"]
    membership = direct.memberships.get(user=bob)
    membership.hidden_upto = 99
    membership.save()
    assert sync(bob, rooms={direct.pk: 1}) == ([], [direct.pk])
