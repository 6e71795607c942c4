"""Pinning messages."""

import pytest

from chatsite.contract.errors import Conflict, NotAllowed, NotFound
from chatsite.contract.events import ServerEvent
from messaging.models import Message, Pin
from messaging.payloads import message_payload
from messaging.pins.queries import MAX_PINS
from messaging.pins.services import pin_message, unpin_message
from messaging.queries import page
from messaging.services import delete_message, restore_message
from messaging.upkeep.erasing import erase, remove
from rooms.models import Membership
from tests.support.conversation import say


@pytest.fixture
def pinned(room, alice, signed_in):
    """Return a function that says what is pinned, by its text."""

    def texts() -> list[str]:
        return [message["content"] for message in signed_in(alice).get(f"/rooms/{room.pk}/pins").json()["messages"]]

    return texts


def test_a_pin_is_a_change_of_the_message(room, alice, bob, announced_by):
    before = say(bob, room)
    (change,) = announced_by(pin_message, room_id=room.pk, seq=before["seq"], by=alice)
    after = change.payload["message"]
    assert change.event == ServerEvent.MESSAGE_UPDATED
    assert (before["pinned_at"], after["version"]) == (None, before["version"] + 1)
    assert after["pinned_at"]
    assert page(user=bob, room_id=room.pk).messages == [after]


def test_pinning_and_unpinning_again_change_nothing(room, alice, announced_by):
    place = {"room_id": room.pk, "seq": say(alice, room)["seq"], "by": alice}
    assert announced_by(unpin_message, **place) == []
    pin_message(**place)
    assert announced_by(pin_message, **place) == []
    (change,) = announced_by(unpin_message, **place)
    assert change.payload["message"]["pinned_at"] is None
    assert announced_by(unpin_message, **place) == []


def test_pins_are_listed_newest_first(room, alice, bob, pinned):
    for text in ("one", "two", "three"):
        pin_message(room_id=room.pk, seq=say(bob, room, text)["seq"], by=alice)
    unpin_message(room_id=room.pk, seq=Message.objects.get(content="two").seq, by=alice)
    assert pinned() == ["three", "one"]


def test_a_deleted_message_is_not_among_the_pins_until_it_is_restored(room, alice, bob, pinned):
    seq = say(bob, room, "one")["seq"]
    pin_message(room_id=room.pk, seq=seq, by=alice)
    deleted = delete_message(room_id=room.pk, seq=seq, by=alice, reason="Why.")
    assert message_payload(deleted)["pinned_at"] is None
    assert pinned() == []
    with pytest.raises(Conflict):
        pin_message(room_id=room.pk, seq=seq, by=alice)
    assert message_payload(restore_message(room_id=room.pk, seq=seq, by=alice))["pinned_at"]
    assert pinned() == ["one"]


def test_a_room_has_so_many_pins_and_no_more(room, alice):
    seqs = [say(alice, room, f"{number}")["seq"] for number in range(MAX_PINS + 1)]
    for seq in seqs[:MAX_PINS]:
        pin_message(room_id=room.pk, seq=seq, by=alice)
    with pytest.raises(Conflict):
        pin_message(room_id=room.pk, seq=seqs[-1], by=alice)
    delete_message(room_id=room.pk, seq=seqs[0], by=alice)
    pin_message(room_id=room.pk, seq=seqs[-1], by=alice)


def test_moderators_pin(room, bob, alice):
    seq = say(bob, room)["seq"]
    with pytest.raises(NotAllowed):
        pin_message(room_id=room.pk, seq=seq, by=bob)
    Membership.objects.filter(room=room, user=bob).update(role=Membership.Role.MODERATOR)
    pin_message(room_id=room.pk, seq=seq, by=bob)
    with pytest.raises(NotFound):
        pin_message(room_id=room.pk, seq=seq + 100, by=bob)


def test_fifty_pins_take_a_fixed_number_of_queries(room, alice, signed_in, django_assert_num_queries):
    client = signed_in(alice)
    client.get(f"/rooms/{room.pk}/pins")
    for number in range(5):
        pin_message(room_id=room.pk, seq=say(alice, room, f"{number}")["seq"], by=alice)
    with django_assert_num_queries(5):
        assert len(client.get(f"/rooms/{room.pk}/pins").json()["messages"]) == 5


def test_a_pin_goes_with_its_message(room, alice):
    pin_message(room_id=room.pk, seq=say(alice, room)["seq"], by=alice)
    list(erase(Message.objects.all()))
    list(remove(Message.objects.all()))
    assert (Pin.objects.count(), Message.objects.count()) == (0, 0)
