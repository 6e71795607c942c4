"""Reacting to messages."""

import pytest
from django.test import Client

from accounts.models import User
from accounts.upkeep.personal_data import kinds
from chatsite.contract.errors import Conflict, NotAllowed, NotFound, RoomClosed
from chatsite.contract.events import ServerEvent
from messaging.features import Feature
from messaging.models import Message, Reaction
from messaging.payloads import message_payload
from messaging.queries import MAX_CHANGES, changes_since, last_messages, page
from messaging.reactions.emoji import LIST
from messaging.reactions.queries import MAX_USER_IDS, reactions_of
from messaging.reactions.services import MAX_KINDS, react
from messaging.services import delete_message, restore_message
from messaging.upkeep.erasing import erase, remove
from messaging.upkeep.purging import purge_rooms
from rooms.memberships import join_room, leave_room
from rooms.models import Membership, Room
from rooms.services import close_room, delete_room
from tests.support.conversation import say

EMOJI = LIST.read_text(encoding="utf-8").splitlines()
# Alike to a collation that ignores accents, variants or everything beyond the basic plane.
LOOKALIKES = ["👍", "👍🏽", "👍🏿", "❤️", "🩷", "🇩🇪", "🇩🇰", "👨‍👩‍👧", "👨‍👩‍👦", "1️⃣", "2️⃣", "😀", "😃"]


def shown(user: User, room: Room) -> list:
    return page(user=user, room_id=room.pk).messages[-1]["reactions"]


def test_a_reaction_is_a_change_of_the_message(room, alice, bob, announced_by):
    before = say(alice, room)
    (change,) = announced_by(react, room_id=room.pk, seq=before["seq"], by=bob, emoji="👍", on=True)
    after = change.payload["message"]
    assert change.event == ServerEvent.MESSAGE_UPDATED
    assert change.version == after["version"] == before["version"] + 1
    assert after == before | {
        "version": after["version"],
        "excerpt": "hello",
        "reactions": [{"emoji": "👍", "count": 1, "user_ids": [bob.pk]}],
    }
    assert page(user=bob, room_id=room.pk).messages == [after]
    assert last_messages([room.pk])[room.pk]["reactions"] == after["reactions"]


def test_setting_and_taking_back_again_change_nothing(room, alice, bob, announced_by):
    place = {"room_id": room.pk, "seq": say(alice, room)["seq"], "by": bob, "emoji": "👍"}
    assert announced_by(react, **place, on=False) == []
    react(**place, on=True)
    assert announced_by(react, **place, on=True) == []
    react(**place, on=False)
    assert announced_by(react, **place, on=False) == []
    assert shown(bob, room) == []


def test_a_message_without_reactions_any_more_is_plain_again(room, alice, bob):
    seq = say(alice, room)["seq"]
    reactions = [(alice, "👍"), (bob, "👍"), (bob, "🎉")]
    uses = []
    for on in (True, False):
        for person, emoji in reactions:
            uses.append(react(room_id=room.pk, seq=seq, by=person, emoji=emoji, on=on).features)
    assert uses == [Feature.REACTIONS] * 5 + [0]
    assert Message.objects.get(seq=seq).features == 0


def test_erasing_the_only_person_who_reacted_makes_a_message_plain_again(room, alice, bob):
    only, both = say(alice, room)["seq"], say(alice, room)["seq"]
    for seq, person in [(only, bob), (both, bob), (both, alice)]:
        react(room_id=room.pk, seq=seq, by=person, emoji="👍", on=True)
    kind = next(one for one in kinds() if one.name == "reactions")
    list(kind.erase(bob, False))
    stored = dict(Message.objects.values_list("seq", "features"))
    assert stored[only] == 0
    assert stored[both] == Feature.REACTIONS


def test_emoji_stand_in_the_order_of_their_first_use_and_people_in_theirs(room, alice, bob):
    seq = say(alice, room)["seq"]
    for person, emoji in [(bob, "🎉"), (alice, "👍"), (alice, "🎉"), (bob, "👍")]:
        react(room_id=room.pk, seq=seq, by=person, emoji=emoji, on=True)
    assert shown(bob, room) == [
        {"emoji": "🎉", "count": 2, "user_ids": [bob.pk, alice.pk]},
        {"emoji": "👍", "count": 2, "user_ids": [alice.pk, bob.pk]},
    ]


def test_emoji_that_look_alike_are_apart(room, alice):
    seq = say(alice, room)["seq"]
    for emoji in LOOKALIKES:
        react(room_id=room.pk, seq=seq, by=alice, emoji=emoji, on=True)
    assert [reaction["emoji"] for reaction in shown(alice, room)] == LOOKALIKES


def test_a_message_has_so_many_kinds_of_reactions_and_no_more(room, alice, bob):
    seq = say(alice, room)["seq"]
    for emoji in EMOJI[:MAX_KINDS]:
        react(room_id=room.pk, seq=seq, by=alice, emoji=emoji, on=True)
    with pytest.raises(Conflict):
        react(room_id=room.pk, seq=seq, by=bob, emoji=EMOJI[MAX_KINDS], on=True)
    react(room_id=room.pk, seq=seq, by=bob, emoji=EMOJI[0], on=True)
    react(room_id=room.pk, seq=seq, by=alice, emoji=EMOJI[1], on=False)
    react(room_id=room.pk, seq=seq, by=bob, emoji=EMOJI[MAX_KINDS], on=True)


def test_a_reaction_of_a_crowd_is_a_bounded_payload(room, alice, make_user, django_assert_num_queries):
    message = Message.objects.get(seq=say(alice, room)["seq"])
    crowd = [make_user(f"Guest {number}") for number in range(MAX_USER_IDS + 5)]
    Reaction.objects.bulk_create(Reaction(message=message, user=user, emoji="👍") for user in crowd)
    with django_assert_num_queries(1):
        (reaction,) = reactions_of([message.pk])[message.pk]
    assert reaction["count"] == len(crowd)
    assert reaction["user_ids"] == [user.pk for user in crowd[:MAX_USER_IDS]]


def test_a_plain_conversation_costs_no_query_more(room, alice, bob, django_assert_num_queries):
    for _ in range(3):
        seq = say(alice, room)["seq"]
    with django_assert_num_queries(2):
        page(user=bob, room_id=room.pk)
    for number in range(3):
        react(room_id=room.pk, seq=seq - number, by=bob, emoji="👍", on=True)
    with django_assert_num_queries(3):
        page(user=bob, room_id=room.pk)


def test_who_may_write_may_react(room, alice, bob, charlie, admin, announced_by):
    seq = say(alice, room)["seq"]
    place = {"room_id": room.pk, "seq": seq, "emoji": "👍", "on": True}
    for outsider in (charlie, admin):
        with pytest.raises(NotAllowed):
            react(**place, by=outsider)
    Membership.objects.filter(room=room, user=bob).update(muted_until="9999-01-01T00:00Z")
    with pytest.raises(NotAllowed):
        react(**place, by=bob)
    with pytest.raises(NotFound):
        react(**{**place, "seq": seq + 1}, by=alice)
    close_room(room_id=room.pk, by=alice)
    with pytest.raises(RoomClosed):
        react(**place, by=alice)


def test_a_deleted_message_shows_none_until_it_is_restored(room, alice, bob, admin):
    seq = say(bob, room)["seq"]
    react(room_id=room.pk, seq=seq, by=alice, emoji="👍", on=True)
    deleted = delete_message(room_id=room.pk, seq=seq, by=admin, reason="Why.")
    assert message_payload(deleted)["reactions"] == []
    with pytest.raises(Conflict):
        react(room_id=room.pk, seq=seq, by=alice, emoji="🎉", on=True)
    restored = restore_message(room_id=room.pk, seq=seq, by=admin)
    assert message_payload(restored)["reactions"] == [{"emoji": "👍", "count": 1, "user_ids": [alice.pk]}]


def test_who_was_away_sees_what_was_set_and_taken_back(room, alice, bob):
    seq = say(alice, room)["seq"]
    version = page(user=bob, room_id=room.pk).version
    react(room_id=room.pk, seq=seq, by=bob, emoji="👍", on=True)
    react(room_id=room.pk, seq=seq, by=bob, emoji="🎉", on=True)
    react(room_id=room.pk, seq=seq, by=bob, emoji="👍", on=False)
    (change,) = changes_since(room.pk, version, MAX_CHANGES).changes
    assert [reaction["emoji"] for reaction in change.payload["message"]["reactions"]] == ["🎉"]


def test_reactions_stay_when_their_author_leaves(room, alice, bob):
    seq = say(alice, room)["seq"]
    react(room_id=room.pk, seq=seq, by=bob, emoji="👍", on=True)
    leave_room(room_id=room.pk, by=bob)
    assert shown(alice, room)[0]["user_ids"] == [bob.pk]
    with pytest.raises(NotAllowed):
        react(room_id=room.pk, seq=seq, by=bob, emoji="👍", on=False)


def test_erasing_a_person_takes_their_reactions_back(room, alice, bob, announced_by):
    seqs = [say(alice, room)["seq"] for _ in range(3)]
    for seq in seqs:
        for person in (alice, bob):
            react(room_id=room.pk, seq=seq, by=person, emoji="👍", on=True)
    (kind,) = [kind for kind in kinds() if kind.name == "reactions"]
    assert [(record["seq"], record["emoji"]) for record in kind.export(bob)] == [(seq, "👍") for seq in seqs]
    changes = announced_by(lambda: list(kind.erase(bob, False)))
    assert [change.payload["message"]["seq"] for change in changes] == seqs
    assert all(change.payload["message"]["reactions"][0]["user_ids"] == [alice.pk] for change in changes)
    assert list(kind.export(bob)) == []


@pytest.mark.parametrize("gone", ["erased and purged", "room purged"])
def test_reactions_go_with_what_they_are_to(room, alice, bob, gone):
    seq = say(alice, room)["seq"]
    react(room_id=room.pk, seq=seq, by=bob, emoji="👍", on=True)
    if gone == "room purged":
        delete_room(room_id=room.pk, by=alice)
        list(purge_rooms(Room.objects.all()))
    else:
        list(erase(Message.objects.all()))
        list(remove(Message.objects.all()))
    assert (Reaction.objects.count(), Message.objects.count()) == (0, 0)


@pytest.fixture
def bobs(room, bob, signed_in) -> Client:
    return signed_in(bob)


def path(room: Room, seq: int, emoji: str = "") -> str:
    return f"/rooms/{room.pk}/messages/{seq}/reactions{'/' if emoji else ''}{emoji}"


@pytest.mark.parametrize("emoji", ["👍", "%F0%9F%91%8D", "%23%EF%B8%8F%E2%83%A3", "❤"])
def test_over_http_it_is_put_and_deleted(room, alice, bobs, emoji):
    seq = say(alice, room)["seq"]
    for _ in range(2):
        answer = bobs.put(path(room, seq, emoji))
        assert answer.status_code == 200
        assert answer.json()["message"]["reactions"][0]["count"] == 1
    for _ in range(2):
        answer = bobs.delete(path(room, seq, emoji))
        assert (answer.status_code, answer.json()["message"]["reactions"]) == (200, [])


@pytest.mark.parametrize("emoji", ["x", "👍👍", "%20", "a" * 500, "%ED%A0%BD"])
def test_what_is_no_emoji_is_refused(room, alice, bobs, emoji):
    answer = bobs.put(path(room, say(alice, room)["seq"], emoji))
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "invalid_input")


def test_who_reacted_is_listed_in_pages(room, alice, bob, charlie, bobs):
    seq = say(alice, room)["seq"]
    join_room(room_id=room.pk, by=charlie)
    for person, emoji in [(alice, "👍"), (bob, "👍"), (charlie, "🎉"), (bob, "🎉")]:
        react(room_id=room.pk, seq=seq, by=person, emoji=emoji, on=True)
    first = bobs.get(path(room, seq) + "?limit=3").json()
    assert [(r["emoji"], [user["name"] for user in r["users"]]) for r in first["reactions"]] == [
        ("👍", ["Alice", "Bob"]),
        ("🎉", ["Charlie"]),
    ]
    rest = bobs.get(path(room, seq) + f"?limit=3&after={first['last_id']}").json()
    assert (first["has_more"], rest["has_more"]) == (True, False)
    assert [[user["name"] for user in r["users"]] for r in rest["reactions"]] == [["Bob"]]
    party = bobs.get(path(room, seq) + "?emoji=🎉").json()
    assert [[user["name"] for user in r["users"]] for r in party["reactions"]] == [["Charlie", "Bob"]]
