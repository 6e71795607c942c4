"""What groups at a provider give, and take away again: only what they gave."""

from dataclasses import replace
from functools import partial

import pytest

from accounts.models import ModerationEntry, User
from accounts.moderation.models import Action
from accounts.single_sign_on import groups
from accounts.single_sign_on.linking import unlink_all
from accounts.single_sign_on.models import ExternalIdentity
from rooms.memberships import join_room, leave_room
from rooms.models import Membership
from rooms.services import close_room, create_room, update_room
from tests.support.identity_provider import provider_at


@pytest.fixture
def rooms(alice):
    return [create_room(by=alice, name="Lab"), create_room(by=alice, name="Board", visibility="private")]


@pytest.fixture
def grouped(provider, settings, rooms):
    """Have groups open rooms and administration."""
    lab, board = rooms
    opened = (("devs", ("lab", "Nowhere")), ("board", (board.pk, lab.pk, 10**9)))
    changes = {"groups_claim": "groups", "admin_groups": frozenset({"admins"}), "rooms": opened}
    settings.OIDC_PROVIDERS = (provider_at(provider.issuer, **changes),)
    return provider


def sign_in(provider, dora, *groups, **claims):
    provider.claims = {"groups": list(groups), **claims}
    assert dora.travel(provider).status_code == 302


def rooms_of(name):
    current = Membership.objects.current().filter(user__name=name)
    return set(current.values_list("room__name", flat=True))


def is_admin():
    return User.objects.get(name="Dora").is_administrator


def test_rooms_are_given_and_taken_at_each_sign_in(grouped, dora):
    sign_in(grouped, dora, "devs")
    assert rooms_of("Dora") == {"Lab"}
    sign_in(grouped, dora, "board")
    assert rooms_of("Dora") == {"Lab", "Board"}
    sign_in(grouped, dora)
    assert rooms_of("Dora") == set()
    logged = ModerationEntry.objects.filter(action__in=[Action.SEAT_GIVEN, Action.SEAT_ENDED]).order_by("pk")
    assert [(one.action, one.room_name, one.reason) for one in logged] == [
        ("seat_given", "Lab", "Groups at Staff ID"),
        ("seat_given", "Board", "Groups at Staff ID"),
        ("seat_ended", "Lab", "Groups at Staff ID"),
        ("seat_ended", "Board", "Groups at Staff ID"),
    ]


def test_a_room_that_was_joined_otherwise_stays(grouped, rooms, dora):
    sign_in(grouped, dora)
    user = User.objects.get(name="Dora")
    join_room(room_id=rooms[0].pk, by=user)
    sign_in(grouped, dora, "devs")
    sign_in(grouped, dora)
    assert rooms_of("Dora") == {"Lab"}


def test_a_room_that_was_left_is_given_again_and_one_that_is_closed_is_not(grouped, rooms, alice, dora):
    sign_in(grouped, dora, "devs")
    user = User.objects.get(name="Dora")
    leave_room(room_id=rooms[0].pk, by=user)
    sign_in(grouped, dora, "devs")
    assert rooms_of("Dora") == {"Lab"}
    leave_room(room_id=rooms[0].pk, by=user)
    close_room(room_id=rooms[0].pk, by=alice)
    sign_in(grouped, dora, "board")
    assert rooms_of("Dora") == {"Board"}
    assert groups.rooms_of(ExternalIdentity.objects.get()) == [(rooms[1].pk, "")]


def sign_in_by_other(grouped, dora, *groups):
    """Sign in by a second provider, which opens the same rooms."""
    grouped.claims = {"groups": list(groups)}
    assert dora.come_back(grouped.authorize(dora.leave(name="other")), name="other").status_code == 302


@pytest.fixture
def two_providers(grouped, settings, dora):
    [staff] = settings.OIDC_PROVIDERS
    settings.OIDC_PROVIDERS = (staff, replace(staff, name="other"))
    sign_in(grouped, dora)
    ExternalIdentity.objects.create(user=User.objects.get(name="Dora"), provider="other", subject="dora-1")


@pytest.mark.parametrize("first", ["staff", "other"])
def test_a_room_that_two_providers_open_stays_until_neither_does(grouped, dora, two_providers, first):
    signing_in = {"staff": sign_in, "other": sign_in_by_other}
    second = "other" if first == "staff" else "staff"
    signing_in[first](grouped, dora, "devs")
    signing_in[second](grouped, dora, "devs")
    signing_in[first](grouped, dora)
    assert rooms_of("Dora") == {"Lab"}
    signing_in[second](grouped, dora)
    assert rooms_of("Dora") == set()


def test_unlinking_one_provider_leaves_what_the_other_gives(grouped, dora, two_providers):
    sign_in(grouped, dora, "devs")
    sign_in_by_other(grouped, dora, "devs", "board")
    groups.take_back(ExternalIdentity.objects.get(provider="other"))
    assert rooms_of("Dora") == {"Lab"}


@pytest.mark.parametrize("change", [close_room, partial(update_room, name="Old lab")])
def test_a_room_that_is_closed_or_renamed_is_not_taken_away(grouped, rooms, alice, dora, change):
    sign_in(grouped, dora, "devs")
    change(room_id=rooms[0].pk, by=alice)
    for _ in range(2):
        sign_in(grouped, dora, "devs")
        assert Membership.objects.current().filter(room=rooms[0], user__name="Dora").exists()
    sign_in(grouped, dora)
    assert rooms_of("Dora") == set()


def test_a_name_leads_to_the_room_that_has_it_now(grouped, rooms, alice, dora):
    sign_in(grouped, dora, "devs")
    update_room(room_id=rooms[0].pk, by=alice, name="Old lab")
    new = create_room(by=alice, name="Lab")
    sign_in(grouped, dora, "devs")
    assert rooms_of("Dora") == {"Lab"}
    assert groups.rooms_of(ExternalIdentity.objects.get()) == [(new.pk, "lab")]


def test_administration_is_given_and_taken(grouped, ada, dora):
    sign_in(grouped, dora, "admins")
    assert is_admin()
    sign_in(grouped, dora, "devs")
    assert not is_admin()
    logged = ModerationEntry.objects.filter(action__in=[Action.PROMOTED, Action.DEMOTED]).order_by("pk")
    assert [(one.action, one.reason) for one in logged] == [
        ("promoted", "Groups at Staff ID"),
        ("demoted", "Groups at Staff ID"),
    ]


def test_administration_that_was_given_otherwise_stays(grouped, ada, dora):
    sign_in(grouped, dora)
    User.objects.filter(name="Dora").update(is_superuser=True, is_staff=True)
    sign_in(grouped, dora, "admins")
    sign_in(grouped, dora)
    assert is_admin()


def test_the_last_administrator_stays_one(grouped, dora):
    sign_in(grouped, dora, "admins")
    sign_in(grouped, dora)
    assert is_admin()
    User.objects.create_superuser(email="new@example.org", password="x")
    sign_in(grouped, dora)
    assert not is_admin()


def test_groups_that_userinfo_fails_to_say_are_not_taken_away(grouped, ada, dora):
    sign_in(grouped, dora, "devs", "admins")
    grouped.claims = {}
    grouped.replies["/userinfo"] = (500, {})
    assert dora.travel(grouped).status_code == 503
    assert is_admin()
    assert rooms_of("Dora") == {"Lab"}


def test_administration_that_two_providers_give_ends_with_the_last(grouped, settings, ada, dora):
    [staff] = settings.OIDC_PROVIDERS
    settings.OIDC_PROVIDERS = (staff, replace(staff, name="other"))
    sign_in(grouped, dora, "admins")
    ExternalIdentity.objects.create(user=User.objects.get(name="Dora"), provider="other", subject="dora-1")
    grouped.claims = {"groups": ["admins"]}
    assert dora.come_back(grouped.authorize(dora.leave(name="other")), name="other").status_code == 302
    sign_in(grouped, dora)
    assert is_admin()
    grouped.claims = {"groups": []}
    assert dora.come_back(grouped.authorize(dora.leave(name="other")), name="other").status_code == 302
    assert not is_admin()


@pytest.mark.parametrize(
    ("claims", "kept"),
    [
        ({"groups": None}, False),
        ({"groups": "devs"}, True),
        ({"groups": 7}, False),
        ({"groups": [7, {"a": 1}, "devs"]}, True),
        ({"groups": None, "_claim_names": {"groups": "src1"}}, True),
    ],
    ids=str,
)
def test_groups_that_are_no_list_of_names(grouped, dora, claims, kept):
    sign_in(grouped, dora, "devs")
    sign_in(grouped, dora, **claims)
    assert (rooms_of("Dora") == {"Lab"}) == kept


def test_without_a_claim_of_groups_nothing_is_given_or_taken(grouped, settings, dora):
    sign_in(grouped, dora, "devs", "admins")
    settings.OIDC_PROVIDERS = (provider_at(grouped.issuer),)
    sign_in(grouped, dora)
    assert is_admin()
    assert rooms_of("Dora") == {"Lab"}


def test_unlinking_takes_away_what_groups_gave(grouped, ada, dora):
    sign_in(grouped, dora, "devs", "admins")
    unlink_all(User.objects.get(name="Dora"), by=ada)
    assert not is_admin()
    assert rooms_of("Dora") == set()
