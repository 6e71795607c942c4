"""GET /rooms/<id>/changes, and what heals a gap in what was announced."""

import pytest

from chatsite.contract.errors import Conflict, NotAllowed, NotFound
from chatsite.contract.events import ServerEvent
from messaging.queries import catch_up, changes_since
from messaging.services import delete_message, edit_message
from rooms.memberships import join_room, leave_room
from rooms.queries import versions
from rooms.services import close_room, delete_room, reopen_room, update_room
from tests.support.conversation import say


def events(found):
    return [(change.version, str(change.event)) for change in found.changes]


def test_what_is_read_later_is_what_was_announced(room, alice, bob, charlie, announced_by):
    seq = say(alice, room)["seq"]
    for act in [
        lambda: say(bob, room, "hello"),
        lambda: edit_message(room_id=room.pk, seq=seq, by=alice, content="new"),
        lambda: delete_message(room_id=room.pk, seq=seq, by=alice),
        lambda: join_room(room_id=room.pk, by=charlie),
        lambda: update_room(room_id=room.pk, by=alice, name="Garden"),
        lambda: close_room(room_id=room.pk, by=alice),
        lambda: reopen_room(room_id=room.pk, by=alice),
        lambda: leave_room(room_id=room.pk, by=charlie),
        lambda: leave_room(room_id=room.pk, by=alice),
        lambda: delete_room(room_id=room.pk, by=bob),
    ]:
        since = versions([room.pk])[room.pk]
        announced = [change for change in announced_by(act) if hasattr(change, "version")]
        found = changes_since(room.pk, since)
        assert found.changes == announced != []
        assert (found.version, found.complete) == (announced[-1].version, True)


def test_the_whole_life_of_a_room_in_version_order(room, alice, charlie):
    first = say(alice, room, "one")["seq"]
    say(alice, room, "two")
    edit_message(room_id=room.pk, seq=first, by=alice, content="1")
    join_room(room_id=room.pk, by=charlie)
    leave_room(room_id=room.pk, by=charlie)
    since_the_first = [(5, "new_message"), (6, "message_updated"), (7, "member_joined"), (8, "member_left")]
    assert events(changes_since(room.pk, 0)) == [
        (1, "room_created"),
        (2, "member_joined"),
        (3, "member_joined"),
        (4, "new_message"),
        *since_the_first,
    ]
    assert events(changes_since(room.pk, 4)) == since_the_first


def test_reading_on_in_steps_tells_new_from_changed(room, alice):
    first = say(alice, room, "one")["seq"]
    for number in range(3):
        say(alice, room, f"{number}")
    edit_message(room_id=room.pk, seq=first, by=alice, content="1")
    found, all_events = changes_since(room.pk, 3, 2), []
    while True:
        all_events += events(found)
        if found.complete:
            break
        found = changes_since(room.pk, found.version, 2)
    assert all_events == [*((seq, "new_message") for seq in range(4, 8)), (8, "message_updated")]


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
def test_steps_of_any_size_miss_nothing(room, alice, bob, charlie, limit):
    for number in range(4):
        say(bob, room, f"{number}")
        join_room(room_id=room.pk, by=charlie)
        leave_room(room_id=room.pk, by=charlie)
    update_room(room_id=room.pk, by=alice, name="Garden")
    whole = changes_since(room.pk, 0)
    collected, found = [], changes_since(room.pk, 0, limit)
    while True:
        collected += found.changes
        if found.complete:
            break
        assert found.version == found.changes[-1].version
        found = changes_since(room.pk, found.version, limit)
    assert collected == whole.changes
    assert found.version == whole.version


def test_a_purged_room_has_no_changes(db):
    with pytest.raises(NotFound):
        changes_since(10**9, 0)


def test_versions_are_read_in_one_query_also_of_deleted_rooms(room, alice, django_assert_num_queries):
    delete_room(room_id=room.pk, by=alice)
    with django_assert_num_queries(1):
        assert versions([room.pk, 10**9]) == {room.pk: 4}


def test_over_http_it_says_what_was_missed(room, alice, bob, charlie, signed_in):
    first = say(alice, room, "one")
    since = first["version"]
    second = say(alice, room, "two")
    edited = edit_message(room_id=room.pk, seq=first["seq"], by=alice, content="1")
    answer = signed_in(charlie).get(f"/rooms/{room.pk}/changes?since={since}").json()
    assert [(message["seq"], message["version"]) for message in answer["messages"]] == [
        (second["seq"], second["version"]),
        (first["seq"], edited.version),
    ]
    assert answer["room"]["version"] == answer["version"] == edited.version
    assert (answer["members_changed"], answer["complete"]) == (False, True)
    join_room(room_id=room.pk, by=charlie)
    answer = signed_in(bob).get(f"/rooms/{room.pk}/changes?since={answer['version']}").json()
    assert (answer["messages"], answer["members_changed"]) == ([], True)


def test_over_http_it_is_read_in_steps(room, alice, bob, signed_in):
    seqs = [say(alice, room, f"{number}")["seq"] for number in range(5)]
    client, since, read = signed_in(bob), 0, []
    while True:
        answer = client.get(f"/rooms/{room.pk}/changes?since={since}&limit=2").json()
        read += [message["seq"] for message in answer["messages"]]
        since = answer["version"]
        if answer["complete"]:
            break
        assert since == read[-1]
    assert read == seqs


def test_a_version_from_the_future_is_a_conflict(room, bob, signed_in):
    answer = signed_in(bob).get(f"/rooms/{room.pk}/changes?since=99")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "conflict")
    assert signed_in(bob).get(f"/rooms/{room.pk}/changes?since=3").status_code == 200


@pytest.mark.parametrize("query", ["", "since=-1", "since=x", "since=1&limit=0"])
def test_over_http_nonsense_is_refused(room, bob, signed_in, query):
    assert signed_in(bob).get(f"/rooms/{room.pk}/changes?{query}").status_code == 400


def test_joining_live_needs_membership(room, bob, charlie):
    assert catch_up(user=bob, room_id=room.pk, members_only=True).version == 3
    with pytest.raises(NotAllowed):
        catch_up(user=charlie, room_id=room.pk, members_only=True)
    assert catch_up(user=charlie, room_id=room.pk).version == 3


def test_without_a_version_the_newest_page_comes(room, alice, bob):
    seqs = [say(alice, room, f"{number}")["seq"] for number in range(52)]
    found = catch_up(user=bob, room_id=room.pk)
    assert [message["seq"] for message in found.messages] == seqs[-50:]
    assert (found.version, found.complete, found.members_changed) == (seqs[-1], True, True)
    with pytest.raises(Conflict):
        catch_up(user=bob, room_id=room.pk, since=seqs[-1] + 1)


def test_catching_up_costs_the_same_whatever_was_missed(room, alice, bob, django_assert_num_queries):
    for number in range(30):
        say(alice, room, f"{number}")
    with django_assert_num_queries(4):  # room, membership, messages, whether members changed
        catch_up(user=bob, room_id=room.pk, since=2, members_only=True)
    with django_assert_num_queries(5):  # room; messages written and changed; memberships changed, and changed again
        assert [change.event for change in changes_since(room.pk, 3).changes] == [ServerEvent.NEW_MESSAGE] * 30
