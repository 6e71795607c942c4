"""manage.py seed --first-run, purge_rooms, rerender_messages."""

from datetime import timedelta
from io import StringIO

from django.core.management import call_command
from django.utils import timezone

from messaging import markup
from messaging.models import Message
from rooms.memberships import join_default_rooms
from rooms.models import Membership, Room, RoomCounter
from rooms.services import delete_room
from tests.support.conversation import say


def run(*command: str) -> str:
    output = StringIO()
    call_command(*command, stdout=output)
    return output.getvalue()


def test_a_first_run_creates_two_rooms_and_says_welcome(alice):
    assert "General" in run("seed", "--first-run")
    assert list(Room.objects.order_by("pk").values_list("name", "is_default")) == [("General", True), ("Random", False)]
    welcome = Message.objects.get()
    assert (welcome.room.name, welcome.author) == ("General", None)
    assert "<li>" in welcome.html
    join_default_rooms(alice)
    assert [membership.room.name for membership in Membership.objects.filter(user=alice)] == ["General"]


def test_only_the_first_run_is_one(alice, admin):
    run("seed", "--first-run")
    delete_room(room_id=Room.objects.get(name="General").pk, by=admin)
    assert run("seed", "--first-run") == ""
    assert Room.objects.count() == 2


def test_a_deleted_room_is_purged_after_its_time(room, alice, bob):
    target = say(alice, room)["seq"]
    say(bob, room, reply_to=target)
    assert run("purge_rooms", "--keep-days", "0") == "0 rooms purged.\n"
    delete_room(room_id=room.pk, by=alice)
    assert run("purge_rooms") == "0 rooms purged.\n"
    Room.objects.update(deleted_at=timezone.now() - timedelta(days=31))
    assert run("purge_rooms") == "1 rooms purged.\n"
    for model in (Room, RoomCounter, Membership, Message):
        assert not model.objects.exists()


def test_the_id_of_a_purged_room_is_never_used_again(room, alice):
    from rooms.services import create_room

    delete_room(room_id=room.pk, by=alice)
    run("purge_rooms", "--keep-days", "0")
    assert create_room(by=alice, name="Kitchen").pk > room.pk


def test_old_html_is_rendered_again_without_a_change_of_version(room, alice):
    message = say(alice, room, "*a*")
    say(alice, room, "*b*")
    Message.objects.filter(seq=message["seq"]).update(html="old", render_version=0)
    assert run("rerender_messages").endswith("Rendered 1 messages.\n")
    again = Message.objects.get(seq=message["seq"])
    assert (again.html, again.version) == ("<p><em>a</em></p>\n", message["version"])
    assert again.render_version == markup.RENDER_VERSION
    assert run("rerender_messages").endswith("Rendered 0 messages.\n")
