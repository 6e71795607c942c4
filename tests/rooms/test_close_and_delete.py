"""Closing, reopening and deleting rooms."""

import pytest

from chatsite.contract.errors import Conflict, NotAllowed, RoomClosed
from chatsite.contract.events import ServerEvent
from chatsite.realtime import Audience
from rooms.models import Membership, Room
from rooms.services import close_room, create_room, delete_room, reopen_room
from tests.support.conversation import say


def test_everyone_is_notified_of_a_closed_room(room, alice, announced_by):
    (change,) = announced_by(close_room, room_id=room.pk, by=alice)
    assert (change.event, change.audience) == (ServerEvent.ROOM_CLOSED, Audience.EVERYONE)
    assert (change.payload["room_id"], change.payload["version"]) == (room.pk, change.version)
    assert not change.payload["room"]["is_active"]
    assert change.payload["room"]["closed_at"]


def test_a_closed_room_is_read_and_not_written(room, alice, bob, signed_in):
    message = say(bob, room)
    assert signed_in(alice).post(f"/rooms/{room.pk}/close").json()["room"]["is_active"] is False
    assert signed_in(bob).get(f"/rooms/{room.pk}/messages").json()["messages"] == [message]
    with pytest.raises(RoomClosed):
        say(bob, room)


def test_closing_and_reopening_again_change_nothing(room, alice, announced_by):
    assert announced_by(reopen_room, room_id=room.pk, by=alice) == []
    close_room(room_id=room.pk, by=alice)
    assert announced_by(close_room, room_id=room.pk, by=alice) == []


def test_a_reopened_room_is_written_again(room, alice, bob, announced_by):
    close_room(room_id=room.pk, by=alice)
    (change,) = announced_by(reopen_room, room_id=room.pk, by=alice)
    assert change.event == ServerEvent.ROOM_UPDATED
    assert change.payload["room"]["is_active"]
    assert say(bob, room)["seq"] == change.version + 1


def test_a_room_is_not_reopened_while_another_has_its_name(room, alice, bob):
    close_room(room_id=room.pk, by=alice)
    create_room(by=bob, name="kitchen")
    with pytest.raises(Conflict):
        reopen_room(room_id=room.pk, by=alice)


def test_everyone_is_notified_of_a_deleted_room(room, alice, announced_by):
    (change,) = announced_by(delete_room, room_id=room.pk, by=alice)
    assert (change.event, change.audience, change.payload) == (
        ServerEvent.ROOM_DELETED,
        Audience.EVERYONE,
        {"room_id": room.pk},
    )


def test_a_closed_room_can_be_deleted(room, alice):
    close_room(room_id=room.pk, by=alice)
    delete_room(room_id=room.pk, by=alice)
    assert not Room.objects.standing().exists()


@pytest.mark.parametrize("change", [close_room, reopen_room, delete_room])
def test_being_a_member_or_moderator_is_not_enough(room, bob, charlie, change):
    Membership.objects.filter(user=bob).update(role=Membership.Role.MODERATOR)
    for person in (bob, charlie):
        with pytest.raises(NotAllowed):
            change(room_id=room.pk, by=person)


def test_an_administrator_who_is_no_member_may(room, admin):
    close_room(room_id=room.pk, by=admin)
    reopen_room(room_id=room.pk, by=admin)
    delete_room(room_id=room.pk, by=admin)
    assert not Room.objects.standing().exists()
