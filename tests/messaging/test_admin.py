"""Rooms and messages in Django's admin."""

import pytest
from django.urls import reverse

from messaging.models import Message
from messaging.pins.services import pin_message
from messaging.reactions.services import react
from messaging.services import delete_message, edit_message
from rooms.models import Room
from rooms.services import close_room, create_room
from tests.support.conversation import say


def act(client, model, action, *rows):
    path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    data = {"action": action, "_selected_action": [row.pk for row in rows], "reason": "Because"}
    return client.post(path, data, follow=True)


@pytest.mark.parametrize("model", [Room, Message])
def test_there_is_a_list_and_a_page_of_each(room, alice, admin, signed_in, model):
    say(alice, room, "evidence")
    client = signed_in(admin)
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    assert client.get(reverse(f"{name}_changelist")).status_code == 200
    row = model.objects.get()
    assert client.get(reverse(f"{name}_change", args=[row.pk])).status_code == 200
    assert client.get(reverse(f"{name}_delete", args=[row.pk])).status_code == 403
    assert client.get(reverse(f"{name}_add")).status_code == 403


def test_rooms_are_closed_reopened_and_deleted_by_the_services(room, admin, signed_in):
    client = signed_in(admin)
    versions = []
    for action in ("close", "reopen", "take_away"):
        act(client, Room, action, room)
        room.refresh_from_db()
        versions.append((room.version, bool(room.closed_at), bool(room.deleted_at)))
    assert versions == [(4, True, False), (5, False, False), (6, False, True)]


def test_messages_are_deleted_and_restored_by_the_services(room, alice, admin, signed_in):
    say(alice, room)
    message, client = Message.objects.get(), signed_in(admin)
    for action, deleted in (("take_away", True), ("restore", False)):
        before = message.version
        act(client, Message, action, message)
        message.refresh_from_db()
        assert (message.is_deleted, message.version) == (deleted, before + 1)


def test_without_a_message_it_says_that_one_must_be_selected(room, alice, admin, signed_in):
    say(alice, room)
    answer = act(signed_in(admin), Message, "take_away")
    assert "Select at least one message." in answer.content.decode()
    assert not Message.objects.get().is_deleted


def test_what_a_service_refuses_is_said(room, alice, admin, signed_in):
    close_room(room_id=room.pk, by=alice)
    create_room(by=alice, name="Kitchen")
    answer = act(signed_in(admin), Room, "reopen", room)
    assert "A room with this name already exists." in answer.content.decode()


def test_a_messages_page_shows_what_hangs_on_it_and_what_it_said_before(room, alice, bob, admin, signed_in):
    seq = say(alice, room, f"old <@{bob.pk}>")["seq"]
    place = {"room_id": room.pk, "seq": seq, "by": alice}
    edit_message(**place, content=f"new <@{bob.pk}> <@room>")
    react(**place, emoji="🎉", on=True)
    pin_message(**place)
    path = reverse("admin:messaging_message_change", args=[Message.objects.get().pk])
    for _ in range(2):
        page = signed_in(admin).get(path).content.decode()
        for words in (
            "Pinned by Alice",
            "🎉 1",
            "<bdi>Bob</bdi>",
            "Everyone in the room",
            "Earlier versions",
            "old @Bob",
            "new @Bob @room",
        ):
            assert words in page
        delete_message(**place)  # a moderator sees it all the same
    plain = Message.objects.get(seq=say(alice, room)["seq"])
    page = signed_in(admin).get(reverse("admin:messaging_message_change", args=[plain.pk])).content.decode()
    assert "Earlier versions" not in page
    assert "Pinned" not in page
