"""Sanctions in a room: who may against whom, what they do, when they are over; slow mode; the log of it all."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import ModerationEntry
from accounts.moderation.sanctions import warn
from chatsite.contract.errors import ChatError, InvalidInput, NotAllowed, NotFound, RateLimited
from chatsite.contract.events import ServerEvent
from chatsite.realtime import Notice, Revocation
from chatsite.text.times import FOREVER
from rooms import memberships, roles, services
from rooms.models import Membership
from rooms.moderation import services as moderation
from rooms.queries import room_for
from tests.support.conversation import say

HOUR = timedelta(hours=1)


@pytest.fixture
def cast(room, people, admin, make_user):
    """Two of each rank, as far as a room has two."""
    mona, max_ = make_user("Mona"), make_user("Max")
    dora, eve = make_user("Dora"), make_user("Eve")
    for user in (mona, max_, dora, eve):
        memberships.join_room(room_id=room.pk, by=user)
    memberships.leave_room(room_id=room.pk, by=eve)
    Membership.objects.filter(user__in=[mona, max_]).update(role=Membership.Role.MODERATOR)
    return {
        "outsider": people.charlie,
        "former member": eve,
        "member": people.bob,
        "another member": dora,
        "moderator": mona,
        "another moderator": max_,
        "owner": people.alice,
        "administrator": admin,
    }


ACTS = {
    "mute": lambda **who: moderation.mute_member(**who, until=FOREVER, reason="spam"),
    "unmute": lambda **who: moderation.unmute_member(**who),
    "remove": lambda **who: moderation.remove_member(**who, reason="spam"),
    "ban": lambda **who: moderation.ban_from_room(**who, until=FOREVER, reason="spam"),
    "unban": lambda **who: moderation.unban_from_room(**who),
}
MAY = {
    "moderator": {"former member", "member", "another member"},
    "owner": {"former member", "member", "another member", "moderator", "another moderator"},
    "administrator": {"former member", "member", "another member", "moderator", "another moderator", "owner"},
}


@pytest.mark.parametrize("act", ACTS)
def test_only_who_outranks_another_acts_against_them(cast, room, act):
    for actor, by in cast.items():
        for target, user in cast.items():
            allowed = target in MAY.get(actor.removeprefix("another "), set())
            with transaction.atomic():
                outcome = outcome_of(ACTS[act], room_id=room.pk, by=by, user_id=user.pk)
                transaction.set_rollback(True)
            never_in = actor.removeprefix("another ") in MAY and target in {"outsider", "administrator"}
            no_member = target == "former member" and act in ("mute", "remove") and allowed
            expected = NotFound if never_in or no_member else None if allowed else NotAllowed
            assert outcome is expected, (actor, act, target)


def outcome_of(act, **who):
    try:
        act(**who)
    except ChatError as error:
        return type(error)
    return None


def test_a_muted_member_reads_but_does_not_write_until_it_is_over(room, alice, bob):
    seq = say(bob, room)["seq"]
    moderation.mute_member(room_id=room.pk, by=alice, user_id=bob.pk, until=timezone.now() + HOUR, reason="spam")
    with pytest.raises(NotAllowed, match=r"You're muted in this room until .* Reason: spam"):
        say(bob, room)
    from messaging.services import delete_message, edit_message

    with pytest.raises(NotAllowed, match="muted"):
        edit_message(room_id=room.pk, seq=seq, by=bob, content="changed")
    delete_message(room_id=room.pk, seq=seq, by=bob)
    Membership.objects.filter(user=bob).update(muted_until=timezone.now())
    say(bob, room)


def test_leaving_and_coming_back_does_not_end_a_mute(room, alice, bob):
    moderation.mute_member(room_id=room.pk, by=alice, user_id=bob.pk, until=FOREVER, reason="spam")
    memberships.leave_room(room_id=room.pk, by=bob)
    memberships.join_room(room_id=room.pk, by=bob)
    with pytest.raises(NotAllowed, match="muted"):
        say(bob, room)
    moderation.unmute_member(room_id=room.pk, by=alice, user_id=bob.pk)
    say(bob, room)


def test_a_removed_member_is_out_and_may_come_back(room, alice, bob, announced_by):
    announced = announced_by(moderation.remove_member, room_id=room.pk, by=alice, user_id=bob.pk, reason="Cool down.")
    assert Revocation(bob.pk, "left", room_id=room.pk) in announced
    (notice,) = (one for one in announced if isinstance(one, Notice) and one.event == ServerEvent.SANCTIONED)
    assert notice.payload["sanction"]["room"] == {"id": room.pk, "name": "Kitchen"}
    with pytest.raises(NotAllowed):
        say(bob, room)
    memberships.join_room(room_id=room.pk, by=bob)
    say(bob, room)


def test_a_banned_person_neither_joins_nor_reads_until_it_is_over(room, alice, bob, signed_in):
    moderation.ban_from_room(room_id=room.pk, by=alice, user_id=bob.pk, until=timezone.now() + HOUR, reason="spam")
    client = signed_in(bob)
    for path in ("messages", "changes?since=0", "members"):
        answer = client.get(f"/rooms/{room.pk}/{path}")
        assert answer.status_code == 403, path
        assert "You're banned from this room until" in answer.json()["error"]["message"]
    assert client.get(f"/rooms/{room.pk}").status_code == 200
    with pytest.raises(NotAllowed, match="Reason: spam"):
        memberships.join_room(room_id=room.pk, by=bob)
    Membership.objects.filter(user=bob).update(banned_until=timezone.now())
    memberships.join_room(room_id=room.pk, by=bob)


def test_someone_who_left_can_be_banned_and_let_in_again(room, alice, charlie):
    memberships.join_room(room_id=room.pk, by=charlie)
    memberships.leave_room(room_id=room.pk, by=charlie)
    moderation.ban_from_room(room_id=room.pk, by=alice, user_id=charlie.pk, until=FOREVER, reason="spam")
    with pytest.raises(NotAllowed, match="banned from this room permanently"):
        memberships.join_room(room_id=room.pk, by=charlie)
    assert room_for(alice, room.pk).counter.member_count == 2
    moderation.unban_from_room(room_id=room.pk, by=alice, user_id=charlie.pk)
    memberships.join_room(room_id=room.pk, by=charlie)
    assert room_for(alice, room.pk).counter.member_count == 3


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(
    "fields", [{}, {"is_active": False}, {"banned_until": FOREVER}, {"is_superuser": True}], ids=str
)
def test_a_room_of_one_s_own_reaches_no_stranger(room, alice, make_user, announced_by, signed_in, act, fields):
    """Neither a notice nor a name: 20 of 20 free texts were on a stranger's screen."""
    stranger, answers = make_user("Stranger", **fields), []

    def try_it():
        with pytest.raises(NotFound) as refused:
            ACTS[act](room_id=room.pk, by=alice, user_id=stranger.pk)
        answers.append(str(refused.value))

    assert announced_by(try_it) == []
    with pytest.raises(NotFound) as unknown:
        ACTS[act](room_id=room.pk, by=alice, user_id=10**9)
    assert answers == [str(unknown.value)]
    assert not ModerationEntry.objects.exists()


def test_one_banned_from_outside_by_an_earlier_release_is_let_in_without_a_word(room, alice, charlie, announced_by):
    version = room.counter.advance()
    Membership.objects.create(
        room=room,
        user=charlie,
        joined_version=version,
        version=version,
        left_at=timezone.now(),
        banned_until=FOREVER,
    )
    with pytest.raises(NotFound):
        moderation.ban_from_room(room_id=room.pk, by=alice, user_id=charlie.pk, until=FOREVER, reason="buy here")
    assert announced_by(ACTS["unban"], room_id=room.pk, by=alice, user_id=charlie.pk) == []
    memberships.join_room(room_id=room.pk, by=charlie)


def test_a_room_s_moderators_push_nothing_out_of_the_list_of_sanctions(room, alice, bob, admin, signed_in):
    warn(bob, by=admin, reason="The real one.")
    for number in range(60):
        moderation.mute_member(room_id=room.pk, by=alice, user_id=bob.pk, until=FOREVER, reason=f"number {number}")
    listed = signed_in(bob).get("/auth/sanctions").json()["sanctions"]
    assert "The real one." in [one["reason"] for one in listed]
    assert [one["id"] for one in listed] == sorted((one["id"] for one in listed), reverse=True)
    assert len(listed) == 51


def test_a_room_whose_owner_is_removed_passes_on(room, alice, bob, admin):
    moderation.remove_member(room_id=room.pk, by=admin, user_id=alice.pk, reason="absent")
    assert Membership.objects.get(room=room, user=bob).role == Membership.Role.OWNER


def test_a_sanction_needs_a_reason(room, alice, bob):
    for act in (moderation.mute_member, moderation.ban_from_room):
        with pytest.raises(InvalidInput):
            act(room_id=room.pk, by=alice, user_id=bob.pk, until=FOREVER, reason=" ")


def test_moderators_see_who_is_sanctioned_and_members_their_own_mute(room, alice, bob, charlie, signed_in):
    memberships.join_room(room_id=room.pk, by=charlie)
    moderation.mute_member(room_id=room.pk, by=alice, user_id=bob.pk, until=timezone.now() + HOUR, reason="spam")
    moderation.ban_from_room(room_id=room.pk, by=alice, user_id=charlie.pk, until=FOREVER, reason="spam")
    found = signed_in(alice).get(f"/rooms/{room.pk}/sanctions").json()["sanctions"]
    assert [(one["user"]["name"], bool(one["muted_until"]), bool(one["banned_until"])) for one in found] == [
        ("Bob", True, False),
        ("Charlie", False, True),
    ]
    mine = signed_in(bob).get(f"/rooms/{room.pk}").json()["room"]["membership"]
    assert mine["muted_until"] == found[0]["muted_until"]


def test_what_is_done_in_a_room_is_logged_with_who_whom_where_and_why(room, alice, bob):
    moderation.mute_member(room_id=room.pk, by=alice, user_id=bob.pk, until=FOREVER, reason="spam")
    roles.set_role(room_id=room.pk, by=alice, user_id=bob.pk, role="moderator")
    services.update_room(room_id=room.pk, by=alice, name="Cellar", slow_mode_s=30)
    services.close_room(room_id=room.pk, by=alice)
    services.close_room(room_id=room.pk, by=alice)
    services.reopen_room(room_id=room.pk, by=alice)
    services.delete_room(room_id=room.pk, by=alice)
    entries = list(ModerationEntry.objects.select_related("by", "whom").order_by("pk"))
    assert {(entry.by, entry.room_id) for entry in entries} == {(alice, room.pk)}
    assert [(entry.action, entry.room_name, entry.detail) for entry in entries] == [
        ("muted", "Kitchen", ""),
        ("role_given", "Kitchen", "moderator"),
        ("room_changed", "Cellar", "name: Kitchen → Cellar; slow mode, s: 0 → 30"),
        ("room_closed", "Cellar", ""),
        ("room_reopened", "Cellar", ""),
        ("room_deleted", "Cellar", ""),
    ]
    assert (entries[0].whom, entries[0].reason, entries[0].until) == (bob, "spam", FOREVER)


def test_slow_mode_lets_a_member_write_once_in_a_while(room, alice, bob, admin):
    services.update_room(room_id=room.pk, by=alice, slow_mode_s=60)
    memberships.join_room(room_id=room.pk, by=admin)
    say(bob, room)
    with pytest.raises(RateLimited) as refused:
        say(bob, room)
    assert 58 < refused.value.retry_after_s <= 60
    for exempt in (alice, alice, admin, admin):
        say(exempt, room)
    Membership.objects.filter(user=bob).update(wrote_at=timezone.now() - timedelta(seconds=60))
    say(bob, room)
    services.update_room(room_id=room.pk, by=alice, slow_mode_s=0)
    say(bob, room)


def test_slow_mode_is_said_with_the_room_and_the_time_left_with_the_membership(room, alice, bob, signed_in):
    client = signed_in(alice)
    assert client.patch(f"/rooms/{room.pk}", {"slow_mode_s": 21_601}, "application/json").status_code == 400
    answer = client.patch(f"/rooms/{room.pk}", {"slow_mode_s": 21_600}, "application/json")
    assert answer.json()["room"]["slow_mode_s"] == 21_600
    say(bob, room)
    say(alice, room)
    assert signed_in(bob).get(f"/rooms/{room.pk}").json()["room"]["membership"]["next_message_at"]
    assert client.get(f"/rooms/{room.pk}").json()["room"]["membership"]["next_message_at"] is None
