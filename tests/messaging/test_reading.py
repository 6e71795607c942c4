"""POST /rooms/<id>/read, and what counts as unread."""

import pytest

from chatsite.contract.errors import NotAllowed
from chatsite.contract.events import ServerEvent
from chatsite.realtime import Notice
from messaging import unread as counting
from messaging.queries import room_news
from messaging.reading.services import Unread, mark_read
from messaging.services import delete_message
from messaging.unread import unread_counts
from rooms.memberships import join_room
from rooms.models import Membership
from rooms.services import close_room, create_room
from tests.support.conversation import say

JSON = "application/json"


def unread(user, room):
    membership = Membership.objects.get(user=user, room=room)
    count = unread_counts([membership]).get(room.pk, 0)
    assert room_news(room.pk, [user.pk]).unread == {user.pk: count}
    return count


def test_only_what_others_wrote_and_left_standing_counts(room, alice, bob):
    assert unread(bob, room) == 0
    first, second = say(alice, room)["seq"], say(alice, room)["seq"]
    say(bob, room)
    assert (unread(bob, room), unread(alice, room)) == (2, 1)
    delete_message(room_id=room.pk, seq=first, by=alice)
    assert unread(bob, room) == 1
    mark_read(room_id=room.pk, by=bob, seq=second)
    assert (unread(bob, room), unread(alice, room)) == (0, 1)


def test_reading_tells_only_the_reader(room, alice, bob, announced_by):
    first = say(alice, room)["seq"]
    say(alice, room)
    (notice,) = announced_by(mark_read, room_id=room.pk, by=bob, seq=first)
    payload = {
        "room_id": room.pk,
        "last_read_seq": first,
        "unread_count": 1,
        "mention_count": 0,
        "marked_unread": False,
    }
    assert notice == Notice(ServerEvent.ROOM_READ, payload, user_id=bob.pk)
    assert announced_by(mark_read, room_id=room.pk, by=bob, seq=first) == []


def test_the_pointer_only_moves_forward_and_not_into_the_future(room, alice, bob):
    first, second = say(alice, room)["seq"], say(alice, room)["seq"]
    assert mark_read(room_id=room.pk, by=bob, seq=10**9)[0].last_read_seq == second
    membership, count = mark_read(room_id=room.pk, by=bob, seq=first)
    assert (membership.last_read_seq, count.messages) == (second, 0)


def test_a_message_can_be_made_unread_again(room, alice, bob, announced_by):
    first, second = say(alice, room)["seq"], say(alice, room)["seq"]
    mark_read(room_id=room.pk, by=bob, seq=second)
    (notice,) = announced_by(mark_read, room_id=room.pk, by=bob, unread_from=second)
    assert (notice.payload["last_read_seq"], notice.payload["unread_count"]) == (second - 1, 1)
    assert notice.payload["marked_unread"]
    membership, count = mark_read(room_id=room.pk, by=bob, unread_from=first)
    assert (membership.last_read_seq, count.messages) == (first - 1, 2)


def test_a_closed_room_is_read_like_any(room, alice, bob):
    seq = say(alice, room)["seq"]
    close_room(room_id=room.pk, by=alice)
    assert mark_read(room_id=room.pk, by=bob, seq=seq)[1] == Unread(0, 0)


def test_outsiders_have_no_pointer(room, charlie):
    with pytest.raises(NotAllowed):
        mark_read(room_id=room.pk, by=charlie, seq=1)


def test_counting_goes_back_a_bounded_way(room, alice, bob, monkeypatch):
    monkeypatch.setattr(counting, "UNREAD_WINDOW", 5)
    for _ in range(8):
        say(alice, room)
    assert unread(bob, room) == 5


def test_the_unread_of_many_readers_of_one_room(room, alice, bob, charlie, make_user, django_assert_num_queries):
    join_room(room_id=room.pk, by=charlie)
    first = say(alice, room)["seq"]
    say(bob, room)
    mark_read(room_id=room.pk, by=charlie, seq=first)
    outsider = make_user("Olga")
    everyone = [alice.pk, bob.pk, charlie.pk, outsider.pk]
    with django_assert_num_queries(6):
        assert room_news(room.pk, everyone).unread == {alice.pk: 1, bob.pk: 1, charlie.pk: 1}


def test_unread_in_several_rooms(room, alice, bob):
    other = create_room(by=alice, name="Other")
    join_room(room_id=other.pk, by=bob)
    say(alice, room)
    say(alice, other)
    say(alice, other)
    assert unread_counts(list(Membership.objects.filter(user=bob))) == {room.pk: 1, other.pk: 2}
    assert unread_counts([]) == {}


def test_over_http(room, alice, bob, signed_in):
    seq = say(alice, room)["seq"]
    client, path = signed_in(bob), f"/rooms/{room.pk}/read"
    assert client.post(path, {"seq": seq}, JSON).json() == {"last_read_seq": seq, "unread_count": 0, "mention_count": 0}
    unread = {"last_read_seq": seq - 1, "unread_count": 1, "mention_count": 0}
    assert client.post(path, {"unread_from": seq}, JSON).json() == unread


@pytest.mark.parametrize("body", [{}, {"seq": 1, "unread_from": 1}, {"seq": "1"}, {"unread_from": 0}, {"seq": -1}])
def test_over_http_nonsense_is_refused(room, bob, signed_in, body):
    assert signed_in(bob).post(f"/rooms/{room.pk}/read", body, JSON).status_code == 400
