"""``GET /media/attachments/<id>/<name>``."""

from urllib.parse import unquote

import pytest

from messaging.attachments.models import Attachment
from messaging.attachments.payloads import attachment_payload
from messaging.attachments.storing.storage import put, storage
from tests.support.conversation import say

CONTENT = bytes(range(256)) * 2048


@pytest.fixture
def sent(room, alice, attach):
    """Return a file of half a megabyte that was sent."""
    found = attach("data.bin", CONTENT)
    say(alice, room, attachment_ids=[found.pk])
    return found


@pytest.fixture
def get(sent, bob, signed_in):
    """Return a function that requests it as Bob."""
    url = attachment_payload(sent)["url"]
    return lambda **headers: signed_in(bob).get(url, headers=headers)


def body(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_a_file_is_downloaded_and_never_run(get, sent):
    answer = get()
    assert (answer.status_code, body(answer)) == (200, CONTENT)
    assert answer["Content-Length"] == str(len(CONTENT))
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == "attachment; filename=\"data.bin\"; filename*=UTF-8''data.bin"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("bytes=0-0", CONTENT[:1]),
        ("bytes=1000-400000", CONTENT[1000:400001]),
        ("bytes=500000-", CONTENT[500000:]),
        ("bytes=-10", CONTENT[-10:]),
    ],
)
def test_a_part(get, header, expected):
    answer = get(Range=header)
    assert (answer.status_code, body(answer)) == (206, expected)
    assert answer["Content-Length"] == str(len(expected))
    first = len(CONTENT) - len(expected) if header in {"bytes=500000-", "bytes=-10"} else int(header[6:].split("-")[0])
    assert answer["Content-Range"] == f"bytes {first}-{first + len(expected) - 1}/{len(CONTENT)}"


def test_a_part_that_is_not_there(get):
    answer = get(Range=f"bytes={len(CONTENT)}-")
    assert (answer.status_code, answer["Content-Range"]) == (416, f"bytes */{len(CONTENT)}")


def test_a_part_only_of_the_same_file(get):
    etag = get()["ETag"]
    assert get(Range="bytes=0-0", If_Range=etag).status_code == 206
    assert get(Range="bytes=0-0", If_Range='"other"').status_code == 200


def test_what_a_browser_has_is_not_sent_again(get):
    answer = get(If_None_Match=get()["ETag"])
    assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", get()["ETag"])


def test_head_has_the_headers_alone(sent, bob, signed_in):
    answer = signed_in(bob).head(attachment_payload(sent)["url"])
    assert (answer.status_code, answer["Content-Length"], answer.content) == (200, str(len(CONTENT)), b"")


def test_other_methods_are_refused(sent, bob, signed_in):
    assert signed_in(bob).post(attachment_payload(sent)["url"]).status_code == 405


@pytest.mark.parametrize(
    "name", ["page.html", "image.svg", "paper.pdf", "feed.xml", "page.xhtml", "script.js", "photo.jpg", "a.webp"]
)
def test_nothing_is_shown_by_its_name(room, alice, attach, signed_in, name):
    url = attachment_payload(attach(name, b"<svg onload=alert(1)>"))["url"]
    answer = signed_in(alice).get(url)
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment; ")


@pytest.mark.parametrize("kind", ["text/html", "image/svg+xml", "application/pdf", "text/xml", "text/plain"])
def test_only_pictures_films_and_sounds_that_were_recognised_are_shown(sent, get, kind):
    Attachment.objects.update(type=kind, kind="image")
    assert get()["Content-Type"] == "application/octet-stream"
    Attachment.objects.update(type="image/webp")
    assert (get()["Content-Type"], get()["Content-Disposition"].split(";")[0]) == ("image/webp", "inline")
    Attachment.objects.update(kind="file")
    assert get()["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize(
    "name", ["דוח.pdf", "👩‍👩‍👧.png", 'a "b" c.txt', "50% off?#1.txt", "a;b.txt", "x" * 255, "..."]
)
def test_any_name_makes_an_address_that_works(attach, alice, signed_in, name):
    found = attach(name)
    url = attachment_payload(found)["url"]
    answer = signed_in(alice).get(url)
    assert (answer.status_code, body(answer)) == (200, b"hello")
    assert unquote(answer["Content-Disposition"].partition("UTF-8''")[2]) == found.name


def test_a_preview_is_a_picture(sent, bob, signed_in, tmp_path):
    file = tmp_path / "preview"
    file.write_bytes(b"webp")
    put(file, f"attachments/{sent.pk}/400")
    previews = [
        {"name": f"attachments/{sent.pk}/400", "size": "small", "width": 300, "height": 400, "is_animated": False}
    ]
    Attachment.objects.update(previews=previews)
    sent.refresh_from_db()
    [shown] = attachment_payload(sent)["previews"]
    assert shown == {
        "url": f"/media/attachments/{sent.pk}/data.bin/small",
        "width": 300,
        "height": 400,
        "is_animated": False,
    }
    answer = signed_in(bob).get(shown["url"])
    assert (body(answer), answer["Content-Type"]) == (b"webp", "image/webp")
    assert signed_in(bob).get(shown["url"].replace("/small", "/huge")).status_code == 404


def test_nginx_sends_the_file(get, sent, settings):
    settings.MEDIA_ACCEL = "/internal/"
    answer = get(Range="bytes=0-0")
    assert answer["X-Accel-Redirect"] == f"/internal/attachments/{sent.pk}/original"
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer["Content-Type"] == "application/octet-stream"
    assert "sandbox" in answer["Content-Security-Policy"]


def test_a_file_that_is_gone_from_the_disk_is_not_found(get, sent):
    storage().delete(sent.file)
    assert get().status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "attachments//{id}/original",
        "avatars/../attachments/{id}/original",
        "./attachments/{id}/original",
        ".arriving/{id}/data",
        "x/../.arriving/{id}/data",
        "avatars/../.arriving/{id}/data",
    ],
)
def test_the_address_of_other_uploads_leads_to_no_file_of_a_message(sent, alice, signed_in, settings, path):
    (settings.MEDIA_ROOT / "avatars").mkdir()
    (settings.MEDIA_ROOT / ".arriving" / str(sent.pk)).mkdir(parents=True)
    (settings.MEDIA_ROOT / ".arriving" / str(sent.pk) / "data").write_bytes(CONTENT)
    assert signed_in(alice).get("/media/" + path.format(id=sent.pk)).status_code == 404
