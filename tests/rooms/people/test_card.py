"""A person's card."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.blocking.services import block_person
from rooms.direct.services import open_direct
from rooms.memberships import join_room
from rooms.models import Room
from rooms.people.card import card
from rooms.services import create_room


def test_it_says_what_two_people_share(room, alice, bob, charlie):
    create_room(by=alice, name="Attic")
    garden = create_room(by=bob, name="Garden")
    join_room(room_id=garden.pk, by=alice)
    open_direct(by=alice, user_ids=[bob.pk])
    shown = card(alice, bob.pk)
    assert [one["name"] for one in shown["shared_rooms"]] == ["Garden", "Kitchen"]
    assert (shown["may_message"], shown["is_blocked"], shown["online"], shown["has_more_rooms"]) == (
        True,
        False,
        False,
        False,
    )
    assert card(alice, charlie.pk)["shared_rooms"] == []


def test_a_private_room_of_theirs_alone_is_not_on_it(room, alice, bob):
    hidden = create_room(by=bob, name="Hidden")
    Room.objects.filter(pk=hidden.pk).update(visibility=Room.Visibility.PRIVATE, active_name_key=None)
    assert [one["name"] for one in card(alice, bob.pk)["shared_rooms"]] == ["Kitchen"]


def test_blocks_show_only_to_the_one_who_blocked(alice, bob):
    block_person(by=alice, person=bob)
    mine, theirs = card(alice, bob.pk), card(bob, alice.pk)
    assert (mine["is_blocked"], mine["may_message"]) == (True, False)
    assert (theirs["is_blocked"], theirs["may_message"]) == (False, False)


@pytest.mark.parametrize(("setting", "expected"), [("everyone", [True, True]), ("off", [False, False])])
def test_the_operator_says_who_can_be_messaged(room, alice, bob, charlie, settings, setting, expected):
    settings.DIRECT_MESSAGES = setting
    assert [card(alice, one.pk)["may_message"] for one in (bob, charlie)] == expected


def test_people_of_shared_rooms_can_be_messaged(room, alice, bob, charlie, settings):
    settings.DIRECT_MESSAGES = "shared_rooms"
    assert [card(alice, one.pk)["may_message"] for one in (bob, charlie, alice)] == [True, False, True]


def test_a_conversation_of_people_who_share_no_room_any_more_goes_on(alice, charlie, settings):
    open_direct(by=alice, user_ids=[charlie.pk])
    settings.DIRECT_MESSAGES = "shared_rooms"
    assert card(alice, charlie.pk)["may_message"]
    block_person(by=charlie, person=alice)
    assert not card(alice, charlie.pk)["may_message"]


def test_when_they_were_last_here_takes_a_room_that_one_can_see(room, alice, bob, charlie):
    moment = timezone.now() - timedelta(hours=1)
    for person in (bob, charlie):
        person.last_seen_at = moment
        person.save()
    assert card(alice, bob.pk)["last_seen_at"]
    assert card(alice, charlie.pk)["last_seen_at"] is None
