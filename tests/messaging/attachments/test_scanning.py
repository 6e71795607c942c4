"""Files that a virus scanner looks at before they are stored."""

import logging
import os
import resource
import socketserver
import threading
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from chatsite import env
from chatsite.contract.errors import InvalidInput, TooLarge, Unavailable
from chatsite.doctor.findings import Level
from messaging.attachments.models import Attachment, Upload
from messaging.attachments.scanning.clamd import CHUNK_BYTES, Clamd
from messaging.attachments.scanning.watching import EICAR, examine
from messaging.attachments.services import begin_upload, continue_upload, finish_upload
from tests.messaging.attachments.conftest import files_on_disk
from tests.messaging.attachments.scanning import Conversation, FakeClamd

pytestmark = pytest.mark.django_db


@pytest.fixture
def clamd(tmp_path, settings):
    with FakeClamd(tmp_path / "clamd").running() as server:
        settings.UPLOAD_SCANNER = server.address
        settings.UPLOAD_SCANNER_TIMEOUT_S = 5
        yield server


def arrived(alice, room, content=b"hello", name="secret plans.txt"):
    upload = begin_upload(by=alice, room_id=room.pk, name=name, length=len(content))
    sink = continue_upload(by=alice, upload_id=upload.pk, offset=0)
    sink.write(content)
    sink.close()
    return sink.upload


def test_a_clean_file_is_accepted_and_was_read_in_bounded_chunks(clamd, attach):
    content = bytes(range(256)) * 2_000
    attach(content=content)
    assert clamd.scanned == [content]
    assert clamd.longest_chunk == CHUNK_BYTES
    attach("empty", b"")
    assert clamd.scanned[1:] == [b""]


def test_it_is_asked_on_a_server_with_thousands_of_connections(clamd, attach):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with ExitStack() as stack:
        stack.callback(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        for _ in range(1_100):
            stack.enter_context(Path(os.devnull).open())
        attach()
    assert clamd.scanned == [b"hello"]


def test_a_harmful_file_is_refused_removed_and_logged_without_its_name(clamd, alice, room, caplog):
    upload = arrived(alice, room, b"x" * 1_000 + EICAR)
    with caplog.at_level(logging.WARNING), pytest.raises(InvalidInput, match="The file looks harmful"):
        finish_upload(upload)
    assert (Upload.objects.count(), Attachment.objects.count(), files_on_disk()) == (0, 0, set())
    [record] = caplog.records
    assert record.fields["found"] == "Win.Test.EICAR_HDB-1"
    assert record.fields["user"] == alice.pk
    assert "secret plans" not in f"{record.getMessage()} {record.fields}"


@pytest.mark.parametrize("mood", ["drops", "drops later", "nonsense", "slow"])
def test_a_scanner_that_cannot_be_asked_is_worth_repeating(clamd, alice, room, settings, mood):
    settings.UPLOAD_SCANNER_TIMEOUT_S = 0.3 if mood == "slow" else 5
    clamd.mood = mood
    upload = arrived(alice, room, b"x" * 300_000)
    with pytest.raises(Unavailable, match="can't be checked for viruses right now") as refused:
        finish_upload(upload)
    assert refused.value.retry_after_s
    assert Upload.objects.get().is_complete
    clamd.mood, settings.UPLOAD_SCANNER_TIMEOUT_S = "", 5
    assert finish_upload(upload).size == 300_000


def test_a_scanner_that_is_not_there(settings, tmp_path, alice, room):
    settings.UPLOAD_SCANNER = f"unix://{tmp_path / 'none'}"
    upload = arrived(alice, room)
    with pytest.raises(Unavailable):
        finish_upload(upload)
    settings.UPLOAD_UNSCANNED = True
    assert finish_upload(upload)


def test_a_file_that_is_too_long_for_the_scanner(clamd, attach, alice, room, settings):
    clamd.max_bytes = 1_000_000
    upload = arrived(alice, room, b"x" * 3_000_000)
    with pytest.raises(TooLarge, match="too large to be checked"):
        finish_upload(upload)
    assert (Upload.objects.count(), files_on_disk()) == (0, set())
    settings.UPLOAD_UNSCANNED = True
    assert attach(content=b"x" * 3_000_000)


def test_a_file_in_one_request_that_is_refused_leaves_nothing(clamd, attach):
    clamd.mood = "drops"
    with pytest.raises(Unavailable):
        attach()
    assert (Upload.objects.count(), files_on_disk()) == (0, set())


def test_it_is_asked_over_tcp_too(tmp_path):
    class OverTcp(FakeClamd):
        address_family = socketserver.TCPServer.address_family

        def __init__(self):
            self.max_bytes, self.mood, self.scanned, self.longest_chunk = 10**6, "", [], 0
            self.let_go = threading.Event()
            socketserver.TCPServer.__init__(self, ("127.0.0.1", 0), Conversation)

    with OverTcp().running() as server:
        scanner = Clamd(f"tcp://127.0.0.1:{server.server_address[1]}", 5)
        path = tmp_path / "file"
        for content, found in ((b"hello", ""), (EICAR, "Win.Test.EICAR_HDB-1")):
            path.write_bytes(content)
            with path.open("rb") as file:
                assert scanner.found_in(file) == found


def test_doctor_tries_the_scanner(clamd, settings):
    settings.UPLOAD_FILE_BYTES = 5_000_000
    assert [finding.level for finding in examine()] == [Level.FINE]
    clamd.max_bytes = 1_000_000
    [finding] = examine()
    assert (finding.level, "StreamMaxLength" in finding.fix) == (Level.DOUBTFUL, True)
    clamd.mood = "drops"
    assert [finding.level for finding in examine()] == [Level.WRONG]
    settings.UPLOAD_SCANNER = ""
    assert list(examine()) == []


@pytest.mark.parametrize(
    "value", ["clamd", "tcp://host", "tcp://:3310", "tcp://host:x", "unix://", "unix://a/b", "http://a:1"]
)
def test_an_address_that_is_none_stops_the_start(monkeypatch, value):
    monkeypatch.setenv("UPLOAD_SCANNER", value)
    with pytest.raises(ImproperlyConfigured, match="UPLOAD_SCANNER must be"):
        env.scanner("UPLOAD_SCANNER")
