"""Removing and restoring by rank: who wrote, who removed, who restores, and what everyone was then."""

import itertools
from typing import Any

import pytest

from accounts.models import ModerationEntry, User
from chatsite.contract.errors import ChatError, Conflict, NotAllowed
from messaging.models import Message
from messaging.services import delete_message, remove_messages_of, restore_message
from rooms.memberships import join_room, leave_room
from rooms.models import Membership, Room
from tests.support.conversation import say

RANKS = {"former": 0, "member": 0, "moderator": 1, "owner": 2, "administrator": 3}
MODERATING = {"moderator", "owner", "administrator"}


@pytest.fixture
def cast(room: Room, people: Any, make_user: Any) -> dict[tuple[str, int], User]:
    """Return two people of each rank; a room has one owner, who is both."""
    found: dict[tuple[str, int], User] = {}
    for rank, which in itertools.product(RANKS, (0, 1)):
        fields = {"is_superuser": True, "is_staff": True} if rank == "administrator" else {}
        user = people.alice if rank == "owner" else make_user(f"{rank}{which}".title(), **fields)
        if rank != "owner":
            join_room(room_id=room.pk, by=user)
        if rank == "moderator":
            Membership.objects.filter(user=user).update(role=Membership.Role.MODERATOR)
        found[rank, which] = user
    return found


def outcome(act: Any, **fields: Any) -> type[ChatError] | None:
    try:
        act(**fields)
    except ChatError as error:
        return type(error)
    return None


@pytest.mark.parametrize("author", RANKS)
@pytest.mark.parametrize("remover", RANKS)
def test_who_may_remove_and_who_may_undo_it(room, cast, author, remover):
    """A moderator removed an administrator's message, an owner restored what an administrator had removed."""
    writer, other = cast[author, 0], cast[remover, 1]
    for restorer in RANKS:
        seq = say(writer, room)["seq"]
        if author == "former":
            leave_room(room_id=room.pk, by=writer)
        own = writer == other
        may_remove = own or (remover in MODERATING and RANKS[remover] >= RANKS[author])
        removed = outcome(delete_message, room_id=room.pk, seq=seq, by=other, reason="spam")
        assert removed is (None if may_remove else NotAllowed)
        expected: Any = NotAllowed
        if restorer in MODERATING:
            expected = None if RANKS[restorer] >= RANKS[remover] or not may_remove else NotAllowed
            expected = Conflict if own else expected
        restored = outcome(restore_message, room_id=room.pk, seq=seq, by=cast[restorer, 0])
        assert restored is expected, restorer
        assert Message.objects.get(seq=seq).is_deleted == (may_remove and expected is not None)
        join_room(room_id=room.pk, by=writer)


@pytest.mark.parametrize("restorer", RANKS)
@pytest.mark.parametrize("author", sorted(RANKS.keys() - {"former"}))
def test_what_its_author_deleted_stays_deleted(room, cast, author, restorer):
    seq = say(cast[author, 0], room)["seq"]
    delete_message(room_id=room.pk, seq=seq, by=cast[author, 0])
    refused = outcome(restore_message, room_id=room.pk, seq=seq, by=cast[restorer, 1])
    assert refused is (Conflict if restorer in MODERATING else NotAllowed)
    assert Message.objects.get(seq=seq).is_deleted


@pytest.mark.parametrize("restorer", sorted(MODERATING))
def test_what_its_author_deletes_after_its_removal_stays_deleted_too(room, cast, restorer):
    seq = say(cast["member", 0], room)["seq"]
    delete_message(room_id=room.pk, seq=seq, by=cast["moderator", 0], reason="spam")
    for _ in range(2):
        delete_message(room_id=room.pk, seq=seq, by=cast["member", 0])
    assert outcome(restore_message, room_id=room.pk, seq=seq, by=cast[restorer, 1]) is Conflict


def test_the_rank_that_counts_is_the_one_the_remover_had(room, cast):
    seqs = [say(cast["member", 0], room)["seq"] for _ in range(2)]
    former_admin = cast["administrator", 0]
    delete_message(room_id=room.pk, seq=seqs[0], by=former_admin, reason="spam")
    User.objects.filter(pk=former_admin.pk).update(is_superuser=False)
    assert outcome(restore_message, room_id=room.pk, seq=seqs[0], by=cast["owner", 0]) is NotAllowed
    assert outcome(restore_message, room_id=room.pk, seq=seqs[0], by=cast["administrator", 1]) is None


@pytest.mark.parametrize(("remover", "expected"), [("administrator", NotAllowed), ("moderator", None)])
def test_what_was_removed_before_ranks_were_logged_goes_by_the_present_one(room, cast, remover, expected):
    seq = say(cast["member", 0], room)["seq"]
    entry = ModerationEntry.objects.create(by=cast[remover, 0], action="message_removed", room_id=room.pk, seq=seq)
    message = Message.objects.get(seq=seq)
    Message.objects.filter(seq=seq).update(deleted_at=message.created_at, removal=entry)
    assert outcome(restore_message, room_id=room.pk, seq=seq, by=cast["owner", 0]) is expected


def test_a_sweep_is_remembered_too_and_leaves_what_those_above_wrote(room, cast):
    member, owner, admin = cast["member", 0], cast["owner", 0], cast["administrator", 0]
    say(admin, room)
    seq = say(member, room)["seq"]
    assert remove_messages_of(person=admin, since=room.created_at, by=owner, reason="spam") == 0
    assert remove_messages_of(person=member, since=room.created_at, by=admin, reason="spam") == 1
    assert outcome(restore_message, room_id=room.pk, seq=seq, by=owner) is NotAllowed
