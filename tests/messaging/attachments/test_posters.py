"""Posters of films: pictures that a browser took of them, believed no more than any other upload."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from chatsite.jobs.queue import Lane, run_due
from messaging.attachments import posters
from messaging.attachments.consistency import check_attachments
from messaging.attachments.limits import bytes_since_yesterday, stored_bytes
from messaging.attachments.models import Attachment, StoredFile
from messaging.attachments.payloads import attachment_payload
from messaging.attachments.services import cancel
from messaging.attachments.storing import storage
from messaging.attachments.usage.queries import people
from messaging.services import delete_message
from rooms.services import close_room
from tests.accounts.pictures.samples import corners, saved
from tests.messaging.attachments.conftest import files_on_disk
from tests.support.commands import run
from tests.support.conversation import say

pytestmark = pytest.mark.django_db(transaction=True)

FILM = b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm" + b"\x86\x85V_VP8" + bytes(200)
FACTS = {"width": 1920, "height": 1080, "duration_s": 61.5}


def picture(size=(720, 405), exif=None):
    """Return a picture of a film as a browser makes it, or one that says where it was taken."""
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, "JPEG", exif=exif or Image.Exif())
    return out.getvalue()


@pytest.fixture
def film(attach):
    return attach("film.webm", FILM)


@pytest.fixture
def send(signed_in, alice, film):
    """Return a function that sends a poster: Alice's, of her film, unless it says otherwise."""

    def post(content=None, by=alice, of=film):
        file = SimpleUploadedFile("poster.webp", picture() if content is None else content)
        return signed_in(by).post(f"/attachments/{of.pk}/poster", {"file": file})

    return post


def collect():
    run_due(timezone.now() + timedelta(hours=1), lane=Lane.LONG)


def test_a_film_has_a_poster_for_the_readers_of_its_message(send, signed_in, room, alice, bob, film):
    shown = send().json()["attachment"]
    assert [(one["width"], one["height"]) for one in shown["previews"]] == [(400, 225), (720, 405)]
    assert shown["blurhash"]
    address = shown["previews"][0]["url"]
    assert signed_in(bob).get(address).status_code == 404
    sent = say(alice, room, attachment_ids=[film.pk])
    assert sent["attachments"] == [shown]
    answer = signed_in(bob).get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert Image.open(io.BytesIO(b"".join(answer.streaming_content))).size == (400, 225)
    delete_message(room_id=room.pk, seq=sent["seq"], by=alice)
    assert signed_in(bob).get(address).status_code == 404


def test_only_pixels_of_a_poster_are_kept(send):
    exif = Image.Exif()
    exif[0x010F] = "Spycam 3000"
    exif[0x8825] = {1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 18.0)}
    assert send(picture(exif=exif)).status_code == 200
    stored = [storage.local_path(name) for name in StoredFile.objects.get(attachments=None).files]
    assert len(stored) == 2
    assert not any(b"Spycam" in path.read_bytes() or b"Exif" in path.read_bytes() for path in stored)
    assert len(files_on_disk()) == 3  # and the film


@pytest.mark.parametrize("content", [b"", b"<svg onload=alert(1)>", FILM, picture()[:300], b"GIF89a" + bytes(50)])
def test_what_is_no_picture_is_no_poster(send, film, content):
    answer = send(content)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "invalid_input")
    film.refresh_from_db()
    assert (film.poster, film.previews) == (None, [])
    assert files_on_disk() == {film.file}


def test_a_poster_is_small(send, monkeypatch, film):
    assert send(bytes(posters.MAX_POSTER_BYTES + 1)).status_code == 413
    assert send(bytes(posters.MAX_POSTER_BYTES * 2)).status_code == 413
    assert files_on_disk() == {film.file}


def test_only_a_film_of_ones_own_that_was_not_sent_takes_one(send, attach, room, alice, bob, film):
    assert send(by=bob).status_code == 404
    assert send(of=attach("notes.txt")).status_code == 400
    assert send(of=attach("photo.jpg", saved(corners(), "JPEG"))).status_code == 400
    say(alice, room, attachment_ids=[film.pk])
    assert send().status_code == 409
    assert send(by=bob).status_code == 403
    close_room(room_id=room.pk, by=alice)
    assert send(of=attach_in_vain(film)).json()["error"]["code"] == "room_closed"


def attach_in_vain(film):
    """Return a film that waits as its room closes."""
    Attachment.objects.filter(pk=film.pk).update(message=None)
    return film


def test_the_same_film_of_another_person_has_no_poster_of_a_stranger(send, attach, bob, film):
    send()
    theirs = attach("film.webm", FILM, by=bob)
    assert theirs.stored_id == film.stored_id
    assert (theirs.previews, theirs.poster) == ([], None)


def test_a_poster_goes_with_its_film_or_for_another_one(send, alice, film):
    send()
    first = files_on_disk()
    send(picture((300, 200)))
    collect()
    assert len(files_on_disk()) == 2
    assert files_on_disk() & first == {film.file}
    cancel(by=alice, upload_id=film.pk)
    collect()
    assert (files_on_disk(), StoredFile.objects.count()) == (set(), 0)


def test_the_purge_leaves_posters_alone(send, room, alice, film):
    send()
    say(alice, room, attachment_ids=[film.pk])
    before = files_on_disk()
    run("purge_media")
    collect()
    assert files_on_disk() == before


def test_a_poster_that_is_missing_is_found_and_done_without(send, room, alice, film):
    send()
    seq = say(alice, room, attachment_ids=[film.pk])["seq"]
    film.refresh_from_db()
    storage.remove([film.poster.file])
    ((finding,),) = check_attachments()
    assert finding.what == f"the poster of attachment {film.pk} is missing"
    finding.repair()
    film.refresh_from_db()
    assert (film.poster, film.previews, film.blurhash) == (None, [], "")
    collect()
    assert files_on_disk() == {film.file}
    assert [*check_attachments()] == [[]]
    assert film.message.seq == seq


def test_the_size_of_a_film_is_what_its_sender_says_within_bounds(signed_in, alice, film, attach):
    def say_of(one, **facts):
        return signed_in(alice).patch(f"/attachments/{one.pk}", facts, content_type="application/json")

    shown = say_of(film, **FACTS).json()["attachment"]
    assert {name: shown[name] for name in FACTS} == FACTS
    assert shown["previews"] == []
    for wrong in ({"width": 0}, {"height": 16_385}, {"width": 1.5}, {"width": "wide"}, {"height": -1}):
        assert say_of(film, **wrong).status_code == 400, wrong
    assert say_of(attach("photo.jpg", saved(corners(), "JPEG")), width=5, height=5).status_code == 400
    assert say_of(attach("song.flac", b"fLaC" + bytes(50)), width=5, height=5).status_code == 400
    film.refresh_from_db()
    assert {name: attachment_payload(film)[name] for name in FACTS} == FACTS


def test_a_poster_counts_towards_what_its_owner_may_upload_in_a_day(send, film, alice, settings):
    settings.UPLOAD_BYTES_PER_DAY = film.size + len(picture()) - 1
    assert send().status_code == 429
    settings.UPLOAD_BYTES_PER_DAY = 2**20
    assert send().status_code == 200
    together = film.size + StoredFile.objects.get(posters=film).size
    assert bytes_since_yesterday(alice) == together
    assert [row["bytes"] for row in people()] == [row["lately"] for row in people()] == [together]


def test_a_poster_counts_towards_what_the_site_may_store(send, film, settings):
    settings.UPLOAD_TOTAL_BYTES = film.size + len(picture()) - 1
    assert send().status_code == 503
    settings.UPLOAD_TOTAL_BYTES = 2**20
    assert send().status_code == 200
    assert stored_bytes() == film.size + StoredFile.objects.get(posters=film).size
