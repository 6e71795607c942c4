"""The same bytes are stored once, whatever becomes of one of their senders."""

import importlib
import threading
from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chatsite.contract.errors import ChatError
from chatsite.jobs.queue import Lane, run_due
from messaging.attachments import services
from messaging.attachments.consistency import check_attachments
from messaging.attachments.models import Attachment, StoredFile
from messaging.attachments.payloads import attachment_payload
from messaging.attachments.services import cancel
from messaging.attachments.storing import sharing, storage
from messaging.upkeep.erasing import erase, written_by
from tests.accounts.pictures.samples import corners, saved
from tests.messaging.attachments.conftest import files_on_disk
from tests.support.commands import run
from tests.support.conversation import say

hold_the_files_there_are = importlib.import_module("messaging.migrations.0017_hold_the_files_there_are")
pytestmark = pytest.mark.django_db(transaction=True)


def collect():
    """Run the job as if it were due."""
    return run_due(timezone.now() + timedelta(hours=1), lane=Lane.LONG)


def test_the_same_bytes_are_stored_once(room, alice, bob, attach, signed_in):
    first, second = attach("a.txt"), attach("b.txt", by=bob)
    collect()
    assert files_on_disk() == {first.file} == {second.file}
    say(bob, room, attachment_ids=[second.pk])
    answer = signed_in(alice).get(attachment_payload(second)["url"])
    assert b"".join(answer.streaming_content) == b"hello"


def test_pictures_share_their_previews(attach, bob):
    content = saved(corners(), "JPEG")
    first, second = attach("a.jpg", content), attach("b.jpg", content, by=bob)
    collect()
    assert files_on_disk() == set(first.stored.files)
    assert second.previews == first.previews != []


def test_a_file_stays_until_its_last_attachment_goes(attach, alice, bob):
    first, second = attach(), attach(by=bob)
    cancel(by=alice, upload_id=first.pk)
    collect()
    assert files_on_disk() == {second.file}
    cancel(by=bob, upload_id=second.pk)
    collect()
    assert (files_on_disk(), StoredFile.objects.count()) == (set(), 0)


def test_erased_messages_leave_the_files_of_others(room, attach, alice, bob):
    say(alice, room, attachment_ids=[attach().pk])
    theirs = attach(by=bob)
    say(bob, room, attachment_ids=[theirs.pk])
    list(erase(written_by(alice)))
    run("purge_media")
    assert files_on_disk() == {theirs.file}
    list(erase(written_by(bob)))
    assert files_on_disk() == set()


def test_a_file_that_was_released_serves_again(attach, alice, bob):
    cancel(by=alice, upload_id=attach().pk)
    again = attach(by=bob)
    collect()
    collect()
    assert storage.local_path(again.file).read_bytes() == b"hello"
    assert StoredFile.objects.get().released_at is None


def test_an_upload_costs_the_same_whether_its_bytes_are_there_or_not(attach, bob):
    def cost(content, name):
        with CaptureQueriesContext(connection) as queries:
            found = attach(name, content, by=bob)
        return [query["sql"].split(" ")[0] for query in queries], attachment_payload(found)

    attach("warm.txt", b"first of all")
    attach("there.txt", b"hello")
    new, shown = cost(b"jello", "x.txt")
    known, shown_too = cost(b"hello", "x.txt")
    assert known == new
    differing = {key for key in shown if shown[key] != shown_too[key]}
    assert differing == {"id", "url"}
    dates = {(settings.MEDIA_ROOT / name).stat().st_mtime for name in files_on_disk() if "original" in name}
    assert dates == {storage.SAME_DATE}


def test_cancelling_costs_the_same_whether_others_have_the_bytes_or_not(attach, alice, bob):
    attach(by=bob)
    shared, alone = attach(), attach(content=b"jello")
    before, costs = files_on_disk(), []
    for one in (shared, alone):
        with CaptureQueriesContext(connection) as queries:
            cancel(by=alice, upload_id=one.pk)
        costs.append([query["sql"].split(" ")[0] for query in queries])
    assert costs[0] == costs[1]
    assert files_on_disk() == before


def test_a_damaged_file_is_mended_by_the_next_upload_of_its_bytes(attach, bob):
    first = attach()
    storage.local_path(first.file).write_bytes(b"jello")
    second = attach(by=bob)
    collect()
    assert storage.local_path(second.file).read_bytes() == b"hello"
    assert files_on_disk() == {first.file}
    storage.storage().delete(first.file)
    attach(by=bob)
    collect()
    assert [*check_attachments()] == [[]]


def test_a_file_that_goes_while_it_is_compared_is_not_put_back(attach, alice, bob, monkeypatch):
    first = attach()
    second = attach(by=bob)
    real = storage.digest

    def digest(name):
        if name == first.file:
            monkeypatch.setattr(storage, "digest", real)
            for one in (first, second):
                Attachment.objects.filter(pk=one.pk).delete()
            sharing.release([first.pk])
            assert sharing.collect_one(first.pk) == 1
        return real(name)

    monkeypatch.setattr(storage, "digest", digest)
    assert sharing.collect_one(second.pk) == 1
    assert files_on_disk() == set()


def test_every_attachment_of_a_damaged_file_is_named(attach, bob):
    first, second = attach(), attach(by=bob)
    collect()
    storage.local_path(first.file).write_bytes(b"jello")
    (findings,) = check_attachments()
    assert [str(one.pk) in finding.what for one, finding in zip((first, second), findings, strict=True)] == [True] * 2


def test_two_that_come_at_once_share(room, alice, attach, monkeypatch):
    """What came first was not committed when the second looked."""
    looked = sharing._there
    monkeypatch.setattr(sharing, "_there", lambda content: None)
    first = attach()
    second = attach()
    monkeypatch.setattr(sharing, "_there", looked)
    assert second.file == first.file
    collect()
    assert files_on_disk() == {first.file}


def test_removals_and_new_references_at_once_lose_no_file(room, alice, bob, attach):
    errors = []

    def work(person):
        try:
            for _ in range(12):
                found = attach(by=person)
                assert storage.local_path(found.file).read_bytes() == b"hello"
                cancel(by=person, upload_id=found.pk)
                list(sharing.collect())
            attach(by=person)
        except (AssertionError, OSError, ChatError) as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(person,)) for person in (alice, bob, alice)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    list(sharing.collect())
    assert {storage.local_path(one.file).read_bytes() for one in Attachment.objects.all()} == {b"hello"}
    assert files_on_disk() == {Attachment.objects.first().file}
    assert StoredFile.objects.count() == 1


def test_an_upgrade_keeps_each_file_and_shares_the_first(bob, attach, monkeypatch):
    """Before the upgrade each attachment had a file of its own."""
    first, other = attach(), attach(content=b"other")
    second = attach(by=bob)
    own = f"attachments/{second.pk}/original"
    assert own in files_on_disk()
    Attachment.objects.update(stored=None)
    Attachment.objects.filter(pk=second.pk).update(file=own)
    StoredFile.objects.all().delete()
    monkeypatch.setattr(hold_the_files_there_are, "BATCH", 1)
    hold_the_files_there_are.hold(apps, None)
    shared = {one.pk: bool(one.shared_as) for one in StoredFile.objects.all()}
    assert shared == {first.pk: True, other.pk: True, second.pk: False}
    assert attach().file == first.file
    collect()
    assert files_on_disk() == {first.file, other.file, own}
    assert [*check_attachments()] == [[]]


def test_a_stopped_process_leaves_nothing_behind(attach, alice, monkeypatch):
    """The attachment has gone, and the process too before it removed the file."""
    file = attach()
    monkeypatch.setattr(services, "remove", lambda found, at_once: Attachment.objects.filter(pk=found[0].pk).delete())
    cancel(by=alice, upload_id=file.pk)
    sharing.release([file.stored_id])
    assert run("purge_media", "--dry-run") == "1 files are unused.\n"
    assert run("purge_media") == "Removed 1 files.\n"
    assert files_on_disk() == set()
