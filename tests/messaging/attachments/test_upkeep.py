"""What becomes of files: sweeps, purges, erasure, exports, checks."""

import hashlib
import os
import re
import time
import zipfile
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.upkeep.erasing import erase as erase_person
from accounts.upkeep.exporting import export
from chatsite.jobs.queue import Lane, run_due
from chatsite.models import Job
from messaging.attachments.consistency import check_attachments
from messaging.attachments.models import Attachment, StoredFile, Upload
from messaging.attachments.services import begin_upload, continue_upload
from messaging.attachments.storing import storage
from messaging.features import Feature
from messaging.models import Message
from messaging.moderation.services import report_message
from messaging.queries import page
from messaging.services import delete_message, restore_message
from messaging.upkeep.erasing import erase, remove, spent
from messaging.upkeep.purging import purge_rooms
from rooms.models import Room
from rooms.services import delete_room
from tests.accounts.pictures.samples import corners, saved
from tests.messaging.attachments.conftest import files_on_disk
from tests.support.commands import run
from tests.support.conversation import say

pytestmark = pytest.mark.django_db(transaction=True)
NOW, LONG_AGO = timezone.now(), timezone.now() - timedelta(days=40)


def sweep() -> int:
    """Run the job as if all that is queued were due; return how many jobs ran."""
    return run_due(timezone.now() + timedelta(days=2), lane=Lane.LONG)


def age_files(settings) -> None:
    """Let all files look old."""
    old = time.time() - 2 * 24 * 3600
    for path in settings.MEDIA_ROOT.rglob("*"):
        os.utime(path, (old, old))


def arriving(alice, room, content=b"hel"):
    upload = begin_upload(by=alice, room_id=room.pk, name="a", length=5)
    sink = continue_upload(by=alice, upload_id=upload.pk, offset=0)
    sink.write(content)
    sink.close()
    return upload


def test_an_upload_that_was_abandoned_goes_after_a_day(room, alice):
    arriving(alice, room)
    assert sweep() == 1
    assert len(files_on_disk()) == 2
    Upload.objects.update(expires_at=NOW)
    assert sweep() == 1
    assert (Upload.objects.count(), files_on_disk(), Job.objects.count()) == (0, set(), 0)


def test_a_file_that_was_not_sent_goes_after_a_day_and_one_that_was_stays(room, alice, attach):
    sent, unsent = attach(), attach(content=b"unsent")
    say(alice, room, attachment_ids=[sent.pk])
    sweep()
    assert Attachment.objects.count() == 2
    Attachment.objects.update(created_at=NOW - timedelta(days=2))
    sweep()
    assert list(Attachment.objects.all()) == [sent]
    assert files_on_disk() == {sent.file}
    assert unsent.file not in files_on_disk()


def test_a_sweep_is_queued_once(room, alice, attach):
    attach()
    attach()
    assert Job.objects.filter(kind="sweep_attachments").count() == 1


@pytest.mark.parametrize(("by_author", "days", "is_gone"), [(True, 2, True), (False, 2, False), (False, 31, True)])
def test_files_of_deleted_messages_go_from_the_disk(room, alice, bob, attach, by_author, days, is_gone):
    file = attach(by=bob)
    seq = say(bob, room, "look", attachment_ids=[file.pk])["seq"]
    delete_message(room_id=room.pk, seq=seq, by=bob if by_author else alice, reason="spam")
    assert run("purge_media") == "Removed 0 files.\n"
    Message.objects.filter(seq=seq).update(deleted_at=timezone.now() - timedelta(days=days))
    assert run("purge_media", "--dry-run") == f"{int(is_gone)} files are unused.\n"
    assert run("purge_media") == f"Removed {int(is_gone)} files.\n"
    assert files_on_disk() == (set() if is_gone else {file.file})
    assert bool(Message.objects.get(seq=seq).features & Feature.ATTACHMENTS) != is_gone


def test_a_message_restored_after_its_files_went_has_its_text(room, alice, bob, attach):
    seq = say(bob, room, "look", attachment_ids=[attach(by=bob).pk])["seq"]
    delete_message(room_id=room.pk, seq=seq, by=alice, reason="spam")
    Message.objects.filter(seq=seq).update(deleted_at=LONG_AGO)
    run("purge_media")
    restore_message(room_id=room.pk, seq=seq, by=alice)
    (message,) = page(user=bob, room_id=room.pk).messages
    assert (message["content"], message["attachments"]) == ("look", [])


def test_what_an_open_report_is_about_stays_on_the_disk(room, alice, bob, attach):
    file = attach(by=bob)
    seq = say(bob, room, "look", attachment_ids=[file.pk])["seq"]
    report_message(by=alice, room_id=room.pk, seq=seq, reason="spam")
    delete_message(room_id=room.pk, seq=seq, by=bob)
    Message.objects.filter(seq=seq).update(deleted_at=LONG_AGO)
    assert run("purge_media") == "Removed 0 files.\n"
    assert files_on_disk() == {file.file}


def test_files_of_erased_messages_go_at_once(room, alice, attach):
    seqs = [say(alice, room, text, attachment_ids=[attach().pk])["seq"] for text in ("look", "")]
    assert sum(erase(Message.objects.all())) == 2
    assert (files_on_disk(), Attachment.objects.count()) == (set(), 0)
    assert {message["attachments"] == [] for message in page(user=alice, room_id=room.pk).messages} == {True}
    assert list(erase(Message.objects.all())) == []
    Message.objects.update(created_at=LONG_AGO, deleted_at=LONG_AGO)
    say(alice, room)
    old = {"written_before": NOW - timedelta(days=1), "deleted_before": NOW - timedelta(days=1)}
    assert sum(remove(spent(**old))) == len(seqs)


def test_a_deleted_message_with_a_file_alone_is_no_empty_row(room, alice, bob, attach):
    seq = say(bob, room, "", attachment_ids=[attach(by=bob).pk])["seq"]
    say(bob, room)
    delete_message(room_id=room.pk, seq=seq, by=alice, reason="spam")
    Message.objects.filter(seq=seq).update(created_at=LONG_AGO, deleted_at=LONG_AGO)
    assert not spent(written_before=NOW, deleted_before=NOW).exists()
    restore_message(room_id=room.pk, seq=seq, by=alice)
    assert page(user=bob, room_id=room.pk).messages[0]["attachments"]


def test_a_purged_room_takes_its_files_along(room, alice, attach):
    say(alice, room, attachment_ids=[attach().pk])
    attach()
    arriving(alice, room)
    delete_room(room_id=room.pk, by=alice)
    list(purge_rooms(Room.objects.all()))
    assert (files_on_disk(), Attachment.objects.count(), Upload.objects.count()) == (set(), 0, 0)


def test_files_without_a_row_go_after_a_day(room, alice, attach, settings):
    kept, upload = attach(), arriving(alice, room)
    stray = attach(content=b"stray")
    Attachment.objects.filter(pk=stray.pk).delete()
    StoredFile.objects.filter(pk=stray.pk).delete()
    for name in (f"{storage.ARRIVING}/01a22681-0000-7000-8000-000000000000/data", "attachments/odd/x"):
        path = settings.MEDIA_ROOT / name
        path.parent.mkdir(parents=True)
        path.write_bytes(b"x")
    run("purge_media")
    assert len(files_on_disk()) == 6
    age_files(settings)
    run("purge_media")
    folder = f"{storage.ARRIVING}/{upload.pk}"
    assert files_on_disk() == {kept.file, f"{folder}/data", f"{folder}/writer"}


def test_looking_for_strays_takes_no_query_for_each_file(attach, settings):
    def queries():
        age_files(settings)
        with CaptureQueriesContext(connection) as found:
            run("purge_media")
        return len(found)

    attach()
    few = queries()
    for number in range(3):
        attach(content=f"{number}".encode())
    assert queries() == few


def test_an_erased_person_keeps_no_unsent_file_and_with_their_messages_none(room, alice, bob, attach):
    said = attach(by=bob)
    say(bob, room, "look", attachment_ids=[said.pk])
    attach(content=b"unsent", by=bob)
    arriving(bob, room)
    list(erase_person(bob, words=False))
    assert files_on_disk() == {said.file}
    said.refresh_from_db()
    assert page(user=alice, room_id=room.pk).messages[0]["attachments"][0]["id"] == str(said.pk)


def test_a_person_gets_their_files(room, alice, bob, attach, tmp_path):
    mine = attach("mine.txt", b"content")
    attach("other.txt", by=bob)
    storage.storage().delete(attach("gone.txt", b"gone").file)
    say(alice, room, attachment_ids=[mine.pk])
    list(export(alice, tmp_path / "a.zip"))
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.read(f"files/{mine.pk}/mine.txt") == b"content"
        assert [name for name in archive.namelist() if name.startswith("files/")] == [f"files/{mine.pk}/mine.txt"]
        assert b'"name": "mine.txt"' in archive.read("attachments.jsonl")


@pytest.mark.parametrize("form", ["jsonl", "html"])
def test_a_room_is_exported_with_its_files(room, alice, bob, attach, tmp_path, form):
    name = "Grüße & <b>.txt"
    kept, deleted = attach(name, b"content"), attach("gone.txt", b"gone", by=bob)
    say(alice, room, attachment_ids=[kept.pk])
    seq = say(bob, room, attachment_ids=[deleted.pk])["seq"]
    delete_message(room_id=room.pk, seq=seq, by=bob)
    path = tmp_path / "kitchen out"
    run("export_room", str(room.pk), "--format", form, "--output", str(path), "--files")
    folder = tmp_path / "kitchen out.files"
    files = {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()}
    assert files == {f"{kept.pk}/{name}": b"content"}
    if form == "html":
        [link] = re.findall(r'href="(kitchen[^"]*)"', path.read_text())
        assert (tmp_path / unquote(link)).read_bytes() == b"content"
    run("export_room", str(room.pk), "--format", form, "--output", str(path), "--files")
    assert {one.name for one in tmp_path.iterdir()} >= {"kitchen out", "kitchen out.files"}
    assert not [one for one in tmp_path.iterdir() if one.name.startswith(".")]


def test_files_that_are_missing_or_were_changed_are_found_and_repaired(room, alice, attach, announced_by):
    whole, missing, changed = attach(), attach(content=b"missing"), attach(content=b"changed")
    jello = hashlib.sha256(b"jello").hexdigest()
    say(alice, room, "look", attachment_ids=[whole.pk, missing.pk, changed.pk])
    assert [*check_attachments()] == [[]]
    storage.storage().delete(missing.file)
    storage.local_path(changed.file).write_bytes(b"jello")
    (findings,) = check_attachments()
    assert [finding.what for finding in findings] == [
        f"the file of attachment {missing.pk} is missing",
        f"the file of attachment {changed.pk} was changed: its SHA-256 is {jello[:12]}…, not {changed.sha256[:12]}…",
    ]
    changes = announced_by(lambda: [finding.repair() for finding in findings])
    assert [len(change.payload["message"]["attachments"]) for change in changes] == [2, 1]
    assert [*check_attachments()] == [[]]
    assert page(user=alice, room_id=room.pk).messages == [changes[-1].payload["message"]]


@pytest.mark.parametrize("name", ["notes.txt", "photo.jpg"])
def test_the_group_may_read_whatever_is_served_since_nginx_is_another_user(attach, name):
    content = saved(corners(), "JPEG") if name.endswith("jpg") else b"hello"
    before = os.umask(0o027)
    try:
        attach(name, content)
    finally:
        os.umask(before)
    files = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert files
    assert {oct(path.stat().st_mode & 0o777) for path in files} == {"0o640"}
