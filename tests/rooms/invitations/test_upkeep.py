"""Invitations in commands: pruning, checking, exporting, erasing."""

import io
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.upkeep import erasing, personal_data
from rooms.invitations.models import Arrival, Invitation
from rooms.invitations.queries import InvitationGone, working_invitation
from rooms.invitations.restoring import end_all
from rooms.invitations.services import accept, invite


def run(*words: str) -> str:
    out = io.StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


@pytest.fixture
def arrival(room, alice, charlie) -> Arrival:
    token = invite(by=alice, room_id=room.pk)[1]
    accept(token=token, by=charlie)
    return Arrival.objects.get()


@pytest.mark.parametrize("ended", ["expires_at", "revoked_at"])
def test_old_invitations_are_deleted_and_arrivals_stay(arrival, alice, ended):
    Invitation.objects.update(**{ended: timezone.now() - timedelta(days=29)})
    assert run("prune_invitations") == "Deleted 0 old invitations.\n"
    Invitation.objects.update(**{ended: timezone.now() - timedelta(days=31)})
    assert run("prune_invitations", "--dry-run") == "There are 1 old invitations.\n"
    assert run("prune_invitations") == "Deleted 1 old invitations.\n"
    arrival.refresh_from_db()
    assert (arrival.invitation, arrival.inviter) == (None, alice)


def test_check_data_counts_uses(arrival):
    assert run("check_data") == "No problems found.\n"
    Invitation.objects.update(uses=0)
    with pytest.raises(CommandError):
        run("check_data")
    assert "1 uses are counted as 0: repaired" in run("check_data", "--repair")
    assert Invitation.objects.get().uses == 1


def test_a_restore_ends_what_worked(room, alice):
    token = invite(by=alice, room_id=room.pk)[1]
    end_all(apps)
    with pytest.raises(InvitationGone):
        working_invitation(token)


def exported(user) -> dict:
    return {kind.name: list(kind.export(user)) for kind in personal_data.kinds()}


def test_an_export_has_ones_own_part(arrival, alice, charlie):
    (made,), (came,) = exported(alice)["invitations"], exported(charlie)["arrivals"]
    assert (made["room"], made["uses"]) == ("Kitchen", 1)
    assert (came["by"], came["room"], came["registered"]) == ("Alice", "Kitchen", False)
    assert "token" not in str(made)


def test_erasing_forgets_both_sides(arrival, alice, charlie):
    list(erasing.erase(charlie, words=False))
    assert not Arrival.objects.exists()
    list(erasing.erase(alice, words=False))
    assert not Invitation.objects.exists()
