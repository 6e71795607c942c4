"""purge_messages, check_data, export_room, close_room, stats; and every long command interrupted half way."""

import json
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.core.management import CommandError
from django.utils import timezone

from accounts.actors import SYSTEM
from accounts.bots.services import create_bot
from accounts.models import ModerationEntry, User
from chatsite.contract.errors import Conflict
from messaging.models import Message
from messaging.queries import catch_up, page
from messaging.services import delete_message, restore_message
from messaging.unread import unread_counts
from messaging.upkeep import erasing, exporting, purging, rendering
from rooms.memberships import join_room
from rooms.models import Membership, Room, RoomCounter
from rooms.services import close_room, create_room, delete_room
from tests.support.commands import interrupt, run
from tests.support.conversation import say


@pytest.fixture
def history(room, alice, bob):
    """Return six messages of forty days ago, the second one answered today, and that answer."""
    old = [say(alice, room, f"old {number}")["seq"] for number in range(6)]
    Message.objects.update(created_at=timezone.now() - timedelta(days=40))
    answer = say(bob, room, "today", reply_to=old[1])["seq"]
    return [*old, answer]


def texts(room):
    return list(Message.objects.filter(room=room).order_by("seq").values_list("content", flat=True))


def age_tombstones():
    Message.objects.exclude(deleted_at=None).update(deleted_at=timezone.now() - timedelta(days=31))


def test_old_messages_lose_their_text_for_everyone_and_their_rows_later(room, alice, bob, history, announced_by):
    since = RoomCounter.objects.get(pk=room.pk).version
    delete_message(room_id=room.pk, seq=history[0], by=alice)
    assert run("purge_messages", "--older-than", "30", "--dry-run") == (
        "6 messages would be erased, and 0 empty rows removed.\n"
    )
    assert "old 5" in texts(room)
    announced = announced_by(run, "purge_messages", "--older-than", "30")
    assert texts(room) == [""] * 6 + ["today"]
    missed = catch_up(user=bob, room_id=room.pk, since=since)
    assert missed.complete
    assert [change.payload["message"] for change in announced] == missed.messages
    assert [message["seq"] for message in missed.messages] == history[:-1]
    assert {message["excerpt"] for message in missed.messages} == {""}
    answer = page(user=bob, room_id=room.pk).messages[-1]
    assert (answer["seq"], answer["reply_to"]["excerpt"]) == (history[-1], "")
    with pytest.raises(Conflict, match="permanently erased"):
        restore_message(room_id=room.pk, seq=history[0], by=alice)
    assert run("purge_messages", "--older-than", "30") == "Erased 0 messages and removed 0 empty rows.\n"
    age_tombstones()
    assert run("purge_messages", "--older-than", "30") == "Erased 0 messages and removed 6 empty rows.\n"
    assert texts(room) == ["today"]
    assert run("check_data") == "No problems found.\n"


def test_the_last_place_of_a_room_stays_to_be_counted_from(room, alice, history):
    Message.objects.update(created_at=timezone.now() - timedelta(days=40))
    run("purge_messages", "--older-than", "30")
    age_tombstones()
    assert run("purge_messages", "--older-than", "30") == "Erased 0 messages and removed 6 empty rows.\n"
    assert run("check_data") == "No problems found.\n"
    assert say(alice, room)["seq"] > history[-1]


def test_one_room_can_be_purged_alone(room, alice, history):
    other = create_room(by=alice, name="Cellar")
    say(alice, other, "precious")
    Message.objects.update(created_at=timezone.now() - timedelta(days=40))
    assert run("purge_messages", "--older-than", "30", "--room", "kitchen").startswith("Erased 7 messages")
    assert texts(other) == ["precious"]
    with pytest.raises(CommandError, match="No room found"):
        run("purge_messages", "--older-than", "30", "--room", "attic")


# Interrupted after the first step, repeated: as if nothing had happened.


@pytest.mark.parametrize("command", [("purge_messages", "--older-than", "30"), ("rerender_messages",)])
def test_what_was_interrupted_goes_on(room, history, monkeypatch, command):
    Message.objects.update(html="old", render_version=0)
    for module in (erasing, rendering):
        monkeypatch.setattr(module, "BATCH", 2)
    interrupt(*command)
    half = Message.objects.filter(html="old").count()
    assert 0 < half < 7
    run(*command)
    left = Message.objects.filter(html="old").count()
    assert left == (1 if command[0] == "purge_messages" else 0)
    assert run("check_data") == "No problems found.\n"
    assert " 0 messages" in run(*command)


def test_an_interrupted_purge_of_rooms_goes_on(room, alice, history, monkeypatch):
    monkeypatch.setattr(purging, "BATCH", 2)
    delete_room(room_id=room.pk, by=alice)
    arguments = ("purge_rooms", "--keep-days", "0")
    assert run(*arguments, "--dry-run") == "1 rooms would be purged.\n"
    interrupt(*arguments)
    assert Message.objects.count() == 5
    assert run(*arguments) == "1 rooms purged.\n"
    assert (Room.objects.count(), Message.objects.count()) == (0, 0)
    assert ModerationEntry.objects.get(action="room_purged").room_name == "Kitchen"
    assert run(*arguments) == "0 rooms purged.\n"


def damage(room, bob):
    """Break what can break, behind the services' back."""
    RoomCounter.objects.filter(pk=room.pk).update(member_count=9, last_message_seq=3, version=4)
    Membership.objects.filter(room=room, user=bob).update(last_read_seq=999)
    Room.objects.filter(pk=room.pk).update(active_name_key="attic")
    User.objects.filter(pk=bob.pk).update(avatar="avatars/gone.webp")


def test_damage_is_found_and_repaired_and_then_people_see_it(room, alice, bob, history, announced_by):
    assert run("check_data") == "No problems found.\n"
    other = create_room(by=alice, name="Cellar")
    target = Message.objects.get(seq=say(alice, other)["seq"], room=other)
    Message.objects.filter(room=room, seq=history[-1]).update(reply_to=target)
    damage(room, bob)
    with pytest.raises(CommandError, match="4 findings") as error:
        run("check_data")
    assert error.value.returncode == 1
    assert RoomCounter.objects.get(pk=room.pk).member_count == 9
    announced = announced_by(run, "check_data", "--repair")
    assert "room_updated" in [getattr(change, "event", None) for change in announced]
    counter = RoomCounter.objects.get(pk=room.pk)
    assert (counter.member_count, counter.last_message_seq) == (2, history[-1])
    assert run("check_data") == "No problems found.\n"
    say(alice, room, "new")
    assert unread_counts(list(Membership.objects.filter(user=bob, room=room))) == {room.pk: 1}


def test_an_interrupted_repair_goes_on(room, alice, bob):
    create_room(by=alice, name="Cellar")
    RoomCounter.objects.update(member_count=9)
    interrupt("check_data", "--repair")
    assert run("check_data", "--repair").endswith("2 findings, all repaired.\n")


@pytest.mark.django_db(transaction=True)
def test_rows_that_refer_to_nothing_are_found_and_parted(room, alice, bob):
    from django.db import connection

    message = say(bob, room, reply_to=say(alice, room)["seq"])
    with connection.constraint_checks_disabled():
        Message.objects.filter(pk=message["id"]).update(reply_to=10**9)
        Membership.objects.filter(room=room, user=bob).update(user=10**9)
        with pytest.raises(CommandError, match="2 findings"):
            run("check_data")
        said = run("check_data", "--repair")
        assert "1 rows of messages refer to a reply_to that is gone: repaired" in said
        assert "3 findings" in said  # with the member gone, one too many was counted
        assert run("check_data") == "No problems found.\n"


class Text(HTMLParser):
    """What a page says, and the elements it has."""

    def __init__(self, page: str):
        super().__init__()
        self.words, self.tags = "", []
        self.feed(page)

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)


def test_a_room_is_exported_for_machines_and_for_people(room, alice, bob, history, tmp_path):
    say(alice, room, "<script>alert(1)</script> & *this*")
    delete_message(room_id=room.pk, seq=history[0], by=alice)
    lines, page = tmp_path / "kitchen.jsonl", tmp_path / "kitchen.html"
    for _ in range(2):
        assert run("export_room", "kitchen", "--output", str(lines)).startswith("Exported 8 messages of Kitchen")
    head, members, *messages = [json.loads(line) for line in lines.read_text().splitlines()]
    assert (head["room"]["name"], [member["user"]["name"] for member in members["members"]]) == (
        "Kitchen",
        ["Alice", "Bob"],
    )
    shown = catch_up(user=bob, room_id=room.pk)
    assert [line["message"] for line in messages] == shown.messages
    run("export_room", str(room.pk), "--format", "html", "--output", str(page))
    text = Text(page.read_text())
    assert "<script>alert(1)</script> & this" in text.words
    assert "script" not in text.tags
    assert "This message was deleted." in text.words
    assert "old 0" not in text.words


def test_an_interrupted_export_leaves_no_file_and_an_older_one_as_it_was(room, history, tmp_path, monkeypatch):
    monkeypatch.setattr(exporting, "CHUNK", 2)
    file = tmp_path / "kitchen.jsonl"
    arguments = ("export_room", "kitchen", "--output", str(file))
    interrupt(*arguments)
    assert list(tmp_path.iterdir()) == []
    run(*arguments)
    before = file.read_bytes()
    interrupt(*arguments)
    assert (file.read_bytes(), list(tmp_path.iterdir())) == (before, [file])


def test_an_operator_closes_a_room_and_everyone_is_notified(room, announced_by):
    (change,) = announced_by(run, "close_room", "KITCHEN")
    assert change.event == "room_closed"
    assert announced_by(run, "close_room", str(room.pk)) == []
    assert ModerationEntry.objects.get(action="room_closed").by is None
    with pytest.raises(CommandError, match="No room found for Kitchen"):  # a closed one holds its name no more
        run("close_room", "Kitchen")


def test_stats_count_what_there_is(room, alice, bob, history):
    close_room(room_id=room.pk, by=alice)
    join_room(room_id=create_room(by=alice, name="Cellar").pk, by=bob)
    create_bot(name="Deploy", by=SYSTEM)
    counted = json.loads(run("stats", "--json"))
    assert counted["rooms"] == {"active": 1, "direct": 0, "closed": 1, "deleted": 0, "memberships": 4}
    assert counted["messages"] == {"all": 7, "last day": 1, "last week": 1, "deleted": 0}
    assert counted["people"]["all"] == 3
    assert counted["bytes"]["database"] > 0
    assert counted["jobs"] == {"waiting": 0, "failed": 0, "given up": 0}  # the last is an alias until 0.3
    assert "messages, all" in run("stats")


@pytest.mark.parametrize(
    "command",
    [
        ("purge_messages", "--older-than", "-1"),
        ("purge_messages", "--older-than", "99999999999"),
        ("purge_messages", "--older-than", "30", "--keep-days", "-1"),
        ("purge_rooms", "--keep-days", "-1"),
        ("seed", "--messages", "-5"),
        ("seed", "--weeks", "0"),
    ],
)
def test_a_number_out_of_range_is_refused_and_changes_nothing(room, history, command):
    with pytest.raises(CommandError, match=r"must be from \d+ to [\d,]+, not"):
        run(*command)
    assert texts(room) == [*(f"old {number}" for number in range(6)), "today"]
    assert not User.objects.filter(email__endswith="demo.example").exists()


def test_a_file_that_cannot_be_written_is_named(room, alice, tmp_path):
    nowhere = tmp_path / "missing" / "export"
    for command in (("export_room", room.name), ("export_user", alice.email)):
        with pytest.raises(CommandError, match="missing/export: No such file or directory"):
            run(*command, "--output", str(nowhere))
