"""Finding people by name."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.services import rename
from chatsite.text.cleaning import search_key
from rooms.memberships import join_room, leave_room
from rooms.models import Room
from rooms.moderation.services import ban_from_room
from rooms.people.queries import find_people
from rooms.services import create_room


def names(user, **fields):
    return [one.name for one in find_people(user=user, **fields).users]


@pytest.mark.parametrize(
    ("name", "part"),
    [("José Álvarez", "jose alv"), ("ŁUKASZ", "łukasz"), ("Ｔａｒｏ", "taro"), ("Straße", "STRASSE"), ("שָׁלוֹם", "שלום")],
)
def test_accents_case_and_width_do_not_matter(name, part):
    assert search_key(part) in search_key(name)


def test_a_voiced_kana_is_another_letter():
    assert search_key("が") != search_key("か")


def test_any_part_of_a_name_finds_people_whose_name_begins_with_it_first(room, alice, make_user):
    for name in ("Joanna", "Annika", "Zoë Ann", "Hanna"):
        make_user(name)
    assert names(alice, q="ANN") == ["Annika", "Hanna", "Joanna", "Zoë Ann"]
    assert names(alice, q="zoe") == ["Zoë Ann"]
    assert names(alice, q="example.org") == []


def test_members_come_first_then_people_of_shared_rooms(room, alice, bob, charlie, make_user):
    other = create_room(by=charlie, name="Garden")
    anna = make_user("Anna")
    join_room(room_id=other.pk, by=alice)
    assert names(alice, room_id=room.pk) == ["Bob", "Charlie", "Anna"]
    assert names(alice) == ["Bob", "Charlie", "Anna"]
    assert find_people(user=alice, room_id=room.pk).in_room == [bob.pk]
    assert find_people(user=alice, room_id=other.pk, q="c").in_room == [charlie.pk]
    leave_room(room_id=other.pk, by=alice)
    assert names(alice) == ["Bob", "Anna", "Charlie"]
    assert names(anna, q="a") == ["Alice", "Charlie"]


def test_at_most_so_many_are_found(room, alice, make_user):
    for number in range(25):
        make_user(f"Guest {number}")
    assert len(names(alice)) == 20
    assert names(alice, limit=1, q="guest") == ["Guest 0"]
    assert names(alice, limit=1, room_id=room.pk) == ["Bob"]


def test_who_may_not_read_the_room_is_not_offered_for_it(room, alice, bob, charlie):
    ban_from_room(room_id=room.pk, by=alice, user_id=bob.pk, reason="Why.", until=timezone.now() + timedelta(days=1))
    assert names(alice, room_id=room.pk) == ["Charlie"]
    Room.objects.update(visibility=Room.Visibility.PRIVATE, active_name_key=None)
    assert names(alice, room_id=room.pk) == []


def test_a_new_name_is_found_and_the_old_one_is_not(alice, bob):
    rename(bob, "Björn")
    assert (names(alice, q="bjorn"), names(alice, q="bob")) == (["Björn"], [])


@pytest.mark.parametrize(
    "fields", [{"is_active": False}, {"banned_until": timezone.now() + timedelta(days=1)}], ids=["inactive", "banned"]
)
def test_who_cannot_sign_in_is_not_found_unless_known(room, alice, bob, charlie, signed_in, fields):
    User.objects.filter(pk__in=[bob.pk, charlie.pk]).update(**fields)
    assert names(alice) == []
    client = signed_in(alice)
    assert client.get(f"/users/{bob.pk}").json()["user"] == {"id": bob.pk, "name": "Bob", "avatar_url": None}
    assert client.get(f"/users/{charlie.pk}").status_code == 404
    assert client.get(f"/users/{10**9}").status_code == 404


def test_over_http(room, alice, bob, charlie, signed_in, django_assert_max_num_queries):
    client = signed_in(alice)
    answer = client.get("/users", {"q": "b", "room_id": room.pk}).json()
    users = [{"id": bob.pk, "name": "Bob", "avatar_url": None}]
    assert answer == {"users": users, "in_room": [bob.pk], "has_more": False}
    with django_assert_max_num_queries(6):
        client.get("/users", {"room_id": room.pk})
    assert client.get("/users", {"room_id": room.pk + 99}).status_code == 404


@pytest.mark.parametrize("query", ["limit=0", "limit=21", f"q={'x' * 51}", "room_id=x", "name=x"])
def test_bad_queries_are_refused(alice, signed_in, query):
    assert signed_in(alice).get(f"/users?{query}").status_code == 400


def test_searching_has_a_limit(alice, signed_in):
    client = signed_in(alice)
    assert {client.get("/users?q=zz").status_code for _ in range(121)} == {200, 429}


def test_the_directory_is_everyone_by_name_in_pages(alice, people, make_user, signed_in):
    for name in ("Zoë", "Élodie", "Dora"):
        make_user(name)
    client, after, pages = signed_in(alice), 0, []
    while True:
        page = client.get("/users", {"after": after, "limit": 2}).json()
        pages.append([user["name"] for user in page["users"]])
        if not page["has_more"]:
            break
        after = page["users"][-1]["id"]
    assert pages == [["Bob", "Charlie"], ["Dora", "Élodie"], ["Zoë"]]
    assert [user["name"] for user in client.get("/users", {"after": 0, "q": "do"}).json()["users"]] == ["Dora"]
    assert client.get("/users", {"after": 0, "room_id": 1}).status_code == 400
