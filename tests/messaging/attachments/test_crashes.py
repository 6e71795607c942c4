"""An upload that is stopped at any step ends as exactly one file, and as nothing that is served half-written."""

import os
import random
import shutil

import pytest
from django.db import models

from messaging.attachments import services
from messaging.attachments.models import Attachment, Upload
from messaging.attachments.services import begin_upload, continue_upload, finish_upload
from messaging.attachments.storing import sharing, storage
from messaging.services import Draft, post_messages
from tests.messaging.attachments.conftest import files_on_disk
from tests.messaging.attachments.live import content

MB = 2**20
WHOLE = content(5 * MB)
STEPS = [
    (os, "pwrite"),
    (os, "fsync"),
    (os, "link"),
    (os, "ftruncate"),
    (os, "open"),
    (models.Model, "save"),
    (models.Model, "delete"),
    (models.QuerySet, "update"),
    (models.QuerySet, "select_for_update"),
    (shutil, "rmtree"),
    (services, "prepared"),
    (storage, "put"),
    (storage, "forget"),
]


class Killed(BaseException):
    """The process ends here."""


def killing(monkeypatch, owner, name, at):
    """Have the ``at``-th call of a function end the process: before it, or after it was done."""
    real, calls = getattr(owner, name), iter(range(10**6))
    before = random.random() < 0.5

    def call(*args, **kwargs):
        if next(calls) != at:
            return real(*args, **kwargs)
        if not before:
            real(*args, **kwargs)
        raise Killed

    monkeypatch.setattr(owner, name, call)


def go_on(alice, upload_id):
    """Do what a client does: ask where the upload is, and continue there."""
    if Attachment.objects.filter(pk=upload_id).exists():
        return Attachment.objects.get(pk=upload_id)
    upload = Upload.objects.get(pk=upload_id)
    if not upload.is_complete:
        sink = continue_upload(by=alice, upload_id=upload_id, offset=upload.offset)
        try:
            for start in range(upload.offset, len(WHOLE), 256 * 1024):
                sink.write(WHOLE[start : start + 256 * 1024])
        finally:
            sink.close()
        upload = sink.upload
    return finish_upload(upload)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("owner", "name"), STEPS, ids=[name for _, name in STEPS])
def test_killed_at_any_step(room, alice, monkeypatch, owner, name):
    random.seed(name)
    killed = 0
    for at in range(16):
        upload = begin_upload(by=alice, room_id=room.pk, name="data.bin", length=len(WHOLE))
        with monkeypatch.context() as patched:
            killing(patched, owner, name, at)
            try:
                go_on(alice, upload.pk)
            except Killed:
                killed += 1
        for one in Attachment.objects.all():
            assert storage.local_path(one.file).read_bytes() == WHOLE
        found = go_on(alice, upload.pk)
        (result,) = post_messages([Draft(alice.pk, room.pk, "", attachment_ids=[found.pk])])
        assert result.message["attachments"][0]["size"] == len(WHOLE)
        assert storage.local_path(found.file).read_bytes() == WHOLE
        assert (Upload.objects.count(), go_on(alice, upload.pk)) == (0, found)
    assert killed
    list(sharing.collect())
    strays = {name for name in files_on_disk() if not name.startswith(storage.ARRIVING)}
    assert strays == set(Attachment.objects.values_list("file", flat=True))
