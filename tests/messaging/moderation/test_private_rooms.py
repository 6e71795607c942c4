"""What administrators do about a private room that they are not in: by report, and in the administration."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import ModerationEntry
from chatsite.contract.errors import NotFound
from messaging.models import Message
from messaging.moderation.services import report_message, take_action_and_resolve
from messaging.services import delete_message, remove_messages_of
from rooms.access.services import add_members
from rooms.models import Membership, Room
from rooms.services import close_room, create_room
from tests.support.conversation import say


@pytest.fixture
def den(alice, bob) -> Room:
    """Return a private room of Alice's, with Bob as a member."""
    den = create_room(by=alice, name="Den", description="A secret topic", visibility="private")
    add_members(room_id=den.pk, by=alice, user_ids=[bob.pk])
    return den


@pytest.fixture
def client(admin, signed_in):
    return signed_in(admin)


def page(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_report_hands_over_five_messages_before_and_after(den, alice, bob, client):
    said = [say(bob, den, f"word{number:02}") for number in range(20)]
    report = report_message(by=alice, room_id=den.pk, seq=said[10]["seq"], reason="spam")
    shown = page(client, reverse("admin:messaging_report_change", args=[report.pk]))
    assert [number for number in range(20) if f"word{number:02}" in shown] == list(range(5, 16))


def test_by_report_an_administrator_removes_the_message_and_its_author(den, alice, bob, admin):
    seq = say(bob, den, "buy here")["seq"]
    report = report_message(by=alice, room_id=den.pk, seq=seq, reason="spam")
    with pytest.raises(NotFound):
        delete_message(room_id=den.pk, seq=seq, by=admin, reason="spam")
    actions = ["remove_message", "remove_from_room"]
    take_action_and_resolve(report, by=admin, actions=actions, until=timezone.now(), reason="spam")
    assert Message.objects.get(room=den, seq=seq).is_deleted
    assert list(Membership.objects.current().filter(room=den).values_list("user", flat=True)) == [alice.pk]


def test_messages_are_read_in_the_administration_by_those_who_joined(den, bob, admin, alice, client):
    said = say(bob, den, "among us")
    address = reverse("admin:messaging_message_change", args=[said["id"]])
    listed = reverse("admin:messaging_message_changelist") + f"?room={den.pk}"
    assert client.get(address).status_code == 404
    assert "among us" not in page(client, listed)
    client.post(reverse("admin:room-action", args=[den.pk, "join"]))
    assert "among us" in page(client, address)
    assert "among us" in page(client, listed)
    assert ModerationEntry.objects.get(action="seat_taken").by == admin


def test_the_administration_shows_the_room_without_its_topic_and_no_direct_room(den, client):
    Room.objects.create(visibility=Room.Visibility.DIRECT, direct_key="x")
    shown = page(client, reverse("admin:rooms_room_change", args=[den.pk]))
    assert ("Den" in shown, "A secret topic" in shown) == (True, False)
    assert "Direct messages" not in page(client, reverse("admin:rooms_room_changelist"))


@pytest.mark.parametrize(("name", "field"), [("close", "closed_at"), ("take_away", "deleted_at")])
def test_a_private_room_is_closed_and_deleted_from_outside(den, admin, client, name, field):
    with pytest.raises(NotFound):
        close_room(room_id=den.pk, by=admin)
    client.post(reverse("admin:room-action", args=[den.pk, name]))
    assert getattr(Room.objects.get(pk=den.pk), field)


def test_a_sweep_of_a_person_s_messages_includes_private_rooms(den, bob, admin, room):
    for one in (den, room):
        say(bob, one, "buy here")
    assert remove_messages_of(person=bob, since=bob.date_joined, by=admin, reason="spam") == 2
