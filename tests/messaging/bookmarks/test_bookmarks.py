"""Keeping messages for oneself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.upkeep.personal_data import kinds
from chatsite.contract.errors import Conflict, NotFound
from chatsite.contract.events import ServerEvent
from messaging.bookmarks import services
from messaging.bookmarks.models import Bookmark
from messaging.bookmarks.services import bookmark_message, remove_bookmark
from messaging.live import syncing
from messaging.live.syncing import Known
from messaging.models import Message
from messaging.services import delete_message, edit_message, restore_message
from messaging.upkeep.erasing import erase, remove
from rooms.models import Room
from rooms.moderation.services import ban_from_room
from rooms.services import create_room, delete_room
from tests.support.conversation import say

JSON = "application/json"


@pytest.fixture
def kept(bob, signed_in):
    """Return a function that says what Bob keeps, by its text."""

    def texts(**query):
        answer = signed_in(bob).get("/auth/bookmarks", query).json()
        return [one["message"]["content"] for one in answer["bookmarks"]]

    return texts


def keep(message, by, **fields):
    return bookmark_message(message_id=message["id"], by=by, **fields)


def test_a_bookmark_reaches_own_connections_once(room, alice, bob, announced_by, signed_in):
    message = say(alice, room)
    (notice,) = announced_by(keep, message, bob, note="Later.")
    (shown,) = signed_in(bob).get("/auth/bookmarks").json()["bookmarks"]
    assert (notice.event, notice.user_id) == (ServerEvent.BOOKMARK_CHANGED, bob.pk)
    assert notice.payload == {"message_id": message["id"], "bookmark": shown}
    assert (shown["note"], shown["message"], shown["room"]) == ("Later.", message, {"id": room.pk, "name": "Kitchen"})
    assert announced_by(keep, message, bob) == announced_by(keep, message, bob, note="Later.") == []
    (notice,) = announced_by(keep, message, bob, note="")
    assert (notice.payload["bookmark"]["id"], notice.payload["bookmark"]["note"]) == (shown["id"], "")
    (notice,) = announced_by(remove_bookmark, message_id=message["id"], by=bob)
    assert notice.payload == {"message_id": message["id"], "bookmark": None}
    assert announced_by(remove_bookmark, message_id=message["id"], by=bob) == []


def test_a_client_learns_their_ids_when_it_comes_back(room, alice, bob):
    ids = [say(alice, room)["id"] for _ in range(3)]
    for message_id in ids[:2]:
        bookmark_message(message_id=message_id, by=bob)
    mine, hers = syncing.read([Known(bob.pk, {}, {}), Known(alice.pk, {}, {})])
    assert (sorted(mine.bookmarks), hers.bookmarks) == (ids[:2], [])


def test_they_are_listed_newest_first_by_page_and_room(room, alice, bob, kept, signed_in):
    garden = create_room(by=alice, name="Garden")
    for number in range(5):
        keep(say(alice, (room, garden)[number % 2], f"{number}"), bob)
    assert kept() == ["4", "3", "2", "1", "0"]
    assert kept(room_id=garden.pk) == ["3", "1"]
    page = signed_in(bob).get("/auth/bookmarks", {"limit": 2}).json()
    assert (page["has_more"], kept(before=page["last_id"])) == (True, ["2", "1", "0"])


def test_a_bookmark_shows_the_message_as_it_is_and_nothing_of_one_that_is_gone(room, alice, bob, kept):
    message = say(alice, room, "old")
    keep(message, bob)
    place = {"room_id": room.pk, "seq": message["seq"], "by": alice}
    edit_message(**place, content="new")
    assert kept() == ["new"]
    delete_message(room_id=room.pk, seq=message["seq"], by=alice)
    assert kept() == []
    with pytest.raises(Conflict):
        keep(message, bob)


def test_a_restored_message_is_there_again(room, bob, admin, kept):
    message = say(bob, room, "back")
    keep(message, bob)
    delete_message(room_id=room.pk, seq=message["seq"], by=admin, reason="Why.")
    restore_message(room_id=room.pk, seq=message["seq"], by=admin)
    assert kept() == ["back"]


def test_what_may_not_be_read_is_neither_kept_nor_shown(room, alice, bob, charlie, kept):
    message = say(alice, room, "hello")
    keep(message, bob)
    ban_from_room(room_id=room.pk, by=alice, user_id=bob.pk, reason="Why.", until=timezone.now() + timedelta(days=1))
    assert kept() == []
    remove_bookmark(message_id=message["id"], by=bob)
    assert not Bookmark.objects.exists()
    Room.objects.update(visibility=Room.Visibility.PRIVATE, active_name_key=None)
    with pytest.raises(NotFound):
        keep(message, charlie)
    with pytest.raises(NotFound):
        bookmark_message(message_id=10**9, by=alice)
    delete_room(room_id=room.pk, by=alice)
    with pytest.raises(NotFound):
        keep(message, alice)


def test_a_person_keeps_so_many_and_no_more(room, alice, bob, monkeypatch):
    monkeypatch.setattr(services, "MAX_BOOKMARKS", 1)
    first = say(alice, room)
    keep(first, bob)
    keep(first, bob, note="again")
    with pytest.raises(Conflict):
        keep(say(alice, room), bob)


def test_they_go_with_the_message_and_with_the_person(room, alice, bob):
    keep(say(alice, room), bob, note="mine")
    (kind,) = [kind for kind in kinds() if kind.name == "bookmarks"]
    assert [record["note"] for record in kind.export(bob)] == ["mine"]
    list(kind.erase(bob, False))
    assert not Bookmark.objects.exists()
    keep(say(alice, room), bob)
    list(erase(Message.objects.all()))
    list(remove(Message.objects.all()))
    assert not Bookmark.objects.exists()


def test_over_http(room, alice, bob, signed_in, django_assert_max_num_queries):
    client, path = signed_in(bob), f"/auth/bookmarks/{say(alice, room)['id']}"
    assert client.put(path, {"note": "n"}, JSON).json()["bookmark"]["note"] == "n"
    assert client.put(path).json()["bookmark"]["note"] == "n"
    with django_assert_max_num_queries(4):
        client.get("/auth/bookmarks")
    assert (client.delete(path).status_code, client.delete(path).status_code) == (204, 204)


@pytest.mark.parametrize("body", [{"note": "x" * 501}, {"note": 1}, {"text": "x"}, []])
def test_bad_bodies_are_refused(room, alice, bob, signed_in, body):
    path = f"/auth/bookmarks/{say(alice, room)['id']}"
    assert signed_in(bob).put(path, body, JSON).status_code == 400


@pytest.mark.parametrize("query", ["before=x", "limit=0", "limit=51", "q=x"])
def test_bad_queries_are_refused(bob, signed_in, query):
    assert signed_in(bob).get(f"/auth/bookmarks?{query}").status_code == 400
