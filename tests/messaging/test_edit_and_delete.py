"""Editing, deleting and restoring messages."""

import pytest

from chatsite.contract.errors import Conflict, NotAllowed, NotFound, RoomClosed
from chatsite.contract.events import ServerEvent
from messaging.models import Message
from messaging.payloads import message_payload
from messaging.queries import page
from messaging.services import delete_message, edit_message, restore_message
from rooms.memberships import join_room, leave_room
from rooms.models import Membership
from rooms.services import close_room
from tests.support.conversation import say

JSON = "application/json"


def test_an_edit_takes_the_next_version_and_keeps_the_place(room, bob, announced_by):
    before = say(bob, room, "helo")
    (change,) = announced_by(edit_message, room_id=room.pk, seq=before["seq"], by=bob, content="*hello*")
    after = change.payload["message"]
    assert change.event == ServerEvent.MESSAGE_UPDATED
    assert change.version == after["version"] == before["version"] + 1
    assert after["edited_at"]
    assert after == before | {
        "version": after["version"],
        "edited_at": after["edited_at"],
        "content": "*hello*",
        "excerpt": "hello",
        "html": "<p><em>hello</em></p>\n",
    }
    assert page(user=bob, room_id=room.pk).messages == [after]


def test_the_same_text_again_changes_nothing(room, bob, announced_by):
    seq = say(bob, room, "hello")["seq"]
    assert announced_by(edit_message, room_id=room.pk, seq=seq, by=bob, content="hello") == []


def test_only_the_author_edits(room, alice, bob, admin):
    seq = say(bob, room)["seq"]
    for person in (alice, admin):
        with pytest.raises(NotAllowed):
            edit_message(room_id=room.pk, seq=seq, by=person, content="x")
    leave_room(room_id=room.pk, by=bob)
    with pytest.raises(NotAllowed):
        edit_message(room_id=room.pk, seq=seq, by=bob, content="x")


def test_a_deleted_message_is_a_tombstone(room, bob, announced_by):
    before = say(bob, room, "secret")
    (change,) = announced_by(delete_message, room_id=room.pk, seq=before["seq"], by=bob)
    after = change.payload["message"]
    assert change.event == ServerEvent.MESSAGE_UPDATED
    assert (after["id"], after["seq"], after["version"]) == (before["id"], before["seq"], before["version"] + 1)
    assert (after["content"], after["html"]) == ("", "")
    assert after["deleted_at"]
    with pytest.raises(Conflict):
        edit_message(room_id=room.pk, seq=before["seq"], by=bob, content="x")


def test_deleting_and_restoring_again_change_nothing(room, alice, announced_by):
    seq = say(alice, room)["seq"]
    assert announced_by(restore_message, room_id=room.pk, seq=seq, by=alice) == []
    delete_message(room_id=room.pk, seq=seq, by=alice)
    assert announced_by(delete_message, room_id=room.pk, seq=seq, by=alice) == []


def test_a_moderator_deletes_and_restores_what_others_wrote(room, alice, bob, charlie):
    join_room(room_id=room.pk, by=charlie)
    before = say(charlie, room, "hello")
    with pytest.raises(NotAllowed):
        delete_message(room_id=room.pk, seq=before["seq"], by=bob)
    Membership.objects.filter(user=bob).update(role=Membership.Role.MODERATOR)
    delete_message(room_id=room.pk, seq=before["seq"], by=bob)
    after = message_payload(restore_message(room_id=room.pk, seq=before["seq"], by=bob))
    assert after == before | {"version": before["version"] + 2, "excerpt": "hello"}


def test_an_author_cannot_restore(room, bob):
    seq = say(bob, room)["seq"]
    delete_message(room_id=room.pk, seq=seq, by=bob)
    with pytest.raises(NotAllowed):
        restore_message(room_id=room.pk, seq=seq, by=bob)


def test_in_a_closed_room_only_administrators_change_messages(room, alice, bob, admin):
    seq = say(bob, room)["seq"]
    close_room(room_id=room.pk, by=alice)
    with pytest.raises(RoomClosed):
        edit_message(room_id=room.pk, seq=seq, by=bob, content="x")
    for person in (alice, bob):
        with pytest.raises(RoomClosed):
            delete_message(room_id=room.pk, seq=seq, by=person)
    assert delete_message(room_id=room.pk, seq=seq, by=admin).is_deleted


def test_a_quote_is_one_short_line(room, alice):
    target = say(alice, room, "a\n\nb " + "x" * 200)
    excerpt = say(alice, room, "re", reply_to=target["seq"])["reply_to"]["excerpt"]
    assert excerpt == "a b " + "x" * 95 + "…"


def test_a_message_that_never_was_is_not_found(room, alice):
    for change in (delete_message, restore_message):
        with pytest.raises(NotFound):
            change(room_id=room.pk, seq=10**6, by=alice)
    with pytest.raises(NotFound):
        edit_message(room_id=room.pk, seq=10**6, by=alice, content="x")


def test_a_deleted_message_keeps_its_text_for_moderators(room, alice):
    seq = say(alice, room, "evidence")["seq"]
    delete_message(room_id=room.pk, seq=seq, by=alice)
    assert Message.objects.get(room=room, seq=seq).content == "evidence"


def test_over_http(room, bob, alice, signed_in):
    path = f"/rooms/{room.pk}/messages/{say(bob, room)['seq']}"
    assert signed_in(bob).patch(path, {"content": "new"}, JSON).json()["message"]["content"] == "new"
    assert signed_in(bob).patch(path, {"content": ""}, JSON).status_code == 400
    assert signed_in(alice).delete(path).status_code == 204
    restored = signed_in(alice).post(f"{path}/restore")
    assert restored.json()["message"]["content"] == "new"


@pytest.mark.parametrize("slow", ["- a\n  - b\n" * 300, "*_" * 2_000, "http://a.b " * 360])
@pytest.mark.parametrize("is_edit", [True, False])
def test_text_that_is_slow_to_render_counts_as_several_over_http(room, bob, signed_in, settings, slow, is_edit):
    settings.POSTS_PER_MINUTE = 20
    client, message = signed_in(bob), say(bob, room)
    place = f"/rooms/{room.pk}/messages"
    send, where = (client.patch, f"{place}/{message['seq']}") if is_edit else (client.post, place)
    assert send(where, {"content": slow}, JSON).status_code in (200, 201)
    assert client.post(place, {"content": "x"}, JSON).status_code == 429
    assert client.patch(f"{place}/{message['seq']}", {"content": "x"}, JSON).status_code == 429
