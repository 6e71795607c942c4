"""manage.py backfill_inbox: answers that were written before there was an inbox."""

from io import StringIO

import pytest
from django.core.management import call_command

from messaging.mentions import backfill
from messaging.mentions.models import Mention
from messaging.services import edit_message
from rooms.memberships import join_room, leave_room
from rooms.models import Membership
from rooms.queries import my_room
from tests.support.conversation import say


@pytest.fixture
def answered(room, alice, bob):
    """Return the ids of what Alice answered Bob before mentions were stored, and of an answer since."""
    first = say(bob, room, "?")
    old = [say(alice, room, word, reply_to=first["seq"])["id"] for word in ("one", f"two <@{bob.pk}>")]
    say(bob, room, "to myself", reply_to=first["seq"])
    Mention.objects.all().delete()
    return [*old, say(alice, room, "three", reply_to=first["seq"])["id"]]


def backfilled():
    out = StringIO()
    call_command("backfill_inbox", stdout=out, stderr=StringIO())
    return out.getvalue().strip()


def inbox(client, **query):
    page = client.get("/auth/mentions", query).json()
    return [(one["message"]["id"], one["kind"], one["read"]) for one in page["mentions"]], page["last_id"]


def test_earlier_answers_come_after_all_else_and_are_read(room, bob, answered, signed_in, monkeypatch):
    monkeypatch.setattr(backfill, "IDS", 2)
    Membership.objects.filter(user=bob).update(last_read_seq=0)
    client, before = signed_in(bob), my_room(bob, room.pk)["membership"]
    assert backfilled() == "Entered 2 answers."
    one, two, three = answered
    expected = [(three, "reply", False), (two, "reply", True), (one, "reply", True)]
    assert inbox(client)[0] == expected
    assert my_room(bob, room.pk)["membership"] == before
    assert inbox(client, unread=1)[0] == expected[:1]
    assert backfilled() == "Entered 0 answers."


def test_they_are_paged_like_all_others(bob, answered, signed_in):
    backfilled()
    client, before, found = signed_in(bob), {}, []
    while not found or found[-1][0] != answered[0]:
        (entry,), last = inbox(client, limit=1, **before)
        found.append(entry)
        before = {"before": last}
    assert [entry[0] for entry in found] == answered[::-1]
    assert inbox(client, **before)[0] == []


def test_who_left_the_room_has_them_read_too(room, alice, bob, charlie, signed_in):
    join_room(room_id=room.pk, by=charlie)
    asked = say(charlie, room, "?")
    say(bob, room, "!", reply_to=asked["seq"])
    leave_room(room_id=room.pk, by=charlie)
    Mention.objects.all().delete()
    backfilled()
    assert [entry[1:] for entry in inbox(signed_in(charlie))[0]] == [("reply", True)]


def test_an_edit_that_mentions_as_well_becomes_unread(room, alice, bob, answered, signed_in):
    backfilled()
    edit_message(room_id=room.pk, by=alice, seq=my_room(bob, room.pk)["last_message"]["seq"], content=f"<@{bob.pk}>")
    assert len(inbox(signed_in(bob))[0]) == 3
