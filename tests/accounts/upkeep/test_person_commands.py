"""export_user, erase_user, prune_sessions, purge_media."""

import json
import os
import time
import zipfile
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError
from django.utils import timezone

from accounts.models import OneTimeLink, Session, User
from accounts.pictures.avatars import set_avatar
from accounts.security.links import make_link
from accounts.upkeep import pruning
from feedback.models import Feedback
from messaging.demo.pictures import picture
from messaging.models import Message, Report
from messaging.upkeep import erasing
from rooms.memberships import join_room
from rooms.models import Membership
from rooms.services import create_room
from tests.support.commands import interrupt, run
from tests.support.conversation import say


@pytest.fixture
def kitchen(alice, bob):
    """Return a room of Alice's, with Bob in it, in which both have talked; Alice has a picture and gave feedback."""
    room = create_room(by=alice, name="Kitchen")
    join_room(room_id=room.pk, by=bob)
    for number in range(3):
        say(alice, room, f"mine {number}")
    say(bob, room, "yours")
    set_avatar(alice, picture(1))
    Feedback.objects.create(content="Nice", user=alice, email="alice@home.example")
    Report.objects.create(reporter=alice, person=bob, room=room, reason="spam", note="Look", content="yours")
    return room


def contents(path):
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {
            name.removesuffix(".jsonl"): [json.loads(line) for line in archive.read(name).splitlines()]
            for name in archive.namelist()
            if name.endswith(".jsonl")
        }, archive.namelist()


def test_everything_about_one_person_is_in_one_file(alice, kitchen, signed_in, tmp_path):
    signed_in(alice)
    path = tmp_path / "alice.zip"
    assert f"records of alice@example.org to {path}." in run("export_user", "ALICE@example.org", "--output", str(path))
    assert path.stat().st_mode & 0o077 == 0
    held, names = contents(path)
    assert held["account"][0]["email"] == "alice@example.org"
    assert [message["content"] for message in held["messages"]] == ["mine 0", "mine 1", "mine 2"]
    assert [membership["role"] for membership in held["memberships"]] == ["owner"]
    assert [feedback["content"] for feedback in held["feedback"]] == ["Nice"]
    assert [report["note"] for report in held["reports"]] == ["Look"]
    assert len(held["sessions"]) == 1
    assert "picture.webp" in names
    everything = json.dumps(held)
    assert "yours" not in everything
    assert "password" not in everything


def test_an_interrupted_export_leaves_no_file(alice, kitchen, tmp_path):
    interrupt("export_user", alice.email, "--output", str(tmp_path / "alice.zip"))
    assert list(tmp_path.iterdir()) == []


def test_an_erased_person_is_no_one_and_what_they_wrote_stays(alice, bob, kitchen, signed_in, announced):
    caller, file = signed_in(alice), Path(alice.avatar)
    assert run("erase_user", alice.email, "--dry-run").startswith("account: 1, ")
    assert caller.who() is not None
    announced.clear()
    assert run("erase_user", alice.email, "--yes") == "alice@example.org is erased. Their messages stay.\n"
    assert caller.who() is None
    user = User.objects.get(pk=alice.pk)
    assert (user.name, user.email, user.avatar) == ("Former member", f"{alice.pk}@erased.invalid", "")
    assert not user.is_active
    assert not user.has_usable_password()
    assert not file.exists()
    assert list(Message.objects.filter(author=user).values_list("content", flat=True)) == ["mine 0", "mine 1", "mine 2"]
    assert Membership.objects.current().get(room=kitchen, role="owner").user == bob
    feedback = Feedback.objects.get()
    assert (feedback.user, feedback.email, feedback.content) == (None, "", "Nice")
    assert Report.objects.values_list("reporter", "note").get() == (None, "Look")
    kinds = [str(getattr(one, "event", type(one).__name__)) for one in announced]
    assert {"Revocation", "user_updated", "member_left"} <= set(kinds)
    with pytest.raises(CommandError, match="No account"):
        run("erase_user", "alice@example.org", "--yes")
    assert run("check_data") == "No problems found.\n"


def test_an_interrupted_erasure_locks_out_at_once_and_goes_on(alice, kitchen, monkeypatch):
    monkeypatch.setattr(erasing, "BATCH", 2)
    interrupt("erase_user", alice.email, "--messages", "--yes")
    assert not User.objects.get(email="alice@example.org").is_active
    assert run("erase_user", alice.email, "--messages", "--yes") == "alice@example.org is erased.\n"
    assert list(Message.objects.filter(author=alice.pk).values_list("content", "html")) == [("", "")] * 3
    assert Message.objects.exclude(author=alice.pk).exclude(content="").count() == 1
    assert not Feedback.objects.exists()
    assert Report.objects.get().note == ""
    assert run("check_data") == "No problems found.\n"


@pytest.mark.parametrize("typed", [None, "", "bob@example.org", "yes"])
def test_no_one_is_erased_without_the_address_being_typed(alice, monkeypatch, typed):
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: typed is not None))
    monkeypatch.setattr("builtins.input", lambda _: typed)
    with pytest.raises(CommandError, match="Nothing was erased"):
        run("erase_user", alice.email)
    assert User.objects.get(pk=alice.pk).is_active


def test_a_typed_address_confirms(alice, monkeypatch):
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr("builtins.input", lambda _: alice.email)
    assert "is erased" in run("erase_user", alice.email)


def test_the_last_administrator_is_not_erased(ada):
    with pytest.raises(CommandError, match="last administrator"):
        run("erase_user", ada.email, "--yes")
    assert User.objects.get(pk=ada.pk).is_active


def test_expired_sessions_and_links_are_pruned_also_after_an_interruption(alice, signed_in, monkeypatch):
    caller = signed_in(alice)
    monkeypatch.setattr(pruning, "BATCH", 2)
    past = timezone.now() - timedelta(days=1)
    Session.objects.bulk_create([Session(session_key=f"{n}", session_data="", expire_date=past) for n in range(5)])
    make_link(OneTimeLink.Purpose.PASSWORD, alice)
    OneTimeLink.objects.update(expires_at=past)
    assert run("prune_sessions", "--dry-run") == "There are 5 expired sessions and 1 expired links.\n"
    interrupt("prune_sessions")
    assert Session.objects.count() == 4
    assert run("prune_sessions") == "Deleted 3 expired sessions and 1 expired links.\n"
    assert run("prune_sessions") == "Deleted 0 expired sessions and 0 expired links.\n"
    assert caller.who() == alice.name


def test_pictures_that_are_nobodys_are_removed_after_a_day(alice, settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(pruning, "BATCH", 2)
    assert run("purge_media") == "Removed 0 files.\n"
    set_avatar(alice, picture(1))
    folder = tmp_path / "avatars"
    names = ["a.webp", "b.webp", "c.part", "d.webp", "young.webp"]
    for name in names:
        (folder / name).write_bytes(b"x")
    yesterday = time.time() - pruning.GRACE_S - 1
    for file in folder.iterdir():
        if file.name != "young.webp":
            os.utime(file, (yesterday, yesterday))
    assert run("purge_media", "--dry-run") == "4 files are unused.\n"
    interrupt("purge_media")
    assert 0 < sum((folder / name).exists() for name in names[:4]) < 4
    run("purge_media")
    assert sorted(file.name for file in folder.iterdir()) == sorted([Path(alice.avatar).name, "young.webp"])
