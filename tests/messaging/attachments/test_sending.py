"""``attachment_ids`` of ``send_message``, and ``POST /rooms/<id>/attachments``."""

import json
import threading
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from chatsite.contract.errors import InvalidInput
from messaging.attachments.models import Attachment, Upload
from messaging.attachments.payloads import attachment_payload
from messaging.models import Message
from messaging.queries import page
from messaging.services import Draft, Duplicate, Refused, StoredMessage, edit_message, post_messages
from rooms.services import close_room, create_room
from tests.messaging.attachments.conftest import files_on_disk
from tests.messaging.attachments.test_media_types import matroska
from tests.support.conversation import say

JSON = "application/json"
VOICE = matroska(b"webm", b"A_OPUS")


def post(client, room, **body):
    return client.post(f"/rooms/{room.pk}/messages", json.dumps(body), JSON)


def test_a_file_is_uploaded_in_one_request_and_sent_with_a_message(room, alice, bob, signed_in):
    client = signed_in(alice)
    file = SimpleUploadedFile("notes.txt", b"hello")
    answer = client.post(f"/rooms/{room.pk}/attachments", {"file": file})
    assert answer.status_code == 201, answer.content
    found = answer.json()["attachment"]
    assert found == {
        "id": found["id"],
        "name": "notes.txt",
        "size": 5,
        "type": "text/plain",
        "kind": "file",
        "url": f"/media/attachments/{found['id']}/notes.txt",
        "width": None,
        "height": None,
        "previews": [],
        "blurhash": None,
        "duration_s": None,
        "waveform": None,
        "removed": [],
        "alt": "",
    }
    assert client.get(f"/attachments/{found['id']}").json() == {"attachment": found}
    sent = post(client, room, attachment_ids=[found["id"]])
    assert sent.status_code == 201, sent.content
    message = sent.json()["message"]
    assert (message["content"], message["html"], message["attachments"]) == ("", "", [found])
    assert page(user=bob, room_id=room.pk).messages == [message]
    assert Upload.objects.count() == 0
    assert files_on_disk() == {f"attachments/{found['id']}/original"}


def test_attachments_come_in_the_order_in_which_they_are_named(room, alice, attach, announced_by):
    one, two, three = attach("1"), attach("2"), attach("3")
    (change,) = announced_by(say, alice, room, "look", attachment_ids=[three.pk, one.pk, two.pk])
    assert [found["name"] for found in change.payload["message"]["attachments"]] == ["3", "1", "2"]
    assert page(user=alice, room_id=room.pk).messages == [change.payload["message"]]


def test_a_text_that_shows_nothing_is_none_beside_a_file(room, alice, attach, signed_in):
    answer = post(signed_in(alice), room, content=" \n ", attachment_ids=[str(attach().pk)])
    assert answer.json()["message"]["content"] == ""


@pytest.mark.parametrize("body", [{}, {"content": " "}, {"attachment_ids": []}, {"content": None}])
def test_a_message_needs_a_text_or_a_file(room, alice, signed_in, body):
    answer = post(signed_in(alice), room, **body)
    assert answer.status_code == 400
    assert list(answer.json()["error"]["fields"]) == ["content"]


@pytest.mark.parametrize("ids", ["x", [1], ["x"], [str(uuid4()) + "0"], {}, [str(uuid4()) for _ in range(11)], [None]])
def test_what_is_no_list_of_at_most_ten_uuids_is_refused(room, alice, signed_in, ids):
    answer = post(signed_in(alice), room, content="hello", attachment_ids=ids)
    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, ["attachment_ids"])


def test_fewer_files_in_a_message_by_setting(room, alice, attach, settings):
    settings.UPLOAD_FILES_PER_MESSAGE = 1
    with pytest.raises(InvalidInput) as refused:
        say(alice, room, attachment_ids=[attach().pk, attach().pk])
    assert str(refused.value.fields["attachment_ids"][0]) == "A message can have at most 1 files."


def test_only_own_unsent_files_of_this_room_can_be_sent(room, alice, bob, attach):
    other = create_room(by=alice, name="Other")
    sent = attach()
    say(alice, room, attachment_ids=[sent.pk])
    for wrong in (attach(by=bob).pk, attach(to=other).pk, sent.pk, uuid4()):
        own = attach()
        with pytest.raises(InvalidInput) as refused:
            say(alice, room, attachment_ids=[own.pk, wrong])
        assert list(refused.value.fields) == ["attachment_ids"]
        own.refresh_from_db()
        assert own.message is None


def test_a_retry_is_the_same_message_with_its_files(room, alice, attach):
    draft = Draft(alice.pk, room.pk, "", uuid4(), attachment_ids=[attach().pk])
    (first,) = post_messages([draft])
    (again,) = post_messages([draft])
    assert isinstance(first, StoredMessage)
    assert again == Duplicate(first.message)
    assert Message.objects.count() == 1


def test_two_drafts_of_one_batch_share_no_file(room, alice, attach):
    shared = attach().pk
    results = post_messages([Draft(alice.pk, room.pk, f"{n}", attachment_ids=[shared]) for n in range(3)])
    assert [type(result) for result in results] == [StoredMessage, Refused, Refused]


@pytest.mark.django_db(transaction=True)
def test_of_two_sends_at_once_one_gets_the_file(room, alice, attach):
    for _ in range(5):
        shared, results = attach().pk, []
        start = threading.Barrier(4)

        def send(shared=shared, results=results, start=start):
            start.wait()
            results.extend(post_messages([Draft(alice.pk, room.pk, "mine", attachment_ids=[shared])]))
            connection.close()

        threads = [threading.Thread(target=send) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        kinds = sorted(type(result).__name__ for result in results)
        assert kinds == ["Refused", "Refused", "Refused", "StoredMessage"]
        assert Message.objects.filter(attachments=shared).count() == 1


def test_an_edit_keeps_the_files(room, alice, attach):
    seq = say(alice, room, "one", attachment_ids=[attach().pk])["seq"]
    edit_message(room_id=room.pk, seq=seq, by=alice, content="two")
    (message,) = page(user=alice, room_id=room.pk).messages
    assert (message["content"], len(message["attachments"])) == ("two", 1)


@pytest.mark.parametrize("nothing", ["", " \n", "\u200b"])
def test_only_a_message_with_files_may_lose_its_text(room, alice, attach, signed_in, nothing):
    def edit(seq, **body):
        return signed_in(alice).patch(f"/rooms/{room.pk}/messages/{seq}", json.dumps(body), JSON)

    with_file = say(alice, room, "one", attachment_ids=[attach().pk])["seq"]
    assert edit(with_file, content=nothing).json()["message"]["content"] == ""
    plain = say(alice, room, "two")["seq"]
    for body in ({"content": nothing}, {}):
        refused = edit(plain, **body)
        assert (refused.status_code, list(refused.json()["error"]["fields"])) == (400, ["content"])
    assert edit(with_file).status_code == 400
    assert [each["content"] for each in page(user=alice, room_id=room.pk).messages] == ["", "two"]


def test_one_who_may_not_write_uploads_nothing(room, alice, bob, charlie, signed_in):
    def upload(person):
        answer = signed_in(person).post(f"/rooms/{room.pk}/attachments", {"file": SimpleUploadedFile("a", b"b")})
        return answer.status_code

    assert upload(charlie) == 403
    close_room(room_id=room.pk, by=alice)
    assert upload(bob) == 409
    assert Attachment.objects.count() == 0


def test_a_name_arrives_as_its_sender_knows_it(signed_in, alice, room):
    body = b'--b\r\nContent-Disposition: form-data; name="file"; filename="12%22 50%.txt"\r\n\r\nx\r\n--b--\r\n'
    answer = signed_in(alice).post(f"/rooms/{room.pk}/attachments", body, "multipart/form-data; boundary=b")
    assert answer.json()["attachment"]["name"] == '12" 50%.txt'


@pytest.mark.parametrize("fields", [{}, {"file": "no file"}, {"other": SimpleUploadedFile("a", b"b")}])
def test_a_request_without_a_file_is_refused(room, alice, signed_in, fields):
    assert signed_in(alice).post(f"/rooms/{room.pk}/attachments", fields).status_code == 400


def test_an_empty_file_is_a_file(room, alice, signed_in):
    answer = signed_in(alice).post(f"/rooms/{room.pk}/attachments", {"file": SimpleUploadedFile("a", b"")})
    assert (answer.status_code, answer.json()["attachment"]["size"]) == (201, 0)


def test_a_text_for_those_who_do_not_see_the_picture(room, alice, bob, attach, signed_in, announced_by):
    found = attach()
    client = signed_in(alice)

    def describe(who, alt):
        return who.patch(f"/attachments/{found.pk}", json.dumps({"alt": alt}), JSON)

    assert describe(client, "A cat").json()["attachment"]["alt"] == "A cat"
    message = say(alice, room, attachment_ids=[found.pk])
    assert message["attachments"][0]["alt"] == "A cat"
    (change,) = announced_by(describe, client, "Two cats")
    assert change.payload["message"]["attachments"][0]["alt"] == "Two cats"
    assert change.version == message["version"] + 1
    assert announced_by(describe, client, "Two cats") == []
    assert describe(signed_in(bob), "Dogs").status_code == 403
    found.refresh_from_db()
    assert attachment_payload(found)["alt"] == "Two cats"


def test_what_is_said_of_a_recording(room, alice, attach, signed_in, announced_by):
    found = attach("note.weba", VOICE)
    client = signed_in(alice)

    def describe(**said):
        return client.patch(f"/attachments/{found.pk}", json.dumps(said), JSON)

    assert describe(alt="A note").status_code == 200
    answer = describe(duration_s=2.5, waveform=[0, 50, 100]).json()["attachment"]
    assert (answer["alt"], answer["duration_s"], answer["waveform"]) == ("A note", 2.5, [0, 50, 100])
    message = say(alice, room, attachment_ids=[found.pk])
    assert message["attachments"][0]["waveform"] == [0, 50, 100]
    assert announced_by(describe, duration_s=2.5, waveform=[0, 50, 100]) == []
    for wrong in ([], [101], [-1], [1.5], [True], ["1"], "1", {}, [0] * 65):
        assert set(describe(waveform=wrong).json()["error"]["fields"]) == {"waveform"}, wrong
    for wrong in (-1, "1", True, 1e300, [1]):
        assert set(describe(duration_s=wrong).json()["error"]["fields"]) == {"duration_s"}, wrong


def test_only_recordings_have_a_length(alice, attach, signed_in):
    found = attach("notes.txt", b"hello")
    answer = signed_in(alice).patch(f"/attachments/{found.pk}", json.dumps({"waveform": [1]}), JSON)
    assert (answer.status_code, set(answer.json()["error"]["fields"])) == (400, {"waveform"})
