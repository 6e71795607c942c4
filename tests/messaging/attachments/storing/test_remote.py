"""Files in a storage elsewhere: the stock S3 storage of django-storages against moto's server."""

import io
import json
import logging
import os
from datetime import UTC, datetime, timedelta

import boto3
import pytest
from django.core.files.storage import storages
from moto.server import ThreadedMotoServer

from bench.files import memory_mb
from chatsite.contract.errors import Unavailable
from messaging.attachments.consistency import check_attachments
from messaging.attachments.models import Attachment, StoredFile, Upload
from messaging.attachments.payloads import attachment_payload
from messaging.attachments.services import cancel
from messaging.attachments.storing import remote, sharing, storage
from messaging.upkeep.erasing import erase, written_by
from tests.accounts.pictures.samples import corners, saved
from tests.messaging.attachments.conftest import files_on_disk
from tests.messaging.attachments.live import Sender, content
from tests.support.commands import run
from tests.support.conversation import say
from tests.support.server import Server

MB = 2**20
BUCKET = "files"
ACCESS = {"aws_access_key_id": "key", "aws_secret_access_key": "secret", "region_name": "us-east-1"}


@pytest.fixture(scope="module")
def endpoint():
    """Return the address of a server that speaks S3."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    yield "http://{}:{}".format(*server.get_host_and_port())
    server.stop()


@pytest.fixture
def bucket(endpoint):
    """Return an empty bucket."""
    found = boto3.resource("s3", endpoint_url=endpoint, **ACCESS).Bucket(BUCKET)
    found.create()
    yield found
    found.objects.delete()
    found.delete()


def options(endpoint):
    return {
        "bucket_name": BUCKET,
        "endpoint_url": endpoint,
        "access_key": "key",
        "secret_key": "secret",
        "region_name": "us-east-1",
    }


@pytest.fixture
def s3(bucket, endpoint, settings):
    """Have attachments be in the bucket."""
    backend = {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options(endpoint)}
    settings.STORAGES = settings.STORAGES | {"attachments": backend}
    return bucket


def keys(bucket):
    return {one.key for one in bucket.objects.all()}


pytestmark = pytest.mark.django_db(transaction=True)


def test_an_upload_and_its_previews_are_in_the_bucket_alone(s3, attach, room, alice, bob, signed_in):
    found = attach("photo.jpg", saved(corners(), "JPEG"))
    assert keys(s3) == set(found.stored.files)
    assert len(keys(s3)) > 1
    assert files_on_disk() == set()
    say(alice, room, attachment_ids=[found.pk])
    shown = attachment_payload(found)
    answer = signed_in(bob).get(shown["previews"][0]["url"])
    assert b"".join(answer.streaming_content)[8:12] == b"WEBP"


def test_ranges_are_fetched_alone(s3, attach, room, alice, bob, signed_in):
    whole = content(3 * MB)
    found = attach("data.bin", whole)
    say(alice, room, attachment_ids=[found.pk])
    client, url = signed_in(bob), attachment_payload(found)["url"]
    for said, part in {"bytes=0-9": whole[:10], "bytes=1000000-": whole[1_000_000:], "bytes=-5": whole[-5:]}.items():
        answer = client.get(url, HTTP_RANGE=said)
        assert (answer.status_code, b"".join(answer.streaming_content)) == (206, part)
    assert b"".join(client.get(url).streaming_content) == whole
    empty = attach("empty", b"")
    say(alice, room, attachment_ids=[empty.pk])
    assert b"".join(client.get(attachment_payload(empty)["url"]).streaming_content) == b""


def test_the_same_bytes_are_there_once_and_go_with_the_last(s3, attach, alice, bob):
    first, second = attach(), attach(by=bob)
    list(sharing.collect())
    assert keys(s3) == {first.file} == {second.file}
    cancel(by=alice, upload_id=first.pk)
    list(sharing.collect())
    assert keys(s3) == {second.file}
    cancel(by=bob, upload_id=second.pk)
    list(sharing.collect())
    assert keys(s3) == set()


def test_erased_messages_take_their_files_along(s3, attach, alice, room):
    say(alice, room, attachment_ids=[attach().pk])
    list(erase(written_by(alice)))
    assert keys(s3) == set()


def test_files_without_a_row_go_after_a_day(s3, attach, monkeypatch):
    kept, stray = attach(), attach(content=b"stray")
    Attachment.objects.filter(pk=stray.pk).delete()
    StoredFile.objects.filter(pk=stray.pk).delete()
    run("purge_media")
    assert keys(s3) == {kept.file, stray.file}
    later = datetime.now(UTC) - timedelta(days=2)
    monkeypatch.setattr(type(storage.storage()), "get_modified_time", lambda *_: later)
    assert run("purge_media", "--dry-run") == "1 files are unused.\n"
    run("purge_media")
    assert keys(s3) == {kept.file}


def test_changed_and_missing_files_are_found_and_mended_by_the_next_upload(s3, attach, bob):
    changed, missing = attach(), attach(content=b"other")
    s3.Object(changed.file).put(Body=b"jello")
    s3.Object(missing.file).delete()
    (findings,) = check_attachments()
    assert len(findings) == 2
    attach(by=bob)
    list(sharing.collect())
    assert s3.Object(changed.file).get()["Body"].read() == b"hello"
    assert keys(s3) == {changed.file}


def test_a_file_that_is_gone_is_404(s3, attach, room, alice, bob, signed_in):
    found = attach()
    say(alice, room, attachment_ids=[found.pk])
    s3.Object(found.file).delete()
    assert signed_in(bob).get(attachment_payload(found)["url"]).status_code == 404


def test_a_storage_that_is_away_is_worth_repeating(s3, attach, room, alice, bob, signed_in, settings):
    found = attach()
    say(alice, room, attachment_ids=[found.pk])
    away = options("http://127.0.0.1:9")
    settings.STORAGES = settings.STORAGES | {"attachments": {**settings.STORAGES["attachments"], "OPTIONS": away}}
    with pytest.raises(Unavailable):
        attach(content=b"more")
    assert not Upload.objects.exists()
    assert signed_in(bob).get(attachment_payload(found)["url"]).status_code == 503


def test_a_name_that_another_process_took_meanwhile_is_no_second_file(s3):
    store = storages["attachments"]
    remote.save(store, "attachments/x/original", io.BytesIO(b"hello"))
    remote.save(store, "attachments/x/original", io.BytesIO(b"hello"))
    assert keys(s3) == {"attachments/x/original"}


def test_a_server_with_its_files_in_s3_holds_none_in_memory(bucket, endpoint):
    env = {
        "ATTACHMENT_STORAGE": "storages.backends.s3.S3Storage",
        "ATTACHMENT_STORAGE_OPTIONS": json.dumps(options(endpoint)),
        "UPLOAD_FREE_BYTES": "0",
        "PATH": os.environ["PATH"],
    }
    small, whole = content(MB), content(48 * MB)
    with Server(env=env) as server:
        sender = Sender(server)
        assert sender.download(sender.send(sender.finish(sender.begin(MB), small))) == small
        before = memory_mb(server, "VmRSS")
        file = sender.send(sender.finish(sender.begin(len(whole)), whole))
        assert sender.download(file) == whole
        part = sender.caller.get(file["url"], headers={"Range": "bytes=5000000-5000009"})
        assert (part.status_code, part.content) == (206, whole[5_000_000:5_000_010])
        assert memory_mb(server, "VmHWM") - before < 32
    assert len(keys(bucket)) == 2
