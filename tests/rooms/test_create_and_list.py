"""POST /rooms, GET /rooms, GET and PATCH /rooms/<id>."""

import pytest

from chatsite.contract.errors import Conflict, InvalidInput, NotAllowed, NotFound, RoomClosed
from chatsite.contract.events import ServerEvent
from chatsite.realtime import Audience
from rooms.forms import CreateRoomForm
from rooms.memberships import join_room
from rooms.models import Room
from rooms.services import close_room, create_room, delete_room, update_room
from tests.support.announcements import room_changes
from tests.support.conversation import say

JSON = "application/json"


def test_the_creator_is_owner_and_first_member(alice, signed_in):
    answer = signed_in(alice).post("/rooms", {"name": " Team \u2007 room ", "description": "ours"}, JSON)
    assert answer.status_code == 201
    room = answer.json()["room"]
    assert (room["name"], room["description"], room["is_active"], room["visibility"]) == (
        "Team room",
        "ours",
        True,
        "public",
    )
    assert room["creator"] == {"id": alice.pk, "name": "Alice", "avatar_url": None}
    assert room["member_count"] == 1
    assert room["membership"] | {"joined_at": ""} == {
        "role": "owner",
        "joined_at": "",
        "last_read_seq": 0,
        "unread_count": 0,
        "mention_count": 0,
        "notify": "everything",
        "is_favourite": False,
        "is_hidden": False,
        "muted_until": None,
        "next_message_at": None,
    }
    assert room["last_message"] is None
    assert signed_in(alice).get(f"/rooms/{room['id']}").json() == {"room": room}


def test_everyone_is_notified_of_a_new_room(alice, announced_by):
    created, joined = room_changes(announced_by(create_room, by=alice, name="Kitchen"))
    room = Room.objects.get()
    assert (created.version, created.event, created.audience) == (1, ServerEvent.ROOM_CREATED, Audience.EVERYONE)
    assert created.payload["room"]["id"] == room.pk
    assert (created.payload["room"]["version"], created.payload["room"]["member_count"]) == (1, 1)
    assert (joined.version, joined.event, joined.audience) == (2, ServerEvent.MEMBER_JOINED, Audience.ROOM)
    assert joined.payload["role"] == "owner"


@pytest.mark.parametrize("name", ["Kitchen", "kitchen", "KITCHEN", "Ｋitchen", " kitchen "])
def test_two_active_rooms_cannot_share_a_name(room, bob, signed_in, name):
    answer = signed_in(bob).post("/rooms", {"name": name}, JSON)
    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "conflict"
    assert list(answer.json()["error"]["fields"]) == ["name"]


@pytest.mark.parametrize("other", ["Kitchén", "🍺", "🍣"])
def test_names_differ_by_accents_and_emoji(room, bob, other):
    create_room(by=bob, name=other)
    assert Room.objects.active().count() == 2


@pytest.mark.parametrize("end", [close_room, delete_room])
def test_a_closed_or_deleted_room_lets_go_of_its_name(room, alice, bob, end):
    end(room_id=room.pk, by=alice)
    assert create_room(by=bob, name="Kitchen").is_active


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "a\nb\x07", "\u202eevil", 5, None])
def test_a_name_that_is_none_is_refused(name):
    with pytest.raises(InvalidInput) as caught:
        CreateRoomForm.parse({"name": name})
    assert list(caught.value.fields) == ["name"]


def test_the_longest_name_fits_its_column_also_when_folding_makes_it_longer(alice):
    assert create_room(by=alice, name="ΐ" * 60).name == "ΐ" * 60


def test_a_moderating_member_renames(room, alice, bob, announced_by):
    (change,) = announced_by(update_room, room_id=room.pk, by=alice, name="Garden", description="out")
    assert (change.event, change.audience) == (ServerEvent.ROOM_UPDATED, Audience.EVERYONE)
    assert change.payload["room"]["name"] == "Garden"
    assert change.payload["room"]["version"] == change.version == 4
    with pytest.raises(NotAllowed):
        update_room(room_id=room.pk, by=bob, name="Mine")


def test_the_same_name_again_changes_nothing(room, alice, announced_by):
    assert announced_by(update_room, room_id=room.pk, by=alice, name="Kitchen") == []
    room.counter.refresh_from_db()
    assert room.counter.version == 3


def test_a_room_may_change_the_case_of_its_own_name(room, alice):
    assert update_room(room_id=room.pk, by=alice, name="KITCHEN").name == "KITCHEN"


def test_a_taken_name_is_refused_and_takes_no_version(room, alice, bob):
    create_room(by=bob, name="Garden")
    with pytest.raises(Conflict):
        update_room(room_id=room.pk, by=alice, name="garden")


def test_a_closed_room_keeps_its_name(room, alice):
    close_room(room_id=room.pk, by=alice)
    with pytest.raises(RoomClosed):
        update_room(room_id=room.pk, by=alice, name="Garden")


def test_patch_wants_a_name_if_any(room, alice, signed_in):
    client = signed_in(alice)
    assert client.patch(f"/rooms/{room.pk}", {"name": ""}, JSON).json()["error"]["fields"].keys() == {"name"}
    assert client.patch(f"/rooms/{room.pk}", {"description": "d"}, JSON).json()["room"]["description"] == "d"
    assert client.patch(f"/rooms/{room.pk}", {}, JSON).status_code == 200


def test_the_list_shows_active_rooms_with_what_is_unread(room, alice, bob, charlie, signed_in):
    closed = create_room(by=alice, name="Old")
    close_room(room_id=closed.pk, by=alice)
    say(alice, room, "one")
    last = say(alice, room, "two")
    (mine,) = signed_in(bob).get("/rooms").json()["rooms"]
    assert mine["membership"]["unread_count"] == 2
    assert mine["last_message"] == last
    (theirs,) = signed_in(charlie).get("/rooms").json()["rooms"]
    assert theirs == mine | {"membership": None}


def test_the_list_can_be_narrowed(room, alice, bob, signed_in):
    garden = create_room(by=alice, name="Straße Garden")
    old = create_room(by=bob, name="Öld")
    close_room(room_id=old.pk, by=bob)
    client = signed_in(bob)

    def names(query: str) -> list[str]:
        return [found["name"] for found in client.get(f"/rooms?{query}").json()["rooms"]]

    assert names("joined=1") == ["Kitchen"]
    assert names("q=STRASSE") == [garden.name]
    assert names("q=%25") == []
    assert names("closed=1&q=öLD") == names("closed=1") == ["Öld"]
    assert names("closed=1&q=x") == []


def test_the_list_is_paged_by_id(alice, signed_in):
    ids = [create_room(by=alice, name=f"Room {number}").pk for number in range(5)]
    client = signed_in(alice)
    first = client.get("/rooms?limit=3").json()
    second = client.get(f"/rooms?limit=3&after={first['rooms'][-1]['id']}").json()
    assert [room["id"] for room in first["rooms"] + second["rooms"]] == ids
    assert (first["has_more"], second["has_more"]) == (True, False)


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "limit=x", "after=-1", "wat=1", "joined=1&joined=1"])
def test_a_list_that_makes_no_sense_is_refused(alice, signed_in, query):
    assert signed_in(alice).get(f"/rooms?{query}").status_code == 400


def test_a_deleted_room_is_not_found(room, alice, admin, signed_in):
    delete_room(room_id=room.pk, by=alice)
    for person in (alice, admin):
        assert signed_in(person).get(f"/rooms/{room.pk}").status_code == 404
        with pytest.raises(NotFound):
            join_room(room_id=room.pk, by=person)


def test_a_private_room_is_seen_by_its_members_alone(room, bob, charlie, admin):
    Room.objects.update(visibility=Room.Visibility.PRIVATE, active_name_key=None)
    seen = {person.name for person in (bob, charlie, admin) if Room.objects.visible_to(person).exists()}
    assert seen == {"Bob"}


@pytest.mark.parametrize("number", ["0", "999999999999999999", "9" * 30, "x", "-1"])
def test_a_room_that_never_was_is_not_found(alice, signed_in, number):
    answer = signed_in(alice).get(f"/rooms/{number}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")
