"""Messages under moderation: what a muted person may not say, removed messages, slow mode in a batch."""

import uuid

import pytest
from django.test.utils import CaptureQueriesContext

from accounts.models import ModerationEntry
from accounts.moderation import sanctions
from chatsite.contract.errors import NotAllowed, RateLimited
from chatsite.text.times import FOREVER
from messaging.models import Message
from messaging.posting import Draft, Duplicate, Refused, StoredMessage, post_messages
from messaging.services import delete_message, edit_message, restore_message
from rooms.moderation.services import ban_from_room, mute_member
from rooms.services import create_room, update_room
from tests.support.conversation import say


@pytest.mark.parametrize("everywhere", [True, False])
def test_a_muted_person_is_muted_over_http_and_in_scripts(room, alice, bob, admin, signed_in, everywhere):
    if everywhere:
        sanctions.mute(bob, by=admin, until=FOREVER, reason="spam")
    else:
        mute_member(room_id=room.pk, by=alice, user_id=bob.pk, until=FOREVER, reason="spam")
    answer = signed_in(bob).post(f"/rooms/{room.pk}/messages", {"content": "x"}, "application/json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "not_allowed")
    (result,) = post_messages([Draft(bob.pk, room.pk, "x")])
    assert isinstance(result, Refused)
    assert "Reason: spam" in str(result.error)
    membership = signed_in(bob).get(f"/rooms/{room.pk}").json()["room"]["membership"]
    assert membership["muted_until"].startswith("9999")


def test_who_is_muted_everywhere_neither_creates_nor_renames_rooms(alice, admin):
    room = create_room(by=alice, name="Mine")
    sanctions.mute(alice, by=admin, until=FOREVER, reason="spam")
    with pytest.raises(NotAllowed):
        create_room(by=alice, name="Buy here")
    with pytest.raises(NotAllowed):
        update_room(room_id=room.pk, by=alice, name="Buy here")


def test_who_is_banned_writes_nothing_even_by_a_script(room, bob, admin):
    seq = say(bob, room)["seq"]
    sanctions.ban(bob, by=admin, until=FOREVER, reason="spam")
    with pytest.raises(NotAllowed, match="banned"):
        say(bob, room)
    with pytest.raises(NotAllowed, match="banned"):
        edit_message(room_id=room.pk, seq=seq, by=bob, content="x")


def test_who_is_banned_from_a_room_does_not_read_its_last_message_in_lists(room, alice, bob, signed_in):
    ban_from_room(room_id=room.pk, by=alice, user_id=bob.pk, until=FOREVER, reason="spam")
    say(alice, room, "not for Bob")
    client = signed_in(bob)
    assert client.get(f"/rooms/{room.pk}").json()["room"]["last_message"] is None
    assert "not for Bob" not in client.get("/rooms").content.decode()
    assert "not for Bob" in signed_in(alice).get("/rooms").content.decode()


def test_a_retry_of_what_was_written_before_the_mute_is_answered_as_stored(room, bob, admin):
    draft = Draft(bob.pk, room.pk, "x", uuid.uuid4())
    post_messages([draft])
    sanctions.mute(bob, by=admin, until=FOREVER, reason="spam")
    assert isinstance(post_messages([draft])[0], Duplicate)


def test_checking_sanctions_costs_no_query(room, alice, bob, connection_queries):
    with connection_queries() as before:
        post_messages([Draft(bob.pk, room.pk, "x")])
    with connection_queries() as after:
        post_messages([Draft(person.pk, room.pk, "x") for person in (alice, bob) for _ in range(10)])
    assert len(after) == len(before)


@pytest.fixture
def connection_queries():
    from django.db import connection

    return lambda: CaptureQueriesContext(connection)


def test_slow_mode_counts_the_messages_of_one_batch(room, alice, bob):
    update_room(room_id=room.pk, by=alice, slow_mode_s=5)
    drafts = [Draft(person.pk, room.pk, "x", uuid.uuid4()) for person in (bob, bob, alice, alice)]
    kinds = [type(result) for result in post_messages(drafts)]
    assert kinds == [StoredMessage, Refused, StoredMessage, StoredMessage]
    (retry,) = post_messages(drafts[:1])
    assert isinstance(retry, Duplicate)
    (again,) = post_messages([Draft(bob.pk, room.pk, "y", uuid.uuid4())])
    assert isinstance(again, Refused)
    assert isinstance(again.error, RateLimited)


def test_a_message_that_a_moderator_removed_says_so_and_its_reason_is_kept(room, alice, bob):
    seq = say(bob, room, "buy here")["seq"]
    delete_message(room_id=room.pk, seq=seq, by=alice, reason="advertising")
    message = Message.objects.select_related("removal").get(seq=seq)
    assert message.removal.reason == "advertising"
    assert (message.removal.whom, message.removal.by, message.removal.seq) == (bob, alice, seq)
    restore_message(room_id=room.pk, seq=seq, by=alice)
    assert Message.objects.get(seq=seq).removal_id is None
    assert list(ModerationEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "message_removed",
        "message_restored",
    ]


def test_the_tombstone_tells_who_deleted_author_or_moderator(room, alice, bob, signed_in):
    first, second, third = (say(bob, room)["seq"] for _ in range(3))
    client = signed_in(alice)
    client.delete(f"/rooms/{room.pk}/messages/{first}", {"reason": "spam"}, "application/json")
    signed_in(bob).delete(f"/rooms/{room.pk}/messages/{second}")
    messages = {one["seq"]: one for one in client.get(f"/rooms/{room.pk}/messages").json()["messages"]}
    assert messages[first]["deleted_by"] == "moderator"
    assert messages[second]["deleted_by"] == "author"
    assert messages[third]["deleted_by"] is None
    notices = signed_in(bob).get("/auth/sanctions").json()["sanctions"]
    assert [(one["action"], one["reason"], one["seq"]) for one in notices] == [("message_removed", "spam", first)]


def test_an_own_message_is_deleted_without_an_entry(room, alice):
    seq = say(alice, room)["seq"]
    delete_message(room_id=room.pk, seq=seq, by=alice)
    assert not ModerationEntry.objects.exists()
