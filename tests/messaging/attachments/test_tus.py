"""``/uploads/``: tus 1.0, without a server. What stock clients do is in test_stock_clients.py."""

import base64
import json
from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from chatsite.contract.errors import NotFound
from messaging.attachments.models import Attachment, Upload
from messaging.attachments.storing import sharing, storage
from messaging.attachments.tus.arriving import Arriving
from messaging.attachments.tus.headers import metadata
from rooms.memberships import leave_room
from rooms.services import close_room
from tests.messaging.attachments.conftest import files_on_disk
from tests.support.conversation import say

TYPE = "application/offset+octet-stream"
TUS = {"Tus-Resumable": "1.0.0"}


def facts(**given: object) -> str:
    return ",".join(f"{name} {base64.b64encode(str(value).encode()).decode()}" for name, value in given.items())


@pytest.fixture
def tus(room, alice, signed_in):
    """Return a client of Alice's that speaks tus."""
    client = signed_in(alice)

    class Tus:
        def begin(self, length=10, body=b"", **headers):
            about = {"Upload-Length": str(length), "Upload-Metadata": facts(filename="a.txt", room_id=room.pk)}
            return client.generic("POST", "/uploads/", body, TYPE if body else "", headers=TUS | about | headers)

        def head(self, url, **headers):
            return client.head(url, headers=TUS | headers)

        def patch(self, url, offset, body, content_type=TYPE, **headers):
            return client.generic(
                "PATCH", url, body, content_type, headers=TUS | {"Upload-Offset": str(offset)} | headers
            )

        def delete(self, url):
            return client.delete(url, headers=TUS)

        def options(self, url):
            return client.options(url)

    return Tus()


def test_a_file_arrives_in_parts_and_is_sent(room, alice, tus):
    begun = tus.begin(10)
    assert (begun.status_code, begun["Upload-Offset"], begun["Tus-Resumable"]) == (201, "0", "1.0.0")
    url = begun["Location"]
    first = tus.patch(url, 0, b"hello")
    assert (first.status_code, first["Upload-Offset"]) == (204, "5")
    assert "Chatsite-Attachment" not in first
    asked = tus.head(url)
    assert (asked.status_code, asked["Upload-Offset"], asked["Upload-Length"]) == (200, "5", "10")
    assert (asked["Cache-Control"], bool(asked["Upload-Expires"])) == ("private, no-store", True)
    last = tus.patch(url, 5, b"world")
    assert (last.status_code, last["Upload-Offset"]) == (204, "10")
    found = Attachment.objects.get(pk=last["Chatsite-Attachment"])
    assert (found.name, found.size, found.owner, found.room) == ("a.txt", 10, alice, room)
    assert storage.local_path(found.file).read_bytes() == b"helloworld"
    assert files_on_disk() == {f"attachments/{found.pk}/original"}
    assert tus.head(url)["Chatsite-Attachment"] == str(found.pk)
    assert say(alice, room, attachment_ids=[found.pk])["attachments"][0]["name"] == "a.txt"


def test_the_first_bytes_may_come_with_the_creation(tus):
    begun = tus.begin(10, b"hello")
    assert (begun.status_code, begun["Upload-Offset"]) == (201, "5")
    whole = tus.begin(5, b"hello")
    assert (whole["Upload-Offset"], "Chatsite-Attachment" in whole) == ("5", True)


def test_an_empty_file_is_complete_at_once(tus):
    begun = tus.begin(0)
    assert Attachment.objects.get(pk=begun["Chatsite-Attachment"]).size == 0


def test_what_the_server_can(tus):
    for url in ("/uploads/", "/uploads/00000000-0000-7000-8000-000000000000"):
        answer = tus.options(url)
        assert answer.status_code == 204
        assert answer["Tus-Version"] == "1.0.0"
        assert answer["Tus-Extension"] == "creation,creation-with-upload,expiration,termination"
        assert answer["Tus-Max-Size"] == str(100 * 2**20)


@pytest.mark.parametrize("version", ["", "0.2.2", "2.0.0"])
def test_another_version_is_refused(tus, version):
    url = tus.begin()["Location"]
    headers = {"Tus-Resumable": version}
    for answer in (tus.begin(**headers), tus.head(url, **headers), tus.patch(url, 0, b"x", **headers)):
        assert (answer.status_code, answer["Tus-Version"]) == (412, "1.0.0")
    assert Upload.objects.get().offset == 0


@pytest.mark.parametrize(("offset", "status"), [(1, 409), (0, 204), ("x", 400), ("-1", 400), ("", 400), ("٣", 400)])
def test_a_part_goes_where_the_upload_is(tus, offset, status):
    assert tus.patch(tus.begin()["Location"], offset, b"x").status_code == status


def test_a_part_says_that_it_is_one(tus):
    url = tus.begin()["Location"]
    assert tus.patch(url, 0, b"x", "application/json").status_code == 415
    assert tus.patch(url, 0, b"x", "").status_code == 415
    assert tus.patch(url, 0, b"x", f"{TYPE}; charset=x").status_code == 204


def test_more_than_announced_is_refused(tus):
    url = tus.begin(5)["Location"]
    assert tus.patch(url, 0, b"hello world").status_code == 413
    assert tus.head(url)["Upload-Offset"] == "0"
    assert tus.begin(5, b"hello world").status_code == 413


def test_a_file_over_the_limit_is_refused_before_a_byte_is_sent(tus, settings):
    settings.UPLOAD_FILE_BYTES = 100 * 2**20
    answer = tus.begin(310 * 2**20)
    assert answer.status_code == 413
    assert answer.json()["error"]["message"] == "a.txt is 310 MB. The limit is 100 MB."
    assert Upload.objects.count() == 0
    assert tus.begin(10**18 - 1).status_code == 413


@pytest.mark.parametrize(
    "headers",
    [
        {"Upload-Length": ""},
        {"Upload-Length": "x"},
        {"Upload-Length": "-1"},
        {"Upload-Length": "1" * 30},
        {"Upload-Metadata": ""},
        {"Upload-Metadata": "filename YQ=="},
        {"Upload-Metadata": "room_id !!!"},
        {"Upload-Metadata": "room_id MQ==,room_id MQ=="},
        {"Upload-Metadata": "room_id /w=="},
        {"Upload-Metadata": "room_id MQ==," + "x" * 9000},
        {"Upload-Length": "", "Upload-Defer-Length": "1"},
    ],
)
def test_bad_headers_are_refused(tus, headers):
    assert tus.begin(**headers).status_code == 400


def test_a_name_that_is_missing_or_strange(tus, room):
    for given, kept in ((None, "file"), ("../a\x00b", "ab"), ("דוח.pdf", "דוח.pdf")):
        about = {"room_id": room.pk} | ({} if given is None else {"filename": given})
        tus.begin(**{"Upload-Metadata": facts(**about)})
        assert Upload.objects.latest("created_at").name == kept


def test_metadata():
    assert metadata("") == {}
    assert metadata("a,b YQ==, c  ") == {"a": "", "b": "a", "c": ""}


def test_an_upload_is_its_owners_alone(tus, bob, signed_in):
    url = tus.begin()["Location"]
    other = signed_in(bob)
    assert other.head(url, headers=TUS).status_code == 404
    assert other.generic("PATCH", url, b"x", TYPE, headers=TUS | {"Upload-Offset": "0"}).status_code == 404
    assert other.delete(url, headers=TUS).status_code == 404
    assert tus.head(url).status_code == 200


def test_a_room_that_one_may_not_write_in_takes_nothing(tus, room, alice, bob, signed_in):
    url = tus.begin()["Location"]
    close_room(room_id=room.pk, by=alice)
    assert tus.patch(url, 0, b"x").status_code == 409
    assert tus.begin().status_code == 409
    leave_room(room_id=room.pk, by=bob)
    about = {"Upload-Length": "1", "Upload-Metadata": facts(room_id=room.pk)}
    assert signed_in(bob).generic("POST", "/uploads/", headers=TUS | about).status_code == 403
    about["Upload-Metadata"] = facts(room_id=999999)
    assert signed_in(bob).generic("POST", "/uploads/", headers=TUS | about).status_code == 404


def test_an_upload_is_cancelled(tus):
    url = tus.begin()["Location"]
    tus.patch(url, 0, b"hello")
    assert tus.delete(url).status_code == 204
    assert (files_on_disk(), Upload.objects.count()) == (set(), 0)
    for answer in (tus.head(url), tus.patch(url, 5, b"world"), tus.delete(url)):
        assert answer.status_code == 404


def test_an_upload_that_is_cancelled_while_a_part_arrives_refuses_the_rest(tus):
    url = tus.begin(10)["Location"]
    part = Arriving(Upload.objects.get(pk=UUID(url.rsplit("/", 1)[1])))
    part.write(b"hello")
    assert tus.delete(url).status_code == 204
    with pytest.raises(NotFound):
        part.write(b"world")


def test_a_file_that_was_not_sent_is_removed_and_one_that_was_stays(
    tus, room, alice, django_capture_on_commit_callbacks
):
    url = tus.begin(5, b"hello")["Location"]
    with django_capture_on_commit_callbacks(execute=True):
        assert tus.delete(url).status_code == 204
        list(sharing.collect())
    assert (files_on_disk(), Attachment.objects.count()) == (set(), 0)
    url = tus.begin(5, b"hello")["Location"]
    say(alice, room, attachment_ids=[UUID(url.rpartition("/")[2])])
    assert tus.delete(url).status_code == 409
    assert len(files_on_disk()) == 1


def test_an_upload_that_has_expired_is_gone(tus):
    url = tus.begin()["Location"]
    Upload.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert tus.head(url).status_code == tus.patch(url, 0, b"x").status_code == 404


def test_an_upload_whose_bytes_are_lost_is_gone(tus):
    url = tus.begin()["Location"]
    tus.patch(url, 0, b"hello")
    storage.forget(Upload.objects.get().pk)
    assert tus.patch(url, 5, b"world").status_code == 404


def test_errors_are_in_the_contracts_form(tus):
    error = json.loads(tus.patch("/uploads/00000000-0000-7000-8000-000000000000", 0, b"x").content)["error"]
    assert error["code"] == "not_found"


def test_the_csrf_token_is_needed(alice, room):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    about = {"Upload-Length": "1", "Upload-Metadata": facts(room_id=room.pk)}
    assert client.generic("POST", "/uploads/", headers=TUS | about).status_code == 403
