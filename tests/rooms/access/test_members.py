"""Adding people to a room, and taking them out."""

import pytest

from accounts.models import ModerationEntry
from accounts.moderation.models import Action
from accounts.moderation.sanctions import ban, mute
from chatsite.contract.errors import InvalidInput, NotAllowed, NotFound, RoomClosed
from chatsite.contract.events import ServerEvent
from chatsite.realtime import Revocation
from chatsite.text.times import FOREVER
from rooms.access.services import add_members
from rooms.memberships import join_room
from rooms.models import Membership, Room
from rooms.moderation.services import ban_from_room, remove_member
from rooms.services import close_room, create_room, update_room
from tests.support.announcements import room_changes
from tests.support.conversation import say

JSON = "application/json"


@pytest.fixture
def den(alice, bob) -> Room:
    """Return a private room of Alice's, with Bob as a member."""
    den = create_room(by=alice, name="Den", visibility="private")
    add_members(room_id=den.pk, by=alice, user_ids=[bob.pk])
    return den


def members(room: Room) -> set[str]:
    return set(Membership.objects.current().filter(room=room).values_list("user__name", flat=True))


def test_an_owner_adds_people_who_get_the_room_with_it(den, alice, charlie, signed_in, announced_by):
    last = say(alice, den, "Welcome")
    joined, notice = announced_by(add_members, room_id=den.pk, by=alice, user_ids=[charlie.pk])
    assert (joined.event, joined.payload["user"]["id"]) == (ServerEvent.MEMBER_JOINED, charlie.pk)
    assert (notice.event, notice.user_id) == (ServerEvent.MEMBERSHIP_CHANGED, charlie.pk)
    assert notice.payload["room"] == signed_in(charlie).get(f"/rooms/{den.pk}").json()["room"]
    assert notice.payload["room"]["last_message"]["id"] == last["id"]
    assert notice.payload["membership"]["unread_count"] == 0


def test_the_answer_has_those_who_were_asked_for_and_repeating_it_changes_nothing(
    den, alice, bob, charlie, signed_in, announced_by
):
    client, body = signed_in(alice), {"user_ids": [charlie.pk, bob.pk, charlie.pk]}
    answers = [client.post(f"/rooms/{den.pk}/members", body, JSON).json()["members"] for _ in range(2)]
    assert [one["user"]["name"] for one in answers[0]] == ["Charlie", "Bob"]
    assert answers[0] == answers[1]
    assert announced_by(add_members, room_id=den.pk, by=alice, user_ids=[bob.pk, charlie.pk]) == []
    assert members(den) == {"Alice", "Bob", "Charlie"}


def test_members_add_people_where_the_room_says_so(den, alice, bob, charlie):
    with pytest.raises(NotAllowed):
        add_members(room_id=den.pk, by=bob, user_ids=[charlie.pk])
    update_room(room_id=den.pk, by=alice, members_may_invite=True)
    add_members(room_id=den.pk, by=bob, user_ids=[charlie.pk])
    assert "Charlie" in members(den)


def test_outsiders_add_no_one_even_where_members_may(den, alice, charlie, admin):
    update_room(room_id=den.pk, by=alice, members_may_invite=True)
    for outsider in (charlie, admin):
        with pytest.raises(NotFound):
            add_members(room_id=den.pk, by=outsider, user_ids=[outsider.pk])


def test_all_or_none_are_added(den, alice, charlie, admin, make_user):
    dora = make_user("Dora", is_active=False)
    for user_ids, words in (([charlie.pk, dora.pk], str(dora.pk)), ([charlie.pk, 10**9], "1000000000")):
        with pytest.raises(InvalidInput) as refused:
            add_members(room_id=den.pk, by=alice, user_ids=user_ids)
        assert words in str(refused.value.fields["user_ids"][0])
    eve = make_user("Eve")
    ban(eve, by=admin, until=FOREVER, reason="spam")
    with pytest.raises(InvalidInput):
        add_members(room_id=den.pk, by=alice, user_ids=[eve.pk])
    assert members(den) == {"Alice", "Bob"}


def test_who_is_banned_from_the_room_is_named(den, alice, bob):
    ban_from_room(room_id=den.pk, by=alice, user_id=bob.pk, until=FOREVER, reason="spam")
    with pytest.raises(InvalidInput) as refused:
        add_members(room_id=den.pk, by=alice, user_ids=[bob.pk])
    assert refused.value.fields["user_ids"] == ["Bob is banned from this room."]


def test_no_one_is_added_to_a_closed_room_nor_by_someone_muted(den, alice, bob, charlie, admin):
    mute(alice, by=admin, until=FOREVER, reason="spam")
    alice.refresh_from_db()
    with pytest.raises(NotAllowed, match="muted"):
        add_members(room_id=den.pk, by=alice, user_ids=[charlie.pk])
    alice.muted_until = None
    alice.save()
    close_room(room_id=den.pk, by=alice)
    with pytest.raises(RoomClosed):
        add_members(room_id=den.pk, by=alice, user_ids=[charlie.pk])


@pytest.mark.parametrize("user_ids", ["1", [True], ["1"], [-1], [2**63], list(range(1, 52)), {}, [[1]], []])
def test_a_list_of_ids_is_needed(den, alice, signed_in, user_ids):
    answer = signed_in(alice).post(f"/rooms/{den.pk}/members", {"user_ids": user_ids}, JSON)
    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, ["user_ids"])


def test_who_is_taken_out_loses_the_room_and_reads_why(den, alice, bob, signed_in, announced_by):
    client = signed_in(bob)
    announced = announced_by(remove_member, room_id=den.pk, by=alice, user_id=bob.pk, reason="Finished")
    left, cut, mine, gone, sanction = announced
    assert (left.event, cut) == (ServerEvent.MEMBER_LEFT, Revocation(bob.pk, reason="left", room_id=den.pk))
    assert (mine.event, mine.payload) == (
        ServerEvent.MEMBERSHIP_CHANGED,
        {"room_id": den.pk, "membership": None},
    )
    assert (gone.event, gone.payload, gone.user_id) == (ServerEvent.ROOM_DELETED, {"room_id": den.pk}, bob.pk)
    assert sanction.payload["sanction"]["reason"] == "Finished"
    assert client.get(f"/rooms/{den.pk}").status_code == client.post(f"/rooms/{den.pk}/join").status_code == 404


def test_a_person_is_taken_out_over_http_with_a_reason(den, alice, bob, signed_in):
    path = f"/rooms/{den.pk}/members/{bob.pk}"
    assert signed_in(alice).delete(path, {}, JSON).status_code == 400
    assert signed_in(alice).delete(path, {"reason": "Finished"}, JSON).status_code == 204
    assert ModerationEntry.objects.get(action=Action.REMOVED).reason == "Finished"


def test_what_is_lifted_after_someone_left_does_not_tell_them_the_present_name(den, alice, bob, signed_in):
    ban_from_room(room_id=den.pk, by=alice, user_id=bob.pk, until=FOREVER, reason="spam")
    update_room(room_id=den.pk, by=alice, name="Renamed")
    signed_in(alice).delete(f"/rooms/{den.pk}/members/{bob.pk}/ban")
    names = [one["room"]["name"] for one in signed_in(bob).get("/auth/sanctions").json()["sanctions"]]
    assert names == ["", "Den"]


def test_an_administrator_takes_a_seat_which_members_see_and_the_log_keeps(den, admin, announced_by, signed_in):
    client = signed_in(admin)
    assert client.get(f"/rooms/{den.pk}").status_code == 404
    joined = room_changes(announced_by(join_room, room_id=den.pk, by=admin))[0]
    assert (joined.event, joined.payload["user"]["name"]) == (ServerEvent.MEMBER_JOINED, "Ada")
    entry = ModerationEntry.objects.get(action=Action.SEAT_TAKEN)
    assert (entry.by, entry.room_name) == (admin, "Den")
    assert client.get(f"/rooms/{den.pk}").status_code == 200
