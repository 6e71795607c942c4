"""Earlier texts of edited messages."""

import pytest

from accounts.upkeep.personal_data import kinds
from chatsite.contract.errors import NotAllowed
from messaging.history import MAX_EARLIER_TEXTS, earlier_texts
from messaging.models import EarlierText, Message
from messaging.services import delete_message, edit_message, restore_message
from messaging.upkeep.erasing import erase
from rooms.memberships import leave_room
from rooms.services import update_room
from tests.support.conversation import say


@pytest.fixture
def edited(room, bob):
    """Return a message of Bob's that was edited twice."""
    message = say(bob, room, "one")
    for text in ("two", "three"):
        edit_message(room_id=room.pk, seq=message["seq"], by=bob, content=text)
    return message


def contents(**place) -> list[str]:
    texts, _has_more = earlier_texts(**place)
    return [text.content for text in texts]


def test_an_edit_keeps_what_was_said_before(room, alice, bob, edited, signed_in):
    answer = signed_in(bob).get(f"/rooms/{room.pk}/messages/{edited['seq']}/history").json()
    assert [text["content"] for text in answer["texts"]] == ["two", "one"]
    assert answer["texts"][1]["written_at"] == edited["created_at"]
    assert answer["has_more"] is False
    assert contents(user=alice, room_id=room.pk, seq=edited["seq"]) == ["two", "one"]


def test_whom_an_earlier_text_mentions_is_named_while_they_may_read_the_room(room, alice, bob, charlie, signed_in):
    message = say(bob, room, f"<@{alice.pk}> and <@{charlie.pk}>")
    edit_message(room_id=room.pk, seq=message["seq"], by=bob, content="never mind")
    path = f"/rooms/{room.pk}/messages/{message['seq']}/history"
    assert {one["name"] for one in signed_in(bob).get(path).json()["mentions"]} == {alice.name, charlie.name}
    update_room(room_id=room.pk, by=alice, visibility="private")
    assert {one["name"] for one in signed_in(bob).get(path).json()["mentions"]} == {alice.name}


def test_the_same_text_again_keeps_nothing(room, bob, edited):
    edit_message(room_id=room.pk, seq=edited["seq"], by=bob, content="three")
    assert EarlierText.objects.count() == 2


def test_it_comes_in_pages(room, bob, edited, signed_in):
    path = f"/rooms/{room.pk}/messages/{edited['seq']}/history"
    first = signed_in(bob).get(f"{path}?limit=1").json()
    rest = signed_in(bob).get(f"{path}?limit=1&before={first['texts'][0]['id']}").json()
    assert ([text["content"] for text in rest["texts"]], first["has_more"], rest["has_more"]) == (["one"], True, False)


def test_others_see_none_of_it_and_the_author_still_does(room, charlie, bob, edited):
    with pytest.raises(NotAllowed):
        earlier_texts(user=charlie, room_id=room.pk, seq=edited["seq"])
    leave_room(room_id=room.pk, by=bob)
    assert contents(user=bob, room_id=room.pk, seq=edited["seq"]) == ["two", "one"]


def test_a_deleted_message_shows_none_until_it_is_restored(room, alice, edited):
    place = {"room_id": room.pk, "seq": edited["seq"]}
    delete_message(**place, by=alice, reason="Why.")
    assert contents(user=alice, **place) == []
    restore_message(**place, by=alice)
    assert contents(user=alice, **place) == ["two", "one"]


def test_the_newest_are_kept(room, bob, edited):
    for number in range(MAX_EARLIER_TEXTS):
        edit_message(room_id=room.pk, seq=edited["seq"], by=bob, content=f"{number}")
    found = contents(user=bob, room_id=room.pk, seq=edited["seq"])
    assert len(found) == MAX_EARLIER_TEXTS
    assert (found[0], found[-1]) == (f"{MAX_EARLIER_TEXTS - 2}", "three")


def test_they_are_exported_and_go_with_the_text(bob, edited):
    (kind,) = [kind for kind in kinds() if kind.name == "earlier_texts"]
    assert [record["content"] for record in kind.export(bob)] == ["one", "two"]
    list(erase(Message.objects.all()))
    assert EarlierText.objects.count() == 0
