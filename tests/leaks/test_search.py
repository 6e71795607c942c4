"""What a search finds, by everyone's role in every kind of room, as the room, the message and the people change."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.blocking.services import block_person
from accounts.models import User
from accounts.moderation.sanctions import ban
from chatsite.text.times import FOREVER
from messaging.forms import clean_content
from messaging.search.language import parse
from messaging.search.queries import search
from messaging.services import delete_message, edit_message, restore_message
from rooms.access.services import add_members
from rooms.direct.services import open_direct
from rooms.memberships import join_room, leave_room
from rooms.models import Membership, Room
from rooms.moderation.services import ban_from_room, remove_member, unban_from_room
from rooms.roles import set_role
from rooms.services import close_room, create_room, delete_room, reopen_room, update_room
from tests.support.conversation import say
from tests.support.patience import patient_searches

__all__ = ["patient_searches"]

MARK = "zqxmark"
OUTSIDE = {"outsider", "former", "removed", "administrator"}
INSIDE = {"owner", "moderator", "member"}
ROLES = [*sorted(INSIDE), *sorted(OUTSIDE), "banned"]
READERS = {
    "public": INSIDE | OUTSIDE,
    "announcements": INSIDE | OUTSIDE,
    "private": INSIDE,
    "inviting": INSIDE,
    "direct": {"owner", "member"},
    "group": {"owner", "moderator", "member"},
    "notes": {"owner"},
}


@dataclass
class Scene:
    """A room of each kind with a message of its owner's, and someone in every role."""

    people: dict[str, User]
    rooms: dict[str, Room]
    seqs: dict[str, int]

    def found(self, role: str, q: str = MARK, **query: int) -> set[str]:
        """Return the kinds of the rooms whose message someone finds."""
        kinds = {room.pk: kind for kind, room in self.rooms.items()}
        answer = search(by=self.people[role], terms=parse(q), zone=ZoneInfo("UTC"), **query)
        assert (answer["has_more"], answer["before"]) == (False, None)
        return {kinds[one["message"]["room_id"]] for one in answer["results"]}

    def readers(self, role: str) -> set[str]:
        """Return the kinds of the rooms that someone may read."""
        return {kind for kind, roles in READERS.items() if role in roles}

    def each(self, act: Callable[[int, int, User], object]) -> None:
        """Do something in every room: with its number, the message's, and the owner."""
        for kind, room in self.rooms.items():
            act(room.pk, self.seqs[kind], self.people["owner"])


@pytest.fixture
def scene(make_user, admin) -> Scene:
    people = {role: make_user(role.capitalize()) for role in ROLES if role != "administrator"} | {
        "administrator": admin
    }
    owner = people["owner"]
    rooms = {
        "public": create_room(by=owner, name="Public"),
        "announcements": create_room(by=owner, name="Announcements", who_may_write="moderators"),
        "private": create_room(by=owner, name="Private", visibility="private"),
        "inviting": create_room(by=owner, name="Inviting", visibility="private", members_may_invite=True),
        "direct": direct(owner, people["member"]),
        "group": direct(owner, people["member"], people["moderator"], people["former"]),
        "notes": direct(owner),
    }
    for room in rooms.values():
        if not room.is_direct:
            fill(room, people)
    leave_room(room_id=rooms["group"].pk, by=people["former"])
    return Scene(people, rooms, {kind: say(owner, room, f"{MARK} {kind}")["seq"] for kind, room in rooms.items()})


def direct(owner: User, *others: User) -> Room:
    return Room.objects.get(pk=open_direct(by=owner, user_ids=[one.pk for one in others]).room["id"])


def fill(room: Room, people: dict[str, User]) -> None:
    """Give everyone their role in a room."""
    owner, place = people["owner"], {"room_id": room.pk, "by": people["owner"]}
    inside = [people[role].pk for role in ("moderator", "member", "former", "removed", "banned")]
    add_members(**place, user_ids=inside)
    set_role(**place, user_id=people["moderator"].pk, role=Membership.Role.MODERATOR)
    leave_room(room_id=room.pk, by=people["former"])
    remove_member(**place, user_id=people["removed"].pk, reason="Bye")
    ban_from_room(**place, user_id=people["banned"].pk, until=FOREVER, reason="Bye")
    assert owner == room.creator


def expect(scene: Scene, found: Callable[[str], set[str]]) -> None:
    """Compare what everyone finds with what they may."""
    assert {role: scene.found(role) for role in ROLES} == {role: found(role) for role in ROLES}


def test_everyone_finds_what_they_may_read(scene):
    expect(scene, scene.readers)
    assert scene.found("banned") == set()


def test_everyone_finds_it_in_closed_rooms_too_and_no_one_in_deleted_ones(scene):
    ours = [room for room in scene.rooms.values() if not room.is_direct]
    for room in ours:
        close_room(room_id=room.pk, by=scene.people["owner"])
    expect(scene, scene.readers)
    for room in ours:
        reopen_room(room_id=room.pk, by=scene.people["owner"])
        delete_room(room_id=room.pk, by=scene.people["owner"])
    expect(scene, lambda role: {kind for kind in scene.readers(role) if scene.rooms[kind].is_direct})


def test_a_deleted_message_is_found_by_no_one_until_it_is_restored(scene, admin):
    scene.each(lambda room_id, seq, owner: delete_message(room_id=room_id, seq=seq, by=owner))
    expect(scene, lambda _role: set())
    room, other = scene.rooms["public"], say(scene.people["member"], scene.rooms["public"], f"{MARK} again")
    delete_message(room_id=room.pk, seq=other["seq"], by=admin, reason="Why.")
    expect(scene, lambda _role: set())
    restore_message(room_id=room.pk, seq=other["seq"], by=admin)
    expect(scene, lambda role: {"public"} & scene.readers(role))


def test_what_a_message_said_before_is_found_by_no_one(scene):
    scene.each(
        lambda room_id, seq, owner: edit_message(room_id=room_id, seq=seq, by=owner, content=clean_content("other"))
    )
    expect(scene, lambda _role: set())


def test_rooms_that_go_private_and_public_change_what_outsiders_find(scene):
    owner = scene.people["owner"]
    update_room(room_id=scene.rooms["public"].pk, by=owner, visibility="private")
    update_room(room_id=scene.rooms["private"].pk, by=owner, visibility="public")
    expected = {**READERS, "public": INSIDE, "private": INSIDE | OUTSIDE}
    expect(scene, lambda role: {kind for kind, roles in expected.items() if role in roles})


def test_who_blocks_the_author_finds_nothing_of_theirs(scene):
    for role in set(ROLES) - {"owner"}:
        block_person(by=scene.people[role], person=scene.people["owner"])
    expect(scene, lambda role: scene.readers(role) if role == "owner" else set())
    block_person(by=scene.people["owner"], person=scene.people["member"])
    assert scene.found("owner") == scene.readers("owner")


def test_bans_that_end_and_seats_that_are_taken_count_at_once(scene):
    owner, banned = scene.people["owner"], scene.people["banned"]
    public, private = scene.rooms["public"].pk, scene.rooms["private"].pk
    unban_from_room(room_id=public, by=owner, user_id=banned.pk)
    assert scene.found("banned") == {"public"}
    until = timezone.now() - timedelta(seconds=1)
    Membership.objects.filter(room=private, user=banned).update(banned_until=until)
    assert scene.found("banned") == {"public"}
    join_room(room_id=private, by=scene.people["administrator"])
    assert scene.found("administrator") == scene.readers("administrator") | {"private"}


def test_in_a_room_that_one_may_not_read_is_as_in_one_that_is_not_there(scene, signed_in):
    for role in ROLES:
        for kind in set(READERS) - scene.readers(role):
            room = scene.rooms[kind]
            terms = [f"in:{room.pk}", *([f'in:"{room.name}"'] if room.name else [])]
            answers = [shown(signed_in(scene.people[role]), f"{MARK} {term}") for term in terms]
            missing = shown(signed_in(scene.people[role]), f"{MARK} in:99999")
            assert all(answer | {"understood": 0} == missing | {"understood": 0} for answer in answers)
            assert all(set(answer["understood"][1]) == {"kind", "text"} for answer in answers)


def test_one_room_answers_an_outsider_as_a_room_that_is_not_there(scene, signed_in):
    for kind in set(READERS) - READERS.keys() & {"public", "announcements"}:
        client = signed_in(scene.people["outsider"])
        answers = [client.get("/search", {"q": MARK, "room_id": n}) for n in (scene.rooms[kind].pk, 99_999)]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].content == answers[1].content
    banned = signed_in(scene.people["banned"]).get("/search", {"q": MARK, "room_id": scene.rooms["public"].pk})
    assert (banned.status_code, MARK in banned.content.decode()) == (403, False)


def shown(client, q: str, **query: object) -> dict[str, object]:
    """Return an answer without the time it took."""
    answer = client.get("/search", {"q": q, **query})
    assert answer.status_code == 200
    return {name: value for name, value in answer.json().items() if name != "took_ms"}


@pytest.mark.parametrize("q", ["zqxhidden", "zqxhidden from:owner", "from:owner", "has:link", "-zqx", "on:today"])
def test_what_one_may_not_read_changes_nothing_of_an_answer(scene, signed_in, q):
    """Neither the number of hits, nor whether there are more, nor where to go on."""
    say(scene.people["owner"], scene.rooms["public"], "zqxhidden https://example.org")
    client = signed_in(scene.people["outsider"])
    before = [shown(client, q, limit=limit) for limit in (1, 2, 20)]
    for number in range(30):
        say(scene.people["owner"], scene.rooms["private"], f"zqxhidden https://example.org/{number}")
    assert [shown(client, q, limit=limit) for limit in (1, 2, 20)] == before


def test_a_cursor_is_a_place_and_no_key(scene, signed_in):
    """It is a number of a message: with that of a hidden one a person finds what they may before it."""
    hidden = say(scene.people["owner"], scene.rooms["private"], f"{MARK} hidden")
    assert scene.found("outsider", before=hidden["id"]) == scene.readers("outsider")


def test_names_of_strangers_are_not_understood(scene, signed_in):
    """A person who is gone and was in no room that one sees is a number like any other."""
    gone = User.objects.create(email="gone@example.org", name="Gone Zqxname", is_active=False)
    client = signed_in(scene.people["outsider"])
    for q in (f"from:{gone.pk}", "from:zqxname", f"mentions:{gone.pk}"):
        (one,) = shown(client, q)["understood"]
        assert set(one) == {"kind", "text"}


@pytest.mark.parametrize("how", ["banned", "deactivated"])
def test_who_may_not_sign_in_finds_nothing(scene, signed_in, admin, how):
    member = scene.people["member"]
    client = signed_in(member)
    assert client.get("/search", {"q": MARK}).status_code == 200
    if how == "banned":
        ban(member, by=admin, until=FOREVER, reason="Why.")
    else:
        User.objects.filter(pk=member.pk).update(is_active=False)
    answer = client.get("/search", {"q": MARK})
    assert (answer.status_code, MARK in answer.content.decode()) == (401, False)


def test_whenever_someone_leaves_they_find_nothing_newer(scene, signed_in):
    """At each statement of a search in turn: they leave, and then what is there says something new."""
    member, room, seq = scene.people["member"], scene.rooms["private"], scene.seqs["private"]
    client, owner = signed_in(member), scene.people["owner"]
    moments = count_statements(lambda: client.get("/search", {"q": MARK}))
    assert moments > 5
    for moment in range(moments):
        add_members(room_id=room.pk, by=owner, user_ids=[member.pk])
        edit_message(room_id=room.pk, seq=seq, by=owner, content=clean_content(f"{MARK} older"))

        def change() -> None:
            leave_room(room_id=room.pk, by=member)
            edit_message(room_id=room.pk, seq=seq, by=owner, content=clean_content(f"{MARK} newer"))

        with connection.execute_wrapper(At(moment, change)):
            answer = client.get("/search", {"q": MARK}).json()
        assert "newer" not in json.dumps(answer["results"]), moment
        assert len(answer["results"]) in {len(scene.readers("member")), len(scene.readers("member")) - 1}


class At:
    """Does something just before a statement, by its number; what it does itself is not counted."""

    def __init__(self, number: int, act: Callable[[], None]):
        self.left, self.act, self.is_acting = number, act, False

    def __call__(self, execute: Callable[..., object], *statement: object) -> object:
        if not self.is_acting:
            self.is_acting = True
            if self.left == 0:
                self.act()
            self.left -= 1
            self.is_acting = False
        return execute(*statement)


def count_statements(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as statements:
        act()
    return len(statements)
