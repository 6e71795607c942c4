"""How much may be uploaded, and that each refusal names the limit."""

import errno
import os
import shutil
from collections import namedtuple

import pytest
from django.db import OperationalError

from chatsite.contract.errors import Conflict, RateLimited, TooLarge, Unavailable
from messaging.attachments import limits
from messaging.attachments.models import Attachment, Upload
from messaging.attachments.services import begin_upload, continue_upload, finish_upload
from messaging.attachments.tus import arriving

MB = 2**20


def begin(by, room, length=MB):
    return begin_upload(by=by, room_id=room.pk, name="video.mp4", length=length)


def test_a_file_has_a_limit(room, alice):
    with pytest.raises(TooLarge, match=r"video.mp4 is 310 MB. The limit is 100 MB."):
        begin(alice, room, 310 * MB)
    begin(alice, room, 100 * MB)


@pytest.mark.parametrize(
    ("limit", "said"), [(10**6, "977 KB. The limit is 976 KB"), (2000, "2 KB. The limit is 1.9 KB")]
)
def test_a_file_that_is_hardly_too_large_is_not_said_to_be_as_large_as_the_limit(room, alice, settings, limit, said):
    settings.UPLOAD_FILE_BYTES = limit
    with pytest.raises(TooLarge, match=said):
        begin(alice, room, limit + 1)


def test_a_person_has_a_limit_for_a_day(room, alice, bob, attach, settings):
    settings.UPLOAD_BYTES_PER_DAY = 3 * MB
    attach(content=b"x" * MB)
    begin(alice, room)
    begin(alice, room)
    with pytest.raises(RateLimited, match="You can upload 3 MB in a day") as refused:
        begin(alice, room, 1)
    assert refused.value.retry_after_s
    begin(bob, room)
    Attachment.objects.update(created_at="2020-01-01T00:00Z")
    begin(alice, room)


def test_all_files_have_a_limit(room, alice, bob, attach, settings):
    settings.UPLOAD_TOTAL_BYTES = 2 * MB
    attach(content=b"x" * MB)
    begin(alice, room)
    with pytest.raises(Unavailable, match="All files here together may have 2 MB"):
        begin(bob, room, 1)


def test_uploads_leave_a_part_of_the_disk_free(room, alice, monkeypatch, settings):
    usage = namedtuple("usage", "total used free")
    upload = begin(alice, room)
    settings.UPLOAD_FREE_BYTES = 10 * MB
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(100 * MB, 0, 10 * MB + MB // 2))
    with pytest.raises(Unavailable, match="almost full"):
        begin(alice, room)
    with pytest.raises(Unavailable, match="almost full"):
        continue_upload(by=alice, upload_id=upload.pk, offset=0)


def test_few_files_wait_to_be_sent(room, alice, monkeypatch):
    monkeypatch.setattr(limits, "MAX_WAITING", 2)
    begin(alice, room)
    begin(alice, room)
    with pytest.raises(Conflict, match="2 of your files wait"):
        begin(alice, room)


def test_limits_are_said_at_the_start(alice, signed_in):
    assert signed_in(alice).get("/auth/me").json()["limits"] == {
        "file_bytes": 100 * MB,
        "files_per_message": 10,
        "bytes_per_day": 2**30,
    }


def receive_whole(sink):
    try:
        sink.write(b"hello")
    finally:
        sink.close()


@pytest.mark.parametrize("call", ["pwrite", "fsync"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_said_and_the_upload_goes_on_later(room, alice, monkeypatch, call, number):
    upload = begin(alice, room, 5)

    def full(*_):
        raise OSError(number, "full")

    sink = continue_upload(by=alice, upload_id=upload.pk, offset=0)
    with monkeypatch.context() as patched:
        patched.setattr(os, call, full)
        with pytest.raises(Unavailable, match="disk is full"):
            receive_whole(sink)
    upload.refresh_from_db()
    assert upload.offset == 0
    sink = continue_upload(by=alice, upload_id=upload.pk, offset=0)
    sink.write(b"hello")
    sink.close()
    assert finish_upload(sink.upload).size == 5


def test_a_database_that_is_gone_loses_nothing_that_counts(room, alice, monkeypatch):
    upload = begin(alice, room, 10)
    sink = continue_upload(by=alice, upload_id=upload.pk, offset=0)
    sink.write(b"hello")

    def gone(*_):
        raise OperationalError(2006, "gone")

    with monkeypatch.context() as patched:
        patched.setattr(arriving, "_count", gone)
        with pytest.raises(OperationalError):
            sink.close()
    assert Upload.objects.get().offset == 0
    sink = continue_upload(by=alice, upload_id=upload.pk, offset=0)
    sink.write(b"helloworld")
    sink.close()
    assert finish_upload(sink.upload).size == 10
