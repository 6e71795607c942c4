"""What becomes of a file that has arrived."""

import hashlib
import io

import pytest
from PIL import Image

from chatsite.contract.errors import Unavailable
from chatsite.pictures.flaws import Busy
from messaging.attachments import preparing
from messaging.attachments.kinds import served_type
from messaging.attachments.models import Attachment, Upload
from messaging.attachments.payloads import attachment_payload
from messaging.attachments.services import begin_upload, continue_upload, finish_upload
from messaging.attachments.storing import storage
from tests.messaging.attachments.conftest import files_on_disk
from tests.messaging.attachments.metadata import movies
from tests.messaging.attachments.metadata.marked import marked_heic
from tests.support.conversation import say


def picture(form="JPEG", size=(900, 600), **options):
    file = io.BytesIO()
    Image.new("RGB", size, (10, 200, 90)).save(file, form, **options)
    return file.getvalue()


def with_exif():
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[2] = (48.0, 51.0, 24.0)
    exif.get_ifd(0x8825)[1] = "N"
    return picture(exif=exif)


def test_a_picture_loses_its_metadata_and_gets_previews(room, alice, bob, attach, signed_in):
    found = attach("photo.jpg", with_exif())
    shown = attachment_payload(found)
    assert (shown["kind"], shown["type"], shown["width"], shown["height"]) == ("image", "image/jpeg", 900, 600)
    assert shown["blurhash"]
    assert "location" in shown["removed"]
    say(alice, room, attachment_ids=[found.pk])
    client = signed_in(bob)
    original = client.get(shown["url"])
    content = b"".join(original.streaming_content)
    assert (original["Content-Type"], original["Content-Disposition"][:6]) == ("image/jpeg", "inline")
    assert b"SecretCamera" not in content
    assert len(content) == shown["size"]
    for preview in shown["previews"]:
        answer = client.get(preview["url"])
        assert answer["Content-Type"] == "image/webp"
        with Image.open(io.BytesIO(b"".join(answer.streaming_content))) as image:
            assert (image.format, image.size) == ("WEBP", (preview["width"], preview["height"]))
    assert files_on_disk() == set(found.stored.files)


def test_an_animated_picture_has_stills_and_an_animation(room, alice, attach):
    frames = [Image.new("RGB", (300, 200), (n * 60, 0, 0)) for n in range(4)]
    file = io.BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:], duration=100, loop=0)
    previews = attachment_payload(attach("a.gif", file.getvalue()))["previews"]
    assert [preview["is_animated"] for preview in previews] == [False] * (len(previews) - 1) + [True]
    assert len({preview["url"] for preview in previews}) == len(previews)


@pytest.mark.parametrize("content", [b"\xff\xd8\xff broken", picture()[:200], b"\x89PNG\r\n\x1a\n" + b"\0" * 50])
def test_a_picture_that_cannot_be_decoded_is_a_plain_file(attach, content):
    shown = attachment_payload(attach("photo.jpg", content))
    assert (shown["kind"], shown["previews"], shown["width"]) == ("file", [], None)


def test_a_page_that_is_called_a_picture_is_none(attach):
    assert attach("photo.png", b"<html><script>alert(1)</script>").kind == Attachment.Kind.FILE


def test_a_type_is_found_in_the_content_and_else_said_by_the_name(attach):
    assert attach("photo.txt", picture("PNG")).type == "image/png"
    assert attach("notes.csv", b"\0\1\2").type == "text/csv"
    assert attach("strange", b"\0\1\2").type == "application/octet-stream"


def test_when_too_many_pictures_are_read_the_upload_waits(room, alice, attach, monkeypatch):
    def busy(*_):
        raise Busy

    content = picture()
    upload = begin_upload(by=alice, room_id=room.pk, name="photo.jpg", length=len(content))
    sink = continue_upload(by=alice, upload_id=upload.pk, offset=0)
    sink.write(content)
    sink.close()
    with monkeypatch.context() as patched:
        patched.setattr(preparing, "made", busy)
        with pytest.raises(Unavailable):
            finish_upload(sink.upload)
        with pytest.raises(Unavailable):
            attach("again.jpg", picture())
    upload = Upload.objects.get()
    assert upload.is_complete
    assert finish_upload(upload).kind == Attachment.Kind.IMAGE
    assert not storage.arriving(upload.pk).exists()


def test_a_converted_picture_has_a_name_that_fits(attach):
    found = attach("x" * 255, marked_heic())
    assert (found.type, found.name) == ("image/jpeg", "x" * 251 + ".jpg")


def test_originals_stay_untouched_where_the_site_wants_that(attach, settings):
    settings.UPLOAD_KEEP_ORIGINALS = True
    content = with_exif()
    found = attach("photo.jpg", content)
    assert storage.local_path(found.file).read_bytes() == content
    assert (found.removed, found.kind, found.type) == ([], "image", "image/jpeg")
    assert (found.width, found.height, bool(found.blurhash)) == (900, 600, True)
    for preview in found.previews:
        shown = storage.local_path(preview["name"]).read_bytes()
        assert b"SecretCamera" not in shown
        with Image.open(io.BytesIO(shown)) as image:
            assert (image.format, "exif" in image.info) == ("WEBP", False)


def test_a_heic_that_stays_as_it_was_sent_is_shown_by_its_previews(attach, settings):
    settings.UPLOAD_KEEP_ORIGINALS = True
    content = marked_heic()
    found = attach("photo.heic", content)
    assert (found.name, found.type, found.kind) == ("photo.heic", "image/heic", "image")
    assert storage.local_path(found.file).read_bytes() == content
    assert served_type(found) is None
    assert found.previews


def test_films_stay_untouched_too(attach, settings):
    content = movies.movie(movies.IPHONE)
    assert movies.POSITION in content
    assert attach("film.mov", content).sha256 != hashlib.sha256(content).hexdigest()
    settings.UPLOAD_KEEP_ORIGINALS = True
    found = attach("film.mov", content)
    assert (found.sha256, found.removed) == (hashlib.sha256(content).hexdigest(), [])
